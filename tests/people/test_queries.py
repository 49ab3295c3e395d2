"""Who is who: roles count on their days, colleagues are those with a role towards the student."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from casework.access.policy import Grant
from casework.extensions import db
from casework.people import queries
from casework.people.models import Student, Unit, User
from tests.databases import Place
from tests.factories import make_school, make_user, work

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY + DAY, True),
        (TODAY + DAY, TODAY + DAY, False),
        (TODAY - DAY, TODAY - DAY, False),
    ],
)
def test_a_role_counts_from_its_first_day_to_its_last(
    database: Place, valid_from: date, valid_to: date, holds: bool
) -> None:
    with work(database.app):
        school = make_school()
        unit = db.session.get_one(Unit, school.unit)
        user = make_user(role="rector", unit=unit, name="Eva", valid_from=valid_from, valid_to=valid_to)
        held = Grant("rector", frozenset({school.unit}))
        assert queries.person(user, TODAY).grants == ((held,) if holds else ())


def test_a_role_at_the_authority_covers_its_schools(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (held,) = queries.person(db.session.get_one(User, school.administration), TODAY).grants
        assert {school.authority, school.unit} < held.units
        assert len(held.units) == 3


def test_colleagues_are_those_with_a_role_towards_the_student_the_nearest_first(database: Place) -> None:
    with work(database.app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        found = [(one.name, one.role) for one in queries.colleagues_for(student, TODAY)]
    assert found[:2] == [("Karin Mallsjö", "mentor"), ("Nils Skissgård", "subject_teacher")]
    assert found[-1] == ("Berit Pärmlund", "administration")
    names = {name for name, _ in found}
    assert not names & {"Omar Modellin", "Maja Kulissgren", "Isak Serverin"}


def test_somebody_who_has_left_is_no_colleague(database: Place) -> None:
    with work(database.app):
        school = make_school()
        db.session.get_one(User, school.mentor).is_active = False
        db.session.flush()
        student = db.session.get_one(Student, school.student)
        assert "Karin Mallsjö" not in {one.name for one in queries.colleagues_for(student, TODAY)}


@pytest.mark.parametrize(
    ("born", "age"), [(date(2012, 11, 20), 14), (date(2012, 11, 21), 13), (date(2008, 2, 29), 18)]
)
def test_age_is_counted_in_completed_years(born: date, age: int) -> None:
    student = Student(given_name="Alva", family_name="Exempelsson", birth_date=born)
    assert student.age(TODAY) == age


def test_names_are_looked_up_at_once(database: Place) -> None:
    with work(database.app):
        school = make_school()
        wanted: list[UUID | None] = [school.mentor, school.rector, None, uuid4()]
        assert queries.names_of(wanted) == {school.mentor: "Karin Mallsjö", school.rector: "Per Modellberg"}
        assert queries.names_of([None]) == {}
