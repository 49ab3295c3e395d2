"""What the page of an import tells: how far it is, in lines of the file; what it is read as."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale

from casework.clock import now
from casework.feeds.models import FeedImport
from casework.feeds.pages.imports import import_page
from casework.feeds.profiles import shipped
from tests.feeds.taking import Taker
from tests.feeds.writing import line, table


@pytest.fixture
def read(app: Flask) -> Iterator[FeedImport]:
    """An import that is being read, for a reader of Bokmål."""
    body = shipped()["casework"].model_dump(mode="json")
    with app.test_request_context(), force_locale("nb"):
        yield FeedImport(id=uuid4(), by_id=uuid4(), at=now(), size=1, body=body, counts={}, lines=1_300_001)


def told(row: FeedImport, state: str, **more: Any) -> tuple[str, dict[str, str]]:
    """The sentence of the page, and its facts."""
    row.state, row.encoding, row.profile = state, "", more.pop("profile", "Casework")
    row.counts = more
    page = import_page(row, is_own=True)
    return page.sentence.replace("\xa0", " "), dict(page.facts)


def test_lines_of_the_file_are_counted_once_however_much_is_wrong(taker: Taker) -> None:
    wrong = line(day="2026-02-30", subject="=1+1"), line(key="99")
    assert taker.take(table(line(), *wrong)).progress == [4], "the headings, and three lines"


def test_how_far_it_is_can_be_read_and_that_what_it_changes_is_worked_out(read: FeedImport) -> None:
    assert told(read, "reading")[0] == "1 300 001 linjer er lest."
    read_all = told(read, "reading", rows=1_300_000)[0]
    assert read_all == "Alt er lest. Nå blir det regnet ut hva det ville endret."


def test_what_is_shipped_is_called_in_the_readers_language_and_an_own_one_by_its_name(
    read: FeedImport,
) -> None:
    title = shipped()["casework"].title
    assert title.nb != title.sv
    for name in (title.sv, title.en):
        assert told(read, "reading", profile=name)[1]["Lest som"] == title.nb
    assert told(read, "reading", profile="Vår egen")[1]["Lest som"] == "Vår egen"
