"""What is kept from people, and what is decided about those at home, stands in the student's own history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from casework.extensions import db
from casework.history.events import What
from casework.history.queries import EventRow, breaches, events_of
from casework.people import protecting
from casework.people.home import Rights, change_rights, home_of
from casework.people.models import Student, User
from casework.people.protection import conflicts_of, protection_of, readers_of
from casework.people.queries import person
from tests.databases import Place
from tests.factories import make_school, work

NOW, UNTIL = datetime(2026, 11, 20, 9, 0, tzinfo=UTC), date(2026, 12, 20)


def told(student: UUID) -> Sequence[EventRow]:
    """The student's history, oldest first; its chain holds."""
    assert not list(breaches(student))
    return events_of(student)[::-1]


def test_each_decision_is_an_event_with_who_and_why(database: Place) -> None:
    with work(database.app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        rector = person(db.session.get_one(User, school.rector), NOW.date())
        by_rector = {"actor": rector, "now": NOW}
        protecting.protect(student, "Beslut.", [school.counsellor], UNTIL, **by_rector)
        named = {row.user_id: row for row, _ in readers_of(student.id, NOW.date())}
        protecting.end_reader(named[school.counsellor], **by_rector)
        protecting.state_conflict(student, school.mentor, **by_rector)
        protecting.lift_conflict(conflicts_of(student.id)[0][0], "Fel person.", **by_rector)
        protecting.lift_protection(student, "Upphävt.", **by_rector)
        events = told(student.id)
        assert [event.kind for event in events] == [
            What.STUDENT_PROTECTED,
            *[What.READER_NAMED] * 2,
            What.READER_ENDED,
            What.CONFLICT_STATED,
            What.CONFLICT_LIFTED,
            What.STUDENT_UNPROTECTED,
            What.READER_ENDED,
        ]
        assert {event.by for event in events} == {rector.name}
        reasons = [event.says["reason"] for event in events if "reason" in event.says]
        assert reasons == ["Beslut.", "Fel person.", "Upphävt."]
        users = {event.says["user"] for event in events if event.kind == What.READER_NAMED}
        assert users == {str(school.counsellor), str(school.rector)}
        assert protection_of(student.id) is None


def test_what_was_decided_before_about_somebody_at_home_is_kept(database: Place) -> None:
    with work(database.app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        mentor = person(db.session.get_one(User, school.mentor), NOW.date())
        (one,) = home_of(student, NOW.date())
        for reason, may in (("Beslut om vårdnad.", False), ("", True)):
            change_rights(one.bond, Rights("guardian", may, True, False, "", reason), actor=mentor, now=NOW)
        assert (one.bond.reason, one.bond.may_be_contacted) == ("", True)
        decided = [event.says for event in told(student.id) if event.kind == What.HOME_DECIDED]
        assert [(one["reason"], one["may_be_contacted"]) for one in decided] == [
            ("Beslut om vårdnad.", False),
            ("", True),
        ]
