"""Fills in any form of the catalog as it is asked: as values, as what a page sends, by hand or over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
from tests.clients import Client
from tests.forms.filled import answer
from tests.pages import Page

EVERYTHING = FormContext(readable=frozenset(CONFIDENTIALITIES))


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


def fill_in(
    client: Client, case_url: str, form_id: str, other: Mapping[str, Any] | None = None, do: str = "save"
) -> str:
    """Opens the form of the case, fills in what it asks and presses the button; answers where it leads."""
    form = form_of(client, form_id)
    page = _begun(client, f"{case_url}/forms/new/{form_id}")
    names = [one.attributes["name"] for one in page.form().everything() if "name" in one.attributes]
    there = {name.split("__")[0].split("-")[0] for name in names}
    answers = {key: value for key, value in asked(form, other).items() if key in there}
    found: str = client.send(page, do=do, **on_page(form, answers))
    return found


def _begun(client: Client, address: str) -> Page:
    """The page on which the form is filled in, asked for once where nobody has begun it."""
    found = client.raw.get(address)
    if found.status_code != 200:
        return client.get(str(found.headers.get("Location", address)))
    page = Page(found)
    page.check()
    return page


def sign_online(client: Client, case_url: str, form_id: str, other: Mapping[str, Any] | None = None) -> str:
    """Fills the form in and signs it in the browser; answers the address of the signed version."""
    signing = fill_in(client, case_url, form_id, other, do="finalise")
    assert signing.endswith("/sign"), f"{form_id} cannot be signed as it is filled in: {signing}"
    client.send(client.get(signing))
    return signing.removesuffix("/sign")


def where_to_fill(client: Client, case_url: str, form_id: str) -> str:
    """Where the form is filled in: a page of its own until it is begun, then the draft."""
    address = f"{case_url}/forms/new/{form_id}"
    answer = client.raw.get(address)
    return str(answer.headers["Location"]) if answer.status_code == 303 else address


def form_of(client: Client, form_id: str) -> Form:
    """The form's definition in Swedish, as the client's application has read it."""
    with client.app.app_context():
        return catalog().forms[form_id].in_language("sv")
