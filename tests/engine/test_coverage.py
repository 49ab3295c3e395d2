"""Coverage tells how each demand of the routine is met, and does not let a dead row pass."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from casework.engine.coverage import UNMET, UNSEEN, coverage, limits
from tests.engine.examples import five_step, forms, small

DEMANDS = (
    "demands: {D-1: Ring hem., D-2: Kartlägg., D-3: Följ upp varje månad.}\n  waiting: {D-3: attendance}"
)
NOT_MAPPED = ("covers: [D-2]", "covers: []")
TONE = "text: Fråga först.}"
SHIPPED_COVERS = {
    form_id: {demand: field.id for field in form.all_fields() for demand in field.covers}
    for form_id, form in forms().items()
}


def rows_of(*changes, form_covers=None):
    """The rows of the small model, changed, by demand."""
    return {row.demand: row for row in coverage(small(*changes), form_covers or {})}


def told(*changes, form_covers=None):
    """What is wrong with the coverage of the small model, changed."""
    model = small(*changes)
    return [str(problem) for problem in limits(model, coverage(model, form_covers or {}))]


def test_a_demand_covered_by_an_action_is_worked_and_names_it():
    row = rows_of()["D-1"]
    assert (row.state, row.by) == ("worked", "stages.notice.actions.call_home")


def test_a_demand_covered_by_a_guard_names_what_it_stands_in_and_asks():
    row = rows_of(("needs: [{contact: call_home}]", "needs: [{contact: call_home, covers: [D-1]}]"))["D-1"]
    assert row.elements[-1] == "transitions.start_help needs contact:call_home"


def test_a_demand_with_proof_is_enforced_and_names_the_test():
    row = rows_of((DEMANDS, DEMANDS + "\n  proved: {D-1: tests/a.py::test_b}"))["D-1"]
    assert (row.state, row.by) == ("enforced", "tests/a.py::test_b")
    assert row.elements == ("stages.notice.actions.call_home",)


def test_a_demand_that_waits_is_open_and_names_what_is_missing():
    row = rows_of()["D-3"]
    assert (row.state, row.by) == ("open", "attendance")


@pytest.mark.parametrize(
    ("show", "page"),
    [
        ("model", "the case page, in every stage (tone)"),
        ("help", "the case page, in the stage help (tone)"),
        ("call_home", "the page of the task call_home (tone)"),
    ],
)
def test_a_demand_covered_by_a_text_alone_names_its_page(show, page):
    row = rows_of(
        ("show: notice", f"show: {show}"),
        (TONE, "text: Fråga först., covers: [D-1]}"),
        ("[home], covers: [D-1]", "[home]"),
    )["D-1"]
    assert (row.state, row.by) == ("guidance", page)


def test_a_field_of_a_form_that_the_model_uses_meets_a_demand():
    row = rows_of(("covers: [D-2]", "covers: []"), form_covers={"initial_mapping": {"D-2": "concern_type"}})[
        "D-2"
    ]
    assert (row.state, row.by) == ("worked", "forms.initial_mapping.concern_type")


DEAD = {
    "covered by nothing": (("covers: [D-2]", "covers: []"), {}, ""),
    "covered by a form that is not used": (
        ("covers: [D-2]", "covers: []"),
        {"authority_report": {"D-2": "recipient"}},
        "forms.authority_report.recipient",
    ),
    "covered by two forms that are not used": (
        ("covers: [D-2]", "covers: []"),
        {"authority_report": {"D-2": "recipient"}, "initial_report": {"D-2": "concern"}},
        "forms.authority_report.recipient forms.initial_report.concern",
    ),
    "covered by a role that does nothing": (
        ("rights_as: mentor}", "rights_as: mentor, covers: [D-2]}"),
        {},
        "roles.coach",
    ),
    "covered by an empty text": ((TONE, "text: ' ', covers: [D-2]}"), {}, "guidance.tone"),
}


@pytest.mark.parametrize("case", DEAD)
def test_a_demand_is_dead_when(case):
    change, form_covers, named = DEAD[case]
    changes = [change] if "covers: [D-2]" in change[0] else [NOT_MAPPED, change]
    row = rows_of(*changes, form_covers=form_covers)["D-2"]
    assert (row.state, row.by) == ("dead", named)
    (line,) = (line for line in told(*changes, form_covers=form_covers) if "D-2: nothing meets this" in line)
    assert str(UNSEEN.about(elements=named) if named else UNMET) in line


def test_a_role_that_acts_meets_a_demand():
    row = rows_of(NOT_MAPPED, ("mentor: {title: Mentor}", "mentor: {title: Mentor, covers: [D-2]}"))["D-2"]
    assert (row.state, row.by) == ("worked", "roles.mentor")


def test_a_text_may_meet_a_fifth_of_the_demands_and_no_more():
    only_text = ((TONE, "text: Fråga först., covers: [D-1]}"), ("[home], covers: [D-1]", "[home]"))
    assert any(
        "1 of 3 demands are met by a text alone (D-1); at most a fifth may be" in line
        for line in told(*only_text)
    )
    more = (
        DEMANDS,
        DEMANDS.replace("}\n", ", D-4: Fyra., D-5: Fem.}\n").replace(
            "D-3: attendance", "D-3: x, D-4: x, D-5: x"
        ),
    )
    assert told(*only_text, more) == []


def test_a_proof_of_what_only_a_text_covers_is_told():
    proved = (DEMANDS, DEMANDS + "\n  proved: {D-2: some test}")
    by_text = [NOT_MAPPED, (TONE, "text: Fråga först., covers: [D-2]}")]
    assert any("source.proved.D-2: is proved although" in line for line in told(proved, *by_text))
    assert told(proved) == []


def test_waiting_for_what_a_form_asks_already_is_told():
    lines = told(form_covers={"initial_mapping": {"D-3": "concern_type"}})
    assert len(lines) == 1
    assert "source.waiting.D-3: waits although forms.initial_mapping.concern_type covers it" in lines[0]
    (line,) = told(
        (TONE, "text: Fråga först., covers: [D-3]}"), ("[D-1]", "[D-1, D-3]"), ("[D-2]", "[D-2, D-3]")
    )
    assert re.search(r"waits although \S+, \S+ covers it", line), line


def test_the_shipped_model_is_covered_without_a_dead_row():
    rows = coverage(five_step(), SHIPPED_COVERS)
    assert limits(five_step(), rows) == []
    count = Counter(row.state for row in rows)
    assert count == {"enforced": 21, "guidance": 4, "worked": 9}


def test_the_shipped_model_waits_for_what_the_program_cannot_do_yet_and_for_nothing_else():
    waiting = {row.demand for row in coverage(five_step(), SHIPPED_COVERS) if row.state == "open"}
    assert waiting == set()


WORKED = {
    "an action for each guardian": ("with: [home], covers", "with: [home], per: guardian, covers"),
    "an action when somebody is worried": (
        "with: [home], covers",
        "with: [home], each_time: {concern: {raised_by: [mentor]}}, covers",
    ),
    "an action that recurs": ("with: [home], covers", "with: [home], every: 1 week, covers"),
    "the day something is due": (
        "with: [home], covers: [D-1]",
        "with: [home], due: {within: 1 week, covers: [D-1]}",
    ),
    "an action at each absence": ("with: [home], covers", "with: [home], each_time: {occasion: {}}, covers"),
    "the day it is due then": (
        "with: [home], covers: [D-1]",
        "with: [home], each_time: {occasion: {}}, due: {within: 1 week, covers: [D-1]}",
    ),
    "a stage without cases": ("title: Uppmärksamma\n", "title: Uppmärksamma\n    case: none\n"),
}


@pytest.mark.parametrize("case", WORKED)
def test_a_demand_that_absence_opens_a_task_for_is_worked(case):
    assert rows_of(WORKED[case])["D-1"].state == "worked"


def test_a_way_of_counting_that_no_rule_uses_waits_for_attendance():
    counting = "counting: {registered_by: lesson, covers: [D-1]}\nstages:\n"
    row = rows_of(("[home], covers: [D-1]}", "[home]}"), ("stages:\n  - id", counting + "  - id"))["D-1"]
    assert (row.state, row.by) == ("open", "attendance")


PROPOSING = """\
triggers:
  - {id: often, title: Ofta, when: {occasions: {at_least: 3}, covers: [D-2]}, proposes: help, covers: [D-1]}
