"""Fills in any form of the catalog as it is asked: as values, as what a page sends, by hand or over HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from casework.access.policy import Person
from casework.cases import work
from casework.cases.models import Case
from casework.catalog import catalog
from casework.forms.answers import settled
from casework.forms.base import CONFIDENTIALITIES, Answers
from casework.forms.context import FormContext, shown
from casework.forms.definition import Form
from casework.records import actions as records
from casework.records.models import Submission
from tests.forms.filled import answer

EVERYTHING = FormContext(readable=frozenset(CONFIDENTIALITIES))


class Client(Protocol):
    """Somebody's browser: what the tests' own client and werkzeug's have in common."""

    def get(self, url: str, **more: Any) -> TestResponse:
        """Opens the page."""

    def post(self, url: str, **more: Any) -> TestResponse:
        """Sends the form."""


def asked(form: Form, other: Mapping[str, Any] | None = None) -> Answers:
    """A valid answer to every question that is asked; `other` are answers that differ from the usual ones."""
    answers: Answers = dict(other or {})
    for field in form.all_fields():
        if field.id in shown(form, answers) and field.id not in answers and field.kind != "computed":
            answers[field.id] = answer(field)
    return {key: value for key, value in answers.items() if key in shown(form, answers)}


def on_page(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the inputs of the form's page send them."""
    sent: dict[str, Any] = {}
    for field in form.all_fields():
        if field.id in answers:
            sent |= field.spread(field.id, answers[field.id])
    return sent


def sign(
    case: Case, form_id: str, *, actor: Person, now: datetime, other: Mapping[str, Any] | None = None
) -> Submission:
    """Begins, fills in and signs the form with the actions, inside the caller's unit of work."""
    definition = catalog().forms[form_id]
    form = definition.in_language("sv")
    draft = work.begin_form(case, definition, actor=actor, now=now)
    answers = asked(form, other)
    records.save_draft(draft, answers, revision=draft.revision, actor=actor, now=now)
    work.finalise_form(case, draft, definition, settled(form, answers, EVERYTHING), actor=actor, now=now)
    return draft
