"""What is done with each guardian for themselves: for whom it is left, and what stands in its place.

Somebody whom the school may not contact is not passed over: there it is a piece of work for who is
responsible for the stage, who finds another way and says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from casework.engine.action import Action
from casework.engine.actions import Contact, Meeting, Notice, Report, Request, Work
from casework.engine.each import INSTEAD

if TYPE_CHECKING:
    from casework.engine.facts import StudentFact
    from casework.engine.workflow import Workflow

EACH = (Contact, Meeting, Notice, Report, Request, Work)  # what can be done with each of them
PARTIES = ("guardian", "guardians", "home")
OF_AGE = 18


@dataclass(frozen=True)
class GuardianFact:
    """Somebody at home, by id, and whether the school may contact them today."""

    id: str
    name: str = ""
    may_be_contacted: bool = True


class Around(Protocol):
    """The student and those at home, as facts of a case or beside one say it."""

    @property
    def guardians(self) -> tuple[GuardianFact, ...]:
        """Everybody at home."""

    @property
    def student(self) -> StudentFact:
        """The student."""


@dataclass(frozen=True)
class Household:
    """The same where there is no case."""

    guardians: tuple[GuardianFact, ...]
    student: StudentFact


class Instead(Action):
    """An action that no file writes: what is done where somebody may not be contacted."""

    kinds = (INSTEAD,)


def instead_of(action: Action, owner: str) -> Instead:
    """What stands in the action's place, for who is responsible for the stage; with the same days."""
    kept = ("id", "title", "optional", "once_per", "every", "per", "due", "holds", "in_row", "guidance")
    return Instead.model_validate({**{name: getattr(action, name) for name in kept}, "by": (owner,)})


def asks_each(workflow: Workflow) -> bool:
    """Whether the model asks for something with each guardian, in its stages or in a duty."""
    beside = [action for duty in workflow.duties for action in duty.actions]
    return any(action.per for action in (*(one for _, one in workflow.actions()), *beside))


def for_whom(action: Action, facts: Around) -> tuple[str, ...]:
    """The guardians for each of whom the action is a task; one for nobody in particular otherwise.

    Nobody at home who is known is no reason to ask for nothing. `home` is the student from 18 years on.
    """
    if not action.per or _is_with_the_student(action, facts):
        return ("",)
    return tuple(one.id for one in facts.guardians) or ("",)


def is_reachable(action: Action, facts: Around, guardian: str) -> bool:
    """Whether the action can be done as it is written: they may be contacted, or it is not for each.

    What was asked for nobody in particular (`""`) can be, while somebody at home may be contacted.
    """
    if not action.per or (not guardian and _is_with_the_student(action, facts)):
        return True
    return any(one.may_be_contacted for one in facts.guardians if guardian in ("", one.id))


def _is_with_the_student(action: Action, facts: Around) -> bool:
    return "home" in action.parties and (facts.student.age or 0) >= OF_AGE
