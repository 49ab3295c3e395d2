"""Whatever breaks while a case moves, and wherever: it moves with all that follows, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from casework.extensions import db
from tests.clients import Client, Fields, filled
from tests.stories.ground import fingerprints
from tests.stories.journey import Journey

FORMS = ("in_depth_evaluation", "authority_report")
MOST = 300


class Broken(Exception):
    """The disk, the network or the power, at the worst moment."""


@contextmanager
def breaking(app: Flask, name: str, place: int) -> Iterator[None]:
    """Breaks at the so-manieth statement or commit."""
    left = [place]

    def count(*_args: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Broken

    with app.app_context():
        engine = db.engine
    event.listen(engine, name, count)
    try:
        yield
    finally:
        event.remove(engine, name, count)


def a_step(journey: Journey) -> tuple[Client, str, Fields]:
    """The team takes a case to the mapping."""
    journey.begins_in("report")
    journey.has_signed(journey.mentor, "student_guardian_checklist")
    form = journey.team.get(f"{journey.case}/advance/start_mapping").form()
    return journey.team, form.attributes["action"], filled(form)


def an_approval(journey: Journey) -> tuple[Client, str, Fields]:
    """The rector approves a hand-over, which carries it out."""
    journey.begins_in("analysis")
    journey.has_signed(journey.team, *FORMS, school_did_its_part="yes")
    form = journey.rector.get(journey.asks(journey.team)).form()
    return journey.rector, form.attributes["action"], {**filled(form), "decision": "approve"}


@pytest.mark.parametrize("name", ["before_cursor_execute", "commit"])
@pytest.mark.parametrize("act", [a_step, pytest.param(an_approval, marks=pytest.mark.long)])
def test_a_move_that_breaks_anywhere_has_happened_as_a_whole_or_not_at_all(
    journey: Journey, act: Any, name: str
) -> None:
    who, url, sent = act(journey)
    journey.app.config["TESTING"] = False  # answers as it would to people
    before, place = fingerprints(journey.app), 0
    for place in range(1, MOST):
        with breaking(journey.app, name, place):
            answer = who.raw.post(url, data=sent)
        if answer.status_code == 303:
            break
        assert answer.status_code in (500, 503)
        assert "Broken" not in answer.text
        assert fingerprints(journey.app) == before, f"the {place}th left something behind"
    assert place > (20 if name == "before_cursor_execute" else 1)
    assert fingerprints(journey.app)["case"] != before["case"]
    assert who.post(url, sent) == answer.headers["Location"]
