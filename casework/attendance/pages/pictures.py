"""The pictures of attendance, of one student or of a class: the school year, the week, the share so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.attendance.pages.course import CoursePicture, course_picture
from casework.attendance.pages.pattern import Pattern, pattern
from casework.attendance.pages.picture import WEEKS_OF_YEAR, Picture, Sign, picture, strongest
from casework.engine.absence import NOT_A_DAY, Tally
from casework.engine.counting import Counting
from casework.engine.course import course, measure_of, together
from casework.engine.facts import StudentFact
from casework.engine.looking import counting_for
from casework.engine.register import ATTENDED, Register
from casework.engine.school_calendar import SchoolCalendar, school_year
from casework.engine.workflow import LocalisedWorkflow
from casework.web.dates import month_heading
from casework.web.languages import language

SHARES = (0, 5, 10, 20)  # per cent of a class's lessons on a day, above which the day is darker


@dataclass(frozen=True)
class Ground:
    """What is counted: the registers of a student or a class up to today, by which routine and calendar."""

    registers: Sequence[Register]
    model: LocalisedWorkflow | None
    calendar: SchoolCalendar
    today: date
    student: StudentFact
    is_class: bool = False

    @property
    def begun(self) -> date:
        """The day on which the first term begins; that of the school year where none is laid."""
        first = school_year(self.today)[0]
        return max(first, min((one.first for one in self.calendar.terms if one.last >= first), default=first))

    def tallies(self) -> Iterator[Tally]:
        """Each register as the routine counts."""
        traits = self.student.traits
        counting = counting_for(self.model.rules, traits) if self.model else Counting(registered_by="lesson")
        for one in self.registers:
            yield Tally(one, counting, self.calendar, self.today, is_over=False)

    def days(self) -> list[date]:
        """The days with lessons; of a class the last of each week."""
        days = sorted({day for one in self.registers for day in one.timetable.day_list if day <= self.today})
        return list({day.isocalendar()[:2]: day for day in days}.values()) if self.is_class else days


@dataclass(frozen=True)
class Month:
    """A month in figures: lessons missed whole, those without a valid reason, late ones, unknown ones."""

    title: str
    absent: int
    invalid: int
    late: int
    unregistered: int


@dataclass(frozen=True)
class Pictures:
    """The pictures, each with what its table says."""

    year: Picture
    months: tuple[Month, ...]
    week: Pattern | None
    course: CoursePicture | None
    is_class: bool


def pictures(ground: Ground) -> Pictures:
    """The pictures of what is counted."""
    return Pictures(
        picture(_shades(ground), ground.begun, ground.today, ground.calendar, _signs(ground), WEEKS_OF_YEAR),
        tuple(_months(ground)),
        pattern(ground.registers),
        _course(ground, ground.model) if ground.model else None,
        ground.is_class,
    )


def _course(ground: Ground, model: LocalisedWorkflow) -> CoursePicture | None:
    measure, days = measure_of(model.rules), ground.days()
    around = (ground.calendar, days, ground.student)
    courses = (course(model.rules, measure.rule, one, *around) for one in ground.registers)
    return course_picture(together(courses), measure, model.in_language(language()))


def _shades(ground: Ground) -> Iterator[date]:
    """Each day as often as it is dark: once for each lesson a student missed, of a class by its share."""
    missed, held = Counter[date](), Counter[date]()
    for register in ground.registers:
        if ground.is_class:
            held.update(one.on for one in register.timetable.lessons if one.is_registered)
        for miss in register.misses:
            missed[miss.lesson.on] += miss.entry.outcome == "absent"
            held[miss.lesson.on] -= miss.entry.outcome in NOT_A_DAY
    for day, number in missed.items():
        shade = sum(100 * number > border * held[day] for border in SHARES) if ground.is_class else number
        yield from [day] * shade


def _signs(ground: Ground) -> dict[date, Sign]:
    """What stands in the squares of one student's year; in those of a class nothing."""
    return {} if ground.is_class else strongest(_signs_said(ground))


def _signs_said(ground: Ground) -> Iterator[tuple[date, Sign]]:
    for tally in ground.tallies():
        for miss in tally.misses:
            if miss.entry.outcome in ATTENDED:
                yield miss.lesson.on, "late"
            elif miss.entry.outcome == "absent" and tally.validity(miss) == "invalid":
                yield miss.lesson.on, "invalid"
        for lesson in tally.timetable.lessons[: tally.end]:
            if not lesson.is_registered and lesson.on < tally.today:
                yield lesson.on, "unknown"


def _months(ground: Ground) -> Iterator[Month]:
    """The months that there were lessons in, the latest first."""
    absent, invalid, late, unregistered = (Counter[date]() for _ in range(4))
    begun = set[date]()
    for tally in ground.tallies():
        for miss in tally.misses:
            first = miss.lesson.on.replace(day=1)
            is_absent = miss.entry.outcome == "absent"
            absent[first] += is_absent
            invalid[first] += is_absent and tally.validity(miss) == "invalid"
            late[first] += miss.entry.outcome in ATTENDED
        for lesson in tally.timetable.lessons[: tally.end]:
            begun.add(lesson.on.replace(day=1))
            unregistered[lesson.on.replace(day=1)] += not lesson.is_registered and lesson.on < tally.today
    for first in sorted(begun, reverse=True):
        yield Month(month_heading(first), absent[first], invalid[first], late[first], unregistered[first])
