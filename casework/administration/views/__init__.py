"""The administrator's pages; each module here is one errand."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from flask import Blueprint, request

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


def chosen(name: str) -> list[UUID]:
    """The ids that were ticked under the name, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for text in request.form.getlist(name):
        with suppress(ValueError):
            found[UUID(text)] = None
    return list(found)
