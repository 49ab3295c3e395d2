"""The demands that the five-step model enforces: each proof holds, and no longer once its element is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

import pytest

from casework.engine.consequences import consequences, newly_due
from casework.engine.covers import covering
from casework.engine.steps import approver_needs, assess
from casework.engine.workflow import NEW, Guidance, Workflow
from casework.forms.checks import problems
from casework.forms.definition import Form
from tests.engine.examples import consent, facts, five_step, forms, milestone, signed, step_of, without
from tests.forms.examples import context
from tests.forms.filled import filled

Forms = Mapping[str, Form]
Proof = Callable[[Workflow, Forms], bool]
LADDER = ["report", "mapping", "investigation", "analysis", "compulsory_school_monitoring"]
EVALUATION, REPORT = signed("in_depth_evaluation"), signed("authority_report")
TEAM = "student_health_team"


def needed(workflow: Workflow, transition: str, form: str) -> bool:
    """Whether the step is refused for want of the form, and no longer once it is finalised."""
    step = step_of(workflow, transition)
    unmet = {need.subject for need in assess(workflow, step, facts(step.source)).needs if not need.is_met}
    after = assess(workflow, step, facts(step.source, forms=(signed(form),)))
    return f"form:{form}" in unmet and any(n.subject == f"form:{form}" and n.is_met for n in after.needs)


def asked(form: Form, field: str) -> bool:
    """Whether the form cannot be finalised without the answer, and can be with it."""
    answers = filled(form)
    del answers[field]
    missing = {problem.field_id for problem in problems(form, answers, context())}
    return field in missing and not problems(form, filled(form), context())


def opened(workflow: Workflow, transition: str, action: str) -> bool:
    """Whether the step opens the task."""
    step = step_of(workflow, transition)
    return action in {one.id for one in consequences(workflow, step, facts(step.source)).opens}


def open_to(workflow: Workflow, transition: str, role: str, source: str, target: str) -> bool:
    """Whether the role takes the step with a reason and nothing else, and not without."""
    step = step_of(workflow, transition, source, target)
    asked_for = [one.code for one in assess(workflow, step, facts(source, role)).refusals]
    return (
        asked_for == ["reason_missing"]
        and not assess(workflow, step, facts(source, role, reason="x")).refusals
    )


def five_steps(workflow: Workflow, _: Forms) -> bool:
    """S2-3: five steps in order, each leading to the next."""
    ways = {(step.source, step.target) for step in workflow.steps()}
    return list(workflow.order) == LADDER and all(pair in ways for pair in pairwise(LADDER))


def back_and_again(workflow: Workflow, _: Forms) -> bool:
    """S2-4: from every step of the school back to each earlier one, and again from the first, with a why."""
    school = LADDER[:4]
    back = [(source, target) for source in school for target in school[: school.index(source)]]
    return all(
        [open_to(workflow, "step_back", role, *way) for way in back for role in (TEAM, "rector")]
        + [
            open_to(workflow, "start_again", role, source, "report")
            for source in school
            for role in (TEAM, "rector")
        ]
    )


def reported(workflow: Workflow, _: Forms) -> bool:
    """S2-12: a mentor reports a student by opening a case and saying why."""
    return open_to(workflow, "open", "mentor", NEW, "report")


def mapped(workflow: Workflow, _: Forms) -> bool:
    """S2-17: nobody investigates before the initial mapping."""
    return needed(workflow, "start_investigation", "initial_mapping")


def school_as_cause(_: Workflow, of: Forms) -> bool:
    """S2-18: the mapping says what in school causes and what maintains."""
    return all(asked(of["initial_mapping"], field) for field in ("school_causes", "school_maintains"))


def without_absence(workflow: Workflow, of: Forms) -> bool:
    """S2-19: a case opens at the mapping without any absence, for low participation."""
    concern = of["initial_mapping"].field("concern_type")
    known = "low_participation" in concern.known_options and asked(of["initial_mapping"], "concern_type")
    return known and open_to(workflow, "open", "mentor", NEW, "mapping")


def what_school_can_do(workflow: Workflow, of: Forms) -> bool:
    """S2-20: the contact is about what the school can do."""
    contact = opened(workflow, "start_mapping", "ask_what_school_can_do")
    return contact and asked(of["student_guardian_checklist"], "school_can_do")


def adaptations(workflow: Workflow, of: Forms) -> bool:
    """S2-21: the mapping names adaptations, and a task to begin them follows on it."""
    due = {one.id for one, _ in newly_due(workflow, facts("mapping", forms=(signed("initial_mapping"),)))}
    early = {one.id for one, _ in newly_due(workflow, facts("mapping"))}
    return "start_adaptations" in due - early and asked(of["initial_mapping"], "adaptations")


def four_environments(_: Workflow, of: Forms) -> bool:
    """S2-23: school, home, the social and leisure, each on its own."""
    fields = ("school_env", "home_env", "social_env", "leisure_env")
    return all(asked(of["absence_investigation"], field) for field in fields)


def investigated(workflow: Workflow, of: Forms) -> bool:
    """S2-22: nobody analyses before an investigation of situation and needs."""
    return needed(workflow, "start_analysis", "absence_investigation") and four_environments(workflow, of)


def what_maintains(_: Workflow, of: Forms) -> bool:
    """S2-24: the investigation says what maintains the absence."""
    return asked(of["absence_investigation"], "maintaining")


def a_plan(workflow: Workflow, of: Forms) -> bool:
    """S2-25: the investigation ends in a plan with measures, or the case stays where it is."""
    investigated_only = facts("investigation", TEAM, forms=(signed("absence_investigation"),))
    refusals = assess(workflow, step_of(workflow, "start_analysis"), investigated_only).refusals
    named = [one.params.get("form") for one in refusals] == ["attendance_action_plan"]
    return named and asked(of["attendance_action_plan"], "measures")


def several_professions(workflow: Workflow, of: Forms) -> bool:
    """S2-26: an analysis by named professions comes before any hand-over."""
    analysis = needed(workflow, "hand_over", "in_depth_evaluation")
    return analysis and asked(of["in_depth_evaluation"], "professions")


def mapping_evaluated(_: Workflow, of: Forms) -> bool:
    """S2-27: the analysis says what still maintains the absence."""
    return asked(of["in_depth_evaluation"], "still_maintaining")


def done_as_decided(workflow: Workflow, of: Forms) -> bool:
    """S2-28: the school goes through each measure and says whether it did its part."""
    fields = ("fidelity", "school_did_its_part")
    reviewed = opened(workflow, "start_analysis", "review_measures")
    return reviewed and all(asked(of["in_depth_evaluation"], field) for field in fields)


def cooperation(workflow: Workflow, of: Forms) -> bool:
    """S2-29: cooperation is decided on, written down with its reasons, and met about with consent."""
    tasks = [opened(workflow, "start_analysis", one) for one in ("consider_cooperation", "sip_meeting")]
    (guard,) = workflow.action("sip_meeting").needs
    agreed = facts("analysis", consents=(consent("share_with_partners"),))
    with_consent = bool(guard.refusal(facts("analysis"), workflow)) and not guard.refusal(agreed, workflow)
    return all(tasks) and with_consent and asked(of["in_depth_evaluation"], "external_considered")


def school_did_its_part(workflow: Workflow, of: Forms) -> bool:
    """S2-30: no hand-over where the school has not done its part, unless somebody writes why."""

    def refused(answer: str, reason: str = "") -> list[str]:
        evaluated = signed("in_depth_evaluation", answers={"school_did_its_part": answer})
        seen = facts("analysis", TEAM, forms=(evaluated, REPORT), reason=reason)
        return [one.code for one in assess(workflow, step_of(workflow, "hand_over"), seen).refusals]

    asked_again = asked(of["compulsory_school_assessment"], "school_did_its_part")
    outcome = (refused("yes"), refused("partly"), refused("no"), refused("no", "Därför"))
    return asked_again and outcome == ([], ["reason_instead"], ["reason_instead"], [])


def rector_in_contact(workflow: Workflow, of: Forms) -> bool:
    """S2-31: the case goes to the administration through the rector, who has not asked for it."""
    step = step_of(workflow, "hand_over")
    by_rector = approver_needs(workflow, step, facts("analysis", "rector"), requested_by="sofia")
    by_mentor = approver_needs(workflow, step, facts("analysis", "mentor"), requested_by="sofia")
    decided = all(need.is_met for need in by_rector) and not all(need.is_met for need in by_mentor)
    return decided and asked(of["compulsory_school_assessment"], "referral")


def administration_decides(workflow: Workflow, _: Forms) -> bool:
    """S2-32: the administration takes the case on before it does anything else in it."""
    stage = workflow.stage("compulsory_school_monitoring")
    others = [action for action in stage.actions if action.id != "acceptance"]
    accepted = facts(stage.id, milestones=(milestone("acceptance", "taken", outcome="accepted"),))

    def held_up(action_id: str, seen: object) -> set[str]:
        needs = workflow.action(action_id).needs
        return {guard.subject for guard in needs if guard.refusal(seen, workflow)}  # type: ignore[arg-type]

    waits = all("decision:acceptance" in held_up(one.id, facts(stage.id)) for one in others)
    goes_on = all("decision:acceptance" not in held_up(one.id, accepted) for one in others)
    return waits and goes_on and opened(workflow, "hand_over", "acceptance")


def guardians_owe(workflow: Workflow, _: Forms) -> bool:
    """S2-33: no injunction is prepared before it is clear that the absence is due to the guardians."""

    def open_to(cause: str, school: str = "yes") -> bool:
        answers = {"proposal": "injunction", "causal_link": cause, "school_did_its_part": school}
        form = signed("compulsory_school_assessment", answers=answers)
        accepted = milestone("acceptance", "taken", outcome="accepted")
        seen = facts("compulsory_school_monitoring", forms=(form,), milestones=(accepted,))
        actions = [workflow.action(one) for one in ("prepare_injunction", "board_decision")]
        each = [all(guard.need(seen, workflow).is_met for guard in one.needs) for one in actions]
        opens = all(guard.need(seen, workflow).is_met for one in actions for guard in one.applies_if)
        return opens and all(each) if cause == "clear" and school == "yes" else any(each)

    ways = [open_to(cause) for cause in ("clear", "unclear", "other_causes")]
    return (*ways, open_to("clear", "partly")) == (True, False, False, False)


def two_names(workflow: Workflow, _: Forms) -> bool:
    """S2-34: a short name where the step has a longer one too."""
    names = {stage.id: (stage.name, stage.title) for stage in workflow.stages}
    return all(short != title for short, title in (names[one] for one in ("report", "mapping", "analysis")))


PROOFS: dict[str, Proof] = {
    "S2-3": five_steps,
    "S2-4": back_and_again,
    "S2-12": reported,
    "S2-17": mapped,
    "S2-18": school_as_cause,
    "S2-19": without_absence,
    "S2-20": what_school_can_do,
    "S2-21": adaptations,
    "S2-22": investigated,
    "S2-23": four_environments,
    "S2-24": what_maintains,
    "S2-25": a_plan,
    "S2-26": several_professions,
    "S2-27": mapping_evaluated,
    "S2-28": done_as_decided,
    "S2-29": cooperation,
    "S2-30": school_did_its_part,
    "S2-31": rector_in_contact,
    "S2-32": administration_decides,
    "S2-33": guardians_owe,
    "S2-34": two_names,
}


def holds(proof: Proof, workflow: Workflow, of: Forms) -> bool:
    """Whether the proof holds; what it asks about and does not find is no proof."""
    try:
        return proof(workflow, of)
    except (LookupError, StopIteration):
        return False


def with_one_element_less(demand: str) -> Iterator[tuple[str, Workflow, Forms]]:
    """The model and its forms, each time without one of the elements and fields that cover the demand."""
    model = five_step()
    for place in covering(model.rules):
        if demand in place.part.covers and not isinstance(place.part, Guidance):
            yield model.document.problem(place.path, "").path, without(model, place.path), forms()
    for form_id in model.rules.forms:
        for field in forms()[form_id].all_fields():
            if demand in field.covers:
                less = without_field(forms()[form_id], field.id)
                yield f"{form_id}.{field.id}", model.rules, {**forms(), form_id: less}


def without_field(form: Form, field_id: str) -> Form:
    """The form with the field taken out."""
    sections = [
        section.model_copy(update={"fields": tuple(one for one in section.fields if one.id != field_id)})
        for section in form.sections
    ]
    return form.model_copy(update={"sections": tuple(sections)})


@pytest.mark.parametrize("demand", PROOFS)
def test_a_demand_is_enforced(demand):
    assert holds(PROOFS[demand], five_step().rules, forms())
    tried = [(name, holds(PROOFS[demand], *less)) for name, *less in with_one_element_less(demand)]
    assert tried
    assert [name for name, still_holds in tried if still_holds] == []


def test_the_model_names_these_proofs_and_no_others():
    here = "tests/engine/test_five_step_enforced.py::test_a_demand_is_enforced"
    assert five_step().rules.source.proved == {demand: f"{here}[{demand}]" for demand in PROOFS}
