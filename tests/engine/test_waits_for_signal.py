"""Where only figures or a reason would move a case, it is not called ready to be moved."""

from __future__ import annotations

from dataclasses import replace

from casework.engine.steps import assess, waits_for_signal
from tests.engine.examples import facts, guard, small, step_of


def test_a_step_that_figures_should_propose_is_not_called_for_without_them():
    model = small().rules
    step = step_of(model, "start_help")
    either = guard(any=[{"signal": True}, {"reason": True}])
    asked = replace(step, transition=step.transition.model_copy(update={"needs": (either,)}))
    assert waits_for_signal(asked, facts("notice"))
    assert assess(model, asked, facts("notice", "student_health_team")).is_open, (
        "a reason may still replace it"
    )
    assert not waits_for_signal(asked, facts("notice", proposed=frozenset({"help"})))
    assert not waits_for_signal(step, facts("notice"))
