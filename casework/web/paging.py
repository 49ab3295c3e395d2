"""Long lists in pages: the links to the next and the one before, and how far one has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import request, url_for

from casework.web.text import gettext


@dataclass(frozen=True)
class Chip:
    """A view of a list, with how much is in it."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Pager:
    """The way through the pages of a list."""

    prev_url: str | None
    next_url: str | None
    text: str


def page_number() -> int:
    """The page that the address asks for, from 1."""
    return max(1, min(request.args.get("page", 1, type=int), 100_000))


def pager(endpoint: str, page: int, size: int, total: int, asked: Mapping[str, Any]) -> Pager | None:
    """The way through so many rows; nothing where they fit on one page.

    From a page after the last, as where rows have gone meanwhile, the way leads back to that.
    """
    pages = max(1, ceil(total / size))
    if page == pages == 1:
        return None
    first, last = (page - 1) * size + 1, min(page * size, total)
    text = gettext("Shows %(first)s–%(last)s of %(total)s", first=first, last=last, total=total)
    if page > pages:
        text = gettext("The list is not that long.")
    return Pager(
        prev_url=url_for(endpoint, page=min(page - 1, pages), **asked) if page > 1 else None,
        next_url=url_for(endpoint, page=page + 1, **asked) if page < pages else None,
        text=text,
    )
