"""Reads the access log: whether its chain still holds, and who has read about one student."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true

from casework.access import chain
from casework.access.chain import Said, Towards
from casework.access.models import Reading, ReadingChain, ReadStudent
from casework.database import UNREADABLE
from casework.extensions import db, history_key

AT_ONCE = 1000
READING = Reading.metadata.tables[Reading.__tablename__].c
READ_STUDENT = ReadStudent.metadata.tables[ReadStudent.__tablename__].c


@dataclass(frozen=True)
class ReadingRow:
    """One reading of one student as a page tells it; the reader by id."""

    at: datetime
    user_id: UUID
    role: str
    relation: str
    page: str
    purpose: str
    confidentiality: str
    is_allowed: bool


def readings_about(
    rows_of: Collection[UUID], *, limit: int, offset: int = 0
) -> tuple[Sequence[ReadingRow], int]:
    """Who has read, or was refused to read, about the student with these rows, newest first; how many in all.

    Nothing in a row tells of anybody else whom the same page showed.
    """
    mine = select(Reading, ReadStudent).join(ReadStudent, ReadStudent.reading_id == Reading.id)
    mine = mine.where(ReadStudent.student_id.in_(rows_of))
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = db.session.execute(
        mine.order_by(Reading.at.desc(), Reading.seq.desc()).limit(limit).offset(offset)
    )
    return [
        ReadingRow(
            one.at,
            one.user_id,
            about.role,
            about.relation,
            one.page,
            one.purpose,
            one.confidentiality,
            one.is_allowed,
        )
        for one, about in rows
    ], total


def log_end() -> tuple[int, str]:
    """How many readings there are, and the hash of the last one: to be kept elsewhere."""
    row = db.session.get(ReadingChain, 1)
    return (row.length, row.head) if row else (0, chain.EMPTY)


def log_hash(seq: int) -> str | None:
    """The hash of the reading at that place, where there is one."""
    return db.session.scalar(select(Reading.hash).where(Reading.seq == seq))


def log_faults() -> Iterator[str]:
    """Every place where the chain does not hold: changed, missing, swapped, added or cut-off readings."""
    try:
        yield from _faults()
    except UNREADABLE as error:
        yield f"access log: cannot be read: {type(error).__name__}"


def _faults() -> Iterator[str]:
    key, expected, head = history_key(), 0, chain.EMPTY
    for row, students in all_readings():
        expected += 1
        if row.seq != expected:
            yield f"access log, reading {row.seq}: stands where {expected} should"
            expected = row.seq
        if row.hash != chain.link(key, row.seq, said_in(row, students), head):
            yield f"access log, reading {row.seq}: is changed, or what came before it is"
        head = row.hash
    yield from _end_faults(expected, head)
    lost = ~select(Reading.id).where(Reading.id == ReadStudent.reading_id).exists()
    if db.session.scalar(select(func.count()).select_from(ReadStudent).where(lost)):
        yield "access log: students are noted for a reading that is not there"


def _end_faults(length: int, head: str) -> Iterator[str]:
    row = db.session.get(ReadingChain, 1, populate_existing=True)
    count = db.session.scalar(select(func.count()).select_from(Reading))
    if row is None:
        yield "access log: its seal is not there"
    elif (row.length, row.head, row.seal) != (length, head, chain.seal(history_key(), length, head)):
        yield f"access log, reading {length}: is not where it ended: it has been cut off"
    if count != length:
        yield f"access log: holds {count} readings, numbered to {length}"


def all_readings() -> Iterator[tuple[Any, tuple[Towards, ...]]]:
    """Every reading in the order of the chain, each with its students; never all in memory at once."""
    last: int | None = None
    while True:
        where = READING.seq > last if last is not None else true()
        rows = db.session.execute(select(*READING).where(where).order_by(READING.seq).limit(AT_ONCE)).all()
        if not rows:
            return
        found = _students_of([row.id for row in rows])
        yield from ((row, tuple(found.get(row.id, ()))) for row in rows)
        last = rows[-1].seq


def _students_of(reading_ids: Sequence[UUID]) -> dict[UUID, list[Towards]]:
    columns = (READ_STUDENT.reading_id, READ_STUDENT.student_id, READ_STUDENT.role, READ_STUDENT.relation)
    found: dict[UUID, list[Towards]] = {}
    for reading_id, *towards in db.session.execute(
        select(*columns).where(READ_STUDENT.reading_id.in_(reading_ids))
    ):
        found.setdefault(reading_id, []).append(Towards(*towards))
    return found


def said_in(row: Any, students: tuple[Towards, ...]) -> Said:
    """What a row says, with the students whom it concerns."""
    return Said(
        at=row.at,
        user=row.user_id,
        roles=row.roles,
        page=row.page,
        purpose=row.purpose,
        confidentiality=row.confidentiality,
        case=row.case_id,
        is_allowed=row.is_allowed,
        students=students,
    )
