"""A ladder that makes no sense is refused: ways that do not fit their kind, stages without way in or out."""

from __future__ import annotations

import pytest

from casework.engine.ladder import closure
from tests.engine.examples import found

OPEN = "kind: open, title: Öppna, to: notice"
HELP = "kind: forward\n    title: Vidare\n    from: notice\n    to: help"
HAND = "kind: hand_over\n    title: Lämna över\n    from: help\n    to: monitoring"
BACK = "kind: back, title: Tillbaka, from: help, to: any_earlier"
AGAIN = "kind: restart, title: Börja om, from: [notice, help], to: notice"
CLOSE = "kind: close, title: Avsluta, from: any, to: closed"
REOPEN = "kind: reopen, title: Öppna igen, from: closed, to: last_stage"
RETURN = "kind: return, title: Skicka åter, from: monitoring, to: help"

SENSELESS = {
    "an opening from somewhere": (OPEN, OPEN + ", from: help", "open.from", "an opening starts from nothing"),
    "an opening to closed": (
        OPEN,
        OPEN.replace("notice", "closed"),
        "open.to",
        "does not fit the kind “open”",
    ),
    "a way from nowhere": (BACK, BACK.replace("from: help, ", ""), "back.from", "`from` is missing"),
    "a way to nowhere": (BACK, BACK.replace("any_earlier", "[]"), "back.to", "leads nowhere"),
    "a step from closed": (
        BACK,
        BACK.replace("help", "closed"),
        "back.from",
        "only a transition of the kind `reopen`",
    ),
    "a step to closed": (
        HELP,
        HELP.replace("to: help", "to: closed"),
        "start_help.to",
        "“closed” does not fit",
    ),
    "a closing to a stage": (
        CLOSE,
        CLOSE.replace("closed", "help"),
        "close.to",
        "a closing leads to `closed`",
    ),
    "a reopening from a stage": (
        REOPEN,
        REOPEN.replace("closed", "help"),
        "reopen.from",
        "starts from `closed`",
    ),
    "forward to an earlier stage": (
        HELP,
        HELP.replace("from: notice\n    to: help", "from: help\n    to: notice"),
        "start_help.to",
        "“notice” does not lie after “help”",
    ),
    "forward to any earlier stage": (
        HELP,
        HELP.replace("to: help", "to: any_earlier"),
        "start_help.to",
        "known here: any_later",
    ),
    "back to a later stage": (
        BACK,
        BACK.replace("any_earlier", "monitoring"),
        "back.to",
        "does not lie before “help”",
    ),
    "back from the first stage": (
        BACK,
        BACK.replace("help", "notice"),
        "back.from",
        "no stage lies before “notice”",
    ),
    "a restart to a later stage": (
        AGAIN,
        AGAIN.replace("to: notice", "to: help"),
        "again.to",
        "at or before “notice”",
    ),
    "a hand-over on the same side": (
        HAND,
        HAND.replace("from: help\n    to: monitoring", "from: notice\n    to: help"),
        "hand_over.kind",
        "owned by the same side",
    ),
    "a return on the same side": (
        RETURN,
        RETURN.replace("from: monitoring, to: help", "from: help, to: notice"),
        "send_back.kind",
        "owned by the same side",
    ),
    "renewing on a restart": (
        AGAIN,
        AGAIN + ", renew: [initial_mapping]",
        "again.renew",
        "belongs to forward, back, return",
    ),
}


@pytest.mark.parametrize("case", SENSELESS)
def test_a_way_that_does_not_fit_its_kind_is_refused(case):
    old, new, path, message = SENSELESS[case]
    (problem,) = found((old, new))
    assert problem.path == f"transitions.{path}"
    assert message in problem.message
    assert problem.line > 1


SENSIBLE = {
    "an opening to any stage": (OPEN, OPEN.replace("notice", "any")),
    "an opening to two stages": (OPEN, OPEN.replace("notice", "[notice, help]")),
    "forward to any later stage": (HELP, HELP.replace("to: help", "to: any_later")),
    "back from everywhere": (BACK, BACK.replace("from: help", "from: any")),
    "back to a named stage": (BACK, BACK.replace("any_earlier", "notice")),
    "a restart from the first stage": (AGAIN, AGAIN.replace("[notice, help]", "notice")),
    "a reopening to any stage": (REOPEN, REOPEN.replace("last_stage", "any")),
    "a reopening to a named stage": (REOPEN, REOPEN.replace("last_stage", "notice")),
    "renewing on the way back": (BACK, BACK + ", renew: [initial_mapping]"),
    "a return to any earlier stage": (RETURN, RETURN.replace("to: help", "to: any_earlier")),
}


@pytest.mark.parametrize("case", SENSIBLE)
def test_a_way_that_fits_its_kind_is_taken(case):
    assert found(SENSIBLE[case]) == []


def test_a_stage_that_nobody_comes_to_is_refused():
    (problem,) = found(
        (HAND, HAND.replace("from: help\n    to: monitoring", "from: monitoring\n    to: monitoring"))
    )
    assert "does not lie after" in problem.message
    handed = "kind: forward\n    title: Lämna över\n    from: notice\n    to: help"
    (problem,) = found((HAND, handed))
    assert (problem.path, problem.message) == ("stages.monitoring", "no transition leads to “monitoring”")


def test_no_case_has_to_come_where_students_stand_without_one():
    place = "    title: Bevaka\n    owner: administration\n"
    alone = place + "  - {id: nobody, title: Ingen, owner: administration%s}\n"
    said = [
        ("{notice: Legge merke til,", "{nobody: Ingen, notice: Legge merke til,"),
        ("{notice: Notice,", "{nobody: Nobody, notice: Notice,"),
    ]
    assert found((place, alone % ", case: none"), *said) == []
    (problem,) = found((place, alone % ""), *said)
    assert problem.message == "no transition leads to “nobody”"


def test_a_stage_without_an_exit_is_refused():
    (problem,) = found(
        (CLOSE, CLOSE.replace("any", "[notice, help]")),
        (RETURN, RETURN.replace("kind: return", "kind: restart").replace("to: help", "to: monitoring")),
    )
    assert (problem.path, problem.message) == ("stages.monitoring", "no transition leads out of “monitoring”")


def test_a_model_in_which_no_case_is_closed_is_refused():
    (problem,) = found(
        (CLOSE, "kind: back, title: Avsluta, from: help, to: notice"),
        (REOPEN, "kind: back, title: Öppna igen, from: help, to: notice"),
    )
    assert (problem.path, problem.message) == (
        "transitions",
        "no case is ever closed; add a transition of the kind `close`",
    )


def test_a_stage_from_which_no_case_can_be_closed_is_refused():
    problems = found(
        (CLOSE, CLOSE.replace("from: any", "from: notice")),
        (BACK, BACK.replace("kind: back", "kind: forward").replace("any_earlier", "monitoring")),
        (AGAIN, AGAIN.replace("[notice, help]", "notice")),
    )
    assert [problem.message for problem in problems] == [
        "no way leads from “help” to `closed`",
        "no way leads from “monitoring” to `closed`",
    ]


def test_the_closure_follows_every_way_in_its_direction():
    ways = [("b", "c"), ("a", "b"), ("d", "a")]
    assert closure(["a"], ways) == {"a", "b", "c"}
