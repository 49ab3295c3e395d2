"""What all guards share: a condition under which they ask nothing, and how far back they look."""

from __future__ import annotations

import pytest

from tests.engine.examples import facts, five_step, guard, milestone, signed

NOTES = guard(form="network_meeting_notes", if_=[{"meeting": "sip_meeting"}])
RULES = five_step().rules


def test_a_guard_whose_condition_is_not_met_asks_for_nothing():
    need = NOTES.need(facts("analysis"), RULES)
    assert need.is_met
    assert need.proof.code == "not_applicable"


def test_a_guard_whose_condition_is_met_asks():
    held = facts("analysis", milestones=(milestone("sip_meeting", "held"),))
    assert NOTES.refusal(held, RULES).code == "form_missing"


def test_all_conditions_must_be_met_before_a_guard_asks():
    both = guard(reason=True, if_=[{"meeting": "sip_meeting"}, {"form": "in_depth_evaluation"}])
    held = facts("analysis", milestones=(milestone("sip_meeting", "held"),))
    assert both.refusal(held, RULES) is None
    assert both.refusal(
        facts("analysis", milestones=held.milestones, forms=(signed("in_depth_evaluation"),)), RULES
    )


@pytest.mark.parametrize(
    ("scope", "earlier_visit", "earlier_round"), [("visit", 0, 0), ("round", 1, 0), ("case", 1, 1)]
)
def test_a_guard_looks_back_as_far_as_it_says(scope, earlier_visit, earlier_round):
    asked = guard(form="f", in_=scope)
    now = {"visit": "v2", "round": 2}
    assert asked.need(facts("help", **now, forms=(signed("f", visit="v2", in_round=2),)), RULES).is_met
    assert asked.need(
        facts("help", **now, forms=(signed("f", visit="v1", in_round=2),)), RULES
    ).is_met == bool(earlier_visit)
    assert asked.need(
        facts("help", **now, forms=(signed("f", visit="v0", in_round=1),)), RULES
    ).is_met == bool(earlier_round)


def test_a_guard_looks_at_the_round_unless_it_says_otherwise():
    assert guard(form="f").within == "round"


def test_a_guard_unfolds_into_itself_and_all_inside():
    nested = guard(any=["reason", {"form": "f", "if": [{"meeting": "m"}]}])
    assert [one.kind for one in nested.unfolded()] == ["any", "reason", "form", "meeting"]
