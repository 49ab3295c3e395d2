"""The following up of a stage as a piece of work that opens like any other action."""

from __future__ import annotations

from casework.engine.action import Action
from casework.engine.actions import FormAction, Work
from casework.engine.beside import FollowUp

LONGEST_ID = 60


class Followed(Action):
    """An action that no file writes: how a stage is followed up says what it is, who does it and when."""

    follows: FollowUp


class FollowedByWork(Followed, Work):
    """Following up that is ticked off with a note."""


class FollowedByForm(Followed, FormAction):
    """Following up that a form is filled in for."""


def followed(stage: str, title: str, owner: str, rule: FollowUp) -> Followed:
    """The work of following up the stage; who is responsible for it does that where nobody else is named."""
    shared = {
        "id": f"follow_up_{stage}"[:LONGEST_ID],
        "title": rule.title or title,
        "by": rule.by or (owner,),
        "every": rule.every,
        "once_per": "visit",
        "follows": rule,
    }
    if rule.form:
        return FollowedByForm.model_validate({**shared, "do": "form", "form": rule.form})
    return FollowedByWork.model_validate({**shared, "do": "work"})
