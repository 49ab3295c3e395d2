"""Judges the ladder of a model: whether each transition makes sense, and whether cases come in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.definitions import Path
from casework.engine.places import Finding, stages, transitions
from casework.engine.workflow import CLOSED, NEW, Step, Transition, Workflow
from casework.remarks import remark

WORDS_OF_KIND: dict[str, tuple[str, ...]] = {
    "open": ("any",),
    "forward": ("any_later",),
    "back": ("any_earlier",),
    "restart": (),
    "hand_over": (),
    "return": ("any_earlier",),
    "close": (CLOSED,),
    "reopen": ("any", "last_stage"),
}
RENEWING = ("forward", "back", "return")
RENEW_BELONGS = remark(
    "`renew` belongs to %(kinds)s; the others keep all or ask all anew", kinds=", ".join(RENEWING)
)
FROM_MISSING = remark("`from` is missing: from which stages does this %(kind)s lead?")
UNFIT = remark("“%(target)s” does not fit the kind “%(kind)s”; known here: %(known)s")
WITHOUT_CASE = remark("no case is opened in “%(stage)s”, where students stand without one")
SAME_SIDE = remark("“%(source)s” and “%(target)s” are owned by the same side; use `forward` or `back`")
# Where no stage lies, and where a target does not lie, seen from the source.
NONE_THERE = {
    "after": remark("no stage lies after “%(source)s”"),
    "before": remark("no stage lies before “%(source)s”"),
    "at or before": remark("no stage lies at or before “%(source)s”"),
}
NOT_THERE = {
    "after": remark("“%(target)s” does not lie after “%(source)s”"),
    "before": remark("“%(target)s” does not lie before “%(source)s”"),
    "at or before": remark("“%(target)s” does not lie at or before “%(source)s”"),
}


def sense_findings(workflow: Workflow) -> Iterator[Finding]:
    """Transitions whose way does not fit their kind."""
    for path, transition in transitions(workflow):
        found = [*_source_findings(path, transition), *_target_findings(path, transition, workflow)]
        yield from found or _way_findings(path, transition, workflow)
        yield from _opening_findings(path, transition, workflow)
        if transition.renew and transition.kind not in RENEWING:
            yield (*path, "renew"), RENEW_BELONGS.about(kinds=", ".join(RENEWING))


def _source_findings(path: Path, transition: Transition) -> Iterator[Finding]:
    here = (*path, "from")
    if transition.kind == "open":
        if transition.sources:
            yield here, remark("an opening starts from nothing; take `from` away")
    elif transition.kind == "reopen":
        if transition.sources != (CLOSED,):
            yield here, remark("a reopening starts from `closed`")
    elif not transition.sources:
        yield here, FROM_MISSING.about(kind=transition.kind)
    elif CLOSED in transition.sources:
        yield here, remark("only a transition of the kind `reopen` leads from `closed`")


def _target_findings(path: Path, transition: Transition, workflow: Workflow) -> Iterator[Finding]:
    here = (*path, "to")
    if not transition.targets:
        yield here, remark("leads nowhere")
    if transition.kind == "close" and transition.targets != (CLOSED,):
        yield here, remark("a closing leads to `closed`")
        return
    words = WORDS_OF_KIND[transition.kind]
    for target in transition.targets:
        if target not in workflow.order and target not in words:
            known = remark("%(words)s the id of a stage", words="".join(f"{word}, " for word in words))
            yield here, UNFIT.about(target=target, kind=transition.kind, known=known)


def _opening_findings(path: Path, transition: Transition, workflow: Workflow) -> Iterator[Finding]:
    """A case that would be opened where students stand without one."""
    for target in transition.targets if transition.kind in ("open", "reopen") else ():
        if target in workflow.order and workflow.stage(target).case == "none":
            yield (*path, "to"), WITHOUT_CASE.about(stage=target)


def _way_findings(path: Path, transition: Transition, workflow: Workflow) -> Iterator[Finding]:
    """Whether each way leads in the direction of its kind, and across sides where it must."""
    if transition.kind in ("open", "close", "reopen"):
        return
    for source in workflow.sources(transition):
        targets = list(workflow.targets(transition, source))
        if not targets and "any" not in transition.sources:
            yield (*path, "from"), NONE_THERE[_direction(transition)].about(source=source)
        for target in targets:
            if not _leads_right(transition, source, target, workflow):
                yield (*path, "to"), NOT_THERE[_direction(transition)].about(source=source, target=target)
            elif transition.kind in ("hand_over", "return") and not _crosses(source, target, workflow):
                yield (*path, "kind"), SAME_SIDE.about(source=source, target=target)


def _direction(transition: Transition) -> str:
    words = {"restart": "at or before", "back": "before", "return": "before"}
    return words.get(transition.kind, "after")


def _leads_right(transition: Transition, source: str, target: str, workflow: Workflow) -> bool:
    before, after = workflow.order[source], workflow.order[target]
    if transition.kind == "restart":
        return after <= before
    return after < before if transition.kind in ("back", "return") else after > before


def _crosses(source: str, target: str, workflow: Workflow) -> bool:
    return workflow.side(workflow.stage(source).owner) != workflow.side(workflow.stage(target).owner)


def reach_findings(workflow: Workflow) -> Iterator[Finding]:
    """Stages that no case comes to though it should, that none leaves, and that none can be closed from."""
    ways = [(step.source, step.target) for step in onward_steps(workflow)]
    reached = closure([NEW], ways)
    can_close = closure([CLOSED], [(target, source) for source, target in ways if source != CLOSED])
    if CLOSED not in reached:
        yield ("transitions",), remark("no case is ever closed; add a transition of the kind `close`")
    for path, stage in stages(workflow):
        if stage.case == "none" and stage.id not in reached:
            continue  # students stand there without a case, and no case has to come back to it
        if stage.id not in reached:
            yield path, remark("no transition leads to “%(stage)s”", stage=stage.id)
        elif not any(source == stage.id != target for source, target in ways):
            yield path, remark("no transition leads out of “%(stage)s”", stage=stage.id)
        elif CLOSED in reached and stage.id not in can_close:
            yield path, remark("no way leads from “%(stage)s” to `closed`", stage=stage.id)


def onward_steps(workflow: Workflow) -> Iterator[Step]:
    """Every way that can bring a case somewhere; `last_stage` only brings it back to where it has been."""
    return (step for step in workflow.steps() if "last_stage" not in step.transition.targets)


def closure(start: Iterable[str], ways: Iterable[tuple[str, str]]) -> set[str]:
    """The start and everything that the ways lead to from it."""
    found = set(start)
    known_ways = list(ways)
    grown = True
    while grown:
        new = {target for source, target in known_ways if source in found} - found
        found |= new
        grown = bool(new)
    return found
