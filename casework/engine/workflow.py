"""One version of one authority's absence model, read from its file into frozen values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from casework.definitions import Document, read
from casework.engine.actions import Action, Contribution, Id
from casework.engine.elements import (
    CLOSED,
    NEW,
    Guidance,
    Kind,
    Part,
    Role,
    Source,
    Stage,
    Step,
    Transition,
)
from casework.engine.guards import ConsentInForce, FormFinalised, Guard
from casework.engine.roles import SIDES, Side
from casework.localise import LANGUAGES, localised

__all__ = [
    "CLOSED",
    "NEW",
    "Guidance",
    "Kind",
    "LocalisedWorkflow",
    "Role",
    "Source",
    "Stage",
    "Step",
    "Transition",
    "Workflow",
    "load_workflow",
]


class Workflow(Part):
    """The model as data, with the questions that pages, gate and commands put to it."""

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
    stages: tuple[Stage, ...] = Field(min_length=1)
    transitions: tuple[Transition, ...] = Field(min_length=1)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each stage on the ladder, from 0."""
        return {stage.id: index for index, stage in enumerate(self.stages)}

    @cached_property
    def _actions(self) -> dict[str, tuple[Stage, Action]]:
        return {action.id: (stage, action) for stage in self.stages for action in stage.actions}

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

    def action(self, action_id: str) -> Action:
        """The action; KeyError where there is none."""
        return self._actions[action_id][1]

    def find_action(self, action_id: str) -> Action | None:
        """The action, where there is one."""
        found = self._actions.get(action_id)
        return found[1] if found else None

    def stage_of(self, action_id: str) -> Stage:
        """The stage that the action stands in."""
        return self._actions[action_id][0]

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
                yield from self.order
            elif target == "any_later":
                yield from (stage for stage, place in self.order.items() if place > self.order[source])
            elif target == "any_earlier":
                yield from (stage for stage, place in self.order.items() if place < self.order[source])
            else:
                yield target

    def rights(self, role: str) -> str:
        """The role that people hold to be this one here: itself, or the known role whose rights it has."""
        named = self.roles.get(role)
        return named.rights_as if named and named.rights_as else role

    def held(self, roles: frozenset[str]) -> frozenset[str]:
        """The roles with those of the model that have their rights."""
        return roles | {name for name in self.roles if self.rights(name) in roles}

    def side(self, role: str) -> Side:
        """Whether the role works at the school, at the authority, or outside both (without an account)."""
        if role in self.roles:
            return self.roles[role].side if role not in SIDES else SIDES[role]
        return SIDES.get(role, "outside")

    def guards(self) -> Iterator[tuple[Guard, Transition | Action]]:
        """Every guard, inner ones too, with what it stands in."""
        yield from self._guards

    def forms_needed(self, holder: Transition | Action) -> tuple[FormFinalised, ...]:
        """The form guards of the transition or action, those inside others too."""
        found = (inner for guard in holder.needs for inner in guard.unfolded())
        return tuple(guard for guard in found if isinstance(guard, FormFinalised))

    def finalisers(self, form: str) -> tuple[str, ...]:
        """The roles that may finalise the form: those whose action it is, or who are named in a guard."""
        roles = [role for _, action in self.actions() if action.form == form for role in action.by]
        for guard, _ in self.guards():
            if isinstance(guard, FormFinalised) and guard.form == form:
                roles.extend(guard.by)
        return tuple(dict.fromkeys(roles))

    def contributors(self, form: str) -> tuple[str, ...]:
        """The roles that may write in the form's draft."""
        filled_in = [action for _, action in self.actions() if action.form == form]
        others = [role for action in filled_in for role in action.together_with]
        return tuple(dict.fromkeys((*self.finalisers(form), *others)))

    def contributions_to(self, form: str) -> tuple[Contribution, ...]:
        """The actions that ask others for answers to some of the form's questions."""
        asked = (action for _, action in self.actions() if isinstance(action, Contribution))
        return tuple(action for action in asked if action.to_form == form)

    def waivers(self, action: Action) -> tuple[str, ...]:
        """Who may say that the action is not needed; of a contribution, those who fill in the form."""
        return self.finalisers(action.to_form) if isinstance(action, Contribution) else action.by

    def doers(self, action: str) -> tuple[str, ...]:
        """The roles that may do the action."""
        return self.action(action).by if action in self._actions else ()

    def recorders(self, purpose: str) -> tuple[str, ...]:
        """The roles that may record a consent: those whose actions or steps need it."""
        roles: list[str] = []
        for guard, holder in self.guards():
            if isinstance(guard, ConsentInForce) and guard.consent == purpose:
                roles.extend(holder.by)
        return tuple(dict.fromkeys(roles))

    @cached_property
    def acting(self) -> frozenset[str]:
        """The roles that do or decide something, and that a case can wait for."""
        doing = {role for _, action in self.actions() for role in action.by}
        moving = {role for one in self.transitions for role in (*one.by, *one.approved_by)}
        return frozenset(doing | moving)

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """The purposes for which the model asks consent."""
        asked = (guard.consent for guard, _ in self.guards() if isinstance(guard, ConsentInForce))
        return tuple(dict.fromkeys(asked))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms that the model uses, in the order of its ladder."""
        used = [action.form for _, action in self.actions() if action.form]
        used += [guard.form for guard, _ in self.guards() if isinstance(guard, FormFinalised)]
        return tuple(dict.fromkeys(used))


@dataclass(frozen=True)
class LocalisedWorkflow:
    """One model version in every language; the rules are the same in each."""

    text: str
    sha: str
    document: Document
    by_language: Mapping[str, Workflow]

    @property
    def rules(self) -> Workflow:
        """The model in its own language: what guards and machine use."""
        return self.by_language[str(self.document.data.get("language", LANGUAGES[0]))]

    def in_language(self, language: str) -> Workflow:
        """The model with its texts in the language."""
        return self.by_language.get(language, self.rules)


def load_workflow(text: str, source: str, *, is_own: bool = False) -> LocalisedWorkflow:
    """The model in the text; one of an authority's own need not be translated. Raises DefinitionError."""
    document = read(text, source)
    body = {key: value for key, value in document.data.items() if key != "translations"}
    replace(document, data=body).validated(Workflow)  # shape first: a missing word explains missing texts
    by_language = {
        language: one.validated(Workflow)
        for language, one in localised(document, is_whole=not is_own).items()
    }
    sha = hashlib.sha256(text.encode()).hexdigest()
    return LocalisedWorkflow(text, sha, document, by_language)
