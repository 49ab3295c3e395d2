"""Where the contact that a task asks for is logged."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import url_for

from casework.cases.forms import ReportForm
from casework.engine.actions import Action, Contact


def log_url(action: Action, forms: Iterable[object], page: str, **named: UUID) -> str | None:
    """The page for who can do the task by a contact now: `forms` are those that the reader is offered."""
    can = isinstance(action, Contact) and any(isinstance(one, ReportForm) for one in forms)
    return url_for(f"contacts.{page}", **named) if can else None  # type: ignore[arg-type] # ids go in addresses
