"""The monthly report on absence for the student health team: each student, each class. Nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from casework.access.policy import Person, Place
from casework.attendance import queries as attendance
from casework.attendance.marks import ABSENT
from casework.attendance.shares import Share
from casework.engine.absence import NOT_A_DAY
from casework.engine.register import Miss, Register
from casework.people import queries as people
from casework.people.models import Student
from casework.signals.finding import students_within
from casework.signals.months import Month

READ = "absence_report:read"
MUCH = 10  # per cent of the time: from here on a class counts the student


@dataclass(frozen=True)
class OfStudent:
    """One student with absence in the month: lessons, days, and how much nobody had reported."""

    student: Student
    group: str
    shown: tuple[UUID, Place]
    lessons: int
    days: int
    unreported: int
    share: Share


@dataclass(frozen=True)
class OfGroup:
    """One class: how many students, how many of them were away at all and how many much, and their share."""

    school: str
    group: str
    students: int
    absent: int
    much: int
    share: Share


@dataclass(frozen=True)
class Report:
    """The month: students with most absence first, classes by name, lessons that nobody registered."""

    students: tuple[OfStudent, ...]
    groups: tuple[OfGroup, ...]
    unknown: int


def monthly(actor: Person, month: Month, today: date) -> Report:
    """The report on the students whom the actor may see, as it is told today."""
    found = students_within(actor, READ)
    registers = attendance.registers_of([student.id for student, _ in found], month.first, month.last)
    every = [_of_student(student, group, registers[student.id]) for student, group in found]
    away = [one for one in every if one.lessons or one.share.missed]
    return Report(
        students=tuple(sorted(away, key=lambda one: (-one.share.percent, one.student.search_name))),
        groups=tuple(_groups(every)),
        unknown=sum(registers[one.id].timetable.unknown_before(today) for one, _ in found),
    )


def _of_student(student: Student, group: str, register: Register) -> OfStudent:
    neutral = [one for one in register.misses if one.entry.outcome in NOT_A_DAY]
    counted: list[Miss] = [one for one in register.misses if one.entry.outcome in ABSENT]
    absent = [one for one in counted if one.entry.outcome == "absent"]
    held = register.timetable.known_minutes[-1] - sum(one.lesson.minutes for one in neutral)
    return OfStudent(
        student=student,
        group=group,
        shown=(student.id, people.place(student)),
        lessons=len(absent),
        days=len({one.lesson.on for one in absent}),
        unreported=sum(not one.entry.is_reported for one in absent),
        share=Share(sum(one.minutes for one in counted), held),
    )


def _groups(every: Iterable[OfStudent]) -> Iterable[OfGroup]:
    together: dict[tuple[str, str], list[OfStudent]] = {}
    names: dict[UUID, str] = {}
    for one in every:
        unit = one.student.unit_id
        if unit not in names:
            names[unit] = people.unit(unit).name
        together.setdefault((names[unit], one.group), []).append(one)
    for (school, group), students in sorted(together.items()):
        share = Share(sum(one.share.missed for one in students), sum(one.share.held for one in students))
        away = [one for one in students if one.lessons]
        much = [one for one in students if one.share.percent > MUCH]
        yield OfGroup(school, group, len(students), len(away), len(much), share)
