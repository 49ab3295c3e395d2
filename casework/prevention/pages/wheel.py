"""The wheel of a school's year: what is to be done now, month by month, and what goes on all the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from casework.engine.school_calendar import school_year
from casework.prevention.pages.words import (
    LOOKS,
    MARKS,
    localised,
    note_url,
    rules_of,
    speaker,
    state,
    when,
    work_url,
)
from casework.prevention.queries import School
from casework.prevention.standing import Piece, State, in_order
from casework.routines.speaker import capital
from casework.web.dates import day, month_heading
from casework.web.text import gettext, ngettext

WORST: tuple[State, ...] = ("overdue", "to_plan", "due", "later", "not_done", "done", "ongoing")


@dataclass(frozen=True)
class Row:
    """One turn of one work, of all classes together where each has its own."""

    title: str
    url: str
    text: str
    state: str
    look: str
    mark: str


@dataclass(frozen=True)
class Month:
    """A month of the school year with what is due in it."""

    title: str
    rows: tuple[Row, ...]
    is_now: bool


@dataclass(frozen=True)
class WheelPage:
    """The page of one school."""

    school: str
    schools: tuple[tuple[str, str, bool], ...]
    routine: str
    year: str
    mine: tuple[Row, ...]
    late: tuple[Row, ...]
    months: tuple[Month, ...]
    ongoing: tuple[Row, ...]
    goals_url: str | None
    letters_url: str


def wheel_page(schools: Sequence[School], school: School) -> WheelPage:
    """The wheel of the school; `schools` are those that the reader can choose."""
    found, today = list(in_order(school.pieces)), school.today
    waits = [one for one in found if one.waits]
    rules = rules_of(school)
    first, last = school_year(today)
    return WheelPage(
        school=school.unit.name,
        schools=tuple((str(one.unit.id), one.unit.name, one.unit.id == school.unit.id) for one in schools),
        routine=rules.title if rules else "",
        year=f"{first.year}/{last.year % 100:02}",
        mine=tuple(_rows(school, (one for one in waits if school.is_asked(one)))),
        late=tuple(
            _rows(school, (one for one in waits if one.state == "overdue" and not school.is_asked(one)))
            if school.may_lead
            else ()
        ),
        months=tuple(_months(school, found)),
        ongoing=tuple(_rows(school, (one for one in found if one.state == "ongoing"))),
        goals_url=goals_url(school),
        letters_url=url_for("letters.to_all", unit_id=school.unit.id),
    )


def goals_url(school: School) -> str | None:
    """Where goals and groups stand, where the routine has any."""
    has_any = school.model is not None and (school.model.rules.goals or school.model.rules.cohorts)
    return url_for("prevention.goals_of_school", unit_id=school.unit.id) if has_any else None


def _months(school: School, found: Sequence[Piece]) -> Iterable[Month]:
    by_month: dict[date, list[Piece]] = {}
    for one in found:
        if one.due:
            by_month.setdefault(one.due.replace(day=1), []).append(one)
    for first, those in sorted(by_month.items()):
        is_now = first == school.today.replace(day=1)
        yield Month(month_heading(first), tuple(_rows(school, those)), is_now)


def _rows(school: School, found: Iterable[Piece]) -> Iterable[Row]:
    """The turns, those of several classes as one row."""
    together: dict[tuple[str, str], list[Piece]] = {}
    for one in found:
        together.setdefault((one.work.id, one.turn.key), []).append(one)
    return [_row(school, those) for those in together.values()]


def _row(school: School, those: Sequence[Piece]) -> Row:
    first = those[0]
    work = localised(school, first.work)
    worst = min((one.state for one in those), key=WORST.index)
    title = work.title
    if len(those) == 1 and first.group:
        title = gettext("%(work)s, %(group)s", work=title, group=first.group.name)
    is_one = len(those) == 1 and first.due is not None and not first.is_settled and school.may_note(first)
    return Row(
        title=title,
        url=note_url(school, first) if is_one else work_url(school.unit, first.work),
        text=". ".join(_texts(school, those)) + ".",
        state=state(worst) if worst != "ongoing" else "",
        look=LOOKS.get(worst, ""),
        mark=MARKS.get(worst, "missing"),
    )


def _texts(school: School, those: Sequence[Piece]) -> Iterable[str]:
    """Which time, by when or how many, and whose it is."""
    first, rules = those[0], rules_of(school)
    if first.turn.of > 1:
        yield gettext("Time %(number)s of %(of)s", number=first.turn.number, of=first.turn.of)
    if first.due is None:
        number = sum(note.kind == "done" for one in those for note in one.notes)
        if number:
            yield ngettext("Noted once this term", "Noted %(num)d times this term", number)
    elif len(those) == 1:
        yield when(first, school.today)
    else:
        done = sum(one.is_settled for one in those)
        yield gettext("%(done)s of %(number)s classes", done=done, number=len(those))
        days = sorted(one.due for one in those if one.due and not one.is_settled)
        if days:
            yield gettext("By %(day)s", day=day(days[-1]))
    if rules:
        yield capital(speaker(rules).who(first.work.by))
