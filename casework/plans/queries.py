"""Finds one measure of a case with everything that has been said of it: versions of its plan, follow-ups."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from casework.cases.measure_models import Measure, MeasureReview, MeasureVersion
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people


@dataclass(frozen=True)
class Told:
    """A measure, the versions of its plan from the first on, its follow-ups from the last on, names by id."""

    measure: Measure
    versions: Sequence[MeasureVersion]
    reviews: Sequence[MeasureReview]
    names: Mapping[UUID, str]


def measure_in(case_id: UUID, measure_id: UUID, readable: Collection[str]) -> Measure:
    """The measure, if it belongs to the case and is of one of the classes; else NotHere."""
    found = db.session.get(Measure, measure_id)
    if found is None or found.case_id != case_id or found.confidentiality not in readable:
        raise NotHere
    return found


def told_of(measure: Measure) -> Told:
    """Everything that has been said of the measure."""
    of_it = select(MeasureVersion).where(MeasureVersion.measure_id == measure.id)
    versions = db.session.scalars(of_it.order_by(MeasureVersion.number)).all()
    of_it_too = select(MeasureReview).where(MeasureReview.measure_id == measure.id)
    reviews = db.session.scalars(of_it_too.order_by(MeasureReview.at.desc(), MeasureReview.id)).all()
    names = people.names_of([measure.responsible_id, *(one.by_id for one in reviews)])
    return Told(measure, versions, reviews, names)
