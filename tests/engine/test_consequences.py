"""What a step does besides moving the case is one list, the same before it is confirmed and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.engine.consequences import consequences, is_due, newly_due
from tests.engine.examples import facts, five_step, milestone, signed, small, step_of, task

RULES = five_step().rules
REPORT = [action.id for action in RULES.stage("report").actions]
MAPPING = facts("mapping", visit="v2")
MONITORING = "compulsory_school_monitoring"


def follow(transition, seen, source="", target=""):
    """What follows from the step."""
    return consequences(RULES, step_of(RULES, transition, source, target), seen)


def ids(actions):
    """The ids of the actions."""
    return [action.id for action in actions]


def test_opening_opens_every_task_of_the_stage_that_is_due():
    assert ids(follow("open", facts("new"), target="report").opens) == REPORT


def test_an_action_with_a_condition_opens_when_it_is_met_and_not_before():
    assert "start_adaptations" not in ids(follow("start_mapping", facts("report")).opens)
    signed_before = facts("report", forms=(signed("initial_mapping"),))
    assert "start_adaptations" in ids(follow("start_mapping", signed_before).opens)


def test_leaving_a_stage_closes_its_open_tasks_and_no_others():
    seen = facts("report", tasks=(task("contact_home"), task("contact_student", "done")))
    assert [one.action for one in follow("start_mapping", seen).closes] == ["contact_home"]


def test_going_back_reopens_what_was_left_and_keeps_what_was_done():
    before = (
        task("contact_home", "left"),
        task("contact_student", "done"),
        task("student_guardian_checklist", "waived"),
    )
    seen = replace(MAPPING, tasks=before, forms=(signed("student_guardian_checklist"),))
    follows = follow("step_back", seen, "mapping", "report")
    assert ids(follows.reopens) == ["contact_home"]
    assert set(follows.stays_done) == {"contact_student", "student_guardian_checklist"}
    assert ids(follows.opens) == ["tell_health_team"]
    assert (follows.keeps, follows.renews, follows.starts_round) == (
        ("student_guardian_checklist",),
        (),
        False,
    )


def test_starting_again_asks_for_everything_anew():
    seen = replace(
        MAPPING, tasks=(task("contact_home", "done"),), forms=(signed("student_guardian_checklist"),)
    )
    follows = follow("start_again", seen, "mapping")
    assert ids(follows.opens) == REPORT
    assert (follows.reopens, follows.stays_done, follows.keeps) == ((), (), ())
    assert follows.renews == ("student_guardian_checklist",)
    assert follows.starts_round


def test_reopening_starts_a_round_too():
    follows = follow("reopen", facts("closed", last_stage="analysis"), target="analysis")
    assert follows.starts_round
    assert "in_depth_evaluation" in ids(follows.opens)


def test_closing_opens_nothing():
    follows = follow("close", facts("analysis", tasks=(task("review_measures"),)), "analysis")
    assert (follows.opens, len(follows.closes)) == ((), 1)


def test_a_step_may_ask_for_a_form_anew_by_name():
    way = "kind: back, title: Tillbaka, from: help, to: any_earlier, by: [rector]"
    rules = small((way, f"{way}, renew: [initial_mapping]")).rules
    follows = consequences(rules, step_of(rules, "back"), facts("help", forms=(signed("initial_mapping"),)))
    assert (follows.renews, follows.keeps) == (("initial_mapping",), ())
    plain = consequences(
        small().rules, step_of(small().rules, "back"), facts("help", forms=(signed("initial_mapping"),))
    )
    assert (plain.renews, plain.keeps) == ((), ("initial_mapping",))


def test_a_form_that_is_asked_anew_is_not_called_done_where_the_step_leads():
    way = "kind: forward\n    title: Vidare\n    from: notice\n    to: help"
    seen = facts("notice", forms=(signed("initial_mapping"),))
    anew = small((way, f"{way}\n    renew: [initial_mapping]")).rules
    follows = consequences(anew, step_of(anew, "start_help"), seen)
    assert "mapping_form" in ids(follows.opens)
    assert "mapping_form" not in follows.stays_done
    plain = consequences(small().rules, step_of(small().rules, "start_help"), seen)
    assert "mapping_form" not in ids(plain.opens)
    assert "mapping_form" in plain.stays_done


def test_a_request_that_waits_lapses():
    assert follow("step_back", facts("analysis", pending=("hand_over",)), "analysis", "report").lapses == (
        "hand_over",
    )


def test_a_form_that_is_finalised_already_does_not_open_its_task():
    seen = facts("report", forms=(signed("initial_mapping"),))
    assert "initial_mapping" not in ids(follow("start_mapping", seen).opens)
    renewed = facts("report", forms=(signed("initial_mapping", is_renewed=True),))
    assert "initial_mapping" in ids(follow("start_mapping", renewed).opens)


@pytest.mark.parametrize(
    ("status", "due"), [("done", False), ("waived", False), ("left", True), ("open", True)]
)
def test_an_action_is_due_until_it_is_settled_in_this_round(status, due):
    action = RULES.action("contact_home")
    assert is_due(action, facts("report", tasks=(task("contact_home", status),)), RULES) is due
    assert is_due(action, facts("report", round=2, tasks=(task("contact_home", status),)), RULES)


def test_a_task_opens_during_the_stay_once_its_condition_is_met():
    held = facts("analysis", milestones=(milestone("sip_meeting", "held"),))
    before = {one.id for one, _ in newly_due(RULES, facts("analysis"))}
    assert {one.id for one, _ in newly_due(RULES, held)} - before == {"network_meeting_notes"}


def test_a_task_opens_once_in_a_stay():
    opened = tuple(task(action.id) for action in RULES.stage("report").actions)
    assert newly_due(RULES, facts("report", tasks=opened)) == ()


def test_nothing_is_due_in_a_closed_case():
    assert newly_due(RULES, facts("closed")) == ()


def test_what_is_asked_once_per_visit_opens_again_at_the_next_visit_and_not_within_it():
    done = task("acceptance", "done", visit="v5"), task("talk_with_rector", "done", visit="v5")
    assert not is_due(RULES.action("acceptance"), facts(MONITORING, visit="v5", tasks=done), RULES)
    returned = facts("analysis", visit="v6", tasks=done)
    follows = follow("hand_over", returned)
    assert "acceptance" in ids(follows.opens)
    assert "talk_with_rector" in follows.stays_done
