"""The case list: a sentence with number and order, and a row for each case on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person, Place
from casework.cases import lists, saved_views
from casework.cases.filters import Filter, in_address
from casework.cases.lists import ListedCase
from casework.cases.models import SavedView
from casework.cases.pages import filterbar
from casework.cases.pages.filterbar import Column, Select, Views
from casework.cases.pages.voices import Voices
from casework.cases.pages.words import capital
from casework.web.dates import day
from casework.web.paging import Pager, pager
from casework.web.text import gettext, ngettext

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list."""

    id: UUID
    student: str
    class_name: str
    step: tuple[int, int]
    step_text: str
    waits_who: str
    waits_what: str
    is_ready: bool
    since: str
    due: str
    is_late: bool
    owner: str


@dataclass(frozen=True)
class Listing:
    """Everything on the case list, and the students it shows."""

    views: Views
    selects: tuple[Select, ...]
    columns: Mapping[str, Column]
    chosen: tuple[tuple[str, str], ...]
    rows: tuple[CaseRow, ...]
    steps: tuple[tuple[int, int], ...]
    sentence: str
    pager: Pager | None
    total: int
    first_url: str
    students: tuple[tuple[UUID, Place], ...]


def listing(actor: Person, language: str, wanted: Filter, page: int, now: datetime) -> Listing:
    """The list as the reader asked for it; its queries do not grow with the number of cases."""
    own = saved_views.views_of(actor)
    counts = _counts(actor, wanted, own, now)
    found = lists.cases_for(actor, wanted, now, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    voices = Voices(actor, language, found, now)
    rows = tuple(_closed_row(voices, row) if row.closed_at else _row(voices, row) for row in found)
    return Listing(
        views=filterbar.views(wanted, own, counts),
        selects=filterbar.selects(actor, language, wanted),
        columns=filterbar.columns(wanted),
        chosen=filterbar.chosen(language, wanted),
        rows=rows,
        steps=tuple(sorted({row.step for row in rows})),
        sentence=_sentence(wanted, counts[wanted]),
        pager=pager("cases.index", page, PER_PAGE, counts[wanted], in_address(wanted)),
        total=counts[wanted],
        first_url=filterbar.address(wanted),
        students=tuple(row.shown for row in found),
    )


def _counts(actor: Person, wanted: Filter, own: Sequence[SavedView], now: datetime) -> dict[Filter, int]:
    """How many cases there are in each view, and in the list."""
    kept = (saved_views.filter_of(view) for view in own)
    filters = list(dict.fromkeys([*(its for _, its in filterbar.built_in()), *kept, wanted]))
    return dict(zip(filters, lists.counts_for(actor, filters, now), strict=True))


def _row(voices: Voices, row: ListedCase) -> CaseRow:
    """The open case; responsible is who was named, as long as they are around the student."""
    line, is_ready = voices.line(row), row.waiting_code == "ready"
    named = row.responsible_id
    is_around = named is not None and any(one.id == named for one in voices.of(row).colleagues)
    return CaseRow(
        id=row.id,
        student=row.student,
        class_name=row.group,
        step=line.step,
        step_text=line.step_text,
        waits_who=capital(line.what) if is_ready else line.who,
        waits_what=line.who if is_ready else line.what,
        is_ready=is_ready,
        since=line.waited,
        due=day(row.next_due_on) if row.next_due_on else "",
        is_late=row.next_due_on is not None and row.next_due_on < voices.today,
        owner=(is_around and row.responsible) or line.owner,
    )


def _closed_row(voices: Voices, row: ListedCase) -> CaseRow:
    closed_on = day(row.closed_at) if row.closed_at else ""
    number = gettext("Case %(number)s", number=row.number)
    stair = (0, len(voices.of(row).workflow.order))
    return CaseRow(
        row.id, row.student, row.group, stair, gettext("Closed"), number, "", False, closed_on, "", False, ""
    )


def _sentence(wanted: Filter, total: int) -> str:
    """How many cases there are, and in which order they stand."""
    if wanted.is_closed:
        count = ngettext("%(num)d closed case", "%(num)d closed cases", total)
    else:
        count = ngettext("%(num)d open case", "%(num)d open cases", total)
    if total < 2:
        return count
    order = {
        "student": gettext("sorted by student"),
        "-student": gettext("sorted by student, from the end"),
        "step": gettext("sorted by step"),
        "-step": gettext("sorted by step, the last first"),
        "due": gettext("sorted by the next date"),
        "-due": gettext("sorted by the next date, from the end"),
        "newest": gettext("those that have waited the shortest first"),
    }
    waited, closed = gettext("sorted by how long they have waited"), gettext("those closed last first")
    usual = closed if wanted.is_closed else waited
    return gettext("%(count)s, %(order)s", count=count, order=order.get(wanted.sort, usual))
