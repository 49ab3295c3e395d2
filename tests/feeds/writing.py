"""Files of attendance for tests: lines under the headings of the program's own table, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from casework.feeds.begun import begun
from casework.feeds.profile import Profile
from casework.feeds.profiles import shipped
from casework.feeds.records import Fault, Found, Record

LATEST = date(2026, 11, 29)
HEADINGS = "Elev-id;Datum;Start;Lektionsminuter;Ämne;Grupp;Närvaro;Frånvarominuter"
OWN = "casework"


def table(*lines: str, headings: str = HEADINGS) -> str:
    """The lines below the headings."""
    return "".join(f"{line}\n" for line in (headings, *lines))


def line(
    key: str = "1", day: str = "2026-09-07", start: str = "08:00", code: str = "närvarande", **more: str
) -> str:
    """A line of the program's own table."""
    cells = (
        key,
        day,
        start,
        more.get("minutes", "60"),
        more.get("subject", "Matematik"),
        more.get("group", ""),
        code,
        more.get("missed", ""),
    )
    return ";".join(cells)


def found(path: Path, content: str | bytes, profile: Profile | str = OWN) -> list[Found]:
    """What a file with the content says. Raises Unreadable."""
    file = path / "lessons"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    chosen = shipped()[profile] if isinstance(profile, str) else profile
    with begun(file, chosen, LATEST) as read:
        return list(read.found)


def faults(every: Iterable[Found]) -> list[tuple[int, str, str, str]]:
    """Line, column, value and code of everything wrong."""
    return [(one.line, one.column, one.value, one.code) for one in every if isinstance(one, Fault)]


def records(every: Iterable[Found]) -> list[Record]:
    """What is right."""
    return [one for one in every if isinstance(one, Record)]
