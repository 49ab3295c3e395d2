"""A school with its terms laid, whose preventive work people note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from casework import clock
from casework.attendance.calendars import lay_calendar
from casework.engine.school_calendar import Term
from casework.extensions import db
from casework.people.models import Unit
from tests.clients import Client, client_as
from tests.factories import School, work

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TERMS = (Term(date(2026, 8, 18), date(2026, 12, 18)), Term(date(2027, 1, 11), date(2027, 6, 11)))


@pytest.fixture
def laid(app: Flask, school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """The school with the terms of a year, on a day in November."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with work(app):
        lay_calendar(school.unit, TERMS, {})
    return school


@pytest.fixture
def follows(app: Flask, laid: School) -> Callable[[str], School]:
    """The school, which follows the routine from now on."""

    def choose(workflow: str) -> School:
        with work(app):
            unit = db.session.get_one(Unit, laid.unit)
            unit.workflow = workflow
            if workflow == "norwegian-routine":
                unit.country = "NO"
            if workflow == "bengtsfors":
                unit.school_form = "upper_secondary"
        return laid

    return choose


@pytest.fixture
def sees(app: Flask, laid: School) -> Callable[[str], Client]:
    """A browser that somebody of the school is signed in to; sessions go by the true time."""
    return lambda name: client_as(app, getattr(laid, name), at=datetime.now(UTC))
