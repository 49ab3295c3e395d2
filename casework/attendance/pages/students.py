"""One student's attendance: figures of the school year, and each day with something but presence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from flask import url_for

from casework.attendance import finding, queries
from casework.attendance.calendars import calendar_of
from casework.attendance.finding import Missed
from casework.attendance.marks import ABSENT
from casework.attendance.pages.pictures import Ground, Pictures, pictures
from casework.attendance.pages.words import VALIDITY_WORDS, lesson_title, outcome_line, percent
from casework.engine.absence import NOT_A_DAY
from casework.engine.facts import StudentFact
from casework.engine.register import Register
from casework.engine.school_calendar import school_year
from casework.people import queries as people
from casework.people.names import year_of
from casework.people.queries import StudentRow
from casework.versions.queries import model_at
from casework.web.dates import day_of_year, day_short, month_heading
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Line:
    """What is said of the student in one lesson of a day, or in several alike."""

    lessons: str
    text: str
    validity: str
    reason: str


@dataclass(frozen=True)
class MissedDay:
    """A day with its lessons, and where it is decided whether the absence was valid, for who may."""

    title: str
    lines: tuple[Line, ...]
    decide_url: str | None


@dataclass(frozen=True)
class MissedMonth:
    """The days of a month, newest first, and how many they are."""

    title: str
    text: str
    days: tuple[MissedDay, ...]


@dataclass(frozen=True)
class Attendance:
    """The page: figures as label and text, the pictures, and the days by month, newest first."""

    facts: tuple[tuple[str, str], ...]
    pictures: Pictures
    months: tuple[MissedMonth, ...]
    may_decide: bool


def attendance(row: StudentRow, today: date, *, may_decide: bool, has_reasons: bool) -> Attendance:
    """The student's attendance in the school year so far, with the reasons for who reads these."""
    student = row.student
    first = school_year(today)[0]
    register = queries.registers_of([student.id], first, today)[student.id]
    missed = finding.missed_by(student.id, first, today)
    school = people.unit(student.unit_id)
    known = StudentFact(traits=frozenset({year_of(row.group)}))
    ground = Ground([register], model_at(school, today), calendar_of(school), today, known)
    decides = student.id if may_decide else None
    return Attendance(
        facts=tuple(_facts(register, first, today)),
        pictures=pictures(ground),
        months=tuple(_months(missed, decides, has_reasons=has_reasons)),
        may_decide=may_decide,
    )


def _facts(register: Register, first: date, today: date) -> Sequence[tuple[str, str]]:
    neutral = [one for one in register.misses if one.entry.outcome in NOT_A_DAY]
    counted = [one for one in register.misses if one.entry.outcome in ABSENT]
    known = register.timetable.known_minutes[-1] - sum(one.lesson.minutes for one in neutral)
    share = Fraction(100 * sum(one.minutes for one in counted), known) if known else Fraction(0)
    absent = sum(1 for one in counted if one.entry.outcome == "absent")
    held = register.timetable.known[-1] - len(neutral)
    told = {"absent": absent, "held": held, "share": percent(share)}
    unknown = register.timetable.unknown_before(today)
    found = [
        (gettext("Since"), day_of_year(first)),
        (gettext("Absent"), gettext("%(absent)s of %(held)s lessons, %(share)s of the time", **told)),
    ]
    return [*found, (gettext("Not registered"), str(unknown))] if unknown else found


def _months(missed: Sequence[Missed], decides: UUID | None, *, has_reasons: bool) -> Iterator[MissedMonth]:
    """The days by month; `decides` is the student whose absence the reader decides about."""
    for first, of_month in groupby(missed, key=lambda one: one.lesson.day.replace(day=1)):
        days = [
            _day(day, list(of_day), decides, has_reasons=has_reasons)
            for day, of_day in groupby(of_month, key=lambda one: one.lesson.day)
        ]
        number = ngettext("%(num)d day", "%(num)d days", len(days))
        yield MissedMonth(month_heading(first), number, tuple(days))


def _day(day: date, missed: Sequence[Missed], decides: UUID | None, *, has_reasons: bool) -> MissedDay:
    """The day, lessons of which the same is said together."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for one in reversed(missed):
        is_absence = one.outcome in ABSENT
        validity = str(VALIDITY_WORDS[one.entry.validity]) if is_absence else ""
        said = outcome_line(one), validity, one.entry.reason if has_reasons else ""
        told.setdefault(said, []).append(lesson_title(one.lesson))
    is_absence = any(one.outcome in ABSENT for one in missed)
    return MissedDay(
        day_short(day),
        tuple(Line(", ".join(lessons), *said) for said, lessons in told.items()),
        url_for("attendance.validity", student_id=decides, day=day.isoformat())
        if decides and is_absence
        else None,
    )
