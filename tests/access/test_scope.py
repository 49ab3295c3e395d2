"""In random worlds the row filter finds exactly the rows that the decision allows, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from benchmarks.ground.copies import copy_cases
from casework.access import scope
from casework.access.permissions import ABOUT_STUDENTS
from casework.access.policy import Grant, Person, decide
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.people.queries import STUDENT_COLUMNS, place
from tests.access.oracle import ROLES
from tests.databases import Place
from tests.factories import make_case, make_group, make_school, make_student, work

STUDENTS = 8
ME = UUID(int=9)
PERMISSIONS = [one for one in ABOUT_STUDENTS if one != "own:read"]  # that one asks who has signed


@dataclass(frozen=True)
class Ground:
    """What worlds are made of: schools with their classes, and students with one case each."""

    units: Sequence[UUID]
    groups: Sequence[UUID | None]
    students: Sequence[UUID]


def ground() -> Ground:
    """The rows, once for all worlds."""
    school = make_school()
    here = db.session.get_one(Unit, school.unit)
    there = db.session.get_one(Student, school.elsewhere).unit_id
    groups = [school.group, make_group(unit=db.session.get_one(Unit, there), name="7C").id, None]
    own = db.session.get_one(Group, school.group)
    students = [make_student(unit=here, group=own) for _ in range(STUDENTS)]
    opened = make_case(student=students[0])
    copy_cases(db.session(), [opened.id], [one.id for one in students[1:]])
    return Ground((school.unit, there, school.authority), groups, [one.id for one in students])


rows = st.tuples(st.integers(0, 1), st.integers(0, 2), st.booleans(), st.booleans())
grants = st.tuples(st.sampled_from([*ROLES]), st.integers(0, 3), st.integers(0, 2))
some = st.sets(st.integers(0, STUDENTS - 1), max_size=4)
worlds = st.tuples(
    st.lists(rows, min_size=STUDENTS, max_size=STUDENTS), st.lists(grants, max_size=4), some, some
)


@pytest.fixture
def laid(database: Place) -> Ground:
    """The ground on a fresh database."""
    with work(database.app):
        return ground()


@pytest.mark.usefixtures("effort")
def test_the_row_filter_and_the_decision_are_the_same(database: Place, laid: Ground) -> None:
    units = [*(frozenset({one}) for one in laid.units), frozenset(laid.units)]
    seen = {True: 0, False: 0}

    @given(worlds)
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def same(
        world: tuple[list[tuple[int, int, bool, bool]], list[tuple[str, int, int]], set[int], set[int]],
    ) -> None:
        lives, held, named, conflicts = world
        for student, (unit, group, is_protected, is_over) in zip(laid.students, lives, strict=True):
            where = {
                "unit_id": laid.units[unit],
                "group_id": laid.groups[group],
                "is_protected": is_protected,
            }
            db.session.execute(update(Student).where(Student.id == student).values(where))
            over = update(Case).where(Case.student_id == student)
            db.session.execute(over.values(is_handed_over=is_over))
        me = Person(
            ME,
            "",
            tuple(Grant(role, units[unit], laid.groups[group]) for role, unit, group in held),
            frozenset(laid.students[one] for one in named),
            frozenset(laid.students[one] for one in conflicts),
        )
        compare(me, seen)
        db.session.rollback()

    with database.app.app_context():
        same()
    assert min(seen.values()) > 20


def compare(me: Person, seen: dict[bool, int]) -> None:
    """Asks both ways about every student and every case, for every permission."""
    db.session.expire_all()
    students = {one.id: one for one in db.session.scalars(select(Student))}
    cases = db.session.scalars(select(Case)).all()
    places = {one.id: place(students[one.student_id], one.is_handed_over) for one in cases}
    joined = select(Case.id).join(Student, Student.id == Case.student_id)
    for permission in PERMISSIONS:
        where = scope.within(me, permission, STUDENT_COLUMNS)
        found = set(db.session.scalars(select(Student.id).where(where)))
        assert found == {one.id for one in students.values() if decide(me, permission, place(one)).is_allowed}
        there = set(db.session.scalars(joined.where(scope.within(me, permission, COLUMNS))))
        allowed = {one: decide(me, permission, at).is_allowed for one, at in places.items()}
        assert there == {one for one, is_allowed in allowed.items() if is_allowed}
        for is_allowed in allowed.values():
            seen[is_allowed] += 1
