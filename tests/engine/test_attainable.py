"""A guard that can never be met where it is asked is refused; where it can be met it is taken."""

from __future__ import annotations

import pytest

from tests.engine.examples import found

START = "needs: [{contact: call_home}]"
HAND = "needs: [{form: initial_mapping}]"
OPEN = "by: [mentor], needs: [reason]}\n  - id: start_help"
CALL = "by: [mentor], with: [home], covers: [D-1]}"
MAPPING = "title: Kartlägg\n        by: [student_health_team]\n"
CLOSE = "from: any, to: closed, by: [rector]}"
BACK = "kind: back, title: Tillbaka, from: help, to: any_earlier"
ONLY_AGAIN = "kind: restart, title: Tillbaka, from: help, to: notice"


def opening(*guards: str) -> tuple[str, str]:
    """The opening with these guards."""
    return OPEN, OPEN.replace("[reason]", f"[{', '.join(guards)}]")


def calling(words: str) -> tuple[str, str]:
    """The call home with more words."""
    return CALL, f"{words}, {CALL}"


NEVER = {
    "a form that nobody may finalise": (
        [(HAND, "needs: [{form: closing_evaluation}]")],
        "nobody can finalise",
    ),
    "a form that is filled in later only": (
        [(START, HAND)],
        "nobody can finalise “initial_mapping” in “notice”",
    ),
    "an action of a later stage": (
        [(START, "needs: [{decision: way}]")],
        "“way” stands in “help”, which cannot come before “notice”",
    ),
    "an action of an earlier visit": (
        [(HAND, "needs: [{contact: call_home, in: visit}]")],
        "“call_home” stands in “notice”, which cannot come before “help” in the same visit",
    ),
    "an action of an earlier round": (
        [(BACK, ONLY_AGAIN), (CLOSE, CLOSE.replace("}", ", needs: [{decision: way}]}"))],
        "“way” stands in “help”, which cannot come before “notice” in the same round",
    ),
    "anything before the case": (
        [opening("{consent: share_with_partners}")],
        "before a case is opened nothing has happened",
    ),
    "tasks before the case": ([opening("tasks_settled")], "before a case is opened"),
    "a reason for an action": (
        [calling("needs: [reason]")],
        "`reason` is asked when a step is taken, not of an action",
    ),
    "settled tasks for an action": (
        [calling("if: [tasks_settled]")],
        "`tasks_settled` is asked when a step is taken",
    ),
    "an action that waits for itself": (
        [calling("needs: [{contact: call_home}]")],
        "“call_home” waits for itself",
    ),
    "a condition that is never met": (
        [(START, "needs: [{contact: call_home, if: [{decision: way, in: visit}]}]")],
        "“way” stands in “help”",
    ),
    "one of two that is never met": (
        [(START, "needs: [{any: [{contact: call_home}, {decision: way, in: visit}]}]")],
        "“way” stands in “help”",
    ),
}


@pytest.mark.parametrize("case", NEVER)
def test_a_guard_that_can_never_be_met_is_refused(case):
    changes, message = NEVER[case]
    problems = found(*changes)
    assert any(message in problem.message for problem in problems), problems
    assert all(problem.line for problem in problems)


def test_two_actions_that_wait_for_each_other_are_both_refused():
    other = "      - {id: other, do: work, title: Annat, by: [mentor], needs: [{contact: call_home}]}"
    problems = found(
        (CALL, "needs: [{task: other}], " + CALL + "\n" + other),
        ("{call_home: Ring hjem,", "{call_home: Ring hjem, other: Annet,"),
        ("{call_home: Call home,", "{call_home: Call home, other: Other,"),
    )
    told = [problem.message for problem in problems]
    assert "can never be met: what “other” needs can itself never be met" in told
    assert "can never be met: what “call_home” needs can itself never be met" in told


CAN = {
    "a form that is filled in before": [(HAND, HAND)],
    "a form whose signers the guard names": [(HAND, "needs: [{form: closing_evaluation, by: [mentor]}]")],
    "an action of an earlier stage": [(HAND, "needs: [{contact: call_home}]")],
    "an action of an earlier stage in this case": [(HAND, "needs: [{contact: call_home, in: case}]")],
    "an action of this visit": [(HAND, "needs: [{decision: way, in: visit}]")],
    "a reason for opening": [opening("reason")],
    "a consent during the case": [(HAND, "needs: [{consent: share_with_partners}]")],
    "settled tasks on the way out": [(HAND, "needs: [tasks_settled]")],
    "a condition that can be met": [(HAND, "needs: [{form: initial_mapping, if: [{decision: way}]}]")],
    "one action after another": [(MAPPING, MAPPING + "        needs: [{decision: way}]\n")],
    "an action of a later stage that cases come back from": [
        (CLOSE, CLOSE.replace("}", ", needs: [{decision: way}]}"))
    ],
    "an action of an earlier round of this case": [
        (BACK, ONLY_AGAIN),
        (CLOSE, CLOSE.replace("}", ", needs: [{decision: way, in: case}]}")),
    ],
}


@pytest.mark.parametrize("case", CAN)
def test_a_guard_that_can_be_met_is_taken(case):
    assert found(*CAN[case]) == []
