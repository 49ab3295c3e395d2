"""What the shell asks of the rooms above it; `casework/__init__.py` fills it in: imports only go down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import current_app

from casework.access.policy import Person, Place
from casework.errors import Refused


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in in this browser, with the roles of today."""

    person: Person
    session_id: UUID
    language: str
    unit_name: str
    seen_at: datetime
    must_choose_password: bool = False


@dataclass(frozen=True)
class Trace:
    """What one page showed, or refused to show, to whom: each student with where they belong, if shown.

    `purpose` is what the page's door asks for, `classes` are those of the texts that it may show.
    """

    person: Person
    page: str
    purpose: str
    students: Mapping[UUID, Place | None]
    classes: frozenset[str]
    case_id: UUID | None
    is_allowed: bool


@dataclass(frozen=True)
class Limits:
    """When a session ends by itself: after so long without a page, and after so long in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu: where it leads, what it is called, and what it takes to see it."""

    name: str
    endpoint: str
    label: str
    permission: str


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """The rooms' answers to the shell's questions."""

    signed_in: Callable[[UUID, datetime, Limits], SignedIn | None]
    note_seen: Callable[[UUID, datetime], None]
    log_reading: Callable[[Trace, datetime], None]
    students_named: Callable[[Mapping[str, object]], tuple[UUID, ...]]
    moved_to: Callable[[Mapping[str, object]], UUID | None]
    refusal_lines: Callable[[Refused], list[str]]
    attendance_changed: Callable[[Collection[UUID], date, datetime], None]
    waiting_count: Callable[[Person, int], int]
    sign_in_help: Callable[[], Mapping[str, object]]
    menu: tuple[MenuEntry, ...]
    search: tuple[str, str]


def wiring() -> Wiring:
    """The answers of the running application."""
    found: Wiring = current_app.extensions["casework_wiring"]
    return found
