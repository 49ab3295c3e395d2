"""The measures of a case: how they stand now, and what other forms take from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.facts import Situation
from casework.cases.measure_models import Measure, MeasureReview, MeasureVersion
from casework.cases.measures_passed import FOLLOW_UP
from casework.cases.models import Case
from casework.cases.queries import COLUMNS, CaseRow
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.base import Confidentiality
from casework.forms.definition import Form
from casework.forms.measures import State
from casework.people.models import Group, Student
from casework.people.working import has_left

TAKEN = ("measures", "current_measures")  # the records that forms take measures from
OPEN_TO_ALL: frozenset[Confidentiality] = frozenset({"open", "school"})


@dataclass(frozen=True)
class Standing:
    """A measure with what its plan says of it now, and its last follow-up."""

    measure: Measure
    version: MeasureVersion
    review: MeasureReview | None


def standing_in(case_id: UUID, readable: Collection[str]) -> Sequence[Standing]:
    """The measures of the classes, in one query: what runs by the day of its follow-up, then the rest."""
    last = (
        select(func.max(MeasureReview.at))
        .where(MeasureReview.measure_id == Measure.id)
        .correlate(Measure)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Measure, MeasureVersion, MeasureReview)
        .join(
            MeasureVersion,
            (MeasureVersion.measure_id == Measure.id) & (MeasureVersion.number == Measure.number),
        )
        .outerjoin(MeasureReview, (MeasureReview.measure_id == Measure.id) & (MeasureReview.at == last))
        .where(Measure.case_id == case_id, Measure.confidentiality.in_(readable))
    )
    found = [Standing(*row) for row in rows]
    return sorted(found, key=lambda one: _order(one.measure, one.version))


def _order(measure: Measure, version: MeasureVersion) -> tuple[bool, date, int, str]:
    day = measure.follow_up_on or date.max
    return measure.ended_at is not None, day, version.place, str(measure.id)


def state_of(measure: Measure) -> State:
    """How the measure stands, as plain values."""
    day = measure.follow_up_on.isoformat() if measure.follow_up_on else ""
    return State(measure.status, measure.effect, day, measure.ended_at is not None)


def to_take(form: Form, situation: Situation) -> dict[str, list[dict[str, str]]]:
    """The measures as records that the form may take from; none where it takes none.

    Of those that fewer than the school read nothing is there: a record is read by everybody in the case.
    """
    if not any(source.record in TAKEN for field in form.all_fields() for source in field.sources):
        return {}
    case = situation.case
    began = min(one.entered_at for one in situation.visits if one.round == case.round)
    found = sorted(standing_in(case.id, OPEN_TO_ALL), key=lambda one: one.version.place)
    return {
        "measures": [_cells(one) for one in found if (one.measure.ended_at or began) >= began],
        "current_measures": [_cells(one) for one in found if one.measure.ended_at is None],
    }


def _cells(one: Standing) -> dict[str, str]:
    state, review = state_of(one.measure), one.review
    said = {"status": state.status, "effect": state.effect, "follow_up": state.follow_up}
    if review:
        said |= {"done": review.done, "onwards": review.onwards, "said": review.said}
    return {word: text for word, text in {**one.version.cells, **said}.items() if text}


@dataclass(frozen=True)
class Due:
    """A measure that somebody is to follow up, what it is, and the case."""

    measure: Measure
    what: str
    row: CaseRow


def is_due(actor: Person, today: date) -> ColumnElement[bool]:
    """True for measures in the actor's hands whose day has come, in open cases and classes that they read.

    What was in the hands of somebody who has left waits for whoever is responsible for the step.
    """
    runs = Measure.ended_at.is_(None) & Case.closed_at.is_(None) & Case.annulled_at.is_(None)
    is_time = (Measure.follow_up_on <= today) & runs
    is_left = has_left(Measure.responsible_id, today)
    mine = (Measure.responsible_id == actor.id) & scope.holding(actor, _may_follow_up, COLUMNS)
    return is_time & (mine | (is_left & scope.holding(actor, _answers_for, COLUMNS)))


def _answers_for(role: str) -> ColumnElement[bool]:
    """True for measures that the role may follow up, in cases whose step it is responsible for."""
    return (Case.answers_to == role) & _may_follow_up(role)


def _may_follow_up(role: str) -> ColumnElement[bool]:
    """True for measures of the classes that the role reads, where it follows up."""
    table = catalog().access
    read = table.reads(role) if table.may(role, FOLLOW_UP) else ()
    return Measure.confidentiality.in_(sorted(read))


def due_for(actor: Person, today: date, *, limit: int) -> Sequence[Due]:
    """The measures that wait for a follow-up by the actor, the longest ago first."""
    rows = db.session.execute(
        select(Measure, MeasureVersion.cells, Case, Student, Group.name)
        .join(
            MeasureVersion,
            (MeasureVersion.measure_id == Measure.id) & (MeasureVersion.number == Measure.number),
        )
        .join(Case, Case.id == Measure.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(is_due(actor, today))
        .order_by(Measure.follow_up_on, Measure.id)
        .limit(limit)
    )
    return [
        Due(measure, cells["what"], CaseRow(case, student, group or ""))
        for measure, cells, case, student, group in rows
    ]
