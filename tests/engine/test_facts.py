"""Facts say what counts: in this stay, in this round, or ever."""

from __future__ import annotations

import pytest

from casework.engine.facts import Need, Proof, Refusal, Remedy
from tests.engine.examples import facts, milestone

EVER = (
    milestone("a", "done", visit="v0", in_round=1),
    milestone("b", "done", visit="v1", in_round=2),
    milestone("c", "done", visit="v2", in_round=2),
)


@pytest.mark.parametrize(("scope", "counting"), [("visit", "c"), ("round", "bc"), ("case", "abc")])
def test_what_has_happened_counts_in_its_scope(scope, counting):
    seen = facts("help", visit="v2", round=2).within(scope, EVER)
    assert "".join(one.action for one in seen) == counting


def test_a_written_reason_is_asked_at_the_step_and_nothing_else_is():
    assert Refusal("reason_missing", remedy=Remedy("step")).is_asked_at_the_step
    assert not Refusal("form_missing", remedy=Remedy("form", "a")).is_asked_at_the_step
    assert not Refusal("role").is_asked_at_the_step


def test_a_need_is_met_when_nothing_is_refused():
    assert Need("reason", proof=Proof("reason_written")).is_met
    assert not Need("reason", Refusal("reason_missing")).is_met
