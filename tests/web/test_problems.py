"""Every problem has its status, its page and a sentence; what a person wrote is never lost."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from casework import errors
from casework.engine.facts import Refusal
from casework.web import problem_words
from casework.web.doors import requires
from casework.web.problems import HANDLERS, show_again
from tests.clients import Client, client_as
from tests.factories import School
from tests.house.source import PACKAGE, modules

WORDS = "Alva har varit borta sex förmiddagar"


def codes(error: str) -> set[str]:
    """The codes with which the error is raised anywhere in the program."""
    text = "\n".join(module.path.read_text("utf-8") for module in modules(PACKAGE))
    return set(re.findall(rf'\b{error}\(\s*"(\w+)"', text))


def test_every_conflict_has_its_sentence_and_every_sentence_its_conflict() -> None:
    assert codes("Conflict") == problem_words.CONFLICTS.keys()


def test_everything_unusable_has_its_sentence_and_every_sentence_its_use() -> None:
    found = codes("NotAcceptable") | codes("Unfit")  # the second about files, in a process of its own
    assert found == problem_words.UNUSABLE.keys()


def test_every_error_of_ours_stands_in_the_table() -> None:
    assert set(errors.CaseworkError.__subclasses__()) <= HANDLERS.keys()


@pytest.fixture
def client(app: Flask, school: School, planted: None) -> Client:
    """Somebody signed in, in an application with a view that can be made to fail."""
    return client_as(app, school.mentor)


@pytest.fixture
def planted(app: Flask, failing: list[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of opening a case stands a view that fails as it is told."""

    @requires("case:open")
    def fails(**_: object) -> str:
        raise failing[0]

    monkeypatch.setitem(app.view_functions, "cases.create", fails)


@pytest.fixture
def failing() -> list[Exception]:
    """What the planted view fails with."""
    return [errors.NotHere()]


DATABASE = OperationalError("select", {}, Exception("canary"))


@pytest.mark.parametrize(
    ("error", "status", "is_kept"),
    [
        (errors.NotHere(), 404, False),
        (errors.NotAllowed(), 403, False),
        (errors.NotSignedIn(), 403, True),
        (errors.Refused((Refusal("role"),)), 403, True),
        (errors.Refused((Refusal("role"), Refusal("form_missing"))), 409, True),
        (errors.Conflict("case_changed"), 409, True),
        (StaleDataError(), 409, True),
        (errors.NotAcceptable("reason_missing"), 422, True),
        (errors.NotAcceptable("stale_page"), 400, True),
        (errors.NotAcceptable("not_text"), 400, False),
        (errors.NotLogged(), 503, False),
        (DATABASE, 503, False),
    ],
)
def test_each_problem_has_its_status_and_keeps_what_was_written_where_it_can(
    client: Client, school: School, failing: list[Exception], error: Exception, status: int, is_kept: bool
) -> None:
    failing[0] = error
    page = client.post(f"/students/{school.student}/open", {**client.tokens(), "reason": WORDS}, status)
    assert "canary" not in page.answer.text
    assert (WORDS in page.main.text) == is_kept


def test_a_view_can_show_its_own_page_again_with_what_was_typed(
    app: Flask, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Exception] = []

    @requires("case:open")
    def fails(**_: object) -> str:
        show_again(lambda error: shown.append(error) or "the page again")
        raise errors.Conflict("form_saved")

    monkeypatch.setitem(app.view_functions, "cases.create", fails)
    client = client_as(app, school.mentor)
    answer = client.raw.post(f"/students/{school.student}/open", data=client.tokens())
    assert (answer.status_code, answer.text) == (409, "the page again")
    assert shown == [errors.Conflict("form_saved")]


def test_ids_choices_and_secrets_are_not_shown_again(
    client: Client, school: School, failing: list[Exception]
) -> None:
    failing[0] = errors.Conflict("case_changed")
    fields = {**client.tokens(), "reason": WORDS, "to": "mapping", "password": "a secret with spaces"}
    page = client.post(f"/students/{school.student}/open", fields, 409)
    assert fields["csrf_token"] not in page.main.text
    assert "mapping" not in page.main.text
    assert "secret" not in page.main.text
