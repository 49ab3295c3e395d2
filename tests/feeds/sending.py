"""What tests of the pages share: a file as a browser sends it, and what has come of it."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from casework.attendance.models import AttendanceEntry
from casework.extensions import db, feeds_folder
from casework.feeds.models import FeedImport
from tests.pages import Page

AT = "/administration/attendance"
Send = Callable[..., Page]


def attached(content: bytes) -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(io.BytesIO(content), "lektioner.csv")


def state(app: Flask) -> str:
    """How far the only import is."""
    with app.app_context():
        return db.session.scalars(select(FeedImport.state)).one()


def kept(app: Flask) -> list[str]:
    """What lies on the disk."""
    with app.app_context():
        return [one.name for one in feeds_folder().glob("*")] if feeds_folder().exists() else []


def entries(app: Flask) -> int:
    """How many absences are registered."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(AttendanceEntry)) or 0
