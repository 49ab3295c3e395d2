"""Measures change hands: with a case that somebody takes over, and whom they wait for meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.measure_models import Measure
from casework.cases.measure_signed import measure_content
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.catalog import catalog
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people.models import Student
from casework.people.queries import Colleague

FOLLOW_UP = "case:change"


def is_read_by(actor: Person) -> ColumnElement[bool]:
    """True for measures of the classes that the actor reads in their case; for joins of case and student."""
    return scope.holding(actor, _is_read, COLUMNS)


def _is_read(role: str) -> ColumnElement[bool]:
    return Measure.confidentiality.in_(sorted(catalog().access.reads(role)))


def running_with(user_id: UUID, case_ids: Collection[UUID], actor: Person) -> dict[UUID, int]:
    """How many measures of each case are in the colleague's hands, of those that the actor reads."""
    rows = db.session.execute(
        select(Measure.case_id, func.count())
        .join(Case, Case.id == Measure.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(Measure.responsible_id == user_id, Measure.ended_at.is_(None), Measure.case_id.in_(case_ids))
        .where(is_read_by(actor))
        .group_by(Measure.case_id)
    )
    return {row[0]: row[1] for row in rows}


def pass_measures(
    case_id: UUID,
    former_id: UUID,
    heir_id: UUID,
    around: Collection[Colleague],
    *,
    actor: Person,
    now: datetime,
) -> None:
    """What was in the former colleague's hands goes to who takes over, where they and the actor read it."""
    table = catalog().access
    roles = [one.role for one in around if one.id == heir_id and table.may(one.role, FOLLOW_UP)]
    readable = {word for role in roles for word in table.reads(role)}
    there = (
        select(Measure).join(Case, Case.id == Measure.case_id).join(Student, Student.id == Case.student_id)
    )
    mine = there.where(Case.id == case_id, Measure.responsible_id == former_id, is_read_by(actor))
    rows = db.session.scalars(mine.where(Measure.ended_at.is_(None)).order_by(Measure.added_at, Measure.id))
    passed: dict[str, list[Measure]] = {}
    for one in rows:
        if one.confidentiality in readable:
            one.responsible_id = heir_id
            passed.setdefault(one.confidentiality, []).append(one)
    db.session.flush()
    name = next((one.name for one in around if one.id == heir_id), "")
    for confidentiality, measures in passed.items():
        history.record(
            What.MEASURE_PASSED,
            case_id,
            actor=actor,
            now=now,
            confidentiality=confidentiality,
            name=name,
            measures={str(one.id): measure_content(one) for one in measures},
        )
