"""Attendance from the SS 12000 system that the settings name: an import without a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.database import end_reading
from casework.extensions import db
from casework.feeds import files
from casework.feeds.asking import ask
from casework.feeds.events import Spoken
from casework.feeds.models import AttendanceFetched, FeedImport
from casework.feeds.profile import Profile, Title
from casework.feeds.stage import Stage
from casework.people.keys import units_by_key
from casework.people.names import is_key
from casework.ss12000.settings import Settings
from casework.ss12000.wire import Client

KIND, FORM = "ss12000", "SS 12000"
OVERLAP = timedelta(minutes=10)  # the clocks of two systems differ; what comes twice changes nothing


def begin(settings: Settings, *, is_whole: bool, actor: Person, now: datetime) -> FeedImport:
    """An import that asks for what has changed, or everything, in place of one that nobody has agreed to."""
    name = f"{FORM} ({settings.source})"
    waiting = (FeedImport.profile == name) & (FeedImport.state == "previewed")
    for row in db.session.scalars(select(FeedImport).where(waiting).with_for_update()):
        if not files.is_at_work(row.id):
            row.state, row.named, row.ended_at = "dropped", "", now
            files.forget(row.id)
    files.make_folder()
    title = Title(sv=FORM, nb=FORM, en=FORM)
    profile = Profile(title=title, kind="ss12000", source=settings.source)
    fetched = None if is_whole else db.session.get(AttendanceFetched, settings.source)
    row = FeedImport(id=uuid4(), at=now, by_id=actor.id, profile=name, body=profile.model_dump(mode="json"))
    row.size, row.state, row.lines, row.counts, row.faulty = 0, "waiting", 0, {}, 0
    row.since = fetched.until if fetched else None
    db.session.add(row)
    db.session.flush()
    return row


def answers(
    row: FeedImport, stage: Stage, settings: Settings, ticks: Callable[[], float]
) -> Iterator[Spoken]:
    """What the system answers; the stage gets to know whether that is everything. Raises NoAnswer."""
    since, asked_at = row.since, row.at
    known = units_by_key(settings.source)
    end_reading(db.session())  # nobody who writes is kept waiting for another system
    found = ask(Client(settings, ticks), known, since=since, now=asked_at)
    stage.called = found.called
    yield from found.said
    stage.keep_marked({key: f"{FORM}: {word}" for key, word in found.marked.items() if is_key(key)})
    if found.is_whole:
        stage.events.keep_whole(found.first, found.last)


def note_fetched(row: FeedImport) -> None:
    """Notes up to when the changes of the system are in, when its import is done."""
    if row.body.get("kind") == KIND:
        source = str(row.body["source"])
        kept = db.session.get(AttendanceFetched, source)
        until = row.at - OVERLAP
        if kept is None:
            db.session.add(AttendanceFetched(source=source, until=until))
        elif kept.until < until:
            kept.until = until
