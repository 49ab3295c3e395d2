"""Lines that are wrong, as rows of a page and as a file to put them right by."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from casework.feeds.pages.sample import MEANING_WORDS
from casework.feeds.pages.words import line_fault
from casework.feeds.records import Fault
from casework.web.sheets import harmless
from casework.web.text import gettext

Row = tuple[int | str, str, str, str]


def where(*, is_fetched: bool) -> str:
    """What the first column is called: in another system there are no lines."""
    return gettext("Where in the other system") if is_fetched else gettext("Line")


def rows(faults: Iterable[Fault], *, is_own: bool) -> list[Row]:
    """Line, column, value and reason; what stands in the file is told to who has sent it, and nobody else.

    Of what another system has answered, where it stands there instead of the line.
    """
    return [
        (one.place or one.line, one.column, _value(one) if is_own else "", line_fault(one.code))
        for one in faults
    ]


def _value(fault: Fault) -> str:
    """What stands there; where another line contradicts it and there is no code, what it says."""
    return str(MEANING_WORDS.get(fault.value, fault.value)) if fault.code == "contradicts" else fault.value


def as_file(faults: Iterable[Fault], *, is_own: bool, is_fetched: bool) -> str:
    """The same as a file that spreadsheets open, in which nothing reckons."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    first = where(is_fetched=is_fetched)
    writer.writerow((first, gettext("Column"), gettext("What stands there"), gettext("Why")))
    writer.writerows((line, *map(harmless, more)) for line, *more in rows(faults, is_own=is_own))
    return "\ufeff" + text.getvalue()
