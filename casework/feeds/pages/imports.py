"""One import and the list of them, as pages show them: plain values from the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.feeds import files
from casework.feeds.actions import OPEN
from casework.feeds.fetching import KIND
from casework.feeds.models import FeedImport
from casework.feeds.pages.notes import notes
from casework.feeds.pages.words import called, file_fault, state_text
from casework.feeds.queries import FOR_THE_PROCESS
from casework.feeds.records import Unreadable
from casework.people.queries import names_of
from casework.web.dates import moment
from casework.web.sizes import number_text, size_text
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _


@dataclass(frozen=True)
class ImportRow:
    """One line of the list."""

    url: str
    profile: str
    at: str
    by: str
    state: str
    lines: str


@dataclass(frozen=True)
class ImportPage:
    """What the page of one import shows; `is_running` while a process has it in hand."""

    state: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    rows: str
    counts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    is_running: bool
    is_stopped: bool
    waits_for_me: bool
    may_be_dropped: bool
    faulty: int
    is_nothing: bool
    is_empty: bool
    is_fetched: bool


def import_rows(rows: Sequence[FeedImport]) -> list[ImportRow]:
    """The lines of the list."""
    names = names_of(row.by_id for row in rows)
    return [
        ImportRow(
            url_for("feeds.show", import_id=row.id),
            called(row),
            moment(row.at),
            names.get(row.by_id, ""),
            _state(row),
            number_text(row.counts["rows"]) if "rows" in row.counts else "",
        )
        for row in rows
    ]


def _state(row: FeedImport) -> str:
    """How far it has come; who had it in hand may have been stopped."""
    is_stopped = row.state in FOR_THE_PROCESS and not files.is_at_work(row.id)
    return gettext("Stopped, can go on") if is_stopped else state_text(row.state)


def import_page(row: FeedImport, *, is_own: bool) -> ImportPage:
    """What there is to know of the import; what stands in the file is told to who has sent it."""
    is_running = row.state in FOR_THE_PROCESS and files.is_at_work(row.id)
    counts = _outcome(row)
    return ImportPage(
        state=row.state,
        sentence=_sentence(row),
        facts=tuple(_facts(row)),
        rows=number_text(counts.get("rows", 0)),
        counts=tuple((label, number_text(counts.get(name, 0))) for name, label in _tally()) if counts else (),
        notes=tuple(notes(row, counts, is_own=is_own, is_fetched=is_fetched(row))),
        is_running=is_running,
        is_stopped=row.state in FOR_THE_PROCESS and not is_running,
        waits_for_me=row.state == "previewed",
        may_be_dropped=row.state in OPEN and not is_running,
        faulty=row.faulty,
        is_nothing=not any(
            counts.get(name, 0) for name in ("new", "changed", "cancelled", "restored", "marked")
        ),
        is_empty=not row.lines,
        is_fetched=is_fetched(row),
    )


def _tally() -> list[tuple[str, str]]:
    return [("new", gettext("New")), ("changed", gettext("Changed")), ("same", gettext("As before"))]


def _outcome(row: FeedImport) -> Mapping[str, int]:
    """What it would do or has done; nothing before that is worked out."""
    return row.counts if "new" in row.counts else {}


def _sentence(row: FeedImport) -> str:
    if row.state == "refused":
        return file_fault(Unreadable(row.fault, row.named))
    if row.state == "reading" and row.counts:
        return gettext("All of it is read. What it would change is being worked out.")
    if row.state == "waiting" and not row.lines:
        return gettext("Reading begins in a moment.")
    if row.state in ("waiting", "reading"):
        told = number_text(row.lines)
        return ngettext(
            "%(count)s line has been read.", "%(count)s lines have been read.", row.lines, count=told
        )
    if is_fetched(row) and row.state in _WITHOUT_FILE:
        return str(_WITHOUT_FILE[row.state])
    return {
        "previewed": gettext("Nothing has been written yet. Look at what it would do."),
        "asked": gettext("It will be applied in a moment."),
        "applying": gettext("It is being applied, whole or not at all."),
        "counting": gettext("The attendance is in. Signals are being worked out for those whom it touches."),
        "applied": gettext(
            "The attendance is in, and signals are worked out. The file has been thrown away."
        ),
        "dropped": gettext("Nothing of it was written. The file has been thrown away."),
    }[row.state]


_WITHOUT_FILE = {
    "previewed": _("Nothing has been written yet. Look at what it would change."),
    "applied": _("The attendance is in, and signals are worked out."),
    "dropped": _("Nothing of it was written."),
}


def is_fetched(row: FeedImport) -> bool:
    """Whether another system was asked, instead of a file being sent."""
    return bool(row.body.get("kind") == KIND)


def _facts(row: FeedImport) -> Iterator[tuple[str, str]]:
    yield gettext("Read as"), called(row)
    yield gettext("Sent by"), names_of([row.by_id]).get(row.by_id, "")
    yield gettext("When"), moment(row.at)
    if is_fetched(row):
        everything = gettext("everything of the school year")
        changes = gettext("what has changed since %(moment)s", moment=moment(row.since)) if row.since else ""
        yield gettext("Asked for"), changes or everything
    else:
        yield gettext("Size"), size_text(row.size)
    if row.encoding:
        yield gettext("Encoding"), row.encoding
    if counts := _outcome(row):
        yield gettext("Lessons"), number_text(counts.get("lessons", 0))
        yield gettext("Students"), number_text(counts.get("students", 0))
