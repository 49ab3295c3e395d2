"""What the program works out for a form, on the very days on which the answer turns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from flask import Flask
from flask_babel import force_locale

from casework.cases.pages.form_context import context_of
from casework.forms.base import CONFIDENTIALITIES
from casework.forms.context import FormContext
from casework.forms.fields import Computed
from casework.people.models import Student

VALUES = get_args(Computed.model_fields["of"].annotation)
BORN = date(2010, 3, 14)


def circumstances(app: Flask, today: date) -> FormContext:
    """The circumstances of a form of a student born on BORN, in Swedish."""
    student = Student(given_name="Alva", family_name="Exempelsson", birth_date=BORN)
    opened = datetime(2026, 11, 2, 9, tzinfo=UTC)
    situation: Any = SimpleNamespace(
        student=student,
        case=SimpleNamespace(opened_at=opened),
        visit=SimpleNamespace(entered_at=opened),
        facts=SimpleNamespace(last_stage="report"),
    )
    words = {"language": "sv", "workflow": SimpleNamespace(country="SE")}
    speech: Any = SimpleNamespace(**words, colleagues=(), stage=lambda stage: stage)
    row: Any = SimpleNamespace(student=student, group="8B")
    with app.test_request_context(), force_locale("sv"):
        return context_of(situation, speech, frozenset(CONFIDENTIALITIES), (), row, today)


@pytest.mark.parametrize(
    ("today", "age", "under_18"),
    [
        (date(2026, 11, 28), "16 år", "Ja, efter åldern"),
        (date(2028, 3, 13), "17 år", "Ja, efter åldern"),
        (date(2028, 3, 14), "18 år", "Nej, efter åldern"),
    ],
)
def test_a_student_is_under_18_up_to_the_birthday(app: Flask, today: date, age: str, under_18: str) -> None:
    found = circumstances(app, today)
    assert found.computed["student_age"] == age
    assert found.computed["under_18"] == under_18
    assert found.figures["under_18"] == {"born": BORN.isoformat(), "on": today.isoformat()}
    assert "14 mars 2010" in found.worked_out["under_18"]


def test_every_value_that_a_form_may_name_is_worked_out_and_says_how(app: Flask) -> None:
    found = circumstances(app, date(2026, 11, 28))
    assert set(VALUES) == set(found.computed) == set(found.figures) == set(found.worked_out)
    assert all(found.computed.values())
    assert all(found.worked_out.values())
