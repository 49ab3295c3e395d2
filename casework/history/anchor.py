"""A signed head of every chain, to be kept off the machine: shows what was cut off or written anew since.

The chains themselves show what somebody changes who lacks the key. An anchor that lies elsewhere also shows
what they do not: a tail that is gone with its seal, an older copy of the database put back, and a history
that was written anew from the start by somebody who holds the database and the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.queries import log_end, log_hash
from casework.extensions import db, history_key
from casework.history.models import Chain, Event
from casework.sealing import sealed

FIRST, SEAL = "casework anchor 1", "seal "
LOG = "readings"
UNUSABLE = "anchor: is not one that this instance has made, or it has been changed"

Place = tuple[UUID, int]


class Unusable(Exception):
    """The text is no anchor of this instance."""


def anchor(now: datetime) -> str:
    """The anchor of this moment: a line for the log of readings, one for every chain, and the seal."""
    length, head = log_end()
    chains = db.session.execute(select(Chain.id, Chain.length, Chain.head).order_by(Chain.id))
    lines = [FIRST, now.isoformat(), _line(LOG, length, head)]
    lines += [_line(str(chain_id), length, head) for chain_id, length, head in chains]
    return "\n".join([*lines, SEAL + _sealed(lines), ""])


def anchor_faults(text: str) -> Iterator[str]:
    """Everything that the anchor tells of and that is not there any more, or is not what it was."""
    try:
        log, chains = _read(text)
    except Unusable:
        yield UNUSABLE
        return
    length, head = log
    if length and log_hash(length) != head:
        yield f"anchor: the access log is not what it was up to reading {length}"
    for row in db.session.execute(select(Event.chain_id, Event.seq, Event.hash)):
        if chains.get((row.chain_id, row.seq)) == row.hash:
            del chains[row.chain_id, row.seq]
    for chain_id, seq in chains:
        yield f"anchor: chain {chain_id} is not what it was up to event {seq}"


def _line(name: str, length: int, head: str) -> str:
    return f"{name} {length} {head or '-'}"


def _sealed(lines: list[str]) -> str:
    return sealed(history_key(), "anchor", *lines)


def _read(text: str) -> tuple[tuple[int, str], dict[Place, str]]:
    """Where the log ended, and each chain's last event with its hash; what stands around it is left out.

    Raises Unusable.
    """
    lines = [line.strip() for line in text.splitlines()]
    try:
        whole = lines[lines.index(FIRST) :]
        end = next(number for number, line in enumerate(whole) if line.startswith(SEAL))
        said, seal = whole[:end], whole[end].removeprefix(SEAL)
        if not hmac.compare_digest(_sealed(said).encode(), seal.encode()):
            raise Unusable
        (_, log_length, log_head), *rest = (line.split(" ") for line in said[2:])
        chains = {(UUID(name), int(length)): head for name, length, head in rest if int(length)}
    except (ValueError, StopIteration):
        raise Unusable from None
    return (int(log_length), log_head), chains
