"""Checks a model for everything that would make it lie or stop; the program starts on none of these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from casework.definitions import FORBIDDEN_IDS, Path, Problem
from casework.engine import actions as action_kinds
from casework.engine import guards as guard_kinds
from casework.engine.actions import Decision
from casework.engine.attainable import attainable_findings
from casework.engine.automatic import automatic_findings
from casework.engine.covers import covering
from casework.engine.guards import FormFinalised
from casework.engine.ladder import WORDS_OF_KIND, reach_findings, sense_findings
from casework.engine.measuring import measuring_findings
from casework.engine.naming import naming_findings
from casework.engine.places import Finding, actions, sites, stages, transitions
from casework.engine.references import (
    TARGET_WORDS,
    Forms,
    form_findings,
    guard_findings,
    party_findings,
    role_findings,
    stage_findings,
)
from casework.engine.unknown import unknown
from casework.engine.workflow import NEW, LocalisedWorkflow, Workflow
from casework.remarks import remark

RESERVED_IDS = FORBIDDEN_IDS | {NEW, "model", *TARGET_WORDS}
OWN_WORD = remark("“%(id)s” is a word of the program's own; choose another id")
NO_DATE = remark("“%(text)s” is not a date; write it like 2026-08-01")
WAITS_AND_COVERED = remark(
    "“%(demand)s” waits for “%(awaited)s”, yet something covers it; keep one of the two"
)
CAN_BE_SAID = remark("“%(demand)s” waits for “%(awaited)s”, which a model can already say")
ONLY_THOSE_WHO_ASK = remark("only those who ask could approve; name a role that is not in `by`")
OWN_FORM = remark(
    "only those who approve (%(roles)s) can finalise “%(form)s”, and nobody approves on a form of their own"
)


def check(localised: LocalisedWorkflow, forms: Forms) -> list[Problem]:
    """Every problem of the model; forms: form id → {question → its option ids, none where it is written}.

    Ways through the ladder are judged once every word names something, so that one slip gives one problem.
    """
    workflow = localised.rules
    found = [
        *_id_findings(workflow),
        *_head_findings(workflow, localised.document.source),
        *role_findings(workflow),
        *party_findings(workflow),
        *stage_findings(workflow),
        *form_findings(workflow, forms),
        *guard_findings(workflow),
        *naming_findings(workflow, forms),
        *automatic_findings(workflow),
        *measuring_findings(workflow),
        *_demand_findings(workflow),
        *_four_eyes_findings(workflow),
    ]
    if not found:
        found += sense_findings(workflow)
    if not found:
        found += reach_findings(workflow)
    if not found:
        found += attainable_findings(workflow)
    return [localised.document.problem(path, message) for path, message in found]


def _id_findings(workflow: Workflow) -> Iterator[Finding]:
    """Ids that a stage shares with an action, and ids that mean something else already."""
    places: list[tuple[Path, str]] = [(path, stage.id) for path, stage in stages(workflow)]
    places += [(path, transition.id) for path, transition in transitions(workflow)]
    for path, _, action in actions(workflow):
        places.append((path, action.id))
        if action.id in workflow.order:
            yield (*path, "id"), remark("the id “%(id)s” is that of a stage; choose another id", id=action.id)
        for option in action.options if isinstance(action, Decision) else ():
            if option in RESERVED_IDS:
                yield (*path, "options", option), OWN_WORD.about(id=option)
    for path, name in places:
        if name in RESERVED_IDS or "__" in name:
            yield (*path, "id"), OWN_WORD.about(id=name)


def _head_findings(workflow: Workflow, source: str) -> Iterator[Finding]:
    """A name that is not the file's, and dates that are none."""
    if source.endswith(".yaml") and source.removesuffix(".yaml") != workflow.workflow:
        yield ("workflow",), remark("must be the file's name, “%(name)s”", name=source.removesuffix(".yaml"))
    days: dict[str, date] = {}
    for name in ("valid_from", "valid_to"):
        text = getattr(workflow, name)
        try:
            if text:
                days[name] = date.fromisoformat(text)
        except ValueError:
            yield (name,), NO_DATE.about(text=text)
    if len(days) == 2 and days["valid_to"] < days["valid_from"]:
        yield ("valid_to",), remark("lies before `valid_from`")


def _demand_findings(workflow: Workflow) -> Iterator[Finding]:
    """Covers of demands that do not exist, and demands that wait although they need not."""
    known = workflow.source.demands
    covered = set()
    for place in covering(workflow):
        for index, demand in enumerate(place.part.covers):
            covered.add(demand)
            if demand not in known:
                yield (*place.path, "covers", index), unknown("demand", demand, known)
    for name in ("proved", "waiting"):
        for demand in getattr(workflow.source, name):
            if demand not in known:
                yield ("source", name, demand), unknown("demand", demand, known)
    for demand, awaited in workflow.source.waiting.items():
        path = ("source", "waiting", demand)
        if demand in covered or demand in workflow.source.proved:
            yield path, WAITS_AND_COVERED.about(demand=demand, awaited=awaited)
        if awaited in _words_of_the_language():
            yield path, CAN_BE_SAID.about(demand=demand, awaited=awaited)


def _words_of_the_language() -> set[str]:
    return {*action_kinds.KINDS, *guard_kinds.KINDS, *WORDS_OF_KIND, *Workflow.model_fields}


def _four_eyes_findings(workflow: Workflow) -> Iterator[Finding]:
    """Approvals that no second pair of eyes could give."""
    for path, transition in transitions(workflow):
        approvers = {workflow.rights(role) for role in transition.approved_by}
        here = (*path, "approved_by")
        if approvers and transition.kind == "open":
            yield here, remark("there is no case yet for anybody to approve")
        if approvers and approvers <= {workflow.rights(role) for role in transition.by}:
            yield here, ONLY_THOSE_WHO_ASK
    for site in sites(workflow):
        approvers = {workflow.rights(role) for role in getattr(site.holder, "approved_by", ())}
        if approvers and isinstance(site.guard, FormFinalised):
            signers = site.guard.by or workflow.finalisers(site.guard.form)
            asking = {workflow.rights(role) for role in site.holder.by}
            if signers and not any(
                approvers - {workflow.rights(one), who} for one in signers for who in asking
            ):
                told = OWN_FORM.about(roles=", ".join(signers), form=site.guard.form)
                yield (*site.path, "form"), told
