"""Thousands of random tamperings of history and access log by the database's owner: every one is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from casework.access import chain as log
from casework.access.models import Reading, ReadingChain, ReadStudent
from casework.access.queries import all_readings, log_faults, said_in
from casework.cases import student_proof
from casework.extensions import db, history_key
from casework.history import chain
from casework.history.anchor import UNUSABLE, anchor, anchor_faults
from casework.history.models import Chain, Event, Payload
from casework.history.queries import breaches
from casework.people import proof as decided
from casework.people.models import User
from tests.clients import client_as
from tests.databases import Place
from tests.efforts import Effort
from tests.factories import NOW
from tests.history.tampering import DEEDS, Deed
from tests.history.test_proof import unguarded

ROUNDS = {"usual": 2 * len(DEEDS), "short": 5 * len(DEEDS), "long": 10_000}
AT_ONCE = 500  # deeds
READERS, PAGES = ("karin", "per", "isak"), ("/", "/cases/", "/students", "/search?q=a")


@pytest.fixture(scope="module")
def read(signed: Place) -> Place:
    """The two cases, with readings of several people, some of them refused."""
    with signed.app.app_context():
        people = [db.session.scalars(select(User.id).where(User.username == name)).one() for name in READERS]
    for who in people:
        client = client_as(signed.app, who)
        for page in PAGES:
            client.raw.get(page)
    return signed


@pytest.fixture
def owned(read: Place) -> Iterator[Place]:
    """The same in the hands of the database's owner; what they do is rolled back."""
    with read.app.app_context():
        assert not found()
        unguarded()
        if read.kind == "sqlite":
            db.session.execute(text("pragma defer_foreign_keys = on"))
        yield read
        db.session.rollback()


def found() -> list[str]:
    """What verifying both kinds of chain finds, and what is decided about students."""
    db.session.expire_all()
    return [f"{one.chain_id}: {one.fault}" for one in breaches()] + [
        *log_faults(),
        *decided.faults(),
        *student_proof.faults(),
    ]


def test_every_tampering_is_found(owned: Place, effort: Effort) -> None:
    random, refused, rounds = Random(20261128), set[str](), effort.rounds(ROUNDS)
    for first in range(0, len(rounds), AT_ONCE):
        with db.session.begin_nested() as hold:  # a database keeps every savepoint inside it until it ends
            for number in rounds[first : first + AT_ONCE]:
                refused |= tampered(DEEDS[number % len(DEEDS)], random)
            hold.rollback()
    assert len(refused) < len(DEEDS) / 5, refused
    assert not found()


def tampered(deed: Deed, random: Random) -> set[str]:
    """Does the deed, demands that it is found and undoes it; the names of those that the database refuses."""
    refused = set()
    with db.session.begin_nested() as before:
        try:
            deed.do(random)
        except IntegrityError:  # a rule of the database stands in the way
            refused.add(deed.name)
        else:
            assert found(), f"not found: {deed.name}"
        before.rollback()
    return refused


def test_an_anchor_of_now_holds_and_so_does_one_of_earlier(owned: Place) -> None:
    kept = anchor(NOW)
    assert kept.splitlines()[-1].startswith("seal ")
    assert kept.endswith("\n")
    assert not list(anchor_faults(kept))
    mailed = f"Received: from here\r\n\r\n{kept}\r\n-- \r\n".replace("\n", "\r\n")
    assert not list(anchor_faults(mailed))
    with_less = anchor_of_half()
    assert not list(anchor_faults(with_less))


def anchor_of_half() -> str:
    """The anchor as it was before the last reading and the last event of a chain."""
    with db.session.begin_nested() as before:
        cut_log_with_its_old_seal()
        cut_history_with_its_old_seal()
        kept = anchor(NOW)
        before.rollback()
    return kept


def cut_log_with_its_old_seal() -> None:
    """The last reading gone; the chain's end is what it was before, kept by somebody who waited."""
    end = db.session.scalars(select(ReadingChain)).one()
    last = select(Reading.id).where(Reading.seq == end.length)
    db.session.execute(delete(ReadStudent).where(ReadStudent.reading_id.in_(last)))
    db.session.execute(delete(Reading).where(Reading.seq == end.length))
    length = end.length - 1
    head = db.session.scalar(select(Reading.hash).where(Reading.seq == length)) or ""
    seal = log.seal(history_key(), length, head)
    db.session.execute(update(ReadingChain).values(length=length, head=head, seal=seal))


