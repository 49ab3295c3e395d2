"""Every gate of the five-step model: with one fact taken away it is shut, and says why and who can help."""

from __future__ import annotations

import pytest

from tests.stories.journey import Journey

TEAM = ("student_health_team",)
EVERYBODY = ("mentor", "student_health_team", "rector", "administration")

# The step, where it leads from, who takes it; its forms with who signs each.
GATES: dict[str, tuple[str, str, dict[str, str]]] = {
    "start_mapping": ("report", "team", {"student_guardian_checklist": "mentor"}),
    "start_investigation": (
        "mapping",
        "team",
        {"initial_mapping": "mentor", "school_social_mapping": "counsellor"},
    ),
    "start_analysis": (
        "investigation",
        "team",
        {"absence_investigation": "team", "attendance_action_plan": "team"},
    ),
    "hand_over": ("analysis", "team", {"in_depth_evaluation": "team", "authority_report": "team"}),
    "close": ("report", "rector", {"closing_evaluation": "mentor"}),
    "close_monitoring": (
        "compulsory_school_monitoring",
        "administration",
        {"closing_evaluation": "administration"},
    ),
}
SIGNERS = {
    "student_guardian_checklist": ("mentor",),
    "initial_mapping": ("mentor",),
    "school_social_mapping": ("school_counsellor",),
    "closing_evaluation": EVERYBODY,
}
TAKEN_AWAY = [(name, form) for name, (_, _, forms) in GATES.items() for form in forms]
OTHERS = {"team": "mentor", "rector": "team", "administration": "rector"}


@pytest.mark.parametrize(("name", "form"), TAKEN_AWAY)
def test_a_step_is_refused_without_one_of_its_forms_and_taken_with_it(
    journey: Journey, name: str, form: str
) -> None:
    stage, by, forms = GATES[name]
    journey.begins_in(stage)
    taker, not_taker = getattr(journey, by), getattr(journey, OTHERS[by])
    for other, signer in forms.items():
        if other != form:
            journey.has_signed(getattr(journey, signer), other)
    assert journey.refusals(taker, name).get("form_missing") == SIGNERS.get(form, TEAM)
    missing = f"{journey.title(form)}: {journey.say('Not begun.')}"
    journey.may_not_step(taker, name, 409, missing, reason="Så här blev det.")
    journey.stands_in(stage)
    journey.has_signed(getattr(journey, forms[form]), form)
    journey.may_not_step(not_taker, name, 403, journey.say("Another role does this"), reason="Ändå.")
    journey.stands_in(stage)
    journey.steps(taker, name, **({"summary": "Åtgärderna är provade."} if name == "hand_over" else {}))
    assert name == "hand_over" or journey.row().stage != stage


def test_a_draft_opens_no_gate(journey: Journey) -> None:
    journey.begins_in("report")
    checklist = "student_guardian_checklist"
    page = journey.mentor.get(f"{journey.case}/forms/new/{checklist}")
    journey.mentor.send(page, do="save")
    assert set(journey.refusals(journey.team, "start_mapping")) == {"form_draft"}
    journey.may_not_step(journey.team, "start_mapping", 409, f"{journey.title(checklist)}: Utkast, 0 av ")
    journey.signs(journey.mentor, checklist)
    journey.steps(journey.team, "start_mapping")


@pytest.mark.parametrize("part", ["partly", "no"])
def test_a_school_that_has_not_done_its_part_hands_over_with_a_written_reason_only(
    journey: Journey, part: str
) -> None:
    journey.begins_in("analysis")
    journey.has_signed(journey.team, "in_depth_evaluation", school_did_its_part=part)
    journey.has_signed(journey.team, "authority_report")
    assert set(journey.refusals(journey.team, "hand_over")) == {"reason_instead"}
    page = journey.team.get(f"{journey.case}/advance/hand_over")
    without = journey.team.send(page, status=422, summary="Åtgärderna är provade.", reason=" ")
    journey.tells(without, journey.say("Write why"))
    assert journey.row().waiting_code == "ready"
    assert journey.state_of(journey.asks(journey.team, "Vi når inte längre.")) == "pending"


