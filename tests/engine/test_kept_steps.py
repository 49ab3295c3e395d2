"""What steps need and bring about, and what versions change, is as it was when somebody looked at it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from casework.engine.consequences import consequences
from casework.engine.coverage import coverage
from casework.engine.diff import diff
from casework.engine.draw import mermaid, svg
from casework.engine.facts import Facts, StudentFact
from casework.engine.holders import needed_roles, stops
from casework.engine.migration import shift
from casework.engine.places import sites
from casework.engine.steps import approver_needs, assess, deciding_forms, waits_for_signal
from casework.engine.undo import resting_on, without_report
from casework.engine.workflow import Transition, Workflow
from tests.engine.examples import consent, draft, facts, milestone, signed, small, task
from tests.engine.keeping import compare, kept, plain
from tests.engine.models import MODELS
from tests.engine.test_named_words import alone
from tests.routines.everything import data

TODAY = date(2026, 11, 20)
STAY: dict[str, Any] = {"visit": "v2", "in_round": 1}


@cache
def everything() -> Workflow:
    """The model that says everything."""
    return Workflow.model_validate(data())


def cases() -> dict[str, Facts]:
    """Cases in which nothing, everything, and something else has happened."""
    model = everything()
    done = [action for _, action in model.actions()]
    usual: dict[str, Any] = {"visit": "v2", "round": 1, "today": TODAY, "last_stage": "first"}
    usual |= {"opened_on": TODAY - timedelta(weeks=6), "entered_on": TODAY - timedelta(days=3)}
    forms = (
        signed("initial_mapping", by="anna", answers={"school_factors": "yes"}, **STAY),
        signed("attendance_action_plan", role="rector", dates={"starts_on": TODAY}, **STAY),
    )
    reached = {"call": "reached", "visit_home": "agreed", "decide": "more", "arrange": "better"}
    reports = [
        milestone(one.id, one.natural, outcome=reached.get(one.id, ""), happened_on=TODAY, **STAY)
        for one in done
    ]
    others = [
        milestone(one.id, (*one.milestones, "tried")[1], outcome="other", happened_on=TODAY, visit="v1")
        for one in done
    ]
    return {
        "nothing": facts("first", **usual),
        "everything": facts(
            "first",
            "mentor",
            "rector",
            **usual,
            forms=forms,
            milestones=tuple(reports),
            tasks=tuple(task(one.id, "done", **STAY) for one in done),
            consents=(consent("share_with_partners"),),
            student=StudentFact(17, frozenset({"plan", "harm"})),
            proposed=frozenset({"second"}),
            reason="Därför",
        ),
        "otherwise": facts(
            "first",
            "administration",
            **usual,
            forms=tuple(replace(one, visit="v1", role="subject_teacher", is_renewed=True) for one in forms),
            drafts=(draft("initial_mapping", 2, 5),),
            milestones=tuple(others),
            tasks=tuple(task(one.id, "open", stage="first", **STAY) for one in done[:5])
            + tuple(task(one.id, "waived", stage="second", **STAY) for one in done[5:8])
            + tuple(task(one.id, "left", stage="second", visit="v1") for one in done[8:]),
            pending=("on", "back"),
            student=StudentFact(14, frozenset({"9"})),
            proposed=frozenset({"third"}),
        ),
    }


def earlier(case: Facts, **stay: Any) -> Facts:
    """The same, done in an earlier stay."""
    moved = {
        part: tuple(replace(one, **stay) for one in getattr(case, part))
        for part in ("forms", "milestones", "tasks")
    }
    return replace(case, **moved)


def signings() -> dict[str, Facts]:
    """The same where everything has happened but what the form says is not what is asked."""
    usual = cases()["everything"]
    first, second = usual.forms
    return {
        "signed by another": replace(usual, forms=(replace(first, role="subject_teacher"),)),
        "answered otherwise": replace(
            usual, forms=(replace(first, answers={"school_factors": "no"}), second)
        ),
        "in a stay before": earlier(usual, visit="v1"),
        "in a round before": earlier(usual, visit="v0", round=0),
    }


LADDER = MODELS["five-step"].rules


def on_the_ladder(stage: str) -> Iterator[Facts]:
    """Cases on a ladder of the program with work and forms in every state, of this round and before."""
    for number in range(3):
        acts = [one for _, one in LADDER.actions()][number:]
        tasks = [
            task(one.id, state, visit=visit, in_round=round_)
            for which, (state, visit, round_) in enumerate(STATES)
            for one in acts[which :: len(STATES)]
        ]
        forms = [
            replace(signed(form, visit="v1", in_round=1 + place % 2), is_renewed=place % 3 == 2)
            for place, form in enumerate(LADDER.forms)
        ]
        stay = {"visit": "v2", "round": 2, "last_stage": stage, "pending": ("start_mapping",)[:number]}
        yield facts(stage, **stay, today=TODAY, tasks=tuple(tasks), forms=tuple(forms))


STATES = (
    ("open", "v2", 2),
    ("done", "v2", 2),
    ("left", "v1", 2),
    ("waived", "v1", 2),
    ("left", "v0", 1),
    ("done", "v0", 1),
)


def brief(answer: Any) -> str:
    """An answer with many parts in one line: of each part that holds something what it names."""
    parts = [(one.name, getattr(answer, one.name)) for one in fields(answer)]
    return " ".join(f"{name}={plain(_named(value))}" for name, value in parts if value)


def _named(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    found = []
    for one in value:
        words = (getattr(one, word, "") for word in ("action", "id", "subject"))
        found.append(next((word for word in words if word), one))
    return found


@kept("needs.txt")
def needs() -> str:
    """What each guard of the model answers in each case, asked as a step to the second stage asks."""
    lines, model = [], everything()
    for name, case in (cases() | signings()).items():
        lines.append(name)
        facing = replace(case, towards="second")
        found = [site.guard.need(facing, model) for site in sites(model)]
        lines += [f"  {plain(need)} {need.lacks()}".rstrip() for need in found]
    return "\n".join(lines) + "\n"


@kept("steps.txt")
def steps() -> str:
    """Every step in each case: what it lacks, what it rests on, what follows; and what rests on a report."""
    lines, model = [], everything()
    for name, case in cases().items():
        for step in model.steps():
            here = replace(case, stage=step.source)
            found = assess(model, step, here)
            lines.append(
                f"{name} {step.event} {found.is_open} {found.is_prepared} {waits_for_signal(step, here)}"
            )
            lines.append(f"  {plain(found.refusals)}")
            lines.append(f"  {plain([one.form for one in deciding_forms(model, step, here)])}")
            lines += [f"  {plain(one)}" for one in approver_needs(model, step, here, "anna")]
            lines.append(f"  {brief(consequences(model, step, here))}")
    for name, case in (cases() | signings()).items():
        for one in case.tasks:
            rests = resting_on(model, case, without_report(case, one.task))
            lines.append(f"{name} without {one.action}: {plain(rests)}")
    for step in LADDER.steps():
        for here in on_the_ladder(step.source):
            lines.append(f"{step.event} {brief(consequences(LADDER, step, here))}")
    return "\n".join(lines) + "\n"


def other() -> Workflow:
    """Another version: stages and actions moved, taken away, new, renamed and meaning something else."""
    model = deepcopy(data())
    first, second, third = model["stages"]
    first["actions"], second["actions"] = first["actions"][:2], second["actions"] + first["actions"][2:4]
    second["actions"][0] |= {"title": "Ask again"}
    third["actions"] = [{"id": "work", "do": "contact", "title": "Work", "by": "rector", "with": ["home"]}]
    second["actions"] = [one for one in second["actions"] if one["id"] != "work"][::-1]
    model["stages"] = [second, first, third]
    model |= {"version": 4, "title": "Everything else", "marks": {"harm": "Harm", "blue": "Blue"}}
    model["source"] |= {"demands": {"E-1": "Another.", "E-3": "Three."}}
    model["leave"], model["triggers"] = model["leave"][:1], model["triggers"][::-1]
    model["guidance"] = model["guidance"][1:]
    del model["pause"], model["goals"][0]["show"], model["rows"]["later"], model["prevention"][0]["cohort"]
    for transition in model["transitions"]:
        transition["needs"] = [one for one in transition.get("needs", []) if isinstance(one, str)]
    return Workflow.model_validate(model)


@kept("versions.txt")
def versions() -> str:
    """What the other version changes, by itself and for each case; what people must be there for."""
    old, new, lines = everything(), other(), []
    for one in (*diff(old, new), *diff(new, old)):
        changed = f"{plain(one.before)} → {plain(one.after)}"
        lines.append(f"{one.kind} {one.part} {one.within} {one.id} {one.field}: {changed}")
    for name, case in cases().items():
        for stage in old.order:
            here = replace(case, stage=stage, last_stage=stage, pending=())
            lines.append(f"{name} {stage} {brief(shift(old, new, here, {'third': 'second'}))}")
            lines.append(f"{name} {stage} {brief(shift(new, old, here, {}))}")
        lines.append(f"{name} {brief(shift(old, new, case, {}))}")
    bare = LADDER.model_copy(update={"transitions": [_needless(one) for one in LADDER.transitions]})
    for stage in LADDER.order:
        for here in on_the_ladder(stage):
            lines.append(f"{stage} {brief(shift(LADDER, bare, here, {}))}")
            lines.append(f"{stage} {brief(shift(bare, LADDER, replace(here, pending=()), {}))}")
    lines += [plain(one) for one in stops(old, frozenset({"mentor", "rector"}))]
    lines.append(plain(needed_roles(old)))
    for localised in (small(), alone(data())):
        lines += [plain(row) for row in coverage(localised, {"initial_mapping": {"E-2": "pattern"}})]
    return "\n".join(lines) + "\n"


def _needless(transition: Transition) -> Transition:
    """The way without what it needs."""
    return transition.model_copy(update={"needs": ()})


@kept("drawn.txt")
def drawn() -> str:
    """The small model, drawn in each language."""
    model = small()
    rules: Iterator[Workflow] = (model.in_language(language) for language in ("sv", "nb", "en"))
    return "\n".join(f"{mermaid(one)}\n{svg(one)}" for one in (*rules, everything()))


@pytest.mark.parametrize("name", ["needs.txt", "steps.txt", "versions.txt", "drawn.txt"])
def test_what_steps_and_versions_do_is_as_it_was(name: str) -> None:
    compare(name)
