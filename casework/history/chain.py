"""The arithmetic of a chain: pure functions from values to hashes, the same for writing and verifying."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from casework.sealing import canonical


def start(key: bytes, chain_id: UUID) -> str:
    """What the first event of a chain is bound to: the chain itself, so that chains cannot be swapped."""
    return hmac.new(key, b"start" + chain_id.bytes, hashlib.sha256).hexdigest()


def commitment(salt: str, payload: Mapping[str, object]) -> str:
    """Binds an event to its payload without holding it; the salt keeps short payloads from being guessed."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest()


def link(
    key: bytes, *, seq: int, at: datetime, actor: str, role: str, kind: str, commits: str, prev: str
) -> str:
    """The hash of one event over everything it says and the event before it."""
    said = [seq, at.astimezone(UTC).isoformat(), actor, role, kind, commits, prev]
    return hmac.new(key, canonical(said), hashlib.sha256).hexdigest()


def seal(key: bytes, chain_id: UUID, *, kind: str, student: UUID, length: int, head: str) -> str:
    """Says whose the chain is, how long it is and how it ends, so that a missing tail shows."""
    said = [str(chain_id), kind, str(student), length, head]
    return hmac.new(key, canonical(said), hashlib.sha256).hexdigest()


def head_of_all(key: bytes, chains: Iterable[tuple[UUID, int, str]]) -> str:
    """One value for all chains with their lengths and heads, to be kept elsewhere."""
    said = sorted([str(chain_id), length, head] for chain_id, length, head in chains)
    return hmac.new(key, b"all" + canonical(said), hashlib.sha256).hexdigest()


def content(**says: object) -> str:
    """The hash of what a row says, by which an event binds it."""
    return hashlib.sha256(canonical({name: _plain(value) for name, value in says.items()})).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, date | UUID) else value
