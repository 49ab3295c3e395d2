"""What a model holds and where it leads: its parts by name, and every way spelled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from casework.engine.actions import Action
from casework.engine.beside import Cohort, Duty, Goal, Pause, Prevention, Trigger
from casework.engine.counting import Absences, CountingBlocks, Leave
from casework.engine.elements import NEW, Guidance, Role, Source, Stage, Step, Transition
from casework.engine.guards import Guard
from casework.engine.moments import Moment
from casework.engine.parts import Id, Part


class Shape(Part):
    """The model as data, with the ways between its stages."""

    workflow: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
    version: int = Field(ge=1)
    valid_from: str
    valid_to: str = ""
    country: Literal["SE", "NO"]
    school_forms: tuple[Literal["compulsory", "upper_secondary", "adapted_compulsory"], ...]
    language: Literal["sv", "nb", "en"]
    title: str
    source: Source
    guidance: tuple[Guidance, ...] = ()
    roles: Mapping[Id, Role] = Field(default_factory=dict)
    rows: Mapping[Id, str] = Field(default_factory=dict)
    marks: Mapping[Id, str] = Field(default_factory=dict)
    counting: CountingBlocks = ()
    absences: Mapping[Id, Absences] = Field(default_factory=dict)
    leave: tuple[Leave, ...] = ()
    moments: Mapping[Id, Moment] = Field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()
    pause: Pause | None = None
    duties: tuple[Duty, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    goals: tuple[Goal, ...] = ()
    prevention: tuple[Prevention, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=1)
    transitions: tuple[Transition, ...] = Field(min_length=1)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each stage on the ladder, from 0."""
        return {stage.id: index for index, stage in enumerate(self.stages)}

    @cached_property
    def without_case(self) -> tuple[str, ...]:
        """The stages in which students stand without a case."""
        return tuple(stage.id for stage in self.stages if stage.case == "none")

    @cached_property
    def _actions(self) -> dict[str, tuple[Stage, Action]]:
        return {action.id: (stage, action) for stage in self.stages for action in stage.actions}

    @cached_property
    def _all_actions(self) -> dict[str, tuple[Stage, Action]]:
        """Those that are written, and the following up of stages."""
        found = {one.followed.id: (one, one.followed) for one in self.stages if one.followed}
        return {**found, **self._actions}

    @cached_property
    def _guards(self) -> tuple[tuple[Guard, Transition | Action], ...]:
        found: list[tuple[Guard, Transition | Action]] = []
        holders: list[Transition | Action] = [*self.transitions, *(action for _, action in self.actions())]
        for holder in holders:
            outer = holder.needs + (holder.applies_if if isinstance(holder, Action) else ())
            found += [(inner, holder) for guard in outer for inner in guard.unfolded()]
        return tuple(found)

    def stage(self, stage_id: str) -> Stage:
        """The stage; KeyError where there is none."""
        return self.stages[self.order[stage_id]]

    def transition(self, transition_id: str) -> Transition:
        """The transition; KeyError where there is none."""
        return {item.id: item for item in self.transitions}[transition_id]

    def actions(self) -> Iterator[tuple[Stage, Action]]:
        """Every action with the stage it stands in."""
        yield from self._actions.values()

    @cached_property
    def each_time(self) -> tuple[tuple[Stage, Action], ...]:
        """The actions that absence itself asks for, each with the stage it stands in."""
        return tuple((stage, action) for stage, action in self.actions() if action.each_time is not None)

    def action(self, action_id: str) -> Action:
        """The action; KeyError where there is none."""
        return self._all_actions[action_id][1]

    def find_action(self, action_id: str) -> Action | None:
        """The action, where there is one."""
        found = self._all_actions.get(action_id)
        return found[1] if found else None

    @cached_property
    def duty_actions(self) -> tuple[Action, ...]:
        """The actions of the duties, which stand in no stage."""
        return tuple(action for duty in self.duties for action in duty.actions)

    def any_action(self, action_id: str) -> Action | None:
        """The action of a stage or of a duty, where there is one."""
        beside = (one for one in self.duty_actions if one.id == action_id)
        return self.find_action(action_id) or next(beside, None)

    def stage_of(self, action_id: str) -> Stage:
        """The stage that the action stands in."""
        return self._all_actions[action_id][0]

    def actions_at(self, stage_id: str) -> tuple[Action, ...]:
        """What opens when a case comes to the stage: its own actions, and others that hold here too."""
        place = self.order[stage_id]
        found = []
        for stage, action in self.actions():
            is_below = self.order[stage.id] < place and action.holds == "from_here_up"
            is_here = stage.id == stage_id or action.holds == "everywhere" or is_below
            if is_here and action.opens_by_itself:
                found.append(action)
        here = self.stages[place]
        return (*found, here.followed) if here.followed and here.case == "needed" else tuple(found)

    def passed_over(self, step: Step) -> tuple[Action, ...]:
        """What must be done once in the stages that the step leaps over, where its way is open ended."""
        is_open_ended = not {"any", "any_later"}.isdisjoint(step.transition.targets)
        if step.transition.kind not in ("open", "forward") or not is_open_ended:
            return ()
        first = self.order.get(step.source, -1) + 1
        between = self.stages[first : self.order[step.target]]
        return tuple(one for stage in between if stage.case == "needed" for one in stage.must_be_done)

    def steps(self) -> Iterator[Step]:
        """Every way from every stage, with `any`, `any_later` … spelled out."""
        for transition in self.transitions:
            for source in self.sources(transition):
                for target in self.targets(transition, source):
                    yield Step(transition, source, target)

    def steps_from(self, stage: str, last_stage: str = "") -> tuple[Step, ...]:
        """The ways out of the stage; reopening leads back to the stage that the case was closed in."""
        return tuple(
            step
            for step in self.steps()
            if step.source == stage
            and ("last_stage" not in step.transition.targets or step.target == last_stage)
        )

    def sources(self, transition: Transition) -> tuple[str, ...]:
        """The stages that the transition leads from, `any` spelled out."""
        if transition.kind == "open":
            return (NEW,)
        return tuple(self.order) if "any" in transition.sources else transition.sources

    def targets(self, transition: Transition, source: str) -> Iterator[str]:
        """The stages that the transition leads to from the stage, `any_later` … spelled out."""
        for target in transition.targets:
            if target in ("any", "last_stage"):
                yield from (stage.id for stage in self.stages if self._takes(transition, stage))
            elif target == "any_later":
                yield from (stage for stage, place in self.order.items() if place > self.order[source])
            elif target == "any_earlier":
                yield from (stage for stage, place in self.order.items() if place < self.order[source])
            else:
                yield target

    @staticmethod
    def _takes(transition: Transition, stage: Stage) -> bool:
        """Whether the transition may lead there: no case is opened where students stand without one."""
        return stage.case == "needed" or transition.kind not in ("open", "reopen")

    def guards(self) -> Iterator[tuple[Guard, Transition | Action]]:
        """Every guard, inner ones too, with what it stands in."""
        yield from self._guards

    def find_moment(self, name: str) -> Moment | None:
        """The declared moment; None for one that is built in."""
        return self.moments.get(name)
