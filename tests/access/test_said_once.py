"""Conditions that are left out because others say them already change no answer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, select

from casework.access import scope
from casework.access.policy import Grant, Person
from casework.cases.models import Case, CaseWaiting
from casework.cases.queries import COLUMNS
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.databases import Place
from tests.factories import make_case, make_group, make_school, make_student, work

ROLES = (
    "mentor",
    "subject_teacher",
    "rector",
    "student_health_team",
    "administration",
    "system_administrator",
)
PERMISSIONS = ("case:read", "contribution:give", "annulment:decide")

grants = st.tuples(st.sampled_from(ROLES), st.integers(0, 2), st.integers(0, 2))


def waits_for(role: str) -> ColumnElement[bool]:
    """True for cases that wait for the role."""
    return Case.id.in_(select(CaseWaiting.case_id).where(CaseWaiting.role == role))


def cases_where(where: ColumnElement[bool]) -> set[UUID]:
    """The cases for which the condition holds."""
    return set(db.session.scalars(select(Case.id).join(Student, Student.id == Case.student_id).where(where)))


@pytest.mark.usefixtures("effort")
def test_what_is_not_asked_twice_answers_the_same(database: Place) -> None:
    with work(database.app):
        school = make_school()
        unit = db.session.get_one(Unit, school.unit)
        classes = [db.session.get_one(Group, school.group), make_group(unit=unit, name="7A")]
        stages = ("report", "mapping", "analysis", "compulsory_school_monitoring")
        for number, stage in enumerate(stages):
            student = make_student(unit=unit, group=classes[0])
            make_case(student=student, stage=stage)
            student.group_id = classes[number % 2].id
        units = (frozenset({unit.id}), frozenset({unit.id, school.authority}), frozenset({school.authority}))
        groups = (None, *(one.id for one in classes))

    @given(st.lists(grants, max_size=4))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=timedelta(seconds=10))
    def same(held: list[tuple[str, int, int]]) -> None:
        me = Person(UUID(int=7), "", tuple(Grant(role, units[at], groups[group]) for role, at, group in held))
        mine = scope.holding(me, waits_for, COLUMNS)
        for permission in PERMISSIONS:
            may = scope.within(me, permission, COLUMNS)
            both = cases_where(may & mine)
            assert cases_where(may & scope.holding(me, waits_for, COLUMNS, beside=permission)) == both
            assert cases_where(mine & scope.and_may(me, permission, COLUMNS)) == both

    with database.app.app_context():
        same()