counting: {registered_by: lesson}
stages:
"""
BY_FIGURES = {
    "proposes a step with cases": ("", "", "worked"),
    "opens an action": ("proposes: help", "proposes: help, opens: [call_home]", "worked"),
    "reads what somebody raises": (
        "{occasions: {at_least: 3}, covers: [D-2]}",
        "{concern: {raised_by: [mentor]}, covers: [D-2]}",
        "worked",
    ),
}


@pytest.mark.parametrize("case", BY_FIGURES)
def test_a_trigger_works_where_it(case):
    old, new, state = BY_FIGURES[case]
    trigger = PROPOSING.replace(old, new) if old else PROPOSING
    rows = rows_of(
        ("[home], covers: [D-1]}", "[home]}"),
        NOT_MAPPED,
        ("stages:\n  - id", trigger + "  - id"),
        ("    title: Liten modell\n", "    title: Liten modell\n    triggers: {often: Ofte}\n"),
        ("    title: Small model\n", "    title: Small model\n    triggers: {often: Often}\n"),
    )
    assert (rows["D-1"].state, rows["D-2"].state) == (state, state)


def test_who_documents_is_told_on_the_page_of_the_case():
    documented = "owner: mentor\n    documented_by: [{role: mentor, covers: [D-1]}]\n"
    row = rows_of(("[home], covers: [D-1]}", "[home]}"), ("owner: mentor\n", documented))["D-1"]
    assert (row.state, row.by) == ("guidance", "the case page, in the stage notice (who documents)")
