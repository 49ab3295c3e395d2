"""Compares reports of concern with the students' histories, which bind what was signed and decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from casework.attachments.models import ConcernAttachment
from casework.cases.concern_models import Concern, ConcernReview
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound

REPORT, REVIEW = "report of concern", "follow-up of a report"
# Event → what its row is called, and which word of the event holds the row's id.
_BINDS: Mapping[str, tuple[str, str]] = {
    What.CONCERN_SIGNED: ("report of concern", "concern"),
    What.CONCERN_CORRECTED: ("report of concern", "concern"),
    What.CONCERN_TAKEN_UP: ("decision on a report of concern", "concern"),
    What.CONCERN_DISMISSED: ("decision on a report of concern", "concern"),
    What.CONCERN_FOLLOWED_UP: (REVIEW, "review"),
}


def report_content(row: Concern, files: Sequence[ConcernAttachment]) -> str:
    """What was signed: answers and files, on which form, about whom, by whom, when, in place of which."""
    return content(
        student=row.student_id,
        form=row.form,
        form_sha=row.form_sha,
        confidentiality=row.confidentiality,
        answers=row.answers,
        signed_at=row.signed_at,
        signed_by=row.author_id,
        signed_role=row.signed_role,
        **({"number": row.number, "corrects": row.corrects_id} if row.corrects_id else {}),
        **({"files": {str(one.file_id): _file_content(one) for one in files}} if files else {}),
    )


def _file_content(one: ConcernAttachment) -> str:
    return content(
        section=one.section,
        confidentiality=one.confidentiality,
        title=one.title,
        kind=one.kind,
        pages=one.pages,
        size=one.size,
        sha256=one.sha256,
        previews=one.previews,
        added_at=one.added_at,
    )


def replaced_content(row: Concern) -> str:
    """Since when a later version stands in its place."""
    return content(replaced_at=row.replaced_at)


def decision_content(row: Concern) -> str:
    """What was decided on it, by whom, when and why."""
    return content(state=row.state, reason=row.reason, at=row.decided_at, by=row.decided_by_id)


def review_content(row: ConcernReview) -> str:
    """What was seen when it was followed up, by whom, and when it is looked at next."""
    return content(
        concern=row.concern_id, said=row.said, next_on=row.next_on, at=row.at, by=row.by_id, role=row.role
    )


def concern_faults() -> Iterator[str]:
    """Every report that is not as the history says; told by id."""
    try:
        yield from row_faults(told(), kept())
    except UNREADABLE as error:
        yield f"reports of concern cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The reports that the events tell of, with the hashes that they were bound with."""
    return bound(_BINDS) | bound({What.CONCERN_CORRECTED: ("replaced report", "corrects")}, "replaced")


def kept() -> Contents:
    """The reports that an event has to tell of, with the hashes of what they say now."""
    found: Contents = {}
    files: dict[UUID, list[ConcernAttachment]] = {}
    for file in db.session.scalars(select(ConcernAttachment)):
        files.setdefault(file.concern_id, []).append(file)
    for row in db.session.scalars(select(Concern).where(Concern.state != "draft")):
        found[REPORT, str(row.id)] = report_content(row, files.get(row.id, ()))
        if row.replaced_at:
            found["replaced report", str(row.id)] = replaced_content(row)
        if row.state != "new" or row.decided_at or row.decided_by_id or row.reason:
            found["decision on a report of concern", str(row.id)] = decision_content(row)
    reviews = db.session.scalars(select(ConcernReview))
    return found | {(REVIEW, str(row.id)): review_content(row) for row in reviews}