def cut_history_with_its_old_seal() -> None:
    """The same with the longest chain of the history."""
    row = db.session.scalars(select(Chain).order_by(Chain.length.desc()).limit(1)).one()
    last = select(Event.id).where(Event.chain_id == row.id, Event.seq == row.length)
    db.session.execute(delete(Payload).where(Payload.event_id.in_(last)))
    db.session.execute(delete(Event).where(Event.chain_id == row.id, Event.seq == row.length))
    length = row.length - 1
    head = db.session.scalars(select(Event.hash).where(Event.chain_id == row.id, Event.seq == length)).one()
    seal = chain.seal(history_key(), row.id, kind=row.kind, student=row.student_id, length=length, head=head)
    db.session.execute(update(Chain).where(Chain.id == row.id).values(length=length, head=head, seal=seal))


def write_log_anew() -> None:
    """The first reading an hour later, and all others linked anew by somebody who holds the key."""
    key, head = history_key(), log.EMPTY
    for row, students in list(all_readings()):
        said = said_in(row, students)
        said = replace(said, at=said.at + timedelta(hours=1)) if row.seq == 1 else said
        head = log.link(key, row.seq, said, head)
        db.session.execute(update(Reading).where(Reading.id == row.id).values(at=said.at, hash=head))
    end = db.session.scalars(select(ReadingChain)).one()
    db.session.execute(update(ReadingChain).values(head=head, seal=log.seal(key, end.length, head)))


def write_history_anew() -> None:
    """One chain with another first moment, linked anew."""
    row, key = db.session.scalars(select(Chain).order_by(Chain.length.desc()).limit(1)).one(), history_key()
    head = chain.start(key, row.id)
    for event in db.session.scalars(select(Event).where(Event.chain_id == row.id).order_by(Event.seq)).all():
        at = event.at + timedelta(hours=1) if event.seq == 1 else event.at
        values: dict[str, Any] = {"at": at, "prev_hash": head}
        head = chain.link(
            key,
            seq=event.seq,
            at=at,
            actor=str(event.actor_id),
            role=event.role,
            kind=event.kind,
            commits=event.commitment,
            prev=head,
        )
        db.session.execute(update(Event).where(Event.id == event.id).values(**values, hash=head))
    seal = chain.seal(key, row.id, kind=row.kind, student=row.student_id, length=row.length, head=head)
    db.session.execute(update(Chain).where(Chain.id == row.id).values(head=head, seal=seal))


UNSEEN = {
    "access log": (cut_log_with_its_old_seal, write_log_anew),
    "chain": (cut_history_with_its_old_seal, write_history_anew),
}


@pytest.mark.parametrize("kind", UNSEEN)
@pytest.mark.parametrize("way", [0, 1], ids=["cut off", "written anew"])
def test_what_the_chains_themselves_cannot_show_an_anchor_does(owned: Place, kind: str, way: int) -> None:
    kept = anchor(NOW)
    UNSEEN[kind][way]()
    assert not found()
    (fault,) = anchor_faults(kept)
    assert kind in fault


def test_a_chain_that_is_gone_without_a_trace_is_told_by_the_anchor(owned: Place) -> None:
    kept = anchor(NOW)
    for table in (ReadStudent, Reading):
        db.session.execute(delete(table))
    seal = log.seal(history_key(), 0, log.EMPTY)
    db.session.execute(update(ReadingChain).values(length=0, head=log.EMPTY, seal=seal))
    assert not found()
    assert ["access log" in fault for fault in anchor_faults(kept)] == [True]


@pytest.mark.parametrize("old", ["anchor 1", "readings ", " 1 ", "seal ", "2026"])
def test_an_anchor_that_was_changed_is_no_anchor(owned: Place, old: str) -> None:
    kept = anchor(NOW)
    assert old in kept
    assert list(anchor_faults(kept.replace(old, f"{old[:-1]}9"))) == [UNUSABLE]
    assert list(anchor_faults("")) == [UNUSABLE]
