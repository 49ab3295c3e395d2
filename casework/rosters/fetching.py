"""Fetches people from the other system that the settings name: changes since the last time, or everybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from casework.access.policy import Person
from casework.clock import school_date
from casework.extensions import db
from casework.people.national import seal_of
from casework.rosters import actions
from casework.rosters.actions import Outcome
from casework.rosters.feed import Feed
from casework.rosters.models import Fetched
from casework.rosters.ss12000 import fetch
from casework.ss12000.settings import Settings
from casework.ss12000.wire import Client

OVERLAP = timedelta(minutes=10)  # the clocks of two systems differ; what comes twice changes nothing


def fetched(settings: Settings, *, is_whole: bool, now: datetime, ticks: Callable[[], float]) -> Feed:
    """What the system tells; of changes, where it has been fetched before. Raises NoAnswer or Unset."""
    row = None if is_whole else db.session.get(Fetched, settings.source)
    since = row.until if row else None
    return fetch(Client(settings, ticks), settings.source, today=school_date(now), since=since, seal=seal_of)


def keep(feed: Feed, digest: str, asked_at: datetime, *, actor: Person, now: datetime) -> Outcome:
    """Enters what was fetched, and notes up to when. Raises as `actions.keep` does."""
    outcome = actions.keep(feed, digest, actor=actor, now=now)
    row = db.session.get(Fetched, feed.source) or Fetched(source=feed.source)
    row.until = asked_at - OVERLAP
    db.session.add(row)
    db.session.flush()
    return outcome
