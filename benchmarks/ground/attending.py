"""Attendance on a large scale: classes with a school year of lessons, and who was away in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import compress
from random import Random
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert

from casework import migrations
from casework.access.policy import Person
from casework.attendance.calendars import lay_calendar
from casework.attendance.models import AttendanceEntry, Lesson
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.extensions import db, unit_of_work
from casework.people.actions import NO_PASSWORD
from casework.people.models import Group, Student, Unit, User

PER_CLASS, PER_DAY, MINUTES, DAYS = 25, 5, 60, 180
TERMS = (Term(date(2026, 8, 17), date(2026, 12, 18)), Term(date(2027, 1, 11), date(2027, 6, 11)))
BREAKS = ((date(2026, 10, 26), 5), (date(2027, 2, 22), 5), (date(2027, 3, 29), 5))
BEGINS_AWAY, GOES_ON, ALONE = 0.028, 0.6, 0.012  # a day away begins, goes on; a lesson missed by itself
Row = dict[str, Any]


@dataclass(frozen=True)
class Attended:
    """What was made: the days that are registered and those that are left, the classes with their students,
    who was away on the last day, and who registers."""

    days: tuple[date, ...]
    left: tuple[date, ...]
    classes: Mapping[UUID, Sequence[UUID]]
    away: set[UUID]
    teacher: Person


def attend(app: Flask, students: int, routine: str) -> Attended:
    """Fills the empty database with one school of so many students and their year of attendance."""
    closed = {first + timedelta(days=number): "break" for first, length in BREAKS for number in range(length)}
    every = SchoolCalendar(TERMS, frozenset(closed)).days(TERMS[0].first, TERMS[1].last)
    days, left = every[:DAYS], every[DAYS:]
    random, away = Random(7), set[UUID]()
    with app.app_context():
        migrations.upgrade()
        with unit_of_work():
            session = db.session()
            unit = Unit(name="Stora skolan", kind="school", workflow=routine)
            teacher = User(username="larare", name="Lea Lärare", password_hash=NO_PASSWORD)
            session.add_all([unit, teacher])
            session.flush()
            lay_calendar(unit.id, TERMS, closed)
            classes: dict[UUID, list[UUID]] = {}
            for number in range(students // PER_CLASS):
                group = Group(unit_id=unit.id, name=f"{number % 9 + 1}{number // 9}")
                session.add(group)
                session.flush()
                pupils = [_student(unit.id, group.id) for _ in range(PER_CLASS)]
                session.execute(insert(Student), pupils)
                classes[group.id] = [one["id"] for one in pupils]
                lessons = [
                    _lesson(group.id, day, place, teacher.id) for day in days for place in range(PER_DAY)
                ]
                session.execute(insert(Lesson), lessons)
                entries = [
                    row
                    for one in classes[group.id]
                    for row in _missed(one, lessons, away, teacher.id, random)
                ]
                session.execute(insert(AttendanceEntry), entries)
            return Attended(days, left, classes, away, Person(teacher.id, teacher.name))


def _student(unit: UUID, group: UUID) -> Row:
    named = {"given_name": "Alva", "family_name": "Exempelsson", "search_name": "alva exempelsson"}
    return {"id": uuid4(), **named, "birth_date": date(2013, 1, 1), "unit_id": unit, "group_id": group}


def _lesson(group: UUID, day: date, place: int, teacher: UUID) -> Row:
    told = {"id": uuid4(), "group_id": group, "day": day, "starts": 480 + 70 * place, "minutes": MINUTES}
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    return {**told, "subject": "", "is_cancelled": False, "registered_at": at, "registered_by_id": teacher}


def day_of(student: UUID, away: set[UUID], random: Random) -> list[bool]:
    """In which lessons of a day the student is absent: days away come in rows, lessons by themselves.

    It is 8 lessons in 100 in all. Who is away on the day is noted in `away`, which told of the day before.
    """
    is_away = random.random() < (GOES_ON if student in away else BEGINS_AWAY)
    (away.add if is_away else away.discard)(student)
    return [is_away or random.random() < ALONE for _ in range(PER_DAY)]


def _missed(
    student: UUID, lessons: Sequence[Row], away: set[UUID], teacher: UUID, random: Random
) -> Iterator[Row]:
    """What was not presence."""
    for first in range(0, len(lessons), PER_DAY):
        held = lessons[first : first + PER_DAY]
        for lesson in compress(held, day_of(student, away, random)):
            yield {
                "lesson_id": lesson["id"],
                "day": lesson["day"],
                "student_id": student,
                "outcome": "absent",
                "missed": 0,
                "validity": "undecided",
                "is_reported": random.random() < 0.5,
                "is_documented": False,
                "code": "",
                "reason": "",
                "revision": 1,
                "at": lesson["registered_at"],
                "by_id": teacher,
            }
