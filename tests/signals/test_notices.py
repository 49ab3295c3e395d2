"""Same-day notices: for each who may be told, without content, never of a protected identity; corrections."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from casework.attendance.actions import Said
from casework.extensions import db
from casework.messages.models import CORRECTION, Message
from casework.messages.notices import recipients
from casework.people.models import Guardian, Guardianship, Student
from casework.tasks.student_models import StudentTask, StudentTaskRole
from tests.engine.attending import example
from tests.factories import work
from tests.signals.places import DAYS, Attending


@pytest.fixture
def here(school, app) -> Attending:
    """A school where the home is told at once about an absence that nobody has reported."""
    with work(app):
        found = Attending(school)
        found.begin("ljusnarsberg")
        _second(school.student)
    return Attending(school)


def _second(student_id) -> None:
    """A second guardian, whom the school may not contact."""
    other = Guardian(name="Disa Exempelsson", phone="070-174 06 06")
    db.session.add(other)
    db.session.flush()
    bond = Guardianship(student_id=student_id, guardian_id=other.id, may_be_contacted=False)
    db.session.add(bond)
    db.session.flush()


def notices() -> list[Message]:
    """All of them, in the order in which they were made."""
    return list(db.session.scalars(select(Message).order_by(Message.opened_at)))


def told_by_hand() -> list[StudentTask]:
    """The tasks that stand where the program may tell nobody."""
    return list(db.session.scalars(select(StudentTask).where(StudentTask.action == "message_home")))


@example("XG-6")
def test_only_the_guardian_who_may_be_contacted_is_told_once(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        for _ in range(2):
            here.read(DAYS[0], is_over=False)
        (row,) = notices()
        guardian = db.session.get_one(Guardian, row.guardian_id)
        assert (guardian.name, row.state, row.on) == ("Karl Exempelsson", "waiting", DAYS[0])
        assert row.channels == ["sms", "email"]
        assert told_by_hand() == []


def test_where_nobody_may_be_told_somebody_gets_a_task(app, here, browser_of) -> None:
    with work(app):
        for bond in db.session.scalars(select(Guardianship)):
            bond.may_be_contacted = False
        here.mark(DAYS[0])
        here.read(DAYS[0], is_over=False)
        (task,) = told_by_hand()
        assert notices() == []
        roles = select(StudentTaskRole.role).where(StudentTaskRole.task_id == task.id)
        assert db.session.scalars(roles).all() == ["attendance_team"]
        page = f"/students/{here.student}/tasks/{task.id}"
    told = browser_of(here.school.mentor).get(page).main.text
    assert "Närvaroteamet (ingen har den rollen) gör den här uppgiften" in told
    assert "System" not in told


def test_where_the_program_can_send_nothing_somebody_gets_a_task(app, here) -> None:
    app.config.update(MAIL={}, SMS={})
    with work(app):
        here.mark(DAYS[0])
        here.read(DAYS[0], is_over=False)
        assert notices() == []
        assert [one.status for one in told_by_hand()] == ["open"]


@example("XG-7")
def test_of_a_protected_identity_nothing_goes_out_and_somebody_gets_a_task(app, here) -> None:
    with work(app):
        db.session.get_one(Student, here.student).is_protected = True
        here.mark(DAYS[0])
        here.read(DAYS[0], is_over=False)
        assert notices() == []
        assert [one.status for one in told_by_hand()] == ["open"]


@example("X1-14")
def test_a_late_arrival_takes_back_what_waits_and_corrects_what_was_sent(app, here) -> None:
    with work(app):
        here.mark(DAYS[0])
        here.mark(DAYS[1])
        here.read(DAYS[1], is_over=False)
        sent, waiting = sorted(notices(), key=lambda one: one.on)
        sent.state = "sent"  # as whoever sends does
        for day in DAYS[:2]:
            here.mark(day, Said("late", missed=20))
        for _ in range(2):
            here.read(DAYS[1])
        assert (sent.state, waiting.state) == ("sent", "withdrawn")
        (correction,) = [one for one in notices() if one.kind == CORRECTION]
        assert (correction.key, correction.guardian_id) == (sent.key, sent.guardian_id)
        assert (correction.state, correction.on) == ("waiting", DAYS[0])
        here.mark(DAYS[1])
        here.read(DAYS[1])
        assert sorted(one.state for one in notices() if one.on == DAYS[1]) == ["waiting", "withdrawn"]


@pytest.mark.parametrize(
    ("parties", "born", "agreed", "who"),
    [
        (["guardians"], date(2012, 3, 14), False, ["Karl Exempelsson"]),
        (["home"], date(2012, 3, 14), False, ["Karl Exempelsson"]),
        (["guardians"], date(2008, 3, 14), False, []),
        (["guardians"], date(2008, 3, 14), True, ["Karl Exempelsson"]),
        (["home"], date(2008, 3, 14), False, [None]),
        (["student", "home"], date(2008, 3, 14), True, [None]),
    ],
)
def test_who_is_told_follows_age_and_what_is_decided(app, here, parties, born, agreed, who) -> None:
    with work(app):
        student = db.session.get_one(Student, here.student)
        student.birth_date = born
        for bond in db.session.scalars(select(Guardianship)):
            bond.is_agreed_by_student = agreed
        found = recipients(student, parties, DAYS[0])
        assert [db.session.get_one(Guardian, one).name if one else None for one in found] == who
