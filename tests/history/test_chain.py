"""A chain holds as long as nothing in it was changed, removed, swapped or added."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from casework.access.policy import Person
from casework.cases.fold import Torn, stage_by_history
from casework.cases.models import Case
from casework.extensions import db
from casework.history import chain as arithmetic
from casework.history.actions import begin_chain, record
from casework.history.events import What
from casework.history.models import Chain, Event, Payload
from casework.history.queries import breaches
from casework.people.models import Student
from tests.factories import NOW, School, make_case, work

Tampering = Callable[[UUID], None]


@pytest.fixture
def case_id(app: Flask, school: School) -> UUID:
    """A case that has come to mapping."""
    with work(app):
        return make_case(student=db.session.get_one(Student, school.student), stage="mapping").id


def test_what_is_kept_in_databases_is_called_as_it_is_in_the_source() -> None:
    assert {one.value for one in What} == {one.name.lower().replace("_", ":", 1) for one in What}


def test_what_is_sealed_is_worked_out_as_it_always_was() -> None:
    """Else the chains that are there hold no more; times are the same wherever they are told."""
    key, here = b"the key of a test", timezone(timedelta(hours=1))
    at, case, student = datetime(2026, 11, 20, 10, 30, tzinfo=here), UUID(int=5), UUID(int=7)
    event = {"actor": "a", "role": "r", "kind": "case:moved", "commits": "c", "prev": "p"}
    row = {"at": at, "on": at.date(), "who": student, "text": "Å", "nothing": None, "yes": True}
    assert [
        arithmetic.start(key, case)[:16],
        arithmetic.commitment("ab" * 32, {"reason": "Å", "n": 1})[:16],
        arithmetic.link(key, seq=1, at=at, **event)[:16],
        arithmetic.seal(key, case, kind="case", student=student, length=3, head="h")[:16],
        arithmetic.head_of_all(key, [(case, 3, "h"), (UUID(int=4), 1, "g")])[:16],
        arithmetic.content(**row)[:16],
    ] == [
        "ed3f1f687fab70b7",
        "a26d331de94ea9e6",
        "6bfa8a49035336c6",
        "e730313a7d1985c9",
        "44f0654b6919b95e",
        "c1652fccbea5b935",
    ]


def unguarded(app: Flask, tamper: Tampering, case_id: UUID) -> None:
    """Lets somebody who owns the database do as they please: the triggers are gone."""
    with app.app_context():
        names = db.session.scalars(text("select name from sqlite_master where type = 'trigger'")).all()
        for name in names:
            db.session.execute(text(f"drop trigger {name}"))
        tamper(case_id)
        db.session.commit()


def faults(app: Flask) -> set[str]:
    """What verifying finds."""
    with app.app_context():
        return {breach.fault for breach in breaches()}


def swap(case_id: UUID) -> None:
    for seq, new in ((2, 102), (3, 2), (102, 3)):
        db.session.execute(update(Event).where(Event.chain_id == case_id, Event.seq == seq).values(seq=new))


def cut_tail(case_id: UUID) -> None:
    last = db.session.get_one(Chain, case_id).length
    event = db.session.scalars(select(Event).where(Event.chain_id == case_id, Event.seq == last)).one()
    db.session.execute(delete(Payload).where(Payload.event_id == event.id))
    db.session.execute(delete(Event).where(Event.id == event.id))


def cut_tail_and_count_again(case_id: UUID) -> None:
    cut_tail(case_id)
    chain = db.session.get_one(Chain, case_id)
    chain.length -= 1
    chain.head = db.session.scalars(
        select(Event.hash).where(Event.chain_id == case_id).order_by(Event.seq.desc()).limit(1)
    ).one()


def say_something_else(case_id: UUID) -> None:
    event = db.session.scalars(select(Event).where(Event.chain_id == case_id, Event.seq == 1)).one()
    payload = db.session.get_one(Payload, event.id)
    payload.body = {**payload.body, "reason": "Något annat"}


def add_one(case_id: UUID) -> None:
    chain = db.session.get_one(Chain, case_id)
    db.session.add(
        Event(
            id=uuid4(),
            chain_id=case_id,
            seq=chain.length + 1,
            at=NOW,
            role="",
            kind="case:moved",
            commitment="0" * 64,
            prev_hash=chain.head,
            hash="0" * 64,
        )
    )


def change(column: str, value: object) -> Tampering:
    """Changes a column of the second event."""

    def tamper(case_id: UUID) -> None:
        where = (Event.chain_id == case_id) & (Event.seq == 2)
        db.session.execute(update(Event).where(where).values({column: value}))

    return tamper


def turn(column: str) -> Tampering:
    """Makes the chain another student's, or another kind of chain."""

    def tamper(case_id: UUID) -> None:
        chain = db.session.get_one(Chain, case_id)
        other = db.session.scalars(select(Student.id).where(Student.id != chain.student_id)).first()
        setattr(chain, column, {"kind": "student", "student_id": other}[column])

    return tamper


