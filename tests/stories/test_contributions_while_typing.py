"""The page of a contribution saves itself while somebody types; two windows of one person lose no word."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from casework.extensions import db
from casework.history.models import Event
from casework.records.models import Contribution
from tests.stories.journey import Journey
from tests.stories.test_contributions import MAPPING, PICTURE, TABLE, gives, row, sheet, status
from tests.stories.writers import Writer

HALF = "Är med på laborationerna"


@pytest.fixture
def mapping(journey: Journey) -> Journey:
    """A case in mapping, where the subject teacher is asked."""
    journey.begins_in("mapping")
    return journey


def teacher(journey: Journey) -> Writer:
    """The teacher's page, in a window of its own."""
    return Writer(journey.teacher, sheet(journey))


def kept(journey: Journey) -> list[Any]:
    """The pictures that the teacher has written, as the database has them."""
    with journey.app.app_context():
        found = db.session.scalars(select(Contribution)).one_or_none()
        rows = found.answers.get(TABLE, []) if found else []
        return [one.get("picture") for one in rows]  # type: ignore[attr-defined] # a table is a list


def test_what_is_typed_is_kept_and_not_given(mapping: Journey) -> None:
    page = teacher(mapping)
    assert page.keeps() == {"unkept": {}}
    assert kept(mapping) == []
    with mapping.app.app_context():
        before = db.session.scalars(select(Event.id)).all()
    told = page.keeps(**row("NO", HALF))
    assert told["saved"].startswith("Sparat")
    assert (told["kept"], told["news"]) == ([TABLE], {})
    page.keeps(**row("NO", PICTURE))
    assert kept(mapping) == [PICTURE]
    assert status(mapping) == "open"
    assert PICTURE not in mapping.mentor.get(f"{mapping.case}/forms/new/{MAPPING}").text
    with mapping.app.app_context():
        assert db.session.scalars(select(Event.id)).all() == before


def test_an_answer_that_gets_lost_and_one_that_comes_late_cost_no_word(mapping: Journey) -> None:
    page = teacher(mapping)
    page.turn = 1
    assert page.sends(row("NO", HALF)).status_code == 200  # the page does not hear of it
    page.turn = 2
    assert page.sends(row("NO", PICTURE)).status_code == 200
    page.turn = 1
    assert page.sends(row("NO", HALF)).status_code == 200  # arrives after the one that was sent later
    assert kept(mapping) == [PICTURE]


def test_an_answer_that_is_taken_away_stays_away(mapping: Journey) -> None:
    page = teacher(mapping)
    page.keeps(**row("NO", PICTURE))
    page.keeps(**row("NO", ""))
    assert kept(mapping) == [None]


def test_a_second_window_overwrites_nothing_and_shows_both(mapping: Journey) -> None:
    first, second = teacher(mapping), teacher(mapping)
    first.keeps(**row("NO", "I det ena fönstret."))
    told = second.keeps(409, **row("NO", "I det andra."))
    assert "ett annat fönster" in told["text"]
    assert kept(mapping) == ["I det ena fönstret."]
    sent = {
        **mapping.teacher.tokens(),
        **second.own,
        "_seen": second.seen,
        "_turn": "2",
        "do": "save",
        **row("NO", "I det andra."),
    }
    answer = mapping.teacher.post(sheet(mapping), sent, 409)
    form, beneath = answer.form(), answer.main.one("section", aria_labelledby="saved-elsewhere")
    assert "I det andra." in form.one("textarea", name=f"{TABLE}-0-picture").text
    assert "I det ena fönstret." in beneath.text
    mapping.teacher.send(answer, do="save")
    assert kept(mapping) == ["I det andra."]


def test_what_cannot_be_kept_is_told_and_the_rest_is_kept(mapping: Journey) -> None:
    page = teacher(mapping)
    page.keeps(**row("NO", HALF))
    told = page.keeps(**row("NO", "x" * 100_000))
    assert list(told["unkept"]) == [TABLE]
    assert kept(mapping) == [HALF]


def test_nothing_is_kept_by_who_is_not_asked_nor_when_the_form_is_signed(mapping: Journey) -> None:
    page, keep = teacher(mapping), f"{sheet(mapping)}/keep"
    mapping.mentor.post(keep, {**mapping.mentor.tokens(), **row("NO", HALF)}, 404)
    mapping.stranger.post(keep, {**mapping.stranger.tokens(), **row("NO", HALF)}, 404)
    assert kept(mapping) == []
    page.keeps(**row("NO", HALF))
    gives(mapping, mapping.teacher)
    page = teacher(mapping)
    mapping.signs(mapping.mentor, MAPPING)
    page.keeps(409, **row("NO", "Efteråt"))
    assert kept(mapping) == [PICTURE]
