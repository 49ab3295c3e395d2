"""Finds guards that can never be met where they are asked, so that no rule shuts a stage by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from casework.engine.actions import Action
from casework.engine.clocks import KNOWN_IN_A_CASE
from casework.engine.consequences import NEW_ROUND
from casework.engine.facts import Scope
from casework.engine.guards import (
    ActionReported,
    AgeReached,
    AnyOf,
    ConsentInForce,
    DocumentReceived,
    DoneOften,
    FormFinalised,
    Guard,
    MomentCome,
    ReasonWritten,
    SignalGiven,
    StudentIs,
    TaskSettled,
    TasksSettled,
    TimeGone,
)
from casework.engine.ladder import closure, onward_steps
from casework.engine.places import Finding, Holder, Site, sites
from casework.engine.workflow import NEW, Step, Transition, Workflow
from casework.remarks import Remark, remark

STEP_ONLY = (ReasonWritten, TasksSettled, SignalGiven)  # what is asked when a step is taken


def attainable_findings(workflow: Workflow) -> Iterator[Finding]:
    """Every guard that nothing can meet in a stage where it is asked."""
    story = _Story(workflow)
    story.run()
    for site in sites(workflow):
        if isinstance(site.guard, AnyOf):
            continue
        if not site.stages:
            yield from _in_duty(site)
        for stage in site.stages:
            if stage in story.reached and not story.can_meet(site.guard, stage, site.holder):
                yield (*site.path, site.guard.kind), NEVER.about(why=_reason(story, site, stage))
                break


def _in_duty(site: Site) -> Iterator[Finding]:
    """What can never be met whatever has happened: in a duty all that can happen may have happened."""
    told = None
    if isinstance(site.guard, STEP_ONLY):
        told = AT_A_STEP.about(kind=site.guard.kind)
    elif isinstance(site.guard, ActionReported | TaskSettled) and site.guard.about() == site.holder.id:
        told = ITSELF.about(id=site.holder.id)
    if told:
        yield (*site.path, site.guard.kind), NEVER.about(why=told)


@dataclass
class _Story:
    """The best that can happen in a case: grows until nothing new can be reached, done or passed."""

    workflow: Workflow
    reached: set[str] = field(default_factory=lambda: {NEW})
    doable: set[str] = field(default_factory=set)
    passed: set[tuple[str, str, bool]] = field(default_factory=set)

    def run(self) -> None:
        """Lets everything happen that can."""
        size = 0
        while size != (size := len(self.reached) + len(self.doable) + len(self.passed)):
            for step in onward_steps(self.workflow):
                self._take(step)
            for stage, action in self.workflow.actions():
                guards = (*action.applies_if, *action.needs)
                if stage.id in self.reached and all(self._passes(g, stage.id, action) for g in guards):
                    self.doable.add(action.id)

    def _take(self, step: Step) -> None:
        needs = step.transition.needs
        if step.source in self.reached and all(self._passes(g, step.source, step.transition) for g in needs):
            self.reached.add(step.target)
            self.passed.add((step.source, step.target, step.transition.kind in NEW_ROUND))

    def _passes(self, guard: Guard, at: str, holder: Holder) -> bool:
        """Whether the guard can be out of the way; one with an `if` asks nothing where that is not met."""
        return bool(guard.applies_if) or self.can_meet(guard, at, holder)

    def can_meet(self, guard: Guard, at: str, holder: Holder) -> bool:
        """Whether somebody can bring about what the guard asks, in the stage or before it."""
        if isinstance(guard, AnyOf):
            return any(self._passes(inner, at, holder) for inner in guard.any)
        if isinstance(guard, ReasonWritten):
            return isinstance(holder, Transition)
        if isinstance(guard, TasksSettled):
            return isinstance(holder, Transition) and at != NEW
        if isinstance(guard, FormFinalised):
            return at != NEW and self._can_finalise(guard, at)
        if isinstance(guard, SignalGiven):
            return isinstance(holder, Transition) and any(
                trigger.proposes for trigger in self.workflow.triggers
            )
        if at == NEW or isinstance(guard, ConsentInForce | AgeReached | StudentIs):
            return at != NEW
        return self._has_come(guard, at)

    def _has_come(self, guard: Guard, at: str) -> bool:
        """Whether the actions that the guard looks at can be done in the stage or before it."""
        if isinstance(guard, MomentCome | TimeGone):
            moment = self.workflow.find_moment(guard.about())
            if moment is None:
                return guard.about() in KNOWN_IN_A_CASE
            if moment.origin.form:
                return self._can_finalise(FormFinalised(form=moment.origin.form), at)
            return any(self._before(action, at, guard.within) for action in moment.origin.actions)
        if isinstance(guard, DocumentReceived):
            asking = self.workflow.requests_for(guard.document)
            return any(self._before(action, at, guard.within) for action in asking)
        if isinstance(guard, DoneOften):
            return any(self._before(action, at, guard.within) for action in guard.times.of)
        return self._before(guard.about(), at, guard.within)

    def _before(self, action: str, at: str, scope: Scope) -> bool:
        return action in self.doable and self.comes_before(action, at, scope)

    def _can_finalise(self, guard: FormFinalised, at: str) -> bool:
        asked = (one for one, _ in self.workflow.guards() if isinstance(one, FormFinalised))
        if any(one.by for one in asked if one.form == guard.form):
            return True
        filled_in = (action.id for _, action in self.workflow.actions() if action.form == guard.form)
        return any(a in self.doable and self.comes_before(a, at, guard.within) for a in filled_in)

    def comes_before(self, action: str, at: str, scope: Scope) -> bool:
        """Whether what is done in the action's stage still counts in the other stage."""
        stage = self.workflow.stage_of(action).id
        if scope == "visit" or stage == at:
            return stage == at
        ways = [(source, target) for source, target, anew in self.passed if scope == "case" or not anew]
        return at in closure([stage], ways)


