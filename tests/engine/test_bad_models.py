"""A model that says something impossible is refused with its line and what would be right."""

from __future__ import annotations

import pytest

from casework.definitions import DefinitionError
from casework.engine.check import check
from casework.engine.workflow import load_workflow
from tests.engine.examples import SMALL, changed, shapes

WITH_HOME = "with: [home], covers"
STAGES = "stages:\n  - id: notice"
NEED = "[{contact: call_home}]"
SAID = tuple((f"  {one}:\n", f"  {one}:\n    triggers: {{t: T}}\n") for one in ("nb", "en"))


def trigger(when: str) -> tuple[str, str]:
    """A change that puts a trigger with the condition into the model."""
    return STAGES, f"triggers:\n  - {{id: t, title: T, proposes: help, when: {when}}}\n{STAGES}"


CASES: dict[str, tuple[tuple[str, str], str, str]] = {
    "a percentage over 100": (
        trigger("{percent: {more_than: 110}}"),
        "triggers.t.when.percent.more_than",
        "“110” is no percentage; write a number from 0 to 100",
    ),
    "a unit that does not exist": (
        trigger("{run: {more_than: 5 moons}}"),
        "triggers.t.when.run.more_than",
        "unknown unit “moons” (did you mean “months”?); known: minutes, lessons",
    ),
    "two kind words": (
        trigger("{run: {more_than: 5 days}, age: {at_least: 3}}"),
        "triggers.t.when",
        "needs exactly one kind word; known: occasion",
    ),
    "an unknown kind": (trigger("{runs: {}}"), "triggers.t.when", "needs exactly one kind word"),
    "an unknown kind deep inside": (
        trigger("{any: [{in_stage: help}, {all: [{age: {at_least: 3}}, {runs: {}}]}]}"),
        "triggers.t.when.any.1.all.1",
        "needs exactly one kind word",
    ),
    "a word that the kind does not know": (
        trigger("{run: {mor_than: 5 days}}"),
        "triggers.t.when.run.mor_than",
        "unknown word “mor_than” (did you mean “more_than”?); known: at_least",
    ),
    "a window that does not exist": (
        trigger("{occasions: {at_least: 5, in: semester}}"),
        "triggers.t.when.occasions.in",
        "must be one of: term, half_year",
    ),
    "a window of an unknown amount": (
        trigger("{occasions: {at_least: 5, in: {last: 5}}}"),
        "triggers.t.when.occasions.in.last",
        "“5” is no amount",
    ),
    "a condition that is about absence, where only the student counts": (
        (WITH_HOME, "with: [home], for_students: {run: {at_least: 1 day}}, covers"),
        "call_home.for_students",
        "known: age, student",
    ),
    "school weeks in a guard": (
        (NEED, "[{passed: {at_least: 3 school_weeks, since: case_opened}}]"),
        "start_help.needs.0.passed",
        "“school_weeks” cannot be waited for here; known: days, weeks, months, years",
    ),
    "a mark in a guard": (
        (NEED, "[{student: {is: [blue]}}]"),
        "start_help.needs.0.student",
        "unknown trait of a student in a case “blue”",
    ),
    "a signal where nothing proposes a stage": (
        (NEED, "[signal]"),
        "start_help.needs.0.signal",
        "no trigger of the model proposes a stage",
    ),
    "a document that nobody asks for": (
        (NEED, "[{document: medical_certificate}]"),
        "start_help.needs.0.document",
        "can never be met",
    ),
    "an id with odd signs": (
        ("id: monitoring", "id: Bevaka!"),
        "stages.Bevaka!.id",
        "must begin with a letter and hold small letters",
    ),
}


def problems(text: str) -> list[tuple[str, int, str]]:
    """Where the model is wrong, on which line, and how."""
    try:
        found = check(load_workflow(text, "small.yaml"), shapes())
    except DefinitionError as error:
        found = list(error.problems)
    return [(one.path, one.line, one.message) for one in found]


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_once_with_line_and_reason(case):
    change, path, message = CASES[case]
    ((told, line, why),) = [
        one for one in problems(changed(change)) if "unknown" not in one[2] or path in one[0]
    ]
    assert told.endswith(path)
    assert message in why
    assert line > 1


@pytest.mark.parametrize(
    "change",
    [
        trigger("{percent: {more_than: 100}}"),
        trigger("{any: [{in_stage: help}, {all: [{age: {at_least: 3}}, {run: {at_least: 1 day}}]}]}"),
        (NEED, "[{passed: {at_least: 3 weeks, since: case_opened}}]"),
    ],
)
def test_what_can_be_said_is_taken(change):
    assert problems(changed(change, *(SAID if "triggers" in change[1] else ()))) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SMALL + "#" * 2_000_000, "larger than 256 KiB"),
        ("a: &a [x, x]\nb: [*a, *a]\n" + SMALL, "anchors and aliases"),
        (SMALL.replace("language: sv\n", "language: sv\nlanguage: nb\n"), "stands twice"),
        (
            SMALL.replace("{stay: Stanna,", "{no: Stanna,").replace("{stay: ", "{no: "),
            "a word of the program's own",
        ),
    ],
    ids=["too large", "an alias", "a word twice", "no as a word"],
)
def test_a_file_that_is_a_trap_is_refused(text, why):
    assert any(why in message for _, _, message in problems(text))
