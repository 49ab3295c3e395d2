"""The page with all parts is there in a demonstration, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Flask

from casework.demo.kinds import STATES, answers, every_kind
from casework.forms.checks import problems
from casework.forms.definition import AnyField
from tests.clients import Client
from tests.factories import School
from tests.filling import EVERYTHING

TODAY = date(2026, 11, 20)


def test_only_a_demonstration_shows_its_parts(
    app: Flask, school: School, browser_of: Callable[[UUID], Client]
) -> None:
    mentor = browser_of(school.mentor)
    mentor.get("/stil", 404)
    app.config["IS_DEMO"] = True
    assert "Alla delar" in mentor.get("/stil").heading


def test_every_kind_of_question_is_shown() -> None:
    kinds = {one.model_fields["kind"].annotation.__args__[0] for one in AnyField.__origin__.__args__}
    for state in STATES:
        assert {field.kind for field in every_kind(state).all_fields()} == kinds


def test_what_is_filled_in_is_right_and_what_is_wrong_is_so_in_many_ways() -> None:
    found = {
        state: problems(
            every_kind(state),
            {f"{state}_{kind}": answer for kind, answer in answers(state, TODAY).items()},
            EVERYTHING,
        )
        for state in ("filled", "wrong")
    }
    assert found["filled"] == ()
    assert len({problem.code for problem in found["wrong"]}) > 8
