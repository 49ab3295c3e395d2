"""Where the contact that a task asks for is logged, the letter written and the meeting called."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import url_for

from casework.cases.forms import ReportForm
from casework.catalog import catalog
from casework.engine.actions import Action, Contact, Meeting, Notice, Report, Request

# What a routine asks to have written down of a contact; where there is no case, the log takes its place.
LOG = "contact_log_entry"


def is_contact(action: Action | None) -> bool:
    """Whether the action, outside a case, is done by a contact."""
    return isinstance(action, Contact) or (action is not None and action.form == LOG)


def meet_url(action: Action, forms: Iterable[object], **named: UUID) -> str | None:
    """The page on which the meeting that a task asks for is called, for who can call it now."""
    can = isinstance(action, Meeting) and any(isinstance(one, ReportForm) for one in forms)
    return url_for("meetings.call_for_task", **named) if can else None  # type: ignore[arg-type] # ids go in addresses


def log_url(action: Action, forms: Iterable[object], page: str, **named: UUID) -> str | None:
    """The page for who can do the task by a contact now: `forms` are those that they are offered."""
    can = is_contact(action) and any(isinstance(one, ReportForm) for one in forms)
    return url_for(f"contacts.{page}", **named) if can else None  # type: ignore[arg-type] # ids go in addresses


def letter_url(action: Action, forms: Iterable[object], case_id: UUID, task_id: UUID) -> str | None:
    """The page for who can do the task by a letter now: where a kind of letter goes to its parties."""
    home = {"home": "home", "guardians": "home", "guardian": "home"}
    parties = {home.get(one, one) for one in action.parties}
    is_sent = isinstance(action, Notice | Report | Request)
    can = is_sent and any(isinstance(one, ReportForm) for one in forms)
    known = (kind.in_language("sv").to for kind in catalog().letters.values())
    if not can or not any(parties & set(to) for to in known):
        return None
    return url_for("letters.of_case", case_id=case_id, task=task_id)
