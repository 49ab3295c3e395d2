"""A model answers the questions that pages, gate and commands put to it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casework.definitions import DefinitionError
from casework.engine.workflow import CLOSED, NEW, load_workflow
from tests.engine.examples import SMALL, five_step, small, step_of

RULES = small().rules


def test_the_ladder_is_in_the_order_of_the_file():
    assert RULES.order == {"notice": 0, "help": 1, "monitoring": 2}


def test_a_stage_is_called_by_its_short_name_where_it_has_one():
    assert (RULES.stage("notice").name, RULES.stage("help").name) == ("Uppmärksamma", "Hjälpa")


@pytest.mark.parametrize("question", ["stage", "transition", "action", "stage_of"])
def test_what_is_not_in_the_model_is_not_found(question):
    with pytest.raises(KeyError):
        getattr(RULES, question)("nothing")


def test_an_action_is_found_with_its_stage():
    assert RULES.action("way").title == "Välj väg"
    assert RULES.stage_of("way").id == "help"
    assert [action.id for _, action in RULES.actions()] == ["call_home", "mapping_form", "way"]


def test_the_words_for_several_stages_are_spelled_out():
    ways = {(step.transition.id, step.source, step.target) for step in RULES.steps()}
    assert ("open", NEW, "notice") in ways
    assert {way for way in ways if way[0] == "back"} == {("back", "help", "notice")}
    assert {way[1] for way in ways if way[0] == "close"} == {"notice", "help", "monitoring"}
    assert {way[1:] for way in ways if way[0] == "reopen"} == {(CLOSED, stage) for stage in RULES.order}


def test_any_later_leads_to_every_later_stage():
    skipping = small(("from: notice\n    to: help", "from: notice\n    to: any_later")).rules
    assert [step.target for step in skipping.steps() if step.transition.id == "start_help"] == [
        "help",
        "monitoring",
    ]


def test_reopening_leads_back_to_where_the_case_was_closed():
    assert [step.target for step in RULES.steps_from(CLOSED, last_stage="help")] == ["help"]


def test_the_ways_out_are_those_of_the_stage():
    assert [step.transition.id for step in RULES.steps_from("monitoring")] == ["send_back", "close"]


def test_an_event_names_transition_and_target():
    assert step_of(RULES, "back").event == "back__notice"


def test_a_side_is_that_of_the_role_known_or_new():
    assert [
        RULES.side(role) for role in ("mentor", "coach", "administration", "child_psychiatry", "nobody")
    ] == [
        "school",
        "school",
        "authority",
        "outside",
        "outside",
    ]


def test_those_whose_action_it_is_finalise_a_form_and_others_contribute():
    rules = five_step().rules
    assert rules.finalisers("initial_mapping") == ("mentor",)
    assert rules.contributors("initial_mapping") == ("mentor",)
    assert [one.id for one in rules.contributions_to("initial_mapping")] == ["teachers_view"]
    assert rules.waivers(rules.action("teachers_view")) == ("mentor",)
    assert rules.waivers(rules.action("initial_mapping")) == ("mentor",)


def test_those_named_in_a_guard_finalise_a_form_without_an_action():
    assert five_step().rules.finalisers("closing_evaluation") == (
        "mentor",
        "student_health_team",
        "rector",
        "administration",
    )


def test_a_consent_is_recorded_by_those_whose_actions_need_it():
    rules = five_step().rules
    assert rules.purposes == ("share_with_partners",)
    assert rules.recorders("share_with_partners") == ("student_health_team",)
    assert rules.recorders("health_information") == ()


def test_the_doers_of_an_action_are_known_and_of_no_action_there_are_none():
    assert RULES.doers("call_home") == ("mentor",)
    assert RULES.doers("nothing") == ()


def test_the_forms_are_those_of_actions_and_guards():
    assert RULES.forms == ("initial_mapping",)
    assert len(five_step().rules.forms) == 10


def test_the_forms_that_a_step_needs_are_found_inside_other_guards_too():
    needed = five_step().rules.forms_needed(five_step().rules.transition("hand_over"))
    assert [one.form for one in needed] == [
        "in_depth_evaluation",
        "in_depth_evaluation",
        "network_meeting_notes",
        "authority_report",
    ]


def test_a_model_is_the_same_in_rules_and_its_own_in_texts_in_each_language():
    model = small()
    assert model.in_language("nb").stage("help").title == "Hjelpe eleven"
    assert model.in_language("nb").order == model.rules.order
    assert model.in_language("fi") is model.rules


def test_the_sum_of_a_model_follows_its_text():
    assert small().sha == load_workflow(SMALL, "other.yaml").sha
    assert small().sha != small(("title: Ring hem", "title: Ring hemmet")).sha


def test_a_model_is_never_changed():
    with pytest.raises(ValidationError):
        RULES.version = 2


def test_a_wrong_shape_is_told_before_the_texts_that_are_missing_for_it():
    with pytest.raises(DefinitionError) as error:
        small(("{id: again, kind", "{id: anew, knid"))
    assert [problem.path for problem in error.value.problems] == [
        "transitions.anew.kind",
        "transitions.anew.knid",
    ]
