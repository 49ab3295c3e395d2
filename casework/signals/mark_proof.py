"""What the history binds of marks, and whether every mark is as its events say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound
from casework.signals.mark_models import StudentMark

SET, ENDED = "mark", "end of mark"
# Event → what its row is called, and which word of the event holds the row's id.
_BINDS: Mapping[str, tuple[str, str]] = {What.MARK_SET: (SET, "mark"), What.MARK_ENDED: (ENDED, "mark")}


def mark_content(row: StudentMark) -> str:
    """What was said of whom, since when, why, and by whom."""
    return content(
        student=row.student_id,
        workflow=row.workflow,
        mark=row.mark,
        title=row.title,
        since=row.since,
        reason=row.reason,
        confidentiality=row.confidentiality,
        set_at=row.set_at,
        set_by=row.set_by_id,
    )


def mark_end_content(row: StudentMark) -> str:
    """Which mark was ended, when, why, and by whom."""
    return content(mark=row.id, ended_at=row.ended_at, ended_by=row.ended_by_id, reason=row.end_reason)


def faults() -> Iterator[str]:
    """Every mark that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(bound(_BINDS), kept())
    except UNREADABLE as error:
        yield f"marks of students cannot be read: {type(error).__name__}"


def kept() -> Contents:
    """The marks and their ends, with the hashes of what they say now."""
    found: Contents = {}
    for row in db.session.scalars(select(StudentMark)):
        found[SET, str(row.id)] = mark_content(row)
        if row.ended_at or row.ended_by_id or row.end_reason:
            found[ENDED, str(row.id)] = mark_end_content(row)
    return found
