"""The check finds everything else that would make a model lie: ids, dates, demands and eyes."""

from __future__ import annotations

import pytest

from casework.engine.check import check
from casework.engine.workflow import load_workflow
from tests.engine.examples import SMALL, changed, five_step, found, shapes, small

APPROVAL = "by: [student_health_team]\n    approved_by: [rector]"
FORM = "needs: [{form: initial_mapping}]"
WAITING = "waiting: {D-3: attendance}"
CALL = "{id: call_home, do: contact"
OPTIONS = "options: {stay: Stanna, go: Vidare}"

WRONG = {
    "a file of another name": (
        "workflow: small",
        "workflow: tiny",
        "workflow",
        "must be the file's name, “small”",
    ),
    "a day that is none": (
        "valid_from: 2026-08-01",
        "valid_from: 2026-13-01",
        "valid_from",
        "“2026-13-01” is not a date",
    ),
    "an end before the beginning": (
        "valid_from: 2026-08-01",
        "valid_from: 2026-08-01\nvalid_to: 2026-07-01",
        "valid_to",
        "lies before `valid_from`",
    ),
    "a demand that does not exist": (
        "covers: [D-1]",
        "covers: [D-9]",
        "call_home.covers.0",
        "unknown demand “D-9”; known: D-1",
    ),
    "waiting of no demand": (
        WAITING,
        "waiting: {D-8: attendance}",
        "source.waiting.D-8",
        "unknown demand “D-8”",
    ),
    "proof of no demand": (
        WAITING,
        WAITING + "\n  proved: {D-7: some test}",
        "source.proved.D-7",
        "unknown demand “D-7”",
    ),
    "waiting though covered": (
        WAITING,
        "waiting: {D-3: attendance, D-1: attendance}",
        "source.waiting.D-1",
        "yet something covers it",
    ),
    "waiting though proved": (
        WAITING,
        WAITING + "\n  proved: {D-3: some test}",
        "source.waiting.D-3",
        "yet something covers it",
    ),
    "waiting for a word of the language": (
        WAITING,
        "waiting: {D-3: meeting}",
        "source.waiting.D-3",
        "waits for “meeting”, which a model can already say",
    ),
    "approval by those who ask": (
        APPROVAL,
        "by: [student_health_team, rector]\n    approved_by: [rector]",
        "hand_over.approved_by",
        "only those who ask could approve",
    ),
    "a form of the approvers only": (
        FORM,
        "needs: [{form: initial_mapping, by: [rector]}]",
        "hand_over.needs.0.form",
        "only those who approve (rector) can finalise “initial_mapping”",
    ),
    "a form of the approvers only, inside a choice": (
        FORM,
        "needs: [{any: [reason, {form: initial_mapping, by: [rector]}]}]",
        "hand_over.needs.0.any.1.form",
        "nobody approves on a form of their own",
    ),
    "approval of an opening": (
        "{id: open, kind: open,",
        "{id: open, kind: open, approved_by: [rector],",
        "open.approved_by",
        "there is no case yet",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_model_is_refused_for(case):
    old, new, path, message = WRONG[case]
    problems = found((old, new))
    assert [problem.path.endswith(path) for problem in problems] == [True]
    assert message in problems[0].message
    assert problems[0].line > 0


def test_an_id_of_a_stage_and_an_action_is_refused():
    problems = found(
        ("      - id: way\n", "      - id: help\n"),
        ("way: {title: Velg", "help: {title: Velg"),
        ("way: {title: Choose", "help: {title: Choose"),
    )
    assert [problem.path for problem in problems] == ["stages.help.actions.help.id"]
    assert "“help” is that of a stage" in problems[0].message


@pytest.mark.parametrize("word", ["new", "closed", "yes", "on", "any", "last_stage", "model", "tell__home"])
def test_an_id_that_means_something_already_is_refused(word):
    problems = found(
        (CALL, f"{{id: {word}, do: contact"),
        ("{call_home: Ring hjem", f"{{{word}: Ring hjem"),
        ("{call_home: Call home", f"{{{word}: Call home"),
        ("needs: [{contact: call_home}]", "needs: [reason]"),
    )
    assert [problem.message for problem in problems] == [
        f"“{word}” is a word of the program's own; choose another id"
    ]


def test_an_option_that_means_something_already_is_refused():
    problems = found(
        (OPTIONS, OPTIONS.replace("stay", "yes")),
        ("options: {stay: Bli", "options: {yes: Bli"),
        ("options: {stay: Stay", "options: {yes: Stay"),
    )
    assert [problem.path for problem in problems] == ["stages.help.actions.way.options.yes"]


RIGHT = {
    "a last day after the first": ("valid_from: 2026-08-01", "valid_from: 2026-08-01\nvalid_to: 2027-07-31"),
    "one approver more than those who ask": (
        APPROVAL,
        "by: [student_health_team, rector]\n    approved_by: [rector, assistant_rector]",
    ),
    "a form that others can finalise too": (FORM, "needs: [{form: initial_mapping, by: [rector, mentor]}]"),
    "proof of a demand": (WAITING, WAITING + "\n  proved: {D-1: some test}"),
    "waiting for what is missing": (WAITING, "waiting: {D-3: attendance}"),
}


@pytest.mark.parametrize("case", RIGHT)
def test_the_model_is_taken_with(case):
    assert found(RIGHT[case]) == []


def test_a_form_of_one_approver_can_be_approved_by_the_other_unless_it_is_they_who_ask():
    form = (FORM, "needs: [{form: initial_mapping, by: [school_counsellor]}]")
    assert found(form, (APPROVAL, "by: [mentor]\n    approved_by: [rector, school_counsellor]")) == []
    stuck = found(form, (APPROVAL, "by: [rector]\n    approved_by: [rector, school_counsellor]"))
    assert [problem.path for problem in stuck] == ["transitions.hand_over.needs.0.form"]


def test_every_problem_of_the_words_is_told_at_once():
    problems = found(
        ("owner: mentor", "owner: tutor"), ("to: help\n", "to: halp\n"), ("covers: [D-2]", "covers: [D-5]")
    )
    assert len(problems) == 3


def test_a_kept_text_needs_no_file_name():
    kept = load_workflow(changed(("workflow: small", "workflow: tiny")), "kept version")
    assert check(kept, shapes()) == []


def test_the_shipped_model_is_sound():
    assert check(five_step(), shapes()) == []


def test_the_small_model_is_sound_and_without_forms_it_is_not():
    assert check(small(), shapes()) == []
    missing = check(small(), {})
    assert {problem.message for problem in missing} == {"unknown form “initial_mapping”; known: none"}
    assert SMALL.splitlines()[missing[0].line - 1].strip() == "form: initial_mapping"
