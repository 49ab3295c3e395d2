"""Decides a measure at a meeting: it is added to the case's plan, without a new version of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.around import eligible
from casework.cases.demands import demand_case_open, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.measure_models import Measure, MeasureVersion
from casework.cases.measure_signed import measure_content, version_content
from casework.cases.models import Case
from casework.cases.moves import role_of
from casework.clock import school_date
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.forms.plan import Cells
from casework.forms.table import Table
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.records.models import Submission
from casework.records.queries import definition_of


@dataclass(frozen=True)
class Decided:
    """What is done, which colleague answers for it, from which day, and when it is followed up."""

    what: str
    responsible_id: UUID
    start: date
    follow_up: date


def plan_of(situation: Situation) -> Submission | None:
    """The plan that the case has now; None where none is signed in this round."""
    signed = [
        one
        for one in situation.submissions
        if one.status == "finalised" and one.round == situation.case.round and _table(one) is not None
    ]
    return max(signed, key=lambda one: one.finalised_at or one.saved_at, default=None)


def deciders(situation: Situation, plan: Submission) -> tuple[str, ...]:
    """The roles that decide measures of the plan: those that sign it."""
    return situation.workflow.finalisers(plan.form)


def decide_measure(case: Case, said: Decided, meeting_id: UUID, *, actor: Person, now: datetime) -> Measure:
    """The measure, which runs from now on and stands in the next version of the plan.

    Raises NotAcceptable where the case has no plan or it does not fit together, Refused for who does not sign
    the plan.
    """
    demand_case_open(case)
    situation = situation_of(case, actor, now)
    plan = plan_of(situation)
    table = _table(plan) if plan else None
    today = school_date(now)
    around = eligible(case, people.colleagues_for(situation.student, today))
    is_sound = bool(said.what.strip()) and said.follow_up > today and said.follow_up >= said.start
    if plan is None or table is None or not is_sound or said.responsible_id not in around:
        raise NotAcceptable("not_a_measure")
    roles = deciders(situation, plan)
    demand_role(situation, roles)
    measure = _measure(case, plan.form, table, said, meeting_id, now)
    version = _version(measure, plan, _cells(said, around[said.responsible_id]), now)
    history.record(
        What.MEASURE_ADDED,
        case.id,
        actor=actor,
        role=role_of(situation.facts, roles),
        now=now,
        form=plan.form,
        submission=str(plan.id),
        version=plan.number,
        confidentiality=measure.confidentiality,
        meeting=str(meeting_id),
        versions={str(version.id): version_content(version)},
        measures={str(measure.id): measure_content(measure)},
    )
    return measure


def _measure(case: Case, form: str, table: Table, said: Decided, meeting_id: UUID, now: datetime) -> Measure:
    row = Measure(
        id=uuid4(),
        case_id=case.id,
        form=form,
        confidentiality=table.confidentiality,
        number=1,
        responsible_id=said.responsible_id,
        status="planned",
        effect="",
        follow_up_on=said.follow_up,
        added_at=now,
        meeting_id=meeting_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _table(signed: Submission) -> Table | None:
    form = definition_of(signed).in_language("sv")
    table = form.field(form.plan.measures) if form.plan else None
    return table if isinstance(table, Table) else None


def _cells(said: Decided, responsible: str) -> Cells:
    return {
        "what": said.what.strip(),
        "responsible": responsible,
        "start": said.start.isoformat(),
        "follow_up": said.follow_up.isoformat(),
        "status": "planned",
    }


def _version(measure: Measure, plan: Submission, cells: Cells, now: datetime) -> MeasureVersion:
    """The measure below the rows of the plan."""
    places = select(MeasureVersion.place).where(MeasureVersion.submission_id == plan.id)
    version = MeasureVersion(
        id=uuid4(),
        measure_id=measure.id,
        submission_id=plan.id,
        number=1,
        place=max(db.session.scalars(places), default=-1) + 1,
        change="added",
        cells=dict(cells),
        at=now,
    )
    db.session.add(version)
    db.session.flush()
    return version
