"""Cases that come in from elsewhere, before they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.administration.lines import LineFault
from casework.administration.pages.words import fault_text
from casework.rosters.moving import COLUMNS, Arrival, Arrivals
from casework.web.dates import day
from casework.web.languages import language
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

_FAULTS = {
    "unknown_student": _("There is no such student among those whose cases you may move."),
    "two_students": _("There are two students with this name and date of birth."),
    "has_case": _("The student has an open case here already."),
    "unknown_stage": _("The school’s routine has no such step. Its steps are: %(known)s."),
    "no_routine": _("The school follows no routine that is valid today."),
    "unlikely_since": _("%(column)s lies in the future, or more than five years back."),
    "student_twice": _("The same student stands on a line before."),
}


@dataclass(frozen=True)
class Row:
    """A case as it will be opened."""

    student: str
    group: str
    step: str
    since: str
    source: str


@dataclass(frozen=True)
class Preview:
    """The page before the cases are opened."""

    sentence: str
    rows: tuple[Row, ...]
    faults: tuple[tuple[int, str], ...]


def preview(found: Arrivals) -> Preview:
    """What would be opened, and what stands in the way."""
    number = len(found.cases)
    return Preview(
        sentence=ngettext("%(num)d case would be opened", "%(num)d cases would be opened", number),
        rows=tuple(_row(one) for one in found.cases),
        faults=tuple(_faults(found.faults)),
    )


def reason(one: Arrival) -> str:
    """What the history says of where the case comes from, in the language of who moves it in."""
    return gettext(
        "Moved in from elsewhere: %(source)s. In this step since %(day)s.",
        source=one.source,
        day=one.since.isoformat(),
    )


def columns() -> list[str]:
    """What the columns are called."""
    return [texts[language()][0] for texts in COLUMNS.values()]


def _row(one: Arrival) -> Row:
    rules = one.model.in_language(language())
    step = f"{rules.order[one.stage] + 1}. {rules.stage(one.stage).name}"
    return Row(one.student.name, one.group, step, day(one.since), one.source)


def _faults(faults: list[LineFault]) -> Iterator[tuple[int, str]]:
    for fault in sorted(faults, key=lambda fault: fault.line):
        texts = COLUMNS.get(fault.column)
        values = {**fault.values, "column": texts[language()][0] if texts else ""}
        own = _FAULTS.get(fault.code)
        yield fault.line, str(own) % values if own else fault_text(fault.code, values)
