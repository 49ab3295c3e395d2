"""Tells for each demand of the written routine how the program meets it today, if it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from casework.definitions import Path, Problem, spoken_path
from casework.engine.beside import DocumentedBy
from casework.engine.covers import Covering, covering
from casework.engine.guards import Guard
from casework.engine.places import Finding, actions, sites, stages, transitions
from casework.engine.workflow import Guidance, LocalisedWorkflow, Role, Workflow
from casework.remarks import remark

State = Literal["enforced", "worked", "guidance", "open", "dead"]
FormCovers = Mapping[str, Mapping[str, str]]
NEED_NOT_WAIT = remark("waits although %(elements)s covers it")
NOTHING_ACTS = remark("is proved although no element that acts covers it")
UNMET = remark("nothing meets this demand; cover it, or say in `waiting` what is missing")
UNSEEN = remark(
    "nothing meets this demand (nobody ever sees %(elements)s); cover it, or say in `waiting` what is missing"
)
TOO_MUCH_TEXT = remark(
    "%(number)s of %(total)s demands are met by a text alone (%(demands)s); at most a fifth may be"
)
GUIDANCE_SHARE = 5  # at most one demand in five may be met by a text alone


@dataclass(frozen=True)
class Row:
    """One demand: how it is met, by which test, element or page, or what it waits for."""

    demand: str
    text: str
    state: State
    by: str
    elements: tuple[str, ...] = ()


def coverage(localised: LocalisedWorkflow, form_covers: FormCovers) -> tuple[Row, ...]:
    """A row for each demand; form_covers: form id → {demand → the field that meets it}."""
    workflow = localised.rules
    return tuple(
        _row(workflow, demand, text, _met(localised, form_covers, demand))
        for demand, text in workflow.source.demands.items()
    )


def limits(localised: LocalisedWorkflow, rows: tuple[Row, ...]) -> list[Problem]:
    """What is wrong with the coverage as a whole: dead rows, too much guidance, waiting though met."""
    found = [*_row_findings(localised.rules, rows), *_share_findings(rows)]
    return [localised.document.problem(path, message) for path, message in found]


@dataclass(frozen=True)
class _Met:
    """What covers one demand: elements a person meets, pages with a text, and what nobody ever sees."""

    elements: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    awaiting: Mapping[str, str] = field(default_factory=dict)


def _row(workflow: Workflow, demand: str, text: str, met: _Met) -> Row:
    source = workflow.source
    if demand in source.waiting:
        return Row(demand, text, "open", source.waiting[demand], met.elements)
    if demand in source.proved and met.elements:
        return Row(demand, text, "enforced", source.proved[demand], met.elements)
    if met.elements:
        return Row(demand, text, "worked", met.elements[0], met.elements)
    if met.pages:
        return Row(demand, text, "guidance", met.pages[0], met.pages)
    if met.awaiting:
        return Row(demand, text, "open", ", ".join(sorted({*met.awaiting.values()})))
    return Row(demand, text, "dead", " ".join(met.unseen), met.unseen)


def _met(localised: LocalisedWorkflow, form_covers: FormCovers, demand: str) -> _Met:
    workflow = localised.rules
    elements: list[str] = []
    pages: list[str] = []
    unseen: list[str] = []
    awaiting: dict[str, str] = {}
    for place in covering(workflow):
        if demand in place.part.covers:
            name = _named(localised, place.path, place.part)
            if not _is_shown(workflow, place.part, place.path):
                unseen.append(name)
            elif place.awaits:
                awaiting[name] = place.awaits
            elif isinstance(place.part, Guidance):
                pages.append(page_of(workflow, place.part))
            elif isinstance(place.part, DocumentedBy):
                pages.append(_documenting(workflow, name.split(".")[1]))
            else:
                elements.append(name)
    for form, covered in form_covers.items():
        if demand in covered:
            (elements if form in workflow.forms else unseen).append(f"forms.{form}.{covered[demand]}")
    return _Met(tuple(elements), tuple(pages), tuple(unseen), awaiting)


def _documenting(workflow: Workflow, stage: str) -> str:
    """Where people read who documents in the stage."""
    page = "case page" if workflow.stage(stage).case == "needed" else "pages of tasks about students"
    return f"the {page}, in the stage {stage} (who documents)"


def _named(localised: LocalisedWorkflow, path: Path, element: Covering) -> str:
    """The element as its path in words; a guard as what it stands in and what it asks."""
    if not isinstance(element, Guard):
        return spoken_path(localised.document.data, path)
    holder = next(index for index, step in enumerate(path) if step in ("needs", "if"))
    return f"{spoken_path(localised.document.data, path[:holder])} needs {element.subject}"


def page_of(workflow: Workflow, guidance: Guidance) -> str:
    """The page on which the text is read."""
    if guidance.show == "model":
        return f"the case page, in every stage ({guidance.id})"
    if guidance.show in workflow.order:
        return f"the case page, in the stage {guidance.show} ({guidance.id})"
    return f"the page of the task {guidance.show} ({guidance.id})"


def _is_shown(workflow: Workflow, element: Covering, path: Path) -> bool:
    """Whether a person meets the element: a role must be used, a text must say something."""
    if isinstance(element, Guidance):
        return bool(element.text.strip())
    if isinstance(element, Role):
        return path[-1] in set(_roles_used(workflow))
    return True


def _roles_used(workflow: Workflow) -> Iterator[str]:
    for _, stage in stages(workflow):
        yield stage.owner
    for _, _, action in actions(workflow):
        yield from (*action.by, *action.together_with, *action.parties)
    for _, transition in transitions(workflow):
        yield from (*transition.by, *transition.approved_by)
    for site in sites(workflow):
        yield from getattr(site.guard, "by", ())


def _row_findings(workflow: Workflow, rows: tuple[Row, ...]) -> Iterator[Finding]:
    for row in rows:
        path: Path = ("source", "demands", row.demand)
        if row.state == "dead":
            yield path, UNSEEN.about(elements=row.by) if row.by else UNMET
        elif row.state == "open" and row.elements:
            yield (
                ("source", "waiting", row.demand),
                remark("waits although %(elements)s covers it", elements=", ".join(row.elements)),
            )
        elif row.demand in workflow.source.proved and row.state != "enforced":
            yield (
                ("source", "proved", row.demand),
                remark("is proved although no element that acts covers it"),
            )


def _share_findings(rows: tuple[Row, ...]) -> Iterator[Finding]:
    guided = [row.demand for row in rows if row.state == "guidance"]
    if len(guided) * GUIDANCE_SHARE > len(rows):
        told = TOO_MUCH_TEXT.about(number=len(guided), total=len(rows), demands=", ".join(guided))
        yield ("guidance",), told
