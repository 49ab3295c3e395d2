"""Takes files in without pages and processes: a class, and what is registered about it afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from casework.attendance.models import AttendanceEntry, AttendanceRevision, Lesson
from casework.attendance.telling import Teller
from casework.extensions import db, unit_of_work
from casework.feeds import applying
from casework.feeds.applying import Counted
from casework.feeds.begun import begun
from casework.feeds.profile import Profile
from casework.feeds.profiles import shipped
from casework.feeds.stage import Stage
from casework.feeds.staging import Staged, set_apart
from casework.people.keys import keep_keys
from tests.attendance.classes import Class, make_class
from tests.factories import work
from tests.feeds.writing import LATEST
from tests.feeds.writing import faults as of_lines

TOLD_AT = datetime(2026, 11, 29, 9, tzinfo=UTC)  # ten o’clock at school


@dataclass
class Taken:
    """What a file did; `told` is all that is wrong, with column and value; `progress` what was told of it."""

    staged: Staged
    counted: Counted
    faults: list[tuple[int, str]]
    told: list[tuple[int, str, str, str]]
    touched: set[UUID]
    progress: Sequence[int] = ()


@dataclass
class Taker:
    """A class whose students other systems know as 1 and 2, and a place to put files."""

    app: Flask
    folder: Path
    room: Class

    def take(self, text: str, profile: Profile | None = None, at: datetime = TOLD_AT) -> Taken:
        """Takes the file in, looked at and then applied, leaving out what is wrong."""
        file = self.folder / "lessons"
        file.write_text(text)
        chosen = profile or shipped()["casework"]
        teller, progress = Teller(self.room.teacher, at, chosen.unnamed), list[int]()
        with (
            self.app.app_context(),
            begun(file, chosen, LATEST) as read,
            Stage(self.folder / "stage") as stage,
        ):
            stage.called = read.called
            staged = set_apart(stage, read.found, chosen, at, progress.append)
            shown = applying.preview(stage, staged, teller)
            with unit_of_work():
                counted = applying.apply(stage, teller)
            assert shown == counted
            faults = [(one.line, one.code) for one in stage.faults()]
            return Taken(staged, counted, faults, of_lines(stage.faults()), set(stage.touched()), progress)

    def says(self) -> Mapping[tuple[str, int, str], Mapping[str, tuple[Any, ...]]]:
        """Lesson (day, start, subject) → student's given name → what holds; presence is never stored."""
        names = {one.id: one.given_name for one in self.room.students}
        with self.app.app_context():
            rows = db.session.execute(
                select(Lesson, AttendanceEntry)
                .outerjoin(AttendanceEntry, AttendanceEntry.lesson_id == Lesson.id)
                .order_by(Lesson.day, Lesson.starts)
            ).all()
        found: dict[tuple[str, int, str], dict[str, tuple[Any, ...]]] = {}
        for lesson, entry in rows:
            key = (lesson.day.isoformat(), lesson.starts, lesson.subject)
            said = found.setdefault(key, {"": (lesson.minutes, lesson.registered_at is not None)})
            if entry and entry.outcome != "present":
                said[names[entry.student_id]] = (entry.outcome, entry.missed, entry.validity)
        return found

    def revisions(self) -> int:
        """How many earlier words are kept."""
        with self.app.app_context():
            return len(db.session.scalars(select(AttendanceRevision.revision)).all())


def make_taker(app: Flask, folder: Path) -> Taker:
    """The class, known to the table's system."""
    with work(app):
        room = make_class()
        keep_keys("casework", {str(place): one.id for place, one in enumerate(room.students, 1)})
    return Taker(app, folder, room)
