"""Asks an SS 12000 system for the attendance of a class, without pages and processes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from casework.attendance.models import Lesson
from casework.attendance.telling import Teller
from casework.extensions import db, unit_of_work
from casework.feeds import applying, fetching
from casework.feeds.models import FeedImport
from casework.feeds.profile import Profile
from casework.feeds.stage import Stage
from casework.feeds.staging import set_apart
from casework.people.keys import UnitKey, keep_keys
from casework.ss12000.settings import Settings
from tests.factories import work
from tests.feeds.system import lists
from tests.feeds.taking import Taken, Taker
from tests.feeds.writing import faults as of_lines
from tests.rosters.server import System

NOW = datetime(2026, 9, 8, 18, tzinfo=UTC)


class Fetcher:
    """The class, and the system that is asked."""

    def __init__(self, taker: Taker, system: System) -> None:
        self.taker, self.system, self.token_url = taker, system, ""
        with work(taker.app):
            keep_keys("127.0.0.1", {str(place): one.id for place, one in enumerate(taker.room.students, 1)})
            db.session.add(UnitKey(source="127.0.0.1", value="s1", unit_id=taker.room.unit.id))

    def holds(self, *events: dict[str, Any]) -> None:
        """What the system has from now on."""
        self.system.lists = lists(*events)
        self.system.lists["attendances"] = [one for each in events for one in each["_embedded"]["attendance"]]

    def fetch(self, since: datetime | None = None, at: datetime = NOW) -> Taken:
        """Asks it, looks at the answer and applies it, leaving out what is wrong."""
        row = FeedImport(at=at, since=since, by_id=self.taker.room.teacher.id)
        token = {"token_url": self.token_url, "client_id": "casework"} if self.token_url else {}
        where, app = Settings(url=self.system.url, **token), self.taker.app
        profile = Profile.model_validate(
            {"title": dict.fromkeys(("sv", "nb", "en"), "x"), "kind": "ss12000", "source": where.source}
        )
        teller = Teller(self.taker.room.teacher, at, "unknown")
        with app.app_context(), Stage(self.taker.folder / "stage") as stage:
            found = fetching.answers(row, stage, where, lambda: 0.0)
            staged = set_apart(stage, found, profile, at, lambda _lines: None)
            shown = applying.preview(stage, staged, teller, where.source)
            with unit_of_work():
                counted = applying.apply(stage, teller, where.source)
            assert shown == counted
            faults = [(one.line, one.code) for one in stage.faults()]
            return Taken(staged, counted, faults, of_lines(stage.faults()), set(stage.touched()))

    def cancelled(self) -> set[int]:
        """When lessons begin that are cancelled."""
        with self.taker.app.app_context():
            return set(db.session.scalars(select(Lesson.starts).where(Lesson.is_cancelled)))
