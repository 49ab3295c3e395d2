"""Sends what waits: takes a row for a while, sends it with no transaction open, notes what became of it.

A process that is killed in between leaves a row whose time runs out; the next one sends it again, under the
same Message-ID. So nothing is lost, and at most what was under way at that moment goes out twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.clock import by_day
from casework.database import end_reading
from casework.extensions import db, unit_of_work
from casework.messages.letters import Authors, NotSent
from casework.messages.models import ABSENCE, Message
from casework.messages.notices import correct
from casework.messages.wires import Letter, Undelivered, Wires

LEASE = timedelta(minutes=5)  # longer than any way takes for one message
MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
HELD_AFTER = timedelta(hours=16)  # what has waited so long, as after a backup was put back, a person releases
PUT_OFF = timedelta(minutes=1)  # what goes by a way that does not answer just now
Clock = Callable[[], datetime]


@dataclass
class Tally:
    """What became of the messages of one round."""

    sent: int = 0
    told: int = 0  # what another message had told already
    withdrawn: int = 0
    dead: int = 0
    again: int = 0
    put_off: set[str] = field(default_factory=set)  # the ways that did not answer


def send_due(authors: Authors, wires: Wires, clock: Clock, *, most: int = 1_000) -> Tally:
    """Sends everything that is due, one by one; the ways that do not answer are left alone after that."""
    tally = Tally()
    for _ in range(most):
        leased = lease(now=clock())
        if leased is None:
            break
        _send(leased, authors, wires, tally, clock)
    return tally


def lease(*, now: datetime) -> Message | None:
    """Takes the message that has been due the longest, for this process alone; None where none is due."""
    is_free = (Message.state == "waiting") & (Message.due_at <= now)
    is_left = (Message.state == "leased") & (Message.leased_until <= now)
    wanted = select(Message).where(is_free | is_left).order_by(Message.due_at, Message.id).limit(1)
    with unit_of_work():
        row = db.session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()
        if row is not None:
            row.attempts += row.state == "leased"  # whoever had it has left it
            row.state, row.lease, row.leased_until = "leased", uuid4(), now + LEASE
    return row


def _send(row: Message, authors: Authors, wires: Wires, tally: Tally, clock: Clock) -> None:
    """Writes the letter as things stand now, and hands it over."""
    id_, token = row.id, row.lease
    try:
        letter = _letter(row, authors, clock())
        end_reading(db.session())
        if letter.channel in tally.put_off:
            _put_off(id_, token, clock())
            return
        provider_id = wires[letter.channel].send(letter)
    except NotSent as error:
        _close(id_, token, error, tally, clock())
    except Undelivered as error:
        if error.is_the_way:
            tally.put_off.add(letter.channel)
        _try_again(id_, token, letter.channel, error, tally, clock())
    else:
        _note_sent(id_, letter.channel, provider_id, clock())
        tally.sent += 1


def _letter(row: Message, authors: Authors, now: datetime) -> Letter:
    if row.changed_at:
        raise NotSent("ground_gone")
    if row.attempts >= MOST_TRIES:
        raise NotSent("left", is_dead=True)
    letter = authors[row.kind](row, now)
    if max(row.opened_at, row.released_at or row.opened_at) + HELD_AFTER < now:
        raise NotSent("held", is_dead=True)
    return letter


def _locked(id_: UUID) -> Message:
    wanted = select(Message).where(Message.id == id_).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def _is_ours(row: Message, token: UUID | None) -> bool:
    """Whether nobody else has taken it since: the time of the lease may have run out."""
    return row.state == "leased" and row.lease == token


def _put_off(id_: UUID, token: UUID | None, now: datetime) -> None:
    with unit_of_work():
        row = _locked(id_)
        if _is_ours(row, token):
            row.state, row.due_at = "waiting", now + PUT_OFF


def _close(id_: UUID, token: UUID | None, why: NotSent, tally: Tally, now: datetime) -> None:
    """It is not sent: for good, until a person decides, or because another message has told the same."""
    with unit_of_work():
        row = _locked(id_)
        if _is_ours(row, token):
            row.state = "sent" if why.is_told else "dead" if why.is_dead else "withdrawn"
            row.answer, row.ended_at = why.code, now
            tally.told += why.is_told
            tally.dead += why.is_dead
            tally.withdrawn += not (why.is_dead or why.is_told)
            if why.is_told and row.changed_at:
                correct(row, now=now)


def _try_again(
    id_: UUID, token: UUID | None, channel: str, why: Undelivered, tally: Tally, now: datetime
) -> None:
    """It did not go out: later once more, unless that does not help or has been tried often."""
    with unit_of_work():
        row = _locked(id_)
        if not _is_ours(row, token):
            return
        row.attempts += 1
        row.channel, row.answer = channel, why.code
        if row.changed_at:
            row.state, row.answer, row.ended_at = "withdrawn", "ground_gone", now
            tally.withdrawn += 1
        elif why.is_final or row.attempts >= MOST_TRIES:
            row.state, row.ended_at = "dead", now
            tally.dead += 1
        else:
            again = now + wait_after(row.attempts, SystemRandom().random())
            row.state, row.due_at = "waiting", again if row.user_id else by_day(again)
            tally.again += 1


def wait_after(attempts: int, chance: float) -> timedelta:
    """How long until the next try: twice as long each time, up to an hour, and not for all at once.

    `chance` from 0 to 1 spreads it from half as long to one and a half times.
    """
    longer: timedelta = FIRST_WAIT * 2 ** (attempts - 1)
    return min(longer, LONGEST_WAIT) * (0.5 + chance)


def _note_sent(id_: UUID, channel: str, provider_id: str, now: datetime) -> None:
    """It has gone out, whoever holds it by now. Where its ground went away meanwhile, a correction waits."""
    with unit_of_work():
        row = _locked(id_)
        if row.state == "sent":
            return
        row.state, row.channel, row.ended_at, row.answer = "sent", channel, now, ""
        row.attempts += 1
        row.provider_id = provider_id
        if row.changed_at and row.kind == ABSENCE:
            correct(row, now=now)
