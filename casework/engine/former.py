"""What a case has from an earlier version of its routine that the present one does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.engine.actions import Action, Work
from casework.engine.workflow import Transition, Workflow

NOBODY = "nobody"  # a role that no model has
BY_HAND = "by_hand"  # the action of tasks that people add


def action_of(
    workflow: Workflow, action_id: str, title: str, by_hand: Mapping[str, Sequence[str]] | None = None
) -> Action:
    """The action; where the model does not know it, one with the title it had, which nobody does any more.

    A task that a person has added says itself who does it and with whom.
    """
    if by_hand is not None:
        return Work(
            id=BY_HAND,
            do="work",
            title=title,
            by=tuple(by_hand["by"]),
            together_with=tuple(by_hand["with"]),
        )
    return workflow.find_action(action_id) or Action(id="former", title=title, by=(NOBODY,))


def transition_of(workflow: Workflow, transition_id: str) -> Transition:
    """The transition; where the model does not know it, one without a title, which nobody takes any more."""
    known = {one.id: one for one in workflow.transitions}
    return known.get(transition_id) or Transition.model_validate(
        {"id": "former", "title": "", "kind": "forward", "from": "closed", "to": "closed", "by": (NOBODY,)}
    )
