"""Registers many lessons at once, as files tell of them: worked out first, then written in few statements.

It says of each lesson what `register_lesson` would say, but for students of whom nothing is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, exists, insert, select, tuple_, update

from casework.attendance.actions import NAMES
from casework.attendance.models import AttendanceEntry, AttendanceRevision, Lesson, Placement
from casework.attendance.telling import Changes, Comparison, Teller, Told
from casework.extensions import db
from casework.people.models import Student

AT_ONCE = 500  # lessons in one question
LESSON = Lesson.metadata.tables[Lesson.__tablename__]
ENTRY = AttendanceEntry.metadata.tables[AttendanceEntry.__tablename__]
REVISION = AttendanceRevision.metadata.tables[AttendanceRevision.__tablename__]
KEY = (LESSON.c.group_id, LESSON.c.day, LESSON.c.starts, LESSON.c.subject)
LESSON_SAYS = ("minutes", "registered_at", "registered_by_id")


def compare(told: Sequence[Told], teller: Teller, having: Having, *, is_locked: bool = False) -> Changes:
    """What telling it would change; `is_locked` where it is written in the same unit of work.

    A lesson is registered when something is known of anybody in it. Students who have it and are not named
    are then unknown, or were there, as the teller says.
    """
    changes = Changes()
    for begin in range(0, len(told), AT_ONCE):
        some = told[begin : begin + AT_ONCE]
        lessons = _lessons(some, is_locked=is_locked)
        entries = _entries([row.id for row in lessons.values()])
        having.learn({one.group_id for one in some})
        for one in some:
            lesson = lessons.get(one.key)
            Comparison(one, lesson, entries.get(lesson.id, {}) if lesson else {}, teller, changes).add(
                having.on(one.group_id, one.day)
            )
    return changes


def write(changes: Changes) -> None:
    """Writes the changes, in one unit of work with their comparison."""
    session = db.session
    for table, rows in ((LESSON, changes.lessons), (REVISION, changes.revisions), (ENTRY, changes.entries)):
        if rows:
            session.execute(insert(table), rows)
    if changes.lesson_changes:
        where = update(LESSON).where(LESSON.c.id == bindparam("of_id"))
        session.connection().execute(where.values(_given(*LESSON_SAYS)), changes.lesson_changes)
    if changes.entry_changes:
        place = (ENTRY.c.lesson_id == bindparam("of_lesson"), ENTRY.c.student_id == bindparam("of_student"))
        given = _given(*NAMES, "at", "by_id", "revision")
        session.connection().execute(update(ENTRY).where(*place).values(given), changes.entry_changes)


def _given(*names: str) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}


class Having:
    """Who has the lessons of a group on a day, for many groups; what it has learnt it knows."""

    def __init__(self) -> None:
        self._members: dict[UUID, list[tuple[UUID, date, date]]] = {}
        self._last: dict[UUID, tuple[date, set[UUID]]] = {}  # lessons come day by day

    def learn(self, groups: Collection[UUID]) -> None:
        """Looks up the students of groups that it does not know yet."""
        new = sorted(set(groups) - self._members.keys())
        self._members |= {group: [] for group in new}
        columns = (Placement.group_id, Placement.student_id, Placement.first_day, Placement.last_day)
        for group, student_id, first, last in db.session.execute(
            select(*columns).where(Placement.group_id.in_(new))
        ):
            self._members[group].append((student_id, first, last or date.max))
        is_placed = select(Placement.student_id).where(Placement.student_id == Student.id).exists()
        of_class = select(Student.group_id, Student.id).where(Student.group_id.in_(new), ~is_placed)
        for class_id, student_id in db.session.execute(of_class):
            if class_id:
                self._members[class_id].append((student_id, date.min, date.max))

    def on(self, group: UUID, day: date) -> set[UUID]:
        """The students who have a lesson of the group on the day."""
        last_day, found = self._last.get(group, (None, set()))
        if last_day != day:
            found = {one for one, first, last in self._members[group] if first <= day <= last}
            self._last[group] = (day, found)
        return found


def _lessons(told: Iterable[Told], *, is_locked: bool) -> dict[tuple[UUID, date, int, str], Any]:
    columns = (LESSON.c.id, *KEY, LESSON.c.minutes, LESSON.c.registered_at, LESSON.c.registered_by_id)
    keys = [one.key for one in told]
    groups, days = {group for group, *_ in keys}, {day for _, day, *_ in keys}
    # SQLite has no index for what is `in` a list of keys; it has one for groups and days.
    near = LESSON.c.group_id.in_(groups) & LESSON.c.day.in_(days)
    if not db.session.scalar(select(exists().where(near))):  # as where a file is the first of its days
        return {}
    wanted = select(*columns).where(near, tuple_(*KEY).in_(keys)).order_by(LESSON.c.id)
    rows = db.session.execute(wanted.with_for_update() if is_locked else wanted)
    return {(row.group_id, row.day, row.starts, row.subject): row for row in rows}


def _entries(lessons: Sequence[UUID]) -> dict[UUID, dict[UUID, Any]]:
    found: dict[UUID, dict[UUID, Any]] = {}
    if lessons:
        for row in db.session.execute(select(ENTRY).where(ENTRY.c.lesson_id.in_(lessons))):
            found.setdefault(row.lesson_id, {})[row.student_id] = row
    return found
