"""What can be logged of a contact, by whom, and when one tries again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from casework.contacts.actions import About, Said, log_contact
from casework.contacts.asked import next_attempt
from casework.errors import NotAcceptable, NotAllowed
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Guardianship, Student, User
from tests.factories import School, work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday


@pytest.fixture
def bond(school: School, app) -> Guardianship:
    """The tie to the only guardian."""
    with app.app_context():
        return db.session.scalars(select(Guardianship).where(Guardianship.student_id == school.student)).one()


def log(app, school: School, bond: Guardianship, **other: Any) -> None:
    """The mentor has reached the guardian, but for what is `other`."""
    usual = Said(NOW, "guardian", "reached", "school", guardian_id=bond.guardian_id)
    with work(app):
        student = db.session.get_one(Student, school.student)
        mentor = people.person(db.session.get_one(User, school.mentor), NOW.date())
        about = About(student, None, people.place(student), "mentor")
        log_contact(about, replace(usual, **other), actor=mentor, now=NOW)


WRONG: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "above the writer's class": ({"confidentiality": "student_health"}, NotAllowed),
    "a class that nobody writes in": ({"confidentiality": "open"}, NotAllowed),
    "to come": ({"happened_at": NOW + timedelta(minutes=1)}, NotAcceptable),
    "an unknown outcome": ({"outcome": "heard"}, NotAcceptable),
    "no guardian": ({"guardian_id": None}, NotAcceptable),
    "a guardian and another": ({"party": "student"}, NotAcceptable),
    "nobody in particular": ({"party": "other", "guardian_id": None}, NotAcceptable),
    "agreed on nothing": ({"outcome": "agreed", "agreement": " "}, NotAcceptable),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_not_logged(app, school, bond, name: str) -> None:
    other, error = WRONG[name]
    with pytest.raises(error):
        log(app, school, bond, **other)
    log(app, school, bond)


def test_a_guardian_whom_the_school_may_not_contact_was_not_contacted(app, school, bond) -> None:
    with work(app):
        db.session.get_one(Guardianship, bond.id).may_be_contacted = False
    with pytest.raises(NotAcceptable):
        log(app, school, bond)
    log(app, school, bond, party="other", guardian_id=None, party_name="Mormor Exempelsson")


@pytest.mark.parametrize(
    ("outcome", "given", "expected"),
    [
        ("reached", None, None),
        ("not_reached", None, date(2026, 11, 23)),
        ("message_left", date(2026, 11, 25), date(2026, 11, 25)),
    ],
)
def test_one_tries_again_the_next_day_of_school(
    app, school, outcome: str, given: date | None, expected: date | None
) -> None:
    with app.app_context():
        student = db.session.get_one(Student, school.student)
        assert next_attempt(student, Said(NOW, "student", outcome, "school", next_on=given)) == expected
