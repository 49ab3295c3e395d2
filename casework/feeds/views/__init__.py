"""The pages about files of attendance; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint, url_for

from casework.web.text import gettext

blueprint = Blueprint("feeds", __name__, url_prefix="/administration/attendance")


def up() -> tuple[str, str]:
    """The way back to the list of files."""
    return gettext("Files of attendance"), url_for("feeds.index")
