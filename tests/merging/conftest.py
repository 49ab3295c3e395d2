"""A student of the usual school who is here twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from casework.access.policy import Person
from casework.attendance import leave_proof
from casework.cases import proof
from casework.extensions import db, rehearsal
from casework.history.queries import breaches
from casework.merging import actions
from casework.merging.actions import Merged
from casework.people import proof as people_proof
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.signals import mark_proof
from tests.factories import NOW, School, make_student, work

LATER = NOW + timedelta(hours=1)


@dataclass
class Twice:
    """The two rows, and how they are merged: `merge(decided)`, as it was shown, in the principal's name."""

    app: Flask
    school: School
    into: UUID
    other: UUID
    merge: Callable[..., Merged]

    def student(self, student_id: UUID) -> Student:
        """One of the rows, inside an application or a unit of work."""
        return db.session.get_one(Student, student_id)


def rector_of(school: School) -> Person:
    """The principal, as of today."""
    return person(db.session.get_one(User, school.rector), NOW.date())


@pytest.fixture
def twice(app: Flask, school: School) -> Twice:
    """Alva, and Alva once more, in the same class."""
    return make_twice(app, school)


def make_twice(app: Flask, school: School) -> Twice:
    """The same in any database."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        first = db.session.get_one(Student, school.student)
        other = make_student(unit=unit, group=group, given=first.given_name, family=first.family_name).id

    def merging(decided: Any = None, reason: str = "Samma personnummer.") -> Merged:
        rows = (school.student, other)
        with app.app_context(), rehearsal():
            said = [db.session.get_one(Student, one) for one in rows]
            shown = actions.carry_out(*said, "x", {}, actor=rector_of(school), now=LATER)
            digest, moved, both = shown.digest, dict(shown.moved), shown.both
        with work(app):
            said = [db.session.get_one(Student, one) for one in rows]
            actions.merge(*said, reason, decided or {}, digest, actor=rector_of(school), now=LATER)
        return Merged(moved, both)

    return Twice(app, school, school.student, other, merging)


def faults(app: Flask) -> list[str]:
    """Everything that the history finds wrong."""
    with app.app_context():
        said = [*mark_proof.faults(), *leave_proof.faults()]
        return [*map(str, breaches()), *proof.faults(), *people_proof.faults(), *said]
