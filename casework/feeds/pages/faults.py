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

Row = tuple[int, str, str, str]


def headings() -> tuple[str, str, str, str]:
    """What the four columns are called."""
    return gettext("Line"), gettext("Column"), gettext("What stands there"), gettext("Why")


def rows(faults: Iterable[Fault], *, is_own: bool) -> list[Row]:
    """Line, column, value and reason; what stands in the file is told to who has sent it, and nobody else."""
    return [(one.line, one.column, _value(one) if is_own else "", line_fault(one.code)) for one in faults]


def _value(fault: Fault) -> str:
    """What stands there; where another line contradicts it and there is no code, what it says."""
    return str(MEANING_WORDS.get(fault.value, fault.value)) if fault.code == "contradicts" else fault.value


def as_file(faults: Iterable[Fault], *, is_own: bool) -> str:
    """The same as a file that spreadsheets open, in which nothing reckons."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings())
    writer.writerows((line, *map(harmless, more)) for line, *more in rows(faults, is_own=is_own))
    return "\ufeff" + text.getvalue()