def test_a_school_that_has_done_its_part_hands_over_without_a_reason(journey: Journey) -> None:
    journey.begins_in("analysis")
    journey.has_signed(journey.team, "in_depth_evaluation", school_did_its_part="yes")
    journey.has_signed(journey.team, "authority_report")
    page = journey.team.get(f"{journey.case}/advance/hand_over")
    journey.team.send(page, summary="Åtgärderna är provade.")
    assert journey.state_of(journey.request()) == "pending"


def test_a_meeting_that_was_held_has_its_notes_before_the_hand_over(journey: Journey) -> None:
    journey.begins_in("analysis")
    journey.has_signed(journey.team, "in_depth_evaluation", "authority_report")
    assert "form_missing" not in journey.refusals(journey.team, "hand_over")  # no meeting, no notes
    journey.consents(journey.team)
    journey.does(journey.team, "sip_meeting", "held", note="I biblioteket.")
    assert journey.refusals(journey.team, "hand_over")["form_missing"] == TEAM
    notes = f"{journey.title('network_meeting_notes')}: {journey.say('Not begun.')}"
    journey.may_not_step(journey.team, "hand_over", 409, notes)
    journey.has_signed(journey.team, "network_meeting_notes")
    assert journey.state_of(journey.asks(journey.team)) == "pending"


@pytest.mark.parametrize("action", ["talk_with_rector", "hear_student_and_home", "tell_outcome"])
def test_the_administration_accepts_before_it_does_anything_else(journey: Journey, action: str) -> None:
    journey.begins_in("compulsory_school_monitoring")
    milestone = "sent" if action == "tell_outcome" else "done"
    sent = {f"{milestone}-happened_on": "2026-11-20", f"{milestone}-outcome": "reached"}
    address = f"{journey.task(action)}/report/{milestone}"
    administration = journey.administration
    refused = administration.post(address, {**administration.tokens(), **sent}, 409)
    journey.tells(refused, journey.say("Not decided yet."))
    journey.does(administration, "acceptance", "taken", outcome="accepted", note="Underlaget räcker.")
    if action == "tell_outcome":
        journey.has_signed(administration, "compulsory_school_assessment")
    assert administration.post(address, {**administration.tokens(), **sent}) == journey.case


def test_the_administration_accepts_before_it_assesses(journey: Journey) -> None:
    journey.begins_in("compulsory_school_monitoring")
    address = f"{journey.case}/forms/new/compulsory_school_assessment"
    administration = journey.administration
    journey.tells(administration.get(address, 409), journey.say("Not decided yet."))
    administration.post(address, {**administration.tokens(), "revision": "0", "do": "save"}, 409)
    journey.does(administration, "acceptance", "taken", outcome="accepted", note="Underlaget räcker.")
    journey.signs(administration, "compulsory_school_assessment")


def test_what_was_signed_before_a_case_began_again_opens_no_gate(journey: Journey) -> None:
    journey.begins_in("mapping")
    journey.steps(journey.team, "start_again", reason="En ny termin.")
    assert set(journey.refusals(journey.team, "start_mapping")) == {"form_missing"}
    journey.may_not_step(journey.team, "start_mapping", 409)
    journey.signs(journey.mentor, "student_guardian_checklist")
    journey.steps(journey.team, "start_mapping")


def test_a_draft_from_before_a_case_began_again_opens_the_gate_when_it_is_signed(journey: Journey) -> None:
    journey.begins_in("report")
    journey.mentor.send(journey.mentor.get(f"{journey.case}/forms/new/student_guardian_checklist"), do="save")
    journey.steps(journey.team, "start_again", reason="En ny termin.")
    journey.signs(journey.mentor, "student_guardian_checklist")
    journey.steps(journey.team, "start_mapping")
    journey.stands_in("mapping")