NEVER = remark("can never be met: %(why)s")
AT_A_STEP = remark("`%(kind)s` is asked when a step is taken, not of an action")
BEFORE_OPENING = remark("before a case is opened nothing has happened; an opening can need a reason")
NOT_FINALISED = remark(
    "nobody can finalise “%(form)s” in “%(stage)s” or before it; "
    "let an action fill it in there, or say in `by` who may"
)
NOT_PROPOSED = remark("no trigger of the model proposes a stage")
NOT_DONE = remark("nothing that it looks at (%(what)s) can be done in “%(stage)s” or before")
ITSELF = remark("“%(id)s” waits for itself")
ITS_NEEDS = remark("what “%(id)s” needs can itself never be met")
# By how far back the guard looks.
TOO_LATE = {
    "case": remark("“%(id)s” stands in “%(own)s”, which cannot come before “%(stage)s”"),
    "round": remark("“%(id)s” stands in “%(own)s”, which cannot come before “%(stage)s” in the same round"),
    "visit": remark("“%(id)s” stands in “%(own)s”, which cannot come before “%(stage)s” in the same visit"),
}


def _reason(story: _Story, site: Site, stage: str) -> Remark:
    """Why the guard can never be met in the stage."""
    guard = site.guard
    if isinstance(guard, STEP_ONLY) and isinstance(site.holder, Action):
        return AT_A_STEP.about(kind=guard.kind)
    if stage == NEW:
        return BEFORE_OPENING
    if isinstance(guard, FormFinalised):
        return NOT_FINALISED.about(form=guard.form, stage=stage)
    if isinstance(guard, SignalGiven):
        return NOT_PROPOSED
    if not isinstance(guard, ActionReported | TaskSettled):
        return NOT_DONE.about(what=guard.about(), stage=stage)
    if guard.about() == site.holder.id:
        return ITSELF.about(id=site.holder.id)
    own = story.workflow.stage_of(guard.about()).id
    if own in story.reached and guard.about() not in story.doable:
        return ITS_NEEDS.about(id=guard.about())
    return TOO_LATE[guard.within].about(id=guard.about(), own=own, stage=stage)
