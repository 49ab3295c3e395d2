"""The list of signals that wait: who, which rule, what was counted, what is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place, may_at_all
from casework.attendance.calendars import calendar_of
from casework.attendance.leave import DECIDE as LEAVE
from casework.attendance.pages.picture import STRONGER, Picture, Sign, picture, strongest
from casework.cases import student_tasks as about
from casework.cases.signal_models import Signal
from casework.engine.register import ATTENDED
from casework.engine.school_calendar import SchoolCalendar
from casework.people import queries as people
from casework.signals import finding
from casework.signals.finding import AboutStudent
from casework.signals.monthly import READ as REPORT
from casework.signals.pages.words import STATES, rule_title, step_title
from casework.signals.student_finance import READ as FINANCE
from casework.signals.student_finance import has_schools
from casework.versions.queries import model_of
from casework.web.dates import day as day_text
from casework.web.languages import language
from casework.web.paging import Pager, pager
from casework.web.text import gettext, ngettext

PAGE = 25


@dataclass(frozen=True)
class Row:
    """A student with what is proposed: the highest step, the rules behind it, and the picture of one."""

    name: str
    group: str
    url: str
    proposes: str
    rules: tuple[str, ...]
    since: str
    is_changed: bool
    picture: Picture
    counted: str


@dataclass(frozen=True)
class Listing:
    """A page of the list, and the students it shows."""

    rows: tuple[Row, ...]
    pager: Pager | None
    sentence: str
    students: tuple[tuple[UUID, Place], ...]

    @property
    def signs(self) -> list[Sign]:
        """The signs that there are in the pictures, the strongest first."""
        there = {sign for row in self.rows for sign in row.picture.signs}
        return [one for one in reversed(STRONGER) if one in there]


def listing(actor: Person, page: int) -> Listing:
    """The signals that wait in what the actor may see."""
    found, total = finding.waiting_for(actor, limit=PAGE, offset=(page - 1) * PAGE)
    units = {one.student.unit_id for one in found}
    calendars = {unit: calendar_of(people.unit(unit)) for unit in units}
    return Listing(
        tuple(_row(one, calendars[one.student.unit_id]) for one in found),
        pager("signals.index", page, PAGE, total, {}),
        ngettext("%(num)d student", "%(num)d students", total),
        tuple((one.student.id, people.place(one.student)) for one in found),
    )


def ways(actor: Person) -> list[tuple[str, str]]:
    """The other lists about absence that the actor may see, each with its address."""
    lists = (
        (about.DO, gettext("Tasks about absence"), "signals.tasks"),
        (LEAVE, gettext("Leave to decide"), "attendance.leave_to_decide"),
        (REPORT, gettext("Absence in a month"), "signals.month"),
        (FINANCE, gettext("Invalid absence for CSN"), "signals.student_finance"),
    )
    mine = (one for one in lists if may_at_all(actor, one[0]))
    found = (one for one in mine if one[0] != FINANCE or has_schools(actor))
    return [(title, url_for(endpoint)) for _, title, endpoint in found]


def _row(one: AboutStudent, calendar: SchoolCalendar) -> Row:
    ranked = by_rank(one.signals)
    first = ranked[0]
    model = model_of(first.workflow_sha).in_language(language())
    return Row(
        name=one.student.name,
        group=one.group,
        url=url_for("signals.show", student_id=one.student.id, signal_id=first.id),
        proposes=step_title(first, model),
        rules=tuple(dict.fromkeys(_title(signal) for signal in ranked)),
        since=day_text(first.on),
        is_changed=any(signal.has_lost_ground for signal in one.signals),
        picture=picture_of(first, calendar),
        counted=counted_text(first),
    )


def by_rank(signals: Sequence[Signal]) -> list[Signal]:
    """Those that wait come first, then the highest step and the latest; else as the routine lists them."""

    def rank(one: Signal) -> tuple[bool, int, int, int]:
        rules = model_of(one.workflow_sha).rules
        places = {trigger.id: place for place, trigger in enumerate(rules.triggers)}
        step = rules.order.get(one.proposes, -1)
        return one.state != "new", -step, -one.on.toordinal(), places.get(one.rule, len(places))

    return sorted(signals, key=rank)


def _title(signal: Signal) -> str:
    return rule_title(signal, model_of(signal.workflow_sha).in_language(language()))


def picture_of(signal: Signal, calendar: SchoolCalendar) -> Picture:
    """What the signal counted, in its window."""
    days = [date.fromisoformat(one["on"]) for one in signal.lessons]
    window = [date.fromisoformat(one) for one in signal.reading["window"]]
    first = min([*window[:1], *days], default=signal.on)
    return picture(days, first, signal.on, calendar, strongest(_signs(signal)))


def _signs(signal: Signal) -> Iterator[tuple[date, Sign]]:
    """What stands in the squares: absence without a valid reason, lessons missed in part."""
    for one in signal.lessons:
        if one["outcome"] in ATTENDED:
            yield date.fromisoformat(one["on"]), "late"
        elif one["validity"] == "invalid":
            yield date.fromisoformat(one["on"]), "invalid"


def counted_text(signal: Signal) -> str:
    """How much the rule counted, in words."""
    if not signal.lessons:  # such as what a person has said
        return gettext("No absence counted")
    days = len({one["on"] for one in signal.lessons})
    lessons = ngettext("%(num)d lesson", "%(num)d lessons", len(signal.lessons))
    on_days = ngettext("on %(num)d day", "on %(num)d days", days)
    return f"{lessons} {on_days}"


@dataclass(frozen=True)
class OldRow:
    """One of a student's signals with how it stands."""

    title: str
    url: str
    text: str


def all_of(student_id: UUID, signals: Sequence[Signal]) -> list[OldRow]:
    """Every signal about the student, newest first; those withdrawn too."""
    return [
        OldRow(
            _title(one),
            url_for("signals.show", student_id=student_id, signal_id=one.id),
            f"{day_text(one.on)}. {STATES[one.state]}",
        )
        for one in reversed(signals)
    ]
