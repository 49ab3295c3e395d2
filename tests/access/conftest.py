"""A log with a few readings in it, in the hands of somebody who owns the database."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from casework.access.actions import log_reading
from casework.access.chain import Said, Towards
from casework.extensions import db
from tests.factories import NOW, School, work


@pytest.fixture
def log(app: Flask, school: School) -> Iterator[list[Said]]:
    """The log with three readings, of the last of which nobody is told; what is done to it is rolled back."""
    both = (Towards(school.student, "mentor", "group"), Towards(school.elsewhere, "mentor", "group"))
    third = (Towards(school.elsewhere, "", "none"), Towards(school.student, "rector", "unit"))
    readings = [
        said(school, "cases.show", both),
        said(school, "cases.print", ()),
        said(school, "start", third),
    ]
    with work(app):
        for one in readings:
            log_reading(one)
    with app.app_context():
        for name in db.session.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            db.session.execute(text(f"drop trigger {name}"))
        yield readings
        db.session.rollback()


def said(school: School, page: str, students: tuple[Towards, ...]) -> Said:
    """A reading of the page by the mentor."""
    return Said(
        at=NOW,
        user=school.mentor,
        roles="mentor",
        page=page,
        purpose="case:read",
        confidentiality="school",
        case=UUID(int=5),
        is_allowed=page != "start",
        students=students,
    )
