"""What becomes of lessons where a student comes to another class: those that have been stay as they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from casework.attendance.models import AttendanceEntry, Lesson, Placement
from casework.attendance.queries import portions
from casework.engine.school_calendar import ONE_DAY, school_year
from casework.extensions import db
from casework.people.filled import Regrouped

Said = dict[UUID, tuple[date, date]]  # group → the first and last day on which something is said of a student
NOTHING: Said = {}
EARLY = timedelta(days=14)  # so long before the day in the papers a student may have come to the lessons


def change_classes(changes: Collection[Regrouped], day: date) -> dict[UUID, date]:
    """From the day on the students have the lessons of their new classes, before it those of the old ones.

    Where something is said of a student on the day itself, it is from the next day on. Who comes to a class
    for the first time has had its lessons from the beginning: nobody knows since when. Where a roster says
    since when, that holds, as far as nothing is said of the student that contradicts it.

    Answers since when each has had the lessons of the class, of those for whom that is told and is new.
    """
    students = {one.student_id for one in changes}
    placed, busy = _placed(students), _said_since(day, students)
    told = {one.student_id for one in changes if one.since and not _is_so(one, placed)}
    said, found = _said(told), dict[UUID, date]()
    for one in changes:
        rows, known = placed.get(one.student_id, []), said.get(one.student_id, NOTHING)
        if one.before != one.after:
            usual = day + ONE_DAY if one.student_id in busy else day
            begins = _change(one, rows, known, usual)
        else:
            begins = _start(one, rows, known) if one.student_id in told else None
        if begins and one.since:
            found[one.student_id] = begins
    db.session.flush()
    return found


def _change(one: Regrouped, rows: list[Placement], said: Said, usual: date) -> date | None:
    """Ends the time in the old class and begins that in the new one; answers since when, if there is one."""
    if one.before and not rows:
        rows = [_from_the_beginning(one.student_id, one.before)]
    left = next((row for row in rows if row.group_id == one.before and row.last_day is None), None)
    left = left or _newest(one, rows)
    told = _begins(one, rows, left, said, usual) if one.since and one.after else None
    begins = told or usual
    if one.before:
        _leave(rows, one.before, begins)
    if left and told:
        _end(left, told)
    if one.after is None or not (rows or told):
        return None
    same = next((row for row in rows if row.group_id == one.after and row.first_day == begins), None)
    row = same or Placement(student_id=one.student_id, group_id=one.after, first_day=begins)
    row.last_day = None  # also where it has been left on that day
    db.session.add(row)
    return begins


def _start(one: Regrouped, rows: list[Placement], said: Said) -> date | None:
    """Moves the first day in the class that the student is in; answers it, where it is another now."""
    current = next((row for row in rows if row.group_id == one.after and row.last_day is None), None)
    if current is None:
        return None if rows else _change(one._replace(before=None), rows, said, date.min)
    before = [row for row in rows if row.last_day and row.last_day < current.first_day]
    if before and one.is_school:
        return None
    left = _newest(one, before)
    begins = _begins(one, before, left, said, current.first_day)
    if begins is None or begins == current.first_day:
        return None
    if left:
        _end(left, begins)
    current.first_day = begins
    return begins


def _newest(one: Regrouped, rows: Sequence[Placement]) -> Placement | None:
    """The time in another class that ended last, where the student has not been in this one since."""
    newest = max(
        (row for row in rows if row.last_day), key=lambda row: row.last_day or date.min, default=None
    )
    return newest if newest and newest.group_id != one.after else None


def _end(row: Placement, day: date) -> None:
    """It ends before the day at the latest."""
    if row.last_day is None or row.last_day >= day:
        row.last_day = day - ONE_DAY


def _begins(
    one: Regrouped, rows: Sequence[Placement], left: Placement | None, said: Said, about: date
) -> date | None:
    """Since when the student is in the class: as told, but not before what is known of the time before.

    Lessons of the old class in which something is said of the student stay, and those of earlier school years
    than that of the change (`about`). Who was in no class before has come a little earlier where something is
    said of them then; where it is said long before, the roster is not believed.
    """
    bounds = [one.since or about]
    bounds += [row.last_day + ONE_DAY for row in rows if row.last_day and row is not left]
    if left is None:
        first, _ = said.get(one.after, (date.max, date.max)) if one.after else (date.max, date.max)
        if rows or first > bounds[0]:
            return max(bounds)
        return first if first >= bounds[0] - EARLY else None
    bounds += [left.first_day + ONE_DAY, school_year(about)[0]]
    if left.group_id in said:
        bounds.append(said[left.group_id][1] + ONE_DAY)
    return max(bounds)


def _from_the_beginning(student_id: UUID, group_id: UUID) -> Placement:
    row = Placement(student_id=student_id, group_id=group_id, first_day=date.min)
    db.session.add(row)
    return row


def _leave(rows: Sequence[Placement], group_id: UUID, day: date) -> None:
    """Ends the time in the class before the day."""
    for row in rows:
        if row.group_id == group_id and (row.last_day is None or row.last_day >= day):
            if row.first_day < day:
                row.last_day = day - ONE_DAY
            else:
                db.session.delete(row)
    db.session.flush()  # it may come back to the same class on the same day


def _is_so(one: Regrouped, placed: dict[UUID, list[Placement]]) -> bool:
    """Whether the student is in the class since that day already, so that nothing has to be looked up."""
    return any(
        row.group_id == one.after and row.first_day == one.since and row.last_day is None
        for row in placed.get(one.student_id, ())
    )


def _placed(students: Collection[UUID]) -> dict[UUID, list[Placement]]:
    found: dict[UUID, list[Placement]] = {}
    for some in portions(students):
        for row in db.session.scalars(select(Placement).where(Placement.student_id.in_(some))):
            found.setdefault(row.student_id, []).append(row)
    return found


def _said(students: Collection[UUID]) -> dict[UUID, Said]:
    """On which days something is said of each student, the first and the last, in lessons of each group."""
    found: dict[UUID, Said] = {}
    days = (func.min(AttendanceEntry.day), func.max(AttendanceEntry.day))
    columns = (AttendanceEntry.student_id, Lesson.group_id)
    rows = select(*columns, *days).join(Lesson, Lesson.id == AttendanceEntry.lesson_id).group_by(*columns)
    for some in portions(students):
        for student, group, first, last in db.session.execute(
            rows.where(AttendanceEntry.student_id.in_(some))
        ):
            found.setdefault(student, {})[group] = first, last
    return found


def _said_since(day: date, students: Collection[UUID]) -> set[UUID]:
    """Those of whom something is said on the day or after it."""
    found = set[UUID]()
    for some in portions(students):
        entries = select(AttendanceEntry.student_id).where(AttendanceEntry.student_id.in_(some))
        found |= set(db.session.scalars(entries.where(AttendanceEntry.day >= day)))
    return found
