"""When an action opens by itself, where else it holds, and what it means that it is done."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from casework.definitions import read
from casework.engine.actions import Arrangement, Notice, Report
from casework.engine.beside import FollowUp, Trigger
from casework.engine.consequences import consequences, newly_due
from casework.engine.facts import StudentFact
from casework.engine.moments import Due, Origin
from casework.engine.workflow import NEW, Workflow, load_workflow
from tests.engine.examples import SMALL, facts, signed, step_of, task

GUARDED = {"by": "mentor", "title": "x", "id": "x"}


def with_words(action: str, **words: Any) -> Workflow:
    """The small model with more words on the action of that id."""
    data = read(SMALL, "small.yaml").data
    for stage in data["stages"]:
        for one in stage.get("actions", ()):
            if one["id"] == action:
                one.update(words)
    return load_workflow(json.dumps(data), "small.yaml").rules


def opens(workflow: Workflow, transition: str, **given: Any) -> list[str]:
    """The ids of the actions that the step opens."""
    step = step_of(workflow, transition)
    return [one.id for one in consequences(workflow, step, facts(step.source, **given)).opens]


def test_an_action_opens_when_the_case_comes_to_its_stage():
    assert opens(with_words("call_home"), "open") == ["call_home"]


def test_what_absence_asks_for_does_not_open_with_the_stage():
    assert opens(with_words("call_home", each_time={"occasion": {"counting": "unreported"}}), "open") == []


@pytest.mark.parametrize(("holds", "opened"), [("here", False), ("from_here_up", True), ("everywhere", True)])
def test_an_action_of_an_earlier_stage_holds_further_up_where_it_says_so(holds, opened):
    assert ("call_home" in opens(with_words("call_home", holds=holds), "start_help")) is opened


@pytest.mark.parametrize(("holds", "opened"), [("from_here_up", False), ("everywhere", True)])
def test_an_action_of_a_later_stage_holds_below_only_where_it_holds_everywhere(holds, opened):
    assert ("way" in opens(with_words("way", holds=holds), "open")) is opened


def test_an_action_opens_only_for_the_students_it_is_for():
    grown = with_words("call_home", for_students={"age": {"at_least": 18}})
    assert opens(grown, "open", student=StudentFact(18)) == ["call_home"]
    assert opens(grown, "open", student=StudentFact(17)) == []
    assert newly_due(grown, facts("notice", student=StudentFact(17))) == ()


def test_no_case_is_opened_where_students_stand_without_one():
    data = read(SMALL, "small.yaml").data
    opening = next(one for one in data["transitions"] if one["id"] == "open")
    opening["to"] = "any"
    everywhere = load_workflow(json.dumps(data), "small.yaml").rules
    data["stages"][0]["case"] = "none"
    model = load_workflow(json.dumps(data), "small.yaml").rules
    assert [s.target for s in everywhere.steps_from(NEW)] == ["notice", "help", "monitoring"]
    assert [s.target for s in model.steps_from(NEW)] == ["help", "monitoring"]
    assert "notice" in [s.target for s in model.steps_from("help")], "a case may go back there"


@pytest.mark.parametrize(
    ("words", "caught_up"),
    [
        ({}, ["mapping_form"]),
        ({"optional": True}, []),
        ({"every": "1 week"}, []),
        ({"holds": "from_here_up"}, []),
    ],
)
def test_what_is_leapt_over_is_to_be_done_or_waived(words, caught_up):
    data = read(SMALL, "small.yaml").data
    mapping, way = data["stages"][1]["actions"]
    mapping.update(words)
    way["optional"] = True
    forward = next(one for one in data["transitions"] if one["id"] == "start_help")
    forward |= {"to": "any_later", "needs": []}
    model = load_workflow(json.dumps(data), "small.yaml").rules
    leap = consequences(model, step_of(model, "start_help", target="monitoring"), facts())
    assert [one.id for one in leap.catches_up] == caught_up
    assert ("mapping_form" in [one.id for one in leap.opens]) is ("holds" in words)
    assert consequences(model, step_of(model, "start_help", target="help"), facts()).catches_up == ()


@pytest.mark.parametrize(("holds", "closed"), [("here", ["call_home"]), ("from_here_up", [])])
def test_a_task_that_holds_in_the_next_stage_stays_open(holds, closed):
    model = with_words("call_home", holds=holds)
    given = facts("notice", tasks=(task("call_home"),))
    follows = consequences(model, step_of(model, "start_help"), given)
    assert [one.action for one in follows.closes] == closed
    assert "call_home" not in [one.id for one in (*follows.opens, *follows.reopens)]


def test_a_new_round_asks_for_it_anew():
    model = with_words("call_home", holds="everywhere")
    given = facts("help", tasks=(task("call_home"),))
    follows = consequences(model, step_of(model, "again", source="help"), given)
    assert [one.action for one in follows.closes] == ["call_home"]
    assert "call_home" in [one.id for one in follows.opens]


def test_what_is_leapt_over_and_done_is_not_asked_for_again():
    data = read(SMALL, "small.yaml").data
    forward = next(one for one in data["transitions"] if one["id"] == "start_help")
    forward |= {"to": "any_later", "needs": []}
    model = load_workflow(json.dumps(data), "small.yaml").rules
    step = step_of(model, "start_help", target="monitoring")
    done = facts(forms=(signed("initial_mapping"),))
    assert [one.id for one in consequences(model, step, done).catches_up] == ["way"]


def test_what_goes_on_is_done_when_it_has_ended():
    report: dict[str, Any] = {**GUARDED, "do": "report", "to": "rector"}
    assert Report.model_validate(report).natural == "sent"
    ending = Report.model_validate({**report, "ends_with": {"stopped": "Slut"}})
    assert ending.natural == "ended"
    assert (ending.outcomes("ended"), ending.outcomes("sent")) == ({"stopped": "Slut"}, {})
    trial: dict[str, Any] = {**GUARDED, "do": "arrangement"}
    assert Arrangement.model_validate(trial).natural == "started"
    assert Arrangement.model_validate({**trial, "result": {"good": "Bra"}}).natural == "ended"
    notice: dict[str, Any] = {**GUARDED, "do": "notice", "to": "rector"}
    assert Notice.model_validate(notice).milestones == ("sent",)
    assert Notice.model_validate({**notice, "receipt": True}).milestones == ("received", "sent")


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        (Due, {}, "exactly one of: same_day, within, at, before, with, next"),
        (Due, {"within": "1 week", "at": "1 week"}, "exactly one of"),
        (Due, {"before": "m", "after": "x"}, "`after` belongs to"),
        (Due, {"next": "mentor_time"}, "`next` and `otherwise` belong together"),
        (Origin, {}, "exactly one of: contact, meeting"),
        (Origin, {"contact": "a", "form": "b"}, "exactly one of"),
        (Origin, {"contact": "a", "field": "b"}, "`field` names a date"),
        (FollowUp, {}, "exactly one of: every, same_day, within"),
        (Trigger, {"id": "t", "title": "T", "when": {"in_stage": "a"}}, "what it `proposes` or `opens`"),
    ],
)
def test_a_part_that_says_too_little_or_too_much_is_refused(kind, said, told):
    with pytest.raises(ValidationError, match=told):
        kind.model_validate(said)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Due, {"within": "1 week", "after": "m"}),
        (Due, {"next": "mentor_time", "otherwise": "5 school_days"}),
        (Origin, {"form": "a", "field": "b"}),
        (FollowUp, {"every": "1 week"}),
        (Trigger, {"id": "t", "title": "T", "when": {"in_stage": "a"}, "opens": "x"}),
    ],
)
def test_a_part_that_says_just_enough_is_taken(kind, said):
    assert kind.model_validate(said)
