"""Some weeks of lessons for everybody in the demonstration, with who was away; and what that proposes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from casework.attendance.calendars import lay_calendar
from casework.attendance.models import AttendanceEntry, Lesson
from casework.clock import school_date
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.extensions import db
from casework.people.models import Group, RoleGrant, Student, Unit
from casework.signals import evaluating
from casework.signals.many import everybody

WEEKS = 8
TIMETABLE = (  # minutes after midnight, how long, what
    (8 * 60 + 10, 60, "Matematik"),
    (9 * 60 + 30, 60, "Svenska"),
    (11 * 60 + 30, 50, "Engelska"),
    (13 * 60, 60, "NO"),
)
# How often somebody is away, by given name: the students of the stories more than others.
OFTEN = {"Alva": 24, "Leo": 16, "Tuva": 22, "Melker": 12, "Tindra": 30}
USUAL = 2  # of a hundred lessons
AWAY_SINCE = {"Ronja": 32}  # school days in a row until today
Row = dict[str, Any]


def register_weeks(now: datetime, say: Callable[[str], object]) -> None:
    """Lays calendars and registers lessons where there are none; the same random days each time."""
    if db.session.scalar(select(func.count()).select_from(Lesson)):
        return
    say("Registering some weeks of lessons ...")
    today = school_date(now)
    first = today - timedelta(weeks=WEEKS)
    units = db.session.scalars(select(Unit).where(Unit.kind == "school")).all()
    terms = [Term(*_term(today))]
    for unit in units:
        lay_calendar(unit.id, terms, {})
    days = SchoolCalendar(tuple(terms)).days(first, today)
    teachers = _teachers()
    lessons, entries = _lessons(days, teachers, now), list[Row]()
    for group, of_group in lessons.items():
        for student in _students(group):
            entries += _entries(student, of_group, days, teachers[group])
    db.session.execute(insert(Lesson), [one for of_group in lessons.values() for one in of_group])
    db.session.execute(insert(AttendanceEntry), entries)
    day = evaluating.Day(today, is_over=False, now=now)
    evaluating.evaluate(everybody(), day)


def _term(today: date) -> tuple[date, date]:
    """A term that the day lies in, long enough for the weeks before it."""
    begun = today.year if today.month >= 7 else today.year - 1
    autumn = date(begun, 8, 18), date(begun, 12, 31)
    return autumn if today.month >= 7 else (date(today.year, 1, 1), date(today.year, 6, 30))


def _teachers() -> dict[UUID, UUID]:
    """For each class somebody who has a role for it."""
    rows = db.session.execute(
        select(RoleGrant.group_id, RoleGrant.user_id).where(RoleGrant.group_id.is_not(None))
    )
    return {row.group_id: row.user_id for row in rows}


def _students(group: UUID) -> Sequence[Student]:
    wanted = select(Student).where(Student.group_id == group).order_by(Student.given_name)
    return db.session.scalars(wanted).all()


def _lessons(days: Sequence[date], teachers: dict[UUID, UUID], now: datetime) -> dict[UUID, list[Row]]:
    """The lessons of each class; that of the last hour nobody has registered yet."""
    groups = db.session.scalars(select(Group.id).where(Group.id.in_(teachers)).order_by(Group.name)).all()
    return {
        group: [_lesson(group, day, one, teachers, now) for day in days for one in TIMETABLE]
        for group in groups
    }


def _lesson(
    group: UUID, day: date, at: tuple[int, int, str], teachers: dict[UUID, UUID], now: datetime
) -> Row:
    starts, minutes, subject = at
    is_registered = day < school_date(now) and not (
        day == school_date(now) - timedelta(days=2) and subject == "NO"
    )
    return {
        "id": uuid4(),
        "group_id": group,
        "day": day,
        "starts": starts,
        "minutes": minutes,
        "subject": subject,
        "is_cancelled": False,
        "registered_at": now if is_registered else None,
        "registered_by_id": teachers[group] if is_registered else None,
    }


def _entries(student: Student, lessons: Sequence[Row], days: Sequence[date], teacher: UUID) -> Iterator[Row]:
    """What was not presence of the student."""
    random = Random(student.given_name + student.family_name)  # noqa: S311 nothing secret
    often = OFTEN.get(student.given_name, USUAL)
    since = (
        days[-min(AWAY_SINCE.get(student.given_name, 0), len(days))]
        if student.given_name in AWAY_SINCE
        else None
    )
    for lesson in lessons:
        if lesson["registered_at"] is None:
            continue
        is_away = since is not None and lesson["day"] >= since
        chance = random.randrange(100)
        if is_away or chance < often:
            yield _entry(student, lesson, teacher, "absent", 0, is_reported=random.random() < 0.5)
        elif chance < often + 2:
            yield _entry(student, lesson, teacher, "late", random.randrange(3, 20), is_reported=False)


def _entry(
    student: Student, lesson: Row, teacher: UUID, outcome: str, missed: int, *, is_reported: bool
) -> Row:
    return {
        "lesson_id": lesson["id"],
        "day": lesson["day"],
        "student_id": student.id,
        "outcome": outcome,
        "missed": missed,
        "is_reported": is_reported,
        "at": lesson["registered_at"],
        "by_id": teacher,
        "validity": "undecided",
        "is_documented": False,
        "code": "",
        "reason": "",
        "revision": 1,
    }
