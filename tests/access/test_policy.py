"""The policy, enumerated against a table written down here; the row filter gives the same answers."""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.access import scope
from casework.access.policy import (
    ADMINISTERS,
    CLEARANCES,
    OWN,
    PERMISSIONS,
    REACHES,
    Grant,
    Person,
    Place,
    decide,
    may_at_all,
    readable,
    roles_at,
)
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.people.queries import STUDENT_COLUMNS, place
from tests.databases import Place as DatabasePlace
from tests.factories import make_case, make_school, make_student, work

HERE, THERE, AUTHORITY = UUID(int=1), UUID(int=2), UUID(int=3)
CLASS, OTHER_CLASS = UUID(int=4), UUID(int=5)
ME = UUID(int=9)

# Written by hand from what the roles are for: role → how far it reaches, what it may of ASKED below, in that
# order, and the classes it reads.
ORACLE = {
    "mentor": ("group", "yes yes yes yes yes yes no yes no no", "open school"),
    "subject_teacher": ("group", "yes no no no yes no no yes no no", "open"),
    "student_health_team": ("unit", "yes yes yes yes yes yes yes yes no no", "open school student_health"),
    "school_counsellor": ("unit", "yes yes yes yes yes yes no yes no no", "open school student_health"),
    "school_nurse": ("unit", "yes yes yes yes yes yes no yes no no", "open school student_health medical"),
    "rector": ("unit", "yes yes yes yes yes yes yes yes yes yes", "open school student_health"),
    "administration": ("handed_over", "no no yes yes no no no yes yes no", "open school"),
    "system_administrator": ("nothing", "no no no no no no no no no no", ""),
    "nobody": ("nothing", "no no no no no no no no no no", ""),
}
ASKED = (
    "student:read",
    "case:open",
    "case:read",
    "case:change",
    "contribution:give",
    "annulment:request",
    "annulment:decide",
    "search:read",
    "case:migrate",
    "log:read",
)
# These reach no student, so they are asked of roles and not of places: permission → who has it.
ABOUT_NOBODY = {
    "people:administer": {"system_administrator"},
    "routine:read": {"system_administrator", "administration", "rector"},
    "routine:administer": {"system_administrator", "administration"},
}
PLACES = [
    Place(unit, group, over)
    for unit, group, over in product((HERE, THERE), (CLASS, OTHER_CLASS, None), (0, 1))
]
GRANTED = [(frozenset({HERE}), None), (frozenset({HERE}), CLASS), (frozenset({AUTHORITY, HERE, THERE}), None)]


def reaches(reach: str, units: frozenset[UUID], group: UUID | None, where: Place) -> bool:
    """What the reach means, in other words than the program's."""
    if where.unit not in units or reach == "nothing":
        return False
    return {
        "group": group is not None and where.group == group,
        "unit": True,
        "handed_over": bool(where.is_handed_over),
    }[reach]


@pytest.mark.parametrize("role", ORACLE)
def test_every_decision_is_the_one_in_the_table(role: str) -> None:
    reach, answers, classes = ORACLE[role]
    for (units, group), where in product(GRANTED, PLACES):
        me = Person(ME, "", (Grant(role, units, group),))
        is_near = reaches(reach, units, group, where)
        for permission, answer in zip(ASKED, answers.split(), strict=True):
            assert decide(me, permission, where).is_allowed == (is_near and answer == "yes")
        assert readable(me, where) == (set(classes.split()) if is_near else set())
        assert roles_at(me, where) == ({role} if is_near else set())


@pytest.mark.parametrize("role", ORACLE)
def test_doors_open_where_the_table_says_yes_anywhere(role: str) -> None:
    me = Person(ME, "", (Grant(role, frozenset({HERE}), CLASS),))
    for permission, answer in zip(ASKED, ORACLE[role][1].split(), strict=True):
        assert may_at_all(me, permission) == (answer == "yes")
    assert all(may_at_all(me, permission) for permission in OWN)


def test_the_table_here_knows_every_role_and_permission() -> None:
    assert set(ORACLE) - {"nobody"} == set(REACHES) | ADMINISTERS
    assert {*ASKED, *ABOUT_NOBODY} == set(PERMISSIONS)
    assert {name: PERMISSIONS[name] for name in ABOUT_NOBODY} == ABOUT_NOBODY
    assert set(CLEARANCES) == set(REACHES)


@pytest.mark.parametrize("permission", ["", "case:delete", "public", "CASE:READ"])
def test_what_is_not_in_the_table_is_denied(permission: str) -> None:
    everything = Person(ME, "", tuple(Grant(role, frozenset({HERE}), CLASS) for role in ORACLE))
    assert not decide(everything, permission, Place(HERE, CLASS, True)).is_allowed
    assert decide(everything, "case:read", Place(HERE, CLASS, True)).is_allowed


def test_a_second_role_only_adds() -> None:
    for (units, group), where, (first, second) in product(GRANTED, PLACES, product(ORACLE, repeat=2)):
        one, both = (
            Person(ME, "", tuple(Grant(r, units, group) for r in held))
            for held in ((first,), (first, second))
        )
        for permission in ASKED:
            assert decide(one, permission, where).is_allowed <= decide(both, permission, where).is_allowed


grants = st.tuples(st.sampled_from([*ORACLE]), st.integers(0, 2), st.integers(0, 2))


def test_the_row_filter_and_the_decision_are_the_same(database: DatabasePlace) -> None:
    with work(database.app):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student), stage="compulsory_school_monitoring")
        other = make_student(
            unit=db.session.get_one(Unit, school.unit),
            group=db.session.get_one(Group, school.group),
            given="Leo",
        )
        make_case(student=other, stage="mapping")
    units = (
        frozenset({school.unit}),
        frozenset({school.authority, school.unit}),
        frozenset({school.authority}),
    )
    groups = (None, school.group, UUID(int=1))

    @given(st.lists(grants, max_size=4))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def same(held: list[tuple[str, int, int]]) -> None:
        me = Person(ME, "", tuple(Grant(role, units[unit], groups[group]) for role, unit, group in held))
        for permission in ASKED:
            where = scope.within(me, permission, STUDENT_COLUMNS)
            found = set(db.session.scalars(select(Student.id).where(where)))
            assert found == {s.id for s in students if decide(me, permission, place(s)).is_allowed}
            where = scope.within(me, permission, COLUMNS)
            seen = set(
                db.session.scalars(select(Case.id).join(Student, Student.id == Case.student_id).where(where))
            )
            places = {case.id: place(by_id[case.student_id], case.is_handed_over) for case in cases}
            assert seen == {one for one, at in places.items() if decide(me, permission, at).is_allowed}

    with database.app.app_context():
        students = db.session.scalars(select(Student)).all()
        cases = db.session.scalars(select(Case)).all()
        by_id = {student.id: student for student in students}
        same()
