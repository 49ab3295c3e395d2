"""What a list of cases is narrowed down to and sorted by, and how an address says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

# All open ones; those that wait for the reader; those that wait for others; the closed ones.
VIEWS = ("", "mine", "others", "closed")
# Without: the longest waiting first.
SORTS = ("", "newest", "student", "-student", "step", "-step", "due", "-due")
DUE = ("overdue", "today", "week", "none")  # when the next task of a case is due
WAITED = ("7", "14", "30")  # days that a case has waited at least
LONGEST = 80  # signs of any one part of an address
IN_ADDRESS = {"query": "q"}


@dataclass(frozen=True)
class Filter:
    """A view with what it is narrowed down to; empty words narrow nothing."""

    view: str = ""
    query: str = ""
    stage: str = ""
    group: str = ""
    waits_for: str = ""
    owner: str = ""
    waited: str = ""
    due: str = ""
    sort: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves less than its view has."""
        return replace(self, view="", sort="") != Filter()

    @property
    def is_closed(self) -> bool:
        """Whether it is about closed cases."""
        return self.view == "closed"


def filter_from(asked: Mapping[str, str]) -> Filter:
    """The filter that an address asks for; words that mean nothing there are left out."""
    found = {one.name: asked.get(IN_ADDRESS.get(one.name, one.name), "")[:LONGEST] for one in fields(Filter)}
    known = {"view": VIEWS, "sort": SORTS, "waited": ("", *WAITED), "due": ("", *DUE)}
    return Filter(**{name: text if text in known.get(name, (text,)) else "" for name, text in found.items()})


def in_address(wanted: Filter) -> dict[str, Any]:
    """What of the filter stands in an address; `filter_from` reads it again."""
    parts = ((one.name, getattr(wanted, one.name)) for one in fields(wanted))
    return {IN_ADDRESS.get(name, name): text for name, text in parts if text}
