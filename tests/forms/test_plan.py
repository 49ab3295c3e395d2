"""A form that is a plan: its definition says which rows are measures, and is refused where it cannot be."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from casework.definitions import DefinitionError
from casework.forms.definition import load_form
from casework.forms.plan import EFFECTS, MEANINGS, STATUSES
from casework.forms.table import Table
from tests.forms.examples import SHIPPED, a_field, form_of, form_text, shared, shipped
from tests.forms.test_readme import BLOCKS, README

[PLAN] = [yaml.safe_load(block)["plan"] for block in BLOCKS if block.startswith("plan:")]
[FIELDS] = [yaml.safe_load(block) for block in BLOCKS if block.startswith("- id: decided")]
TABLE: dict[str, Any] = FIELDS[0]
ROW = {"what": " Möter vid dörren ", "obstacle": "Starten", "environment": "school", "who": "Ann Exempel"}


def problems(plan: dict[str, Any], *fields: dict[str, Any]) -> str:
    """What is wrong with the form as a plan; nothing where it can be one."""
    try:
        load_form(form_text(*(fields or FIELDS), plan=plan), "talk.yaml")
    except DefinitionError as error:
        return str(error)
    return ""


def column(name: str, **changed: Any) -> dict[str, Any]:
    """The table of the guide with another column in the place of one."""
    return {**TABLE, "columns": [changed if one["id"] == name else one for one in TABLE["columns"]]}


def test_the_example_of_the_guide_is_a_plan_and_says_each_row_by_what_it_means() -> None:
    form = form_of(*FIELDS, plan=PLAN)
    table = form.field("decided")
    assert form.plan is not None
    assert isinstance(table, Table)
    given = [ROW, {"what": " "}, {"what": "Skjuts", "follow_up": "2026-12-04"}]
    rows = form.plan.rows(table, {"decided": given})
    assert rows == [
        {
            "what": "Möter vid dörren",
            "factor": "Starten",
            "environment": "school",
            "responsible": "Ann Exempel",
        },
        {"what": "Skjuts", "follow_up": "2026-12-04"},
    ]
    assert all(f"`{word}`" in README for word in MEANINGS)


@pytest.mark.parametrize(
    ("plan", "fields", "reason"),
    [
        ({"measures": "decidd"}, (), "“decidd” is not a table of the form; known: decided"),
        ({"in_effect": "decided"}, (), "“decided” is not a date of the form; known: holds_from"),
        ({"columns": {"wath": "what"}}, (), "unknown word “wath” (did you mean “what”?)"),
        ({"columns": {"factor": "obstcle"}}, (), "unknown column “obstcle” (did you mean “obstacle”?)"),
        ({"columns": {}}, (), "“decided” has no column for “responsible”; name it under columns"),
        ({}, ({**TABLE, "must_include": {}}, FIELDS[1]), "a plan has at least one of those"),
        ({}, ({**TABLE, "voice": "student"}, FIELDS[1]), "the table of a plan has no voice"),
        (
            {},
            (column("follow_up", **a_field("text", "follow_up")), FIELDS[1]),
            "“follow_up” is text; “follow_up” is said by: date",
        ),
        (
            {},
            (column("follow_up", **a_field("date", "follow_up", optional=True)), FIELDS[1]),
            "every measure says “follow_up”, so the column cannot be optional",
        ),
        (
            {"columns": {**PLAN["columns"], "status": "environment"}},
            (),
            "“environment” has options that “status” does not know: school, home",
        ),
    ],
)
def test_a_plan_is_refused_for(plan: dict[str, Any], fields: tuple[dict[str, Any], ...], reason: str) -> None:
    assert reason in problems({**PLAN, **plan}, *fields)
    assert problems(PLAN) == ""


def test_the_shipped_plan_is_one_and_its_words_are_those_of_the_program() -> None:
    plans = [form for form in map(shipped, SHIPPED) if form.in_language("sv").plan]
    assert [form.id for form in plans] == ["attendance_action_plan"]
    assert set(shared().in_language("sv")["measure_status"]) == set(STATUSES)
    assert set(shared().in_language("sv")["effect"]) == set(EFFECTS)


def test_an_ordinary_form_is_no_plan() -> None:
    assert form_of(a_field("text")).plan is None
