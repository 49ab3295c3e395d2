"""A small model, the shipped one, and short ways to say what has happened in a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from casework.catalog import shape
from casework.definitions import Problem, read
from casework.engine.check import check
from casework.engine.facts import (
    Actor,
    ConsentFact,
    DraftFact,
    Facts,
    FormFact,
    MilestoneFact,
    TaskFact,
)
from casework.engine.guards import Guard, GuardKind
from casework.engine.workflow import LocalisedWorkflow, Step, Workflow, load_workflow
from casework.forms.definition import Form
from tests.forms.examples import SHIPPED, shipped

WORKFLOWS = Path(__file__).parents[2] / "casework" / "workflows"
GUARD: TypeAdapter[Guard] = TypeAdapter(GuardKind)
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)

SMALL = """\
workflow: small
version: 1
valid_from: 2026-08-01
country: SE
school_forms: [compulsory]
language: sv
title: Liten modell
source:
  document: En rutin
  demands: {D-1: Ring hem., D-2: Kartlägg., D-3: Följ upp varje månad.}
  waiting: {D-3: attendance}
guidance:
  - {id: tone, show: notice, text: Fråga först.}
roles:
  mentor: {title: Mentor}
  coach: {title: Coach, rights_as: mentor}
  administration: {title: Förvaltningen, side: authority}
stages:
  - id: notice
    title: Uppmärksamma
    owner: mentor
    actions:
      - {id: call_home, do: contact, title: Ring hem, by: [mentor], with: [home], covers: [D-1]}
  - id: help
    title: Hjälpa eleven
    short: Hjälpa
    owner: student_health_team
    actions:
      - id: mapping_form
        do: form
        form: initial_mapping
        title: Kartlägg
        by: [student_health_team]
        covers: [D-2]
      - id: way
        do: decision
        title: Välj väg
        by: [student_health_team]
        options: {stay: Stanna, go: Vidare}
  - id: monitoring
    title: Bevaka
    owner: administration
transitions:
  - {id: open, kind: open, title: Öppna, to: notice, by: [mentor], needs: [reason]}
  - id: start_help
    kind: forward
    title: Vidare
    from: notice
    to: help
    by: [student_health_team]
    needs: [{contact: call_home}]
  - id: hand_over
    kind: hand_over
    title: Lämna över
    from: help
    to: monitoring
    by: [student_health_team]
    approved_by: [rector]
    needs: [{form: initial_mapping}]
  - {id: send_back, kind: return, title: Skicka åter, from: monitoring, to: help, by: [administration]}
  - {id: back, kind: back, title: Tillbaka, from: help, to: any_earlier, by: [rector], needs: [reason]}
  - {id: again, kind: restart, title: Börja om, from: [notice, help], to: notice, by: [rector]}
  - {id: close, kind: close, title: Avsluta, from: any, to: closed, by: [rector]}
  - {id: reopen, kind: reopen, title: Öppna igen, from: closed, to: last_stage, by: [rector]}
translations:
  nb:
    title: Liten modell
    guidance: {tone: {text: Spør først.}}
    roles: {mentor: Kontaktlærer, coach: Veileder, administration: Skoleeier}
    stages: {notice: Legge merke til, help: {title: Hjelpe eleven, short: Hjelpe}, monitoring: Følge opp}
    actions:
      {call_home: Ring hjem, mapping_form: Kartlegg, way: {title: Velg vei, options: {stay: Bli, go: Videre}}}
    transitions:
      {open: Opprett, start_help: Videre, hand_over: Overfør, send_back: Send tilbake, back: Tilbake,
       again: Igjen, close: Avslutt, reopen: Gjenåpne}
  en:
    title: Small model
    guidance: {tone: {text: Ask first.}}
    roles: {mentor: Mentor, coach: Coach, administration: Administration}
    stages: {notice: Notice, help: {title: Help the student, short: Help}, monitoring: Follow}
    actions: {call_home: Call home, mapping_form: Map, way: {title: Choose, options: {stay: Stay, go: Go on}}}
    transitions:
      {open: Open, start_help: Move on, hand_over: Hand over, send_back: Send back, back: Back,
       again: Again, close: Close, reopen: Reopen}
"""


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """The text with each old part replaced; an old part that is not there once is a slip in the test."""
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def small(*changes: tuple[str, str]) -> LocalisedWorkflow:
    """The small model, changed."""
    return load_workflow(changed(*changes), "small.yaml")


def found(*changes: tuple[str, str]) -> list[Problem]:
    """What the check finds in the small model, changed."""
    return check(small(*changes), shapes())


def without(workflow: LocalisedWorkflow, path: tuple[str | int, ...]) -> Workflow:
    """The rules with the element at the path taken out of the file's data."""
    data = read(workflow.text, workflow.document.source).data
    data.pop("translations")
    here: Any = data
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return Workflow.model_validate(data)


@cache
def five_step() -> LocalisedWorkflow:
    """The shipped model in five steps."""
    return load_workflow((WORKFLOWS / "five-step.yaml").read_text("utf-8"), "five-step.yaml")


@cache
def forms() -> dict[str, Form]:
    """The shipped forms, in Swedish."""
    return {form_id: shipped(form_id).in_language("sv") for form_id in SHIPPED}


@cache
def shapes() -> dict[str, dict[str, frozenset[str]]]:
    """The questions of the shipped forms, with the options of those to choose in."""
    return {form_id: dict(shape(form)) for form_id, form in forms().items()}


def guard(**words: Any) -> Guard:
    """The guard in these words, as a file would say it (`if_`, `in_` and `is_` for Python's own words)."""
    return GUARD.validate_python({word.rstrip("_"): value for word, value in words.items()})


def step_of(workflow: Workflow, transition: str, source: str = "", target: str = "") -> Step:
    """The first way of the transition, from and to the given stages where they are given."""
    return next(
        step
        for step in workflow.steps()
        if step.transition.id == transition and source in ("", step.source) and target in ("", step.target)
    )


def facts(stage: str = "notice", *roles: str, **given: Any) -> Facts:
    """A case in its first visit, seen by Anna in these roles."""
    base = Facts(stage=stage, visit="v1", round=1, actor=Actor("anna", "Anna", frozenset(roles)))
    return replace(base, **given)


def signed(form: str, *, in_round: int = 1, **more: Any) -> FormFact:
    """A finalised form."""
    given: dict[str, Any] = {"role": "mentor", "visit": "v1", "by": "bo", "by_name": "Bo", **more}
    return FormFact(form=form, submission=f"s-{form}", version=1, round=in_round, at=NOON, **given)


def draft(form: str, done: int, total: int) -> DraftFact:
    """A form that is begun."""
    return DraftFact(form=form, submission="d", done=done, total=total, visit="v1", round=1, at=NOON)


def milestone(action: str, kind: str, *, in_round: int = 1, **more: Any) -> MilestoneFact:
    """What was reported about an action."""
    given: dict[str, Any] = {"visit": "v1", "by_name": "Bo", **more}
    return MilestoneFact(action=action, kind=kind, task=f"t-{action}", round=in_round, at=NOON, **given)


def task(action: str, status: Any = "open", *, in_round: int = 1, **more: Any) -> TaskFact:
    """An action that was opened."""
    given: dict[str, Any] = {"stage": "notice", "title": action, "visit": "v1", **more}
    return TaskFact(task=f"t-{action}", action=action, status=status, round=in_round, at=NOON, **given)


def consent(purpose: str) -> ConsentFact:
    """A consent in force."""
    return ConsentFact(purpose=purpose, given_by="Karl", at=NOON)
