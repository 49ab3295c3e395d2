"""What somebody who owns the database could do to a chain by raw SQL: one random deed after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, and_, delete, func, insert, select, update

from casework.database import Base
from casework.extensions import db

TABLES = Base.metadata.tables
NOBODY = UUID(int=7)


@dataclass(frozen=True)
class Deed:
    """A kind of tampering, and what it is called in a failure."""

    name: str
    do: Callable[[Random], None]


def rows(table: Table) -> Sequence[Any]:
    """All rows, in an order that is the same every time."""
    return db.session.execute(select(table).order_by(*table.primary_key)).all()


def _key(table: Table, row: Any) -> Any:
    return and_(*(column == getattr(row, column.name) for column in table.primary_key))


def _some(table: Table, random: Random) -> Any:
    return random.choice(rows(table))


def _other(value: object, random: Random) -> object:
    """Another value of the kind, which is not this one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + random.randint(1, 1000) * 1000
    if isinstance(value, UUID):
        return UUID(int=value.int ^ (1 << random.randrange(128)))
    if isinstance(value, str):
        return (
            value + random.choice("xyz")
            if len(value) < 15
            else value[:-1] + ("1" if value[-1] != "1" else "2")
        )
    if isinstance(value, date) and not isinstance(value, datetime):
        return value + timedelta(days=random.randint(1, 99))
    if isinstance(value, dict):
        return {**value, "more": random.randint(0, 10**6)}
    return NOBODY if value is None else value.replace(microsecond=(value.microsecond + 1) % 10**6)  # type: ignore[attr-defined] # a moment is left


def change(table: str, column: str) -> Deed:
    """Another value in one column of one row."""

    def do(random: Random) -> None:
        here, row = TABLES[table], _some(TABLES[table], random)
        new = _other(getattr(row, column), random)
        _done(update(here).where(_key(here, row)).values({column: new}))

    return Deed(f"{table}.{column} changed", do)


def settled(table: str, states: set[str], column: str) -> Deed:
    """Another value in one column of a row on which somebody has decided."""

    def do(random: Random) -> None:
        here = TABLES[table]
        names = [name for name in ("state", "status") if name in here.c]
        row = random.choice([one for one in rows(here) if getattr(one, names[0]) in states])
        _done(update(here).where(_key(here, row)).values({column: _other(getattr(row, column), random)}))

    return Deed(f"{table}.{column} changed", do)


def remove(table: str) -> Deed:
    """One row gone."""

    def do(random: Random) -> None:
        here = TABLES[table]
        _done(delete(here).where(_key(here, _some(here, random))))

    return Deed(f"{table} row removed", do)


def trade(table: str, *columns: str) -> Deed:
    """Two rows with each other's values."""

    def do(random: Random) -> None:
        here = TABLES[table]
        one, two = random.sample(list(rows(here)), 2)
        while all(getattr(one, name) == getattr(two, name) for name in columns):
            one, two = random.sample(list(rows(here)), 2)
        for to, source in ((one, two), (two, one)):
            _done(update(here).where(_key(here, to)).values({n: getattr(source, n) for n in columns}))

    return Deed(f"{table} rows with each other's {', '.join(columns)}", do)


def replay(table: str, place: str) -> Deed:
    """A row once more, at the end or between others."""

    def do(random: Random) -> None:
        here = TABLES[table]
        values = _some(here, random)._asdict()
        values |= {"id": uuid4(), place: values[place] + random.randint(1, 99) * 1000}
        if "prev_hash" in values:
            values["prev_hash"] = f"{random.getrandbits(256):064x}"
        _done(insert(here).values(values))

    return Deed(f"{table} row once more", do)


def _cut_log(random: Random) -> None:
    """The last readings gone, and the chain counted anew by somebody who lacks the key."""
    readings, students, ends = (TABLES[name] for name in ("reading", "reading_student", "reading_chain"))
    length = db.session.scalar(select(func.count()).select_from(readings)) or 0
    left = random.randrange(length)
    gone = select(readings.c.id).where(readings.c.seq > left)
    db.session.execute(delete(students).where(students.c.reading_id.in_(gone)))
    _done(delete(readings).where(readings.c.seq > left))
    head = db.session.scalar(select(readings.c.hash).where(readings.c.seq == left)) or ""
    _done(update(ends).values(length=left, head=head))


