"""The shipped model has the gates of the routine; a step is open exactly when everything it needs is true."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from casework.engine.facts import Facts
from casework.engine.guards import AnyOf
from casework.engine.steps import assess
from casework.engine.workflow import CLOSED, NEW
from tests.engine.examples import facts, five_step, milestone, signed

MODEL = five_step()
RULES = MODEL.rules
TEAM, SCHOOL = "student_health_team", ("report", "mapping", "investigation", "analysis")
MONITORING = "compulsory_school_monitoring"

# transition: (kind, from, to, by, approved by, needs)
GATES: dict[
    str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], list[str]]
] = {
    "open": ("open", (), ("report", "mapping"), ("mentor", TEAM, "rector"), (), ["reason"]),
    "start_mapping": ("forward", ("report",), ("mapping",), (TEAM,), (), ["form:student_guardian_checklist"]),
    "start_investigation": (
        "forward",
        ("mapping",),
        ("investigation",),
        (TEAM,),
        (),
        ["form:initial_mapping", "form:school_social_mapping"],
    ),
    "start_analysis": (
        "forward",
        ("investigation",),
        ("analysis",),
        (TEAM,),
        (),
        ["form:absence_investigation", "form:attendance_action_plan"],
    ),
    "hand_over": (
        "hand_over",
        ("analysis",),
        (MONITORING,),
        (TEAM,),
        ("rector",),
        [
            "form:in_depth_evaluation",
            "any:form:in_depth_evaluation reason",
            "form:network_meeting_notes",
            "form:authority_report",
        ],
    ),
    "return_to_school": ("return", (MONITORING,), ("analysis",), ("administration",), (), ["reason"]),
    "step_back": ("back", SCHOOL[1:], ("any_earlier",), (TEAM, "rector"), (), ["reason"]),
    "start_again": ("restart", SCHOOL, ("report",), (TEAM, "rector"), (), ["reason"]),
    "close": ("close", SCHOOL, (CLOSED,), ("rector",), (), ["form:closing_evaluation"]),
    "close_monitoring": (
        "close",
        (MONITORING,),
        (CLOSED,),
        ("administration",),
        (),
        ["form:closing_evaluation"],
    ),
    "reopen": ("reopen", (CLOSED,), ("last_stage",), (TEAM, "rector"), (), ["reason"]),
}


def test_there_are_these_ways_and_no_others():
    assert [one.id for one in RULES.transitions] == list(GATES)


@pytest.mark.parametrize("way", GATES)
def test_a_way_has_its_gate(way):
    one = RULES.transition(way)
    needs = [guard.subject for guard in one.needs]
    assert (one.kind, one.sources, one.targets, one.by, one.approved_by, needs) == GATES[way]


def test_notes_are_needed_where_a_sip_meeting_was_held_and_a_yes_or_a_reason_always():
    _, part, notes, _ = RULES.transition("hand_over").needs
    assert [guard.subject for guard in notes.applies_if] == ["meeting:sip_meeting"]
    assert isinstance(part, AnyOf)
    assert part.any[0].model_dump()["answered"] == {"school_did_its_part": ["yes"]}


OWNERS = {
    "report": "mentor",
    "mapping": "mentor",
    "investigation": TEAM,
    "analysis": TEAM,
    MONITORING: "administration",
}


def test_every_step_has_its_owner():
    assert {stage.id: stage.owner for stage in RULES.stages} == OWNERS


SIGNERS = {
    "student_guardian_checklist": ("mentor",),
    "initial_mapping": ("mentor",),
    "school_social_mapping": ("school_counsellor",),
    "absence_investigation": (TEAM,),
    "attendance_action_plan": (TEAM,),
    "in_depth_evaluation": (TEAM,),
    "network_meeting_notes": (TEAM,),
    "authority_report": (TEAM,),
    "compulsory_school_assessment": ("administration",),
    "closing_evaluation": ("mentor", TEAM, "rector", "administration"),
}


def test_every_form_has_those_who_finalise_it():
    assert {form: RULES.finalisers(form) for form in RULES.forms} == SIGNERS


def test_nobody_who_approves_can_finalise_what_the_approval_rests_on():
    for transition in RULES.transitions:
        for needed in RULES.forms_needed(transition):
            assert not set(transition.approved_by) & set(RULES.finalisers(needed.form))


def test_the_administration_does_nothing_before_it_has_accepted():
    for action in RULES.stage(MONITORING).actions:
        first = [guard.subject for guard in action.needs][:1]
        assert first == ([] if action.id == "acceptance" else ["decision:acceptance"])


def test_every_demand_is_told():
    assert list(RULES.source.demands) == [f"S2-{number}" for number in range(1, 35)]


def test_no_step_needs_a_figure_and_no_case_needs_an_absence():
    assert {guard.kind for guard, _ in RULES.guards()} <= {
        "form",
        "reason",
        "any",
        "meeting",
        "decision",
        "consent",
    }


# Truth tables: what the file says, read anew here, against what the engine answers.


def atoms(need: Any) -> Iterator[str]:
    """The plain facts that a need of the file hangs on."""
    if need == "reason":
        yield "reason"
        return
    for inner in (*need.get("any", ()), *need.get("if", ())):
        yield from atoms(inner)
    if "form" in need:
        yield need["form"]
        yield from (f"{need['form']}={name}" for name in need.get("answered", ()))
    if "meeting" in need:
        yield need["meeting"]


def is_met(need: Any, truth: dict[str, bool]) -> bool:
    """Whether the need is met when these facts are true."""
    if need == "reason":
        return truth["reason"]
    if not all(is_met(one, truth) for one in need.get("if", ())):
        return True
    if "any" in need:
        return any(is_met(one, truth) for one in need["any"])
    return all(truth[atom] for atom in atoms({key: need[key] for key in need if key != "if"}))


def facts_of(stage: str, truth: dict[str, bool], *roles: str) -> Facts:
    """A case in which exactly these facts are true."""
    true = [atom for atom, value in truth.items() if value]
    forms = []
    for atom in true:
        if atom in RULES.forms:
            yes = {name.split("=")[1]: "yes" for name in true if name.startswith(f"{atom}=")}
            forms.append(signed(atom, answers=yes))
    held = tuple(milestone(atom, "held") for atom in true if atom == "sip_meeting")
    reason = "Därför" if truth.get("reason") else ""
    return facts(stage, *roles, last_stage="analysis", forms=tuple(forms), milestones=held, reason=reason)


@pytest.mark.parametrize("stage", [NEW, *RULES.order, CLOSED])
def test_a_step_is_open_exactly_when_everything_it_needs_is_true(stage):
    raw = {one["id"]: one.get("needs", []) for one in MODEL.document.data["transitions"]}
    steps = RULES.steps_from(stage, last_stage="analysis")
    names = list(
        dict.fromkeys(atom for step in steps for need in raw[step.transition.id] for atom in atoms(need))
    )
    assert names
    outcomes = set()
    for values in product([True, False], repeat=len(names)):
        truth = dict(zip(names, values, strict=True))
        for step in steps:
            expected = all(is_met(need, truth) for need in raw[step.transition.id])
            asked = assess(RULES, step, facts_of(stage, truth, *step.transition.by))
            assert (not asked.refusals) is expected, (step.event, truth)
            outcomes.add(expected)
            nobody = assess(RULES, step, facts_of(stage, truth, "subject_teacher"))
            assert nobody.refusals[0].code == "role"
    assert outcomes == {True, False}
