"""The lessons of a day and what a teacher marks in one, as the pages lay them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import url_for

from casework import clock
from casework.access.policy import Person
from casework.attendance import finding, queries
from casework.attendance.finding import HeldLesson
from casework.attendance.leave import those_on_leave
from casework.attendance.marks import ABSENT, Mark, Marks
from casework.attendance.models import Lesson
from casework.attendance.pages.words import OUTCOME_WORDS, clock_time, lesson_times, lesson_title
from casework.people.models import Group
from casework.web.dates import day_heading, day_short, moment
from casework.web.text import gettext

LISTED_FOR = timedelta(days=14)  # how far back lessons that nobody has registered are listed
MOST = 20


@dataclass(frozen=True)
class LessonRow:
    """A lesson in a list: where it leads, when, for whom, and whether it is registered."""

    url: str
    title: str
    group: str
    state: str
    text: str


@dataclass(frozen=True)
class Day:
    """The lessons of a day, and those before it that nobody has registered."""

    title: str
    before: tuple[str, str]
    after: tuple[str, str] | None
    lessons: tuple[LessonRow, ...]
    forgotten: tuple[LessonRow, ...]
    more_forgotten: int
    repeat_from: str
    has_groups: bool


def day_page(actor: Person, day: date, now: datetime) -> Day:
    """The day for who registers."""
    groups = {group.id: group for group in finding.groups_to_register(actor)}
    today, minute = clock.day_and_minute(now)
    lessons = finding.lessons_on(groups, day)
    over = queries.unregistered(list(groups), today - LISTED_FOR, today, minute)
    forgotten = [one for one in reversed(over) if one.day != day]
    without = set(groups) - {one.group_id for one in lessons}
    before = finding.lessons_on(without, day - timedelta(days=7))

    def by_class(one: Lesson) -> tuple[int, str]:
        return one.starts, groups[one.group_id].name

    return Day(
        title=day_heading(day),
        before=_to(day - timedelta(days=1)),
        after=_to(day + timedelta(days=1)) if day < today else None,
        lessons=tuple(_row(one, groups) for one in sorted(lessons, key=by_class)),
        forgotten=tuple(_row(one, groups, has_day=True) for one in forgotten[:MOST]),
        more_forgotten=max(len(forgotten) - MOST, 0),
        repeat_from=day_short(day - timedelta(days=7)) if any(not one.is_cancelled for one in before) else "",
        has_groups=bool(groups),
    )


def _to(day: date) -> tuple[str, str]:
    return day_short(day), url_for("attendance.index", day=day.isoformat())


def _row(one: Lesson, groups: Mapping[UUID, Group], *, has_day: bool = False) -> LessonRow:
    url = url_for("attendance.lesson", lesson_id=one.id)
    when = f"{day_short(one.day)} {lesson_title(one)}" if has_day else lesson_title(one)
    if one.is_cancelled:
        state, text = "cancelled", gettext("Was not held")
    elif one.registered_at:
        state, text = "registered", gettext("Registered %(when)s", when=moment(one.registered_at))
    else:
        state, text = "missing", gettext("Not registered yet")
    return LessonRow(url, when, groups[one.group_id].name, state, text)


@dataclass(frozen=True)
class MarkRow:
    """A student's row: the mark with its choices as value, word and whether it is chosen; what is wrong.

    `is_on_leave`: leave is granted for the day, so that absence is leave.
    """

    mark: Mark
    options: tuple[tuple[str, str, bool], ...]
    is_on_leave: bool
    problem: str

    @property
    def may_be_reported(self) -> bool:
        """Whether somebody at home can have told of it."""
        return self.mark.outcome in ABSENT


@dataclass(frozen=True)
class LessonPage:
    """The lesson as it is headed, its rows, and what is to be put right."""

    heading: str
    lead: str
    rows: tuple[MarkRow, ...]
    problems: tuple[tuple[str, str], ...]
    ahead: str
    is_registered: bool
    is_cancelled: bool


def lesson_page(held: HeldLesson, marks: Marks, *, is_sent: bool) -> LessonPage:
    """The page of the lesson."""
    lesson = held.lesson
    on_leave = those_on_leave([one.student.id for one in marks.rows], lesson.day)
    return LessonPage(
        heading=lesson.subject or gettext("Lesson"),
        lead=f"{held.group.name}, {day_short(lesson.day)}, {lesson_times(lesson)}",
        rows=tuple(
            MarkRow(one, _options(one), one.student.id in on_leave, _problem(one, lesson))
            for one in marks.rows
        ),
        problems=tuple(_problems(marks, lesson)) if is_sent else (),
        ahead=_ahead(lesson) if marks.is_ahead else "",
        is_registered=lesson.registered_at is not None,
        is_cancelled=lesson.is_cancelled,
    )


def _options(mark: Mark) -> tuple[tuple[str, str, bool], ...]:
    return tuple((one, str(OUTCOME_WORDS[one]), one == mark.outcome) for one in mark.choices)


def _problems(marks: Marks, lesson: Lesson) -> Sequence[tuple[str, str]]:
    """What is to be put right, each with the place in the page."""
    found = []
    if marks.missing:
        names = ", ".join(one.student.given_name for one in marks.missing)
        text = gettext("Nobody has said whether these were there: %(names)s", names=names)
        found.append((text, f"#row-{marks.missing[0].name}"))
    if marks.is_too_early:
        place = marks.problems[0] if marks.problems else marks.rows[0]
        return [(_ahead(lesson), f"#row-{place.name}")]
    return [*found, *((_problem(one, lesson), f"#minutes-{one.name}") for one in marks.problems)]


def _problem(mark: Mark, lesson: Lesson) -> str:
    """What is to be put right in a row, told at its field."""
    if mark.problem == "to_come":
        return _ahead(lesson)
    told = {"name": mark.student.given_name, "all": lesson.minutes}
    words = gettext(
        "How many minutes did %(name)s miss? Fewer than %(all)s: whoever missed the whole lesson was absent.",
        **told,
    )
    return words if mark.problem else ""


def _ahead(lesson: Lesson) -> str:
    when = f"{day_short(lesson.day)} {clock_time(lesson.starts)}"
    return gettext(
        "The lesson begins %(when)s. Until then only absence that is known can be written down.", when=when
    )