def _cut_history(random: Random) -> None:
    """The last events of a chain gone, and the chain counted anew."""
    chains, events, payloads = (TABLES[name] for name in ("chain", "event", "event_payload"))
    chain = _some(chains, random)
    left = random.randrange(chain.length)
    gone = select(events.c.id).where(events.c.chain_id == chain.id, events.c.seq > left)
    db.session.execute(delete(payloads).where(payloads.c.event_id.in_(gone)))
    _done(delete(events).where(events.c.chain_id == chain.id, events.c.seq > left))
    last = select(events.c.hash).where(events.c.chain_id == chain.id, events.c.seq == left)
    head = db.session.scalar(last) or chain.head
    _done(update(chains).where(chains.c.id == chain.id).values(length=left, head=head))


def _another_reader(random: Random) -> None:
    """A reading laid upon a colleague."""
    readings, people = TABLES["reading"], rows(TABLES["user"])
    row = _some(readings, random)
    other = random.choice([one.id for one in people if one.id != row.user_id])
    _done(update(readings).where(readings.c.id == row.id).values(user_id=other))


def _one_more_student(random: Random) -> None:
    """A student noted for a reading that did not concern them, or another in their place."""
    here, students = TABLES["reading_student"], rows(TABLES["student"])
    row = _some(here, random)
    there = {one.student_id for one in rows(here) if one.reading_id == row.reading_id}
    free = [one.id for one in students if one.id not in there]
    if free and random.random() < 0.5:
        _done(update(here).where(_key(here, row)).values(student_id=random.choice(free)))
    elif free:
        _done(insert(here).values({**row._asdict(), "student_id": random.choice(free)}))
    else:
        _done(delete(here).where(_key(here, row)))


def _another_right(random: Random) -> None:
    """Something else decided about somebody at home."""
    bonds = TABLES["guardianship"]
    row = random.choice([one for one in rows(bonds) if one.decided_at])
    name = random.choice(("may_be_contacted", "may_be_informed", "is_agreed_by_student", "reason", "kind"))
    new = _other(getattr(row, name), random)
    _done(update(bonds).where(bonds.c.id == row.id).values({name: new}))


def _done(statement: Any) -> None:
    found = db.session.execute(statement)
    assert found.rowcount, f"changed nothing: {statement}"  # type: ignore[attr-defined] # of a change


EVENT = ("role", "kind", "at", "actor_id", "commitment", "prev_hash", "hash", "seq", "chain_id")
READING = (
    "roles", "page", "purpose", "confidentiality", "case_id", "is_allowed", "at", "seq", "hash", "user_id",
)  # fmt: skip
DECIDED = {
    "student": ("is_protected",),
    "protection": ("student_id", "reason", "set_at", "set_by_id", "lift_reason"),
    "named_reader": ("student_id", "user_id", "until", "named_at", "named_by_id"),
    "conflict_of_interest": ("student_id", "user_id", "since", "stated_at", "stated_by_id", "lift_reason"),
    "withholding": ("guardianship_id", "field", "reason", "decided_at", "decided_by_id", "lift_reason"),
    "student_report": ("task_id", "kind", "outcome", "happened_on", "note", "at", "by_id"),
}
ON_SIGNAL = (
    "student_id",
    "rule",
    "proposes",
    "on",
    "reading",
    "decided_at",
    "decided_by_id",
    "cause",
    "reason",
)
ON_TASK = ("reason", "closed_at", "closed_by_id")
DEEDS = (
    *(change("event", column) for column in EVENT),
    *(change("event_payload", column) for column in ("salt", "body")),
    *(change("chain", column) for column in ("student_id", "length", "head", "seal")),
    *(change("reading", column) for column in READING),
    *(change("reading_student", column) for column in ("role", "relation")),
    *(change("reading_chain", column) for column in ("length", "head", "seal")),
    *(remove(table) for table in ("event", "event_payload", "chain", "reading", "reading_student")),
    remove("reading_chain"),
    trade("event", "kind", "role", "commitment"),
    trade("event_payload", "salt", "body"),
    trade("reading", "at", "page", "user_id", "hash"),
    replay("event", "seq"),
    replay("reading", "seq"),
    Deed("log cut off", _cut_log),
    Deed("history cut off", _cut_history),
    Deed("another reader", _another_reader),
    Deed("one more student", _one_more_student),
    *(change(table, column) for table, columns in DECIDED.items() for column in columns),
    *(remove(table) for table in DECIDED if table != "student"),
    Deed("another right at home", _another_right),
    *(settled("signal", {"taken_up", "dismissed", "paused"}, column) for column in ON_SIGNAL),
    *(settled("student_task", {"waived"}, column) for column in ON_TASK),
)
