"""Finds roles that act in a model although nobody can sign in with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.definitions import Path, Problem
from casework.engine.actions import SYSTEM
from casework.engine.places import Finding, actions, stages, transitions
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.remarks import remark

NOBODY = remark("nobody can sign in as “%(role)s”; give it `rights_as` one of: %(known)s")


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
