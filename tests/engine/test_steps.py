"""One place says whether a step may be taken; it asks everything, always, and keeps the four eyes apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.engine.facts import Actor
from casework.engine.steps import approver_needs, assess, deciding_forms, role_need
from tests.engine.examples import facts, five_step, milestone, signed, small, step_of

RULES = five_step().rules
HAND_OVER = step_of(RULES, "hand_over")
READY = (
    signed("in_depth_evaluation", answers={"school_did_its_part": "yes"}, by="hilda"),
    signed("authority_report", by="hilda"),
)


def test_everything_that_is_missing_is_told_at_once_the_role_first():
    refusals = assess(RULES, step_of(RULES, "start_investigation"), facts("mapping", "mentor")).refusals
    assert [(one.code, one.params.get("form")) for one in refusals] == [
        ("role", None),
        ("form_missing", "initial_mapping"),
        ("form_missing", "school_social_mapping"),
    ]


def test_what_is_met_is_told_too():
    assessment = assess(RULES, step_of(RULES, "start_mapping"), facts("report", "student_health_team"))
    assert assessment.role.is_met
    assert [need.subject for need in assessment.needs] == ["form:student_guardian_checklist"]


def test_a_step_is_open_when_role_and_guards_are_met():
    ready = facts("report", "student_health_team", forms=(signed("student_guardian_checklist"),))
    assert assess(RULES, step_of(RULES, "start_mapping"), ready).is_open
    other = replace(ready, actor=Actor("bo", "Bo", frozenset({"mentor"})))
    assert not assess(RULES, step_of(RULES, "start_mapping"), other).is_open


def test_a_step_that_only_wants_a_reason_is_prepared_but_still_refused_without_it():
    back = step_of(RULES, "step_back", "mapping")
    asked = assess(RULES, back, facts("mapping", "rector"))
    assert asked.is_open
    assert [one.code for one in asked.refusals] == ["reason_missing"]
    assert assess(RULES, back, facts("mapping", "rector", reason="Nya uppgifter.")).refusals == ()


def test_a_step_that_is_prepared_says_so_to_whoever_may_not_take_it():
    ready = facts("report", "mentor", forms=(signed("student_guardian_checklist"),))
    assessment = assess(RULES, step_of(RULES, "start_mapping"), ready)
    assert assessment.is_prepared
    assert not assessment.is_open


def test_a_guard_that_does_not_apply_is_not_worth_a_line():
    subjects = [need.subject for need in assess(RULES, HAND_OVER, facts("analysis")).needs]
    assert "form:network_meeting_notes" not in subjects
    held = facts("analysis", milestones=(milestone("sip_meeting", "held"),))
    assert "form:network_meeting_notes" in [need.subject for need in assess(RULES, HAND_OVER, held).needs]


def test_what_is_requested_already_is_not_requested_again():
    waiting = facts("analysis", "student_health_team", forms=READY, pending=("hand_over",))
    refusal = assess(RULES, HAND_OVER, waiting).refusals[-1]
    assert (refusal.code, refusal.who) == ("approval_pending", ("rector",))
    assert assess(RULES, HAND_OVER, replace(waiting, pending=())).is_open


def test_a_role_is_a_need_like_any_other():
    rector = Actor("rut", "Rut", frozenset({"rector"}))
    assert role_need(rector, ("mentor", "rector")).proof.params == {"role": "rector"}
    assert role_need(rector, ("mentor",)).refusal.who == ("mentor",)


@pytest.mark.parametrize(
    ("actor", "roles", "codes"),
    [
        ("rut", {"rector"}, []),
        ("rut", {"mentor"}, ["role"]),
        ("sofia", {"rector"}, ["own_request"]),
        ("hilda", {"rector"}, ["own_form", "own_form"]),
    ],
)
def test_only_a_second_pair_of_eyes_approves(actor, roles, codes):
    seen = facts("analysis", forms=READY, actor=Actor(actor, actor, frozenset(roles)))
    needs = approver_needs(RULES, HAND_OVER, seen, requested_by="sofia")
    assert [need.refusal.code for need in needs if need.refusal] == codes


def test_who_signed_an_older_version_only_may_approve():
    versions = (signed("in_depth_evaluation", by="rut"), *READY)
    seen = facts("analysis", forms=versions, actor=Actor("rut", "Rut", frozenset({"rector"})))
    assert all(need.is_met for need in approver_needs(RULES, HAND_OVER, seen, requested_by="sofia"))


def test_the_decision_rests_on_the_newest_versions_inside_choices_too():
    seen = facts(
        "analysis", forms=(signed("in_depth_evaluation", by="bo"), *READY, signed("initial_mapping"))
    )
    assert [(one.form, one.by) for one in deciding_forms(RULES, HAND_OVER, seen)] == [
        ("in_depth_evaluation", "hilda"),
        ("authority_report", "hilda"),
    ]


def test_a_form_of_an_earlier_round_counts_for_the_eyes_where_the_guard_counts_it():
    old = facts("help", round=2, forms=(signed("initial_mapping", by="rut"),))
    in_case = small(("needs: [{form: initial_mapping}]", "needs: [{form: initial_mapping, in: case}]")).rules
    assert deciding_forms(in_case, step_of(in_case, "hand_over"), old)
    assert not deciding_forms(small().rules, step_of(small().rules, "hand_over"), old)
