"""What the history binds of measures: each version, each follow-up, and how a measure stands after either."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from casework.cases.measure_models import Measure, MeasureReview, MeasureVersion
from casework.extensions import db
from casework.history.chain import content


def measure_content(row: Measure) -> str:
    """How the measure stands: in which plan, in whose hands, how far it has come, when it is followed up.

    Of one that was decided at a meeting, also which.
    """
    decided_at = {"meeting": row.meeting_id} if row.meeting_id else {}
    return content(
        **decided_at,
        case=row.case_id,
        form=row.form,
        confidentiality=row.confidentiality,
        number=row.number,
        responsible=row.responsible_id,
        status=row.status,
        effect=row.effect,
        follow_up_on=row.follow_up_on,
        added_at=row.added_at,
        ended_at=row.ended_at,
    )


def version_content(row: MeasureVersion) -> str:
    """What a signed version of a plan says of the measure."""
    return content(
        measure=row.measure_id,
        submission=row.submission_id,
        number=row.number,
        place=row.place,
        change=row.change,
        cells=row.cells,
        at=row.at,
    )


def review_content(row: MeasureReview) -> str:
    """What a follow-up has found and decided, by whom and when."""
    return content(
        measure=row.measure_id,
        done=row.done,
        effect=row.effect,
        onwards=row.onwards,
        next_on=row.next_on,
        said=row.said,
        at=row.at,
        by=row.by_id,
        role=row.role,
    )


def kept_measures(case_id: UUID) -> dict[tuple[str, str], str]:
    """The rows of measures that an event has to tell of, with the hashes of what they say now."""
    found: dict[tuple[str, str], str] = {}
    mine = select(Measure.id).where(Measure.case_id == case_id)
    for measure in db.session.scalars(select(Measure).where(Measure.case_id == case_id)):
        found["measure", str(measure.id)] = measure_content(measure)
    for version in db.session.scalars(select(MeasureVersion).where(MeasureVersion.measure_id.in_(mine))):
        found["version of measure", str(version.id)] = version_content(version)
    for review in db.session.scalars(select(MeasureReview).where(MeasureReview.measure_id.in_(mine))):
        found["follow-up", str(review.id)] = review_content(review)
    return found


def told_measures(says: Mapping[str, object]) -> dict[tuple[str, str], str]:
    """The rows of measures that an event tells of; how a measure stands, by the last that tells of it."""
    words = (("version of measure", "versions"), ("follow-up", "reviews"), ("measure", "measures"))
    return {
        (kind, str(row)): str(content)
        for kind, word in words
        if isinstance(hashes := says.get(word), Mapping)
        for row, content in hashes.items()
    }
