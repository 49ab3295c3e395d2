"""Finds words in a model that name nothing: roles, parties, stages, actions, forms, answers, consents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from casework.definitions import Path
from casework.engine import actions as action_kinds
from casework.engine.actions import CONTACT_OUTCOMES, SYSTEM, Action, Contact, Contribution, Decision
from casework.engine.guardians import EACH
from casework.engine.guardians import PARTIES as AT_HOME
from casework.engine.guards import (
    ActionReported,
    AnyOf,
    ConsentInForce,
    DecisionTaken,
    FormFinalised,
    TaskSettled,
)
from casework.engine.places import (
    Finding,
    Site,
    actions,
    duty_actions,
    every_action,
    sites,
    stages,
    transitions,
)
from casework.engine.roles import PARTIES, PURPOSES, SIDES
from casework.engine.unknown import unknown
from casework.engine.workflow import CLOSED, Workflow
from casework.remarks import remark

Looking = ActionReported | TaskSettled
Forms = Mapping[str, Mapping[str, frozenset[str]]]
SOURCE_WORDS = ("any", CLOSED)
TARGET_WORDS = ("any", "any_later", "any_earlier", "last_stage", CLOSED)


NEW_ROLE = remark("“%(role)s” is new to the program; say with `rights_as` which known role it is like")
NOT_WITH_EACH = remark("this is done once for the student, not with each guardian; take `per` away")
WITH_NOBODY_AT_HOME = remark("`per: guardian` needs a `guardian` whom it is done with, sent to or asked of")
OTHER_SIDE = remark("“%(role)s” works at the side “%(side)s”")
OTHER_KIND = remark("“%(id)s” is a %(kind)s, not a %(asked)s")
WORKS_OUTSIDE = remark(
    "“%(role)s” works outside and has no account; name a role of the school or the authority"
)


def role_findings(workflow: Workflow) -> Iterator[Finding]:
    """Roles that do not exist, and roles that cannot act because they work outside school and authority."""
    for name, role in workflow.roles.items():
        path: Path = ("roles", name)
        if role.rights_as is not None and role.rights_as not in SIDES:
            yield (*path, "rights_as"), unknown("role", role.rights_as, SIDES)
        if name not in SIDES and role.side != "outside" and role.rights_as is None:
            yield path, NEW_ROLE.about(role=name)
        if name in SIDES and "side" in role.model_fields_set and role.side != SIDES[name]:
            yield (*path, "side"), OTHER_SIDE.about(role=name, side=SIDES[name])
    for path, role_id in _acting(workflow):
        if role_id not in SIDES and role_id not in workflow.roles:
            yield path, unknown("role", role_id, {**SIDES, **workflow.roles})
        elif workflow.side(role_id) == "outside":
            yield path, WORKS_OUTSIDE.about(role=role_id)


def _acting(workflow: Workflow) -> Iterator[tuple[Path, str]]:
    """Every place where a role must be able to do something."""
    for path, stage in stages(workflow):
        yield (*path, "owner"), stage.owner
    for path, _, action in actions(workflow):
        yield from ((at, role) for at, role in _each((*path, "by"), action.by) if role != SYSTEM)
        yield from _each((*path, "together_with"), action.together_with)
    for path, transition in transitions(workflow):
        yield from _each((*path, "by"), transition.by)
        yield from _each((*path, "approved_by"), transition.approved_by)
    for site in sites(workflow):
        if isinstance(site.guard, FormFinalised):
            yield from _each((*site.path, "by"), site.guard.by)


def _each(path: Path, words: Iterable[str]) -> Iterator[tuple[Path, str]]:
    for index, word in enumerate(words):
        yield (*path, index), word


def party_findings(workflow: Workflow) -> Iterator[Finding]:
    """Parties of actions that are neither a role nor one of the built-in parties."""
    known = {*PARTIES, *SIDES, *workflow.roles}
    for path, action in every_action(workflow):
        for name in ("with", "invite", "to", "from"):
            for inner, word in _parties(path, action, name):
                if word not in known:
                    yield inner, unknown("party", word, known)
        if action.per and not isinstance(action, EACH):
            yield (*path, "per"), NOT_WITH_EACH
        elif action.per and not {*action.parties} & {*AT_HOME}:
            yield (*path, "per"), WITH_NOBODY_AT_HOME


def _parties(path: Path, action: Action, name: str) -> Iterator[tuple[Path, str]]:
    attribute = {"with": "parties_", "from": "asked_of"}.get(name, name)
    value = getattr(action, attribute, ())
    if isinstance(value, str):
        yield (*path, name), value
    else:
        yield from _each((*path, name), value)


def stage_findings(workflow: Workflow) -> Iterator[Finding]:
    """Stages named by transitions and guidance that are not in the model."""
    for path, transition in transitions(workflow):
        for name, words, extra in (
            ("from", transition.sources, SOURCE_WORDS),
            ("to", transition.targets, TARGET_WORDS),
        ):
            known = (*workflow.order, *extra)
            for word in words:
                if word not in known:
                    yield (*path, name), unknown("stage", word, known)
    shown = {"model", *workflow.order, *(action.id for _, action in workflow.actions())}
    for index, guidance in enumerate(workflow.guidance):
        if guidance.show not in shown:
            yield ("guidance", index, "show"), unknown("place", guidance.show, shown)


def form_findings(workflow: Workflow, forms: Forms) -> Iterator[Finding]:
    """Forms, their fields and options that do not exist."""
    for path, action in every_action(workflow):
        if action.form is not None and action.form not in forms:
            yield (*path, "form"), unknown("form", action.form, forms)
        if isinstance(action, Contribution):
            yield from _contribution_findings(path, action, workflow, forms)
    for path, transition in transitions(workflow):
        for inner, form in _each((*path, "renew"), transition.renew):
            if form not in workflow.forms:
                yield inner, unknown("form_here", form, workflow.forms)
    for site in sites(workflow):
        if isinstance(site.guard, FormFinalised):
            yield from _answer_findings(site.path, site.guard, forms)


def _contribution_findings(
    path: Path, action: Contribution, workflow: Workflow, forms: Forms
) -> Iterator[Finding]:
    """A form that nobody fills in here, and questions that it does not ask."""
    if action.to_form not in workflow.forms:
        yield (*path, "to_form"), unknown("form_here", action.to_form, workflow.forms)
        return
    fields = forms.get(action.to_form, {})
    for inner, question in _each((*path, "asks"), action.asks):
        if question not in fields:
            yield inner, unknown("question", question, fields, action.to_form)


def _answer_findings(path: Path, guard: FormFinalised, forms: Forms) -> Iterator[Finding]:
    if guard.form not in forms:
        yield (*path, "form"), unknown("form", guard.form, forms)
        return
    fields = {name: options for name, options in forms[guard.form].items() if options}
    for name, options in guard.answered.items():
        here = (*path, "answered", name)
        if name not in fields:
            yield here, unknown("choice_field", name, fields, guard.form)
            continue
        if not options:
            yield here, remark("says no answer; known: %(known)s", known=", ".join(sorted(fields[name])))
        for inner, option in _each(here, options):
            if option not in fields[name]:
                yield inner, unknown("answer", option, fields[name], name)


def guard_findings(workflow: Workflow) -> Iterator[Finding]:
    """Actions that guards look at and that are missing or of another kind, and words they never report."""
    for site in sites(workflow):
        guard = site.guard
        if isinstance(guard, AnyOf) and any(isinstance(inner, AnyOf) for inner in guard.any):
            yield (*site.path, "any"), remark("an `any` inside an `any` says nothing more; write one list")
        if isinstance(guard, ActionReported | TaskSettled):
            yield from _action_findings(workflow, site, guard)
        elif isinstance(guard, ConsentInForce) and guard.consent not in PURPOSES:
            yield (*site.path, "consent"), unknown("consent", guard.consent, PURPOSES)


def _action_findings(workflow: Workflow, site: Site, guard: Looking) -> Iterator[Finding]:
    by_id = {action.id: action for _, action in workflow.actions()}
    if not site.stages:
        by_id |= {action.id: action for _, _, action in duty_actions(workflow)}
    here = (*site.path, guard.kind)
    if guard.about() not in by_id:
        fitting = (name for name, action in by_id.items() if _fits(guard, action))
        yield here, unknown("action" if guard.kind == "task" else guard.kind, guard.about(), fitting)
        return
    action = by_id[guard.about()]
    if not _fits(guard, action):
        yield here, OTHER_KIND.about(id=action.id, kind=word_of(action), asked=guard.kind)
        return
    known = tuple(_reportable(guard, action))
    for inner, word in _each((*site.path, "is"), guard.state):
        if word not in known:
            yield inner, unknown("answer_of", word, known, action.id)


def _fits(guard: Looking, action: Action) -> bool:
    return isinstance(guard, TaskSettled) or word_of(action) == guard.kind


def _reportable(guard: Looking, action: Action) -> Iterable[str]:
    if isinstance(guard, TaskSettled):
        return ("done",)
    if isinstance(guard, DecisionTaken) and isinstance(action, Decision):
        return action.options
    return states(action)


def states(action: Action) -> tuple[str, ...]:
    """What can be reported about the action: its milestones, and the answers that go with them."""
    answers = [answer for kind in action.milestones for answer in action.outcomes(kind)]
    spoken = CONTACT_OUTCOMES if isinstance(action, Contact) else ()
    return tuple(dict.fromkeys((*action.milestones, *answers, *spoken)))


def word_of(action: Action) -> str:
    """The word that says of which kind the action is."""
    return next(word for word, kind in action_kinds.KINDS.items() if isinstance(action, kind))
