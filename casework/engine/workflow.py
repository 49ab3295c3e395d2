"""One version of one authority's absence model, read from its file into frozen values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from casework.definitions import Document, read
from casework.engine.actions import SYSTEM, Action, Contribution, FormAction, Request
from casework.engine.elements import CLOSED, NEW, Guidance, Kind, Role, Source, Stage, Step, Transition
from casework.engine.guards import ConsentInForce, FormFinalised
from casework.engine.roles import ANY_STAFF, SIDES, Side
from casework.engine.shape import Shape
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


class Workflow(Shape):
    """The model with the questions that pages, gate and commands put to it: above all, who may do what."""

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

    def forms_needed(self, holder: Transition | Action) -> tuple[FormFinalised, ...]:
        """The form guards of the transition or action, those inside others too."""
        found = (inner for guard in holder.needs for inner in guard.unfolded())
        return tuple(guard for guard in found if isinstance(guard, FormFinalised))

    def finalisers(self, form: str) -> tuple[str, ...]:
        """The roles that may finalise the form: those whose action it is, or who are named in a guard."""
        followed = [stage.followed for stage in self.stages if stage.followed]
        asking = [*(action for _, action in self.actions()), *followed, *self.forms_of_duties]
        roles = [role for action in asking if action.form == form for role in action.by]
        for guard, _ in self.guards():
            if isinstance(guard, FormFinalised) and guard.form == form:
                roles.extend(guard.by)
        return tuple(dict.fromkeys(roles))

    def contributors(self, form: str) -> tuple[str, ...]:
        """The roles that may write in the form's draft."""
        asking = (*(action for _, action in self.actions()), *self.forms_of_duties)
        filled_in = [action for action in asking if action.form == form]
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
        found = self.find_action(action)
        return found.by if found else ()

    def recorders(self, purpose: str) -> tuple[str, ...]:
        """The roles that may record a consent: those whose actions or steps need it."""
        roles: list[str] = []
        for guard, holder in self.guards():
            if isinstance(guard, ConsentInForce) and guard.consent == purpose:
                roles.extend(holder.by)
        return tuple(dict.fromkeys(roles))

    def requests_for(self, document: str) -> tuple[str, ...]:
        """The actions that ask for the kind of document."""
        asking = (one for _, one in self.actions() if isinstance(one, Request) and one.what == document)
        return tuple(action.id for action in asking)

    @cached_property
    def acting(self) -> frozenset[str]:
        """The roles that do or decide something, and that a case can wait for."""
        doing = {role for _, action in self.actions() for role in action.by}
        moving = {role for one in self.transitions for role in (*one.by, *one.approved_by)}
        return frozenset(doing | moving) - {SYSTEM}

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """The purposes for which the model asks consent."""
        asked = (guard.consent for guard, _ in self.guards() if isinstance(guard, ConsentInForce))
        return tuple(dict.fromkeys(asked))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms that cases fill in, in the order of the ladder; those of duties come last."""
        used = [action.form for _, action in self.actions() if action.form]
        used += [one.follow_up.form for one in self.stages if one.follow_up and one.follow_up.form]
        used += [guard.form for guard, _ in self.guards() if isinstance(guard, FormFinalised)]
        used += [action.form for action in self.forms_of_duties]
        return tuple(dict.fromkeys(used))

    @cached_property
    def forms_of_duties(self) -> tuple[FormAction, ...]:
        """The actions of duties that are done by a form of the case; everybody's reports need no case."""
        asked = (one for one in self.duty_actions if isinstance(one, FormAction))
        return tuple(one for one in asked if ANY_STAFF not in one.by)

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The forms that whoever works with a student may write: those of duties that a person begins, and of
        preventive work that is everybody's."""
        begun = [duty for duty in self.duties if duty.is_begun_by_hand or duty.is_raised]
        asked = [action for duty in begun for action in duty.actions if ANY_STAFF in action.by]
        forms = [one.form for one in (*asked, *self.prevention) if ANY_STAFF in one.by]
        return tuple(dict.fromkeys(form for form in forms if form))


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
