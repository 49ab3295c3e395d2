"""The parts of a model are read as the file says them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from casework.engine.elements import Role, Stage, Step, Transition

WAY = {"id": "go", "kind": "forward", "title": "Gå", "from": "a", "to": "b", "by": ["rector"]}


def test_one_stage_may_stand_without_brackets():
    assert Transition.model_validate(WAY).sources == ("a",)
    assert Transition.model_validate({**WAY, "from": ["a", "c"]}).sources == ("a", "c")


def test_a_step_is_a_value():
    way = Transition.model_validate(WAY)
    assert Step(way, "a", "b") == Step(way, "a", "b")
    assert Step(way, "a", "b").event == "go__b"


@pytest.mark.parametrize("wrong", [{"kind": "sideways"}, {"by": []}, {"when": "now"}, {"to": None}])
def test_a_transition_is_refused_with(wrong):
    with pytest.raises(ValidationError):
        Transition.model_validate({**WAY, **wrong})


def test_a_role_works_at_the_school_unless_it_says_otherwise():
    assert Role(title="Mentor").side == "school"


def test_a_stage_needs_an_owner():
    with pytest.raises(ValidationError):
        Stage.model_validate({"id": "a", "title": "A"})
