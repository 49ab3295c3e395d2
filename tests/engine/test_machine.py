"""The machine moves a case along a named step once everything asked is met, and keeps no case."""

from __future__ import annotations

import gc
import weakref
from dataclasses import dataclass

import pytest

from casework.engine.facts import Refusal
from casework.engine.machine import StageMachine, StepRefused
from tests.engine.examples import five_step, small, step_of

RULES = five_step().rules
MACHINE = StageMachine(RULES)


@dataclass
class Case:
    """Something that stands in a stage."""

    stage: str


def nothing_missing() -> tuple[Refusal, ...]:
    """The answer of a gate with all guards met."""
    return ()


@pytest.mark.parametrize("step", list(RULES.steps()), ids=lambda step: f"{step.source}-{step.event}")
def test_a_step_leads_from_its_source_to_its_target(step):
    case = Case(step.source)
    MACHINE.fire(case, step, nothing_missing)
    assert case.stage == step.target


def test_there_are_no_steps_but_those_of_the_model():
    assert MACHINE.events == {step.event for step in RULES.steps()}
    assert not any(event.startswith("to_") for event in MACHINE.events)


def test_a_refused_step_leaves_the_case_where_it_is_and_tells_everything():
    case = Case("report")
    missing = (Refusal("form_missing"), Refusal("reason_missing"))
    with pytest.raises(StepRefused) as refused:
        MACHINE.fire(case, step_of(RULES, "start_mapping"), lambda: missing)
    assert case.stage == "report"
    assert refused.value.refusals == missing
    assert str(refused.value) == "form_missing, reason_missing"


def test_a_case_that_has_moved_on_is_refused_without_being_asked():
    case = Case("analysis")
    with pytest.raises(StepRefused) as refused:
        MACHINE.fire(case, step_of(RULES, "start_mapping"), lambda: pytest.fail("asked"))
    assert [one.code for one in refused.value.refusals] == ["moved_on"]
    assert case.stage == "analysis"


def test_a_case_in_a_stage_of_another_model_is_refused():
    with pytest.raises(StepRefused):
        MACHINE.fire(Case("phase_3"), step_of(RULES, "start_mapping"), nothing_missing)
    with pytest.raises(StepRefused):
        MACHINE.fire(Case("report"), step_of(small().rules, "start_help"), nothing_missing)


def test_the_machine_keeps_no_case_and_hangs_nothing_on_it():
    case = Case("report")
    MACHINE.fire(case, step_of(RULES, "start_mapping"), nothing_missing)
    assert vars(case) == {"stage": "mapping"}
    gone = weakref.ref(case)
    del case
    gc.collect()
    assert gone() is None


def test_a_loaded_case_is_not_set_back_to_the_beginning():
    case = Case("investigation")
    MACHINE.fire(case, step_of(RULES, "start_analysis"), nothing_missing)
    assert case.stage == "analysis"


def test_an_error_in_the_asking_is_not_swallowed():
    def broken() -> tuple[Refusal, ...]:
        raise ZeroDivisionError

    case = Case("report")
    with pytest.raises(ZeroDivisionError):
        MACHINE.fire(case, step_of(RULES, "start_mapping"), broken)
    assert case.stage == "report"


def test_two_machines_do_not_know_each_other():
    assert StageMachine(RULES).events == MACHINE.events
