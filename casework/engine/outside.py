"""Finds what a model names outside itself and is not there: kinds of documents, and dates in forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from casework.definitions import Path, Problem
from casework.engine.action import Action
from casework.engine.actions import Documentation, Request
from casework.engine.places import Finding, actions, duty_actions, sites, stages
from casework.engine.references import Forms
from casework.engine.reported import DocumentReceived
from casework.engine.unknown import unknown
from casework.engine.workflow import LocalisedWorkflow, Workflow


@dataclass(frozen=True)
class Known:
    """What models may name: form id → {question → its options}; form id → its dates; kinds of documents."""

    forms: Forms
    dates: Mapping[str, frozenset[str]]
    documents: frozenset[str]


def not_there(localised: LocalisedWorkflow, known: Known) -> list[Problem]:
    """A problem for every document and every date that is named and does not exist."""
    found = [*_documents(localised.rules, known), *_dates(localised.rules, known)]
    return [localised.document.problem(path, message) for path, message in found]


def _documents(workflow: Workflow, known: Known) -> Iterator[Finding]:
    for path, kind in _named(workflow):
        if kind not in known.documents:
            yield path, unknown("document", kind, known.documents)


def _named(workflow: Workflow) -> Iterator[tuple[Path, str]]:
    """Every place where a kind of document is named, with its name."""
    for path, _, action in actions(workflow):
        yield from _of_action(path, action)
    for path, _, action in duty_actions(workflow):
        yield from _of_action(path, action)
    for path, stage in stages(workflow):
        for index, one in enumerate(stage.documented_by):
            if one.place:
                yield (*path, "documented_by", index, "in"), one.place
    for site in sites(workflow):
        if isinstance(site.guard, DocumentReceived):
            yield (*site.path, "document"), site.guard.document


def _of_action(path: Path, action: Action) -> Iterator[tuple[Path, str]]:
    if isinstance(action, Request):
        yield (*path, "what"), action.what
    if isinstance(action, Documentation) and action.document:
        yield (*path, "in"), action.document


def _dates(workflow: Workflow, known: Known) -> Iterator[Finding]:
    for name, moment in workflow.moments.items():
        form, field = moment.origin.form, moment.origin.field
        dates = known.dates.get(form or "", frozenset())
        if field and field not in dates:
            yield ("moments", name, "from", "field"), unknown("date", field, dates, form)
