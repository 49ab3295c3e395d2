"""Finds roles that act in a model although nobody can sign in with them, or where they see no case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.definitions import Path, Problem
from casework.engine.actions import SYSTEM
from casework.engine.places import Finding, actions, stages, transitions
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.remarks import remark

NOBODY = remark("nobody can sign in as “%(role)s”; give it `rights_as` one of: %(known)s")

UNSEEN = remark(
    "%(roles)s sees a case only while the authority has it, and “%(stage)s” is the school's; name somebody "
    "at the school too, or let a role on the side `authority` own that stage"
)


def without_account(localised: LocalisedWorkflow, accounts: frozenset[str]) -> list[Problem]:
    """A problem for every role that acts and is neither one of the accounts nor like one."""
    found = _findings(localised.rules, accounts)
    return [localised.document.problem(path, message) for path, message in found]


def _findings(workflow: Workflow, accounts: frozenset[str]) -> Iterator[Finding]:
    for path, roles in _acting(workflow):
        for role in roles:
            if workflow.rights(role) not in accounts:
                known = ", ".join(sorted(accounts))
                yield path, NOBODY.about(role=role, known=known)


def _acting(workflow: Workflow) -> Iterator[tuple[Path, Iterable[str]]]:
    for path, stage in stages(workflow):
        yield (*path, "owner"), (stage.owner,)
    for path, _, action in actions(workflow):
        yield (*path, "by"), (role for role in action.by if role != SYSTEM)
        yield (*path, "together_with"), action.together_with
    for path, transition in transitions(workflow):
        yield (*path, "by"), transition.by
        yield (*path, "approved_by"), transition.approved_by


def out_of_sight(localised: LocalisedWorkflow, when_handed_over: frozenset[str]) -> list[Problem]:
    """A problem for all that only such roles could do where the case is still with the school."""
    found = _unseen(localised.rules, when_handed_over)
    return [localised.document.problem(path, message) for path, message in found]


def _unseen(workflow: Workflow, when_handed_over: frozenset[str]) -> Iterator[Finding]:
    at_school = [one.id for one in workflow.stages if workflow.side(one.owner) != "authority"]
    for path, roles, places in _doing(workflow):
        if roles and {workflow.rights(role) for role in roles} <= when_handed_over:
            for stage in (one for one in places if one in at_school):
                yield path, UNSEEN.about(roles=", ".join(roles), stage=stage)


def _doing(workflow: Workflow) -> Iterator[tuple[Path, tuple[str, ...], tuple[str, ...]]]:
    """Who does what, and the stages in which the case then stands; what may be done later too is left out."""
    for path, stage, action in actions(workflow):
        if action.holds == "here":
            yield (*path, "by"), action.by, (stage.id,)
    for path, transition in transitions(workflow):
        for word in ("by", "approved_by"):
            yield (*path, word), getattr(transition, word), workflow.sources(transition)
