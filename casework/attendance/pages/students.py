"""One student's attendance: figures of the school year, and each day with something but presence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from flask import url_for

from casework.attendance import finding, queries
from casework.attendance.calendars import calendar_of
from casework.attendance.finding import Missed
from casework.attendance.marks import ABSENT
from casework.attendance.pages.picture import WEEKS_OF_YEAR, Picture, picture
from casework.attendance.pages.words import VALIDITY_WORDS, lesson_title, outcome_line
from casework.engine.absence import NOT_A_DAY
from casework.engine.register import Register
from casework.engine.school_calendar import school_year
from casework.people import queries as people
from casework.people.models import Student
from casework.web.dates import day_of_year, day_short
from casework.web.languages import language
from casework.web.text import gettext


@dataclass(frozen=True)
class Line:
    """What is said of the student in one lesson."""

    lesson: str
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
class Attendance:
    """The page: figures as label and text, a picture of the year, and the days, newest first."""

    facts: tuple[tuple[str, str], ...]
    picture: Picture
    days: tuple[MissedDay, ...]


def attendance(student: Student, today: date, *, may_decide: bool, has_reasons: bool) -> Attendance:
    """The student's attendance in the school year so far, with the reasons for who reads these."""
    first = school_year(today)[0]
    register = queries.registers_of([student.id], first, today)[student.id]
    missed = finding.missed_by(student.id, first, today)
    days = groupby(missed, key=lambda one: one.lesson.day)
    absent = [one.lesson.day for one in missed if one.entry.outcome == "absent"]
    calendar = calendar_of(people.unit(student.unit_id))
    begun = max(first, min((term.first for term in calendar.terms if term.last >= first), default=first))
    return Attendance(
        facts=tuple(_facts(register, first)),
        picture=picture(absent, begun, today, calendar, WEEKS_OF_YEAR),
        days=tuple(
            _day(student, day, list(of_day), may_decide=may_decide, has_reasons=has_reasons)
            for day, of_day in days
        ),
    )


def _facts(register: Register, first: date) -> Sequence[tuple[str, str]]:
    lessons = register.timetable.lessons
    neutral = [one for one in register.misses if one.entry.outcome in NOT_A_DAY]
    counted = [one for one in register.misses if one.entry.outcome in ABSENT]
    known = register.timetable.known_minutes[-1] - sum(one.lesson.minutes for one in neutral)
    share = Fraction(100 * sum(one.minutes for one in counted), known) if known else Fraction(0)
    absent = sum(1 for one in counted if one.entry.outcome == "absent")
    held = register.timetable.known[-1] - len(neutral)
    told = {"absent": absent, "held": held, "share": percent(share)}
    unknown = len(lessons) - register.timetable.known[-1]
    found = [
        (gettext("Since"), day_of_year(first)),
        (gettext("Absent"), gettext("%(absent)s of %(held)s lessons, %(share)s of the time", **told)),
    ]
    return [*found, (gettext("Not registered"), str(unknown))] if unknown else found


def percent(share: Fraction) -> str:
    """ "12,5 %": one decimal, never rounded up to what it has not reached."""
    tenths = int(share * 10)
    point = "." if language() == "en" else ","
    text = f"{tenths // 10}{point}{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return f"{text} %"


def _day(
    student: Student, day: date, missed: Sequence[Missed], *, may_decide: bool, has_reasons: bool
) -> MissedDay:
    is_absence = any(one.entry.outcome in ABSENT for one in missed)
    url = url_for("attendance.validity", student_id=student.id, day=day.isoformat())
    return MissedDay(
        day_short(day),
        tuple(_line(one, one.entry.reason if has_reasons else "") for one in reversed(missed)),
        url if may_decide and is_absence else None,
    )


def _line(one: Missed, reason: str) -> Line:
    is_absence = one.entry.outcome in ABSENT
    validity = str(VALIDITY_WORDS[one.entry.validity]) if is_absence else ""
    return Line(lesson_title(one.lesson), outcome_line(one.entry), validity, reason)