def say_nothing(case_id: UUID) -> None:
    event = db.session.scalars(select(Event).where(Event.chain_id == case_id, Event.seq == 2)).one()
    db.session.execute(delete(Payload).where(Payload.event_id == event.id))


TAMPERINGS: dict[str, tuple[Tampering, str]] = {
    "another role": (change("role", "rector"), "changed"),
    "another kind": (change("kind", "case:moved"), "changed"),
    "another time": (change("at", NOW), "changed"),
    "another hash": (change("hash", "0" * 64), "changed"),
    "another way back": (change("prev_hash", "0" * 64), "out_of_order"),
    "swapped": (swap, "out_of_order"),
    "cut off": (cut_tail, "cut_off"),
    "cut off and counted again": (cut_tail_and_count_again, "cut_off"),
    "says something else": (say_something_else, "payload_changed"),
    "one added": (add_one, "changed"),
    "about somebody else": (turn("student_id"), "cut_off"),
    "of another kind": (turn("kind"), "cut_off"),
    "says nothing": (say_nothing, "payload_missing"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_every_tampering_is_found(app: Flask, case_id: UUID, tampering: str) -> None:
    tamper, fault = TAMPERINGS[tampering]
    assert not faults(app)
    unguarded(app, tamper, case_id)
    assert fault in faults(app)


def test_events_without_their_chain_are_found(app: Flask, case_id: UUID) -> None:
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as owner, owner:  # whose connection asks for no foreign keys
        owner.execute("delete from chain where id = ?", (case_id.hex,))
    assert "no_chain" in faults(app)


def test_an_event_that_says_other_things_than_it_declares_is_refused(app: Flask, school: School) -> None:
    me, said = (
        Person(school.mentor, "Karin Mallsjö"),
        {"task": "1", "action": "a", "title": "t", "content": "c"},
    )
    with work(app):
        chain = begin_chain(uuid4(), "student", school.student)
        with pytest.raises(ValueError, match="reason"):
            record(What.TASK_WAIVED, chain.id, actor=me, now=NOW, **said)
        record(What.TASK_WAIVED, chain.id, actor=me, now=NOW, **said, reason="r")
    assert not faults(app)


def test_the_history_leads_to_the_stage_of_the_case(app: Flask, case_id: UUID) -> None:
    with app.app_context():
        assert stage_by_history(case_id) == "mapping" == db.session.get_one(Case, case_id).stage


def test_a_step_from_where_the_case_did_not_stand_is_found(app: Flask, case_id: UUID) -> None:
    def tear(chain_id: UUID) -> None:
        event = db.session.scalars(
            select(Event).where(Event.chain_id == chain_id, Event.kind == "case:moved")
        ).one()
        payload = db.session.get_one(Payload, event.id)
        payload.body = {**payload.body, "from": "analysis"}

    unguarded(app, tear, case_id)
    with app.app_context(), pytest.raises(Torn, match="starts from analysis"):
        stage_by_history(case_id)
