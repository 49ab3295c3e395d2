"""The pages about routines; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint, url_for

from casework.web.text import gettext

blueprint = Blueprint("publishing", __name__)


def up() -> tuple[str, str]:
    """The way back to the list of routines."""
    return gettext("Routines"), url_for("publishing.index")
