"""Writes the access log: one row per page that showed, or refused to show, something about students."""

from __future__ import annotations

from uuid import uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import CursorResult, Engine, bindparam, insert, select, update

from casework.access import chain
from casework.access.chain import Said
from casework.access.models import Reading, ReadingChain, ReadStudent
from casework.expressions import Among
from casework.extensions import db, history_key

# Every page waits for the log: its rows are written as they are, past the session's bookkeeping.
CHAIN = ReadingChain.metadata.tables[ReadingChain.__tablename__]
READING = Reading.metadata.tables[Reading.__tablename__]
READ_STUDENT = ReadStudent.metadata.tables[ReadStudent.__tablename__]
STUDENT = Reading.metadata.tables["student"]
# Written out once: every page of everybody ends with these.
READ = insert(READING)
TAIL = select(CHAIN.c.length, CHAIN.c.head).with_for_update()
LONGER = (
    update(CHAIN)
    .where(CHAIN.c.length == bindparam("known_length"), CHAIN.c.head == bindparam("known_head"))
    .values({name: bindparam(f"new_{name}") for name in ("length", "head", "seal")})
)
# One statement for all who were read about in the same way, however many they are.
ABOUT = (
    insert(READ_STUDENT)
    .from_select(
        ["reading_id", "student_id", "role", "relation"],
        select(
            bindparam("reading", type_=READ_STUDENT.c.reading_id.type),
            STUDENT.c.id,
            bindparam("as", type_=READ_STUDENT.c.role.type),
            bindparam("by", type_=READ_STUDENT.c.relation.type),
        ).where(Among(STUDENT.c.id, bindparam("shown", expanding=True))),
    )
    .execution_options(preserve_rowcount=True)
)

Tail = tuple[int, str]

# How the chain ended when this process last wrote. Where another has written since, it is looked up.
_tails: WeakKeyDictionary[Engine, Tail] = WeakKeyDictionary()


def log_reading(said: Said) -> None:
    """Adds the reading to the chain."""
    seq, hashed = _take_place(said)
    reading_id = uuid4()
    reading = {
        "id": reading_id,
        "seq": seq,
        "at": said.at,
        "user_id": said.user,
        "roles": said.roles,
        "page": said.page,
        "purpose": said.purpose,
        "confidentiality": said.confidentiality,
        "case_id": said.case,
        "is_allowed": said.is_allowed,
        "hash": hashed,
    }
    db.session.execute(READ, reading)
    for role, relation in dict.fromkeys((one.role, one.relation) for one in said.students):
        students = [one.student for one in said.students if (one.role, one.relation) == (role, relation)]
        shown = {"reading": reading_id, "shown": students, "as": role, "by": relation}
        done = db.session.execute(ABOUT, shown)
        if not isinstance(done, CursorResult) or done.rowcount != len(students):
            raise RuntimeError("the access log knows of somebody who is no student")


def _take_place(said: Said) -> Tail:
    """Makes the chain one longer; its place and hash. Two writers never get the same."""
    engine = db.session.get_bind().engine
    known = _tails.get(engine)
    taken = _lengthened(said, known) if known else None
    if taken is None:
        taken = _lengthened(said, _tail())
    if taken is None:
        raise RuntimeError("the access log's chain has no end to add to")
    _tails[engine] = taken
    return taken


def _lengthened(said: Said, tail: Tail) -> Tail | None:
    """The chain's new end, unless it did not end there."""
    length, head = tail
    hashed = chain.link(history_key(), length + 1, said, head)
    ends = {
        "known_length": length,
        "known_head": head,
        "new_length": length + 1,
        "new_head": hashed,
        "new_seal": chain.seal(history_key(), length + 1, hashed),
    }
    done = db.session.execute(LONGER, ends)
    return (length + 1, hashed) if isinstance(done, CursorResult) and done.rowcount == 1 else None


def _tail() -> Tail:
    """How the chain ends now; it stays so until this transaction is over."""
    row = db.session.execute(TAIL).one_or_none()
    return (row.length, row.head) if row else (0, chain.EMPTY)
