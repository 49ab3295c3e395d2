"""The law's report to the authority is asked for once, whether a step or the duty asks for it."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases import actions
from casework.cases.models import Case
from casework.catalog import catalog
from casework.extensions import db
from casework.people.models import Student, User
from casework.people.queries import person
from casework.tasks.student_models import StudentTask
from tests.factories import School, work
from tests.filling import sign
from tests.signals.places import DAYS, Attending


@pytest.fixture
def here(school: School, app: Flask) -> Attending:
    """A case at the seventh occasion, where the school-social mapping is done."""
    with work(app):
        found = Attending(school)
        found.begin()
        student, model = db.session.get_one(Student, school.student), catalog().workflows["nine-weeks"]
        by, now = found.teacher, found.now(DAYS[0])
        actions.open_case(student, model, "seventh_time", reason="Borta ofta.", actor=by, now=now)
        signs(found, "school_social_mapping", school.counsellor)
    return Attending(school)


def signs(here: Attending, form: str, user: UUID) -> None:
    """Somebody signs the form of the case."""
    who = person(db.session.get_one(User, user), DAYS[0])
    sign(db.session.scalars(select(Case)).one(), form, actor=who, now=here.now(DAYS[0]))


def asked() -> list[StudentTask]:
    """The tasks by which the duty asks for the report."""
    rows = select(StudentTask).where(StudentTask.action == "report_investigation_by_law")
    return list(db.session.scalars(rows))


def test_an_investigation_asks_for_the_report_once(app: Flask, here: Attending) -> None:
    with work(app):
        here.read(DAYS[1])
        (task,) = asked()
        assert task.due_on == DAYS[6]
        here.read(DAYS[2])
        assert len(asked()) == 1


def test_it_is_not_asked_for_once_more_when_the_case_has_reported(
    app: Flask, school: School, here: Attending
) -> None:
    with work(app):
        signs(here, "authority_report", school.rector)
        here.read(DAYS[1])
        assert asked() == []
