"""What becomes of a file of attendance, step by step; each is one unit of work of the page or command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO
from uuid import uuid4

from casework.access.policy import Person
from casework.administration.actions import note
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.feeds import files
from casework.feeds.applying import Counted
from casework.feeds.begun import Begun
from casework.feeds.fetching import note_fetched
from casework.feeds.models import FeedImport, FeedProfile
from casework.feeds.profile import Profile
from casework.feeds.records import Unreadable
from casework.feeds.staging import Staged

OPEN = ("waiting", "reading", "previewed", "asked")  # nothing of it is in the instance yet


def receive(stream: IO[bytes], name: str, profile: Profile, *, actor: Person, now: datetime) -> FeedImport:
    """Keeps the file; it waits to be read. Raises Unreadable or NoRoom where it is not kept."""
    row = FeedImport(id=uuid4(), at=now, by_id=actor.id, profile=name, body=profile.model_dump(mode="json"))
    row.size = files.keep(row.id, stream)
    row.state, row.lines, row.counts, row.faulty = "waiting", 0, {}, 0
    db.session.add(row)
    db.session.flush()
    return row


def reads(row: FeedImport, lines: int) -> None:
    """The process has come so far in reading it."""
    row.state, row.lines, row.counts = "reading", lines, {}
    db.session.flush()


def weighs(row: FeedImport, rows: int) -> None:
    """All of its rows are read; what they would change is being worked out."""
    row.counts = {"rows": rows}
    db.session.flush()


def begins(row: FeedImport) -> None:
    """The process begins to apply it."""
    row.state = "applying"
    db.session.flush()


def previewed(row: FeedImport, staged: Staged, counted: Counted, faulty: int, read: Begun) -> None:
    """It is read, and waits for somebody to look at it."""
    counts = asdict(staged) | asdict(counted) | {"open_end": int(read.has_open_end)}
    groups = counts.pop("other_groups")
    row.counts = counts | {"other_groups": sum(groups.values())}
    row.named = _shortened(sorted(groups), 240)
    row.state, row.faulty, row.encoding = "previewed", faulty, read.encoding
    db.session.flush()


def _shortened(names: Sequence[str], most: int) -> str:
    """The names one after another, as many as there is room for."""
    some = list(names)
    while len(", ".join([*some, "…"])) > most:
        some.pop()
    return ", ".join(some if len(some) == len(names) else [*some, "…"])


def refuse(row: FeedImport, why: Unreadable, *, now: datetime) -> None:
    """It cannot be read at all."""
    row.state, row.fault, row.named, row.ended_at = "refused", why.code, why.named[:240], now
    db.session.flush()


def ask(row: FeedImport, *, leaves_out: bool, actor: Person, now: datetime) -> None:
    """Somebody wants it applied, without its faulty lines if they say so. Raises NotAcceptable otherwise."""
    if row.state != "previewed" or (row.faulty and not leaves_out):
        raise NotAcceptable("stale_page")
    row.state, row.leaves_out = "asked", bool(row.faulty)
    says = {"profile": row.profile, "lines": str(row.counts.get("rows", 0)), "faulty": str(row.faulty)}
    note("attendance:applied", says, actor=actor, now=now)
    db.session.flush()


def applied(row: FeedImport, counted: Counted) -> None:
    """It is in the instance; signals are still to be worked out."""
    row.state, row.counts = "counting", row.counts | asdict(counted)
    db.session.flush()


def finish(row: FeedImport, *, now: datetime) -> None:
    """All is done."""
    row.state, row.named, row.ended_at = "applied", "", now
    note_fetched(row)
    db.session.flush()


def drop(row: FeedImport, *, actor: Person, now: datetime) -> None:
    """Somebody throws it away before it is applied. Raises NotAcceptable when it is too late."""
    if row.state not in OPEN or files.is_at_work(row.id):
        raise NotAcceptable("stale_page")
    row.state, row.named, row.ended_at = "dropped", "", now
    note("attendance:dropped", {"profile": row.profile}, actor=actor, now=now)
    db.session.flush()


def keep_profile(name: str, profile: Profile, *, actor: Person, now: datetime) -> FeedProfile:
    """An own profile, new under its name or in the place of the one that had it."""
    row = db.session.query(FeedProfile).filter_by(name=name).one_or_none() or FeedProfile(name=name)
    row.body, row.at, row.by_id = profile.model_dump(mode="json"), now, actor.id
    db.session.add(row)
    note("profile:kept", {"profile": name}, actor=actor, now=now)
    db.session.flush()
    return row


def remove_profile(row: FeedProfile, *, actor: Person, now: datetime) -> None:
    """Takes it away; imports keep how they were read."""
    note("profile:removed", {"profile": row.name}, actor=actor, now=now)
    db.session.delete(row)
    db.session.flush()
