"""Mail to colleagues: only who wants it, only while it waits for them, and never about whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.cases.digests import leave_digests
from casework.cases.models import Case
from casework.demo.story import Story
from casework.extensions import db
from casework.messages.models import Message
from casework.messages.staff import Told, Wanted, tell, want
from casework.people.models import RoleGrant, Student, User
from tests.factories import LONG_AGO, NOW, WAYS, make_case, work
from tests.messages.post import Kept, only, send

MORNING = NOW.replace(hour=6)  # 7 on the school's clock, a Friday
PER = Wanted("per@exempel.test", 7, is_told_at_once=True)


@pytest.fixture
def case_id(app, school) -> UUID:
    """A case for which the principal has been asked to decide, and wants to be told."""
    with work(app):
        want(school.rector, PER)
        story = Story(db.session.get_one(Student, school.student), today=NOW)
        story.opens("karin", "report", "Borta sex förmiddagar.")
        for go in WAYS[:-1]:
            go(story)
        story.signs("hanna", "in_depth_evaluation")
        story.signs("hanna", "authority_report")
        story.moves("hanna", "hand_over", summary="Åtgärderna är provade.")
        return db.session.scalars(select(Case.id)).one()


def _send(wire: Kept) -> None:
    """As soon as the one message is there."""
    send(wire, only().opened_at)


def test_who_can_approve_is_told_at_once_without_a_name(app, case_id) -> None:
    wire = Kept()
    with app.app_context():
        _send(wire)
    (letter,) = wire.letters
    assert (letter.channel, letter.to) == ("email", "per@exempel.test")
    assert "Du har ett beslut att fatta i ett ärende." in letter.text
    assert "Alva" not in letter.text
    assert "Exempelsson" not in letter.text


def test_who_has_lost_the_role_meanwhile_is_not_told(app, school, case_id) -> None:
    with work(app):
        for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.rector)):
            grant.valid_to = LONG_AGO
    with app.app_context():
        _send(Kept())
        assert (only().state, only().answer) == ("withdrawn", "no_longer_theirs")


def test_who_holds_another_role_now_is_not_told_either(app, school, case_id) -> None:
    with work(app):
        for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.rector)):
            grant.role = "school_counsellor"
    with app.app_context():
        _send(Kept())
        assert (only().state, only().answer) == ("withdrawn", "no_longer_theirs")


def test_of_a_student_whose_identity_is_protected_since_nobody_is_told(app, school, case_id) -> None:
    with work(app):
        db.session.get_one(Student, school.student).is_protected = True
    with app.app_context():
        _send(Kept())
        assert (only().state, only().answer) == ("withdrawn", "no_longer_theirs")


@pytest.mark.parametrize(
    ("name", "value", "why"), [("email", "", "not_wanted"), ("is_active", False, "account_closed")]
)
def test_who_cannot_or_will_not_get_it_is_not_written_to(app, school, case_id, name, value, why) -> None:
    with work(app):
        setattr(db.session.get_one(User, school.rector), name, value)
    with app.app_context():
        _send(Kept())
        assert (only().state, only().answer) == ("withdrawn", why)


def test_what_is_decided_before_the_mail_goes_out_is_not_told(app, school) -> None:
    with work(app):
        want(school.rector, PER)
        make_case(student=db.session.get_one(Student, school.student), stage="compulsory_school_monitoring")
    with app.app_context():
        _send(Kept())
        assert (only().state, only().answer) == ("withdrawn", "settled")


def test_who_wants_no_word_at_once_gets_none(app, school) -> None:
    with work(app):
        want(school.rector, Wanted("per@exempel.test", None, is_told_at_once=False))
        case = make_case(student=db.session.get_one(Student, school.student))
        tell("approval", school.rector, Told(case.id, case.id), now=NOW)
        assert db.session.scalars(select(Message)).all() == []


def test_a_summary_comes_once_a_day_with_a_number_and_a_link(app, school, case_id) -> None:
    app.config["PUBLIC_URL"] = "https://casework.exempel.test"
    wire = Kept()
    with work(app):
        for waiting in db.session.scalars(select(Message)):
            db.session.delete(waiting)
    for hour in (5, 6, 7):
        with work(app):
            leave_digests(now=NOW.replace(hour=hour))
    with app.app_context():
        send(wire, MORNING)
    (letter,) = wire.letters
    assert "En sak väntar på dig." in letter.text
    assert "https://casework.exempel.test" in letter.text
    assert "Alva" not in letter.text


def test_no_summary_where_nothing_waits_or_on_a_saturday(app, school) -> None:
    with work(app):
        want(school.rector, PER)
        assert leave_digests(now=MORNING + timedelta(days=1)) == 0
        assert leave_digests(now=MORNING) == 1
    wire = Kept()
    with app.app_context():
        send(wire, MORNING)
        assert (only().state, only().answer, wire.letters) == ("withdrawn", "nothing_waits", [])
