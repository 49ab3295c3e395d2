"""Every kind of guard refuses with what is missing, where to mend it and who can, and else allows."""

from __future__ import annotations

from datetime import date

import pytest

from casework.definitions import read
from casework.engine.facts import Remedy, StudentFact
from casework.engine.guards import KINDS, spread
from casework.engine.workflow import Workflow
from tests.engine.examples import NOON, consent, draft, facts, five_step, guard, milestone, signed, task


def with_more() -> Workflow:
    """The shipped model with a moment and a request for a certificate."""
    data = read(five_step().text, "five-step.yaml").data
    data.pop("translations")
    data["moments"] = {"rung": {"title": "Har ringt", "from": {"contact": "contact_home"}}}
    request = {"id": "paper", "do": "request", "title": "Be om intyg", "by": "mentor", "from": "home"}
    data["stages"][3]["actions"].append({**request, "what": "medical_certificate"})
    return Workflow.model_validate(data)


RULES = with_more()
CALLED = milestone("contact_home", "done", happened_on=date(2026, 11, 2))
FORTNIGHT = guard(passed={"at_least": "2 weeks", "since": "rung"})


def ask(asked, **given):
    """The guard's answer in that model."""
    return asked.need(facts("analysis", **given), RULES)


SIP = milestone("sip_meeting", "held")
EVALUATION = {"form": "in_depth_evaluation"}

KIND = {
    "form": (guard(**EVALUATION), {}, {"forms": (signed("in_depth_evaluation"),)}, "form_missing"),
    "contact": (
        guard(contact="contact_home"),
        {},
        {"milestones": (milestone("contact_home", "done"),)},
        "contact_missing",
    ),
    "meeting": (guard(meeting="sip_meeting"), {}, {"milestones": (SIP,)}, "meeting_missing"),
    "report": (guard(report="r"), {}, {"milestones": (milestone("r", "sent"),)}, "report_missing"),
    "notice": (
        guard(notice="share_plan"),
        {},
        {"milestones": (milestone("share_plan", "sent"),)},
        "notice_missing",
    ),
    "decision": (
        guard(decision="acceptance"),
        {},
        {"milestones": (milestone("acceptance", "taken", outcome="accepted"),)},
        "decision_missing",
    ),
    "task": (guard(task="a"), {"tasks": (task("a"),)}, {"tasks": (task("a", "waived"),)}, "task_open"),
    "tasks_settled": (
        guard(tasks_settled=True),
        {"tasks": (task("share_plan"),)},
        {"tasks": (task("share_plan", "done"), task("sip_meeting", is_optional=True))},
        "tasks_open",
    ),
    "consent": (
        guard(consent="share_with_partners"),
        {"consents": (consent("health_information"),)},
        {"consents": (consent("share_with_partners"),)},
        "consent_missing",
    ),
    "arrangement": (
        guard(arrangement="trial", is_=["ended"]),
        {"milestones": (milestone("trial", "started"),)},
        {"milestones": (milestone("trial", "ended"),)},
        "arrangement_other",
    ),
    "document": (
        guard(document="medical_certificate"),
        {"milestones": (milestone("paper", "sent"),)},
        {"milestones": (milestone("paper", "received"),)},
        "document_missing",
    ),
    "recorded": (guard(recorded="rung"), {}, {"milestones": (CALLED,)}, "moment_not_come"),
    "times": (
        guard(times={"at_least": 2, "of": ["contact_home"]}),
        {"tasks": (task("contact_home", "done"), task("contact_home"))},
        {"tasks": (task("contact_home", "done"), task("contact_home", "done"))},
        "times_not_done",
    ),
    "passed": (
        FORTNIGHT,
        {"milestones": (CALLED,), "today": date(2026, 11, 15)},
        {"milestones": (CALLED,), "today": date(2026, 11, 16)},
        "time_not_passed",
    ),
    "age": (
        guard(age={"less_than": 18}),
        {"student": StudentFact(18)},
        {"student": StudentFact(17)},
        "age_differs",
    ),
    "student": (
        guard(student={"is": ["under_compulsory_schooling"]}),
        {"student": StudentFact(16)},
        {"student": StudentFact(16, frozenset({"under_compulsory_schooling"}))},
        "student_differs",
    ),
    "signal": (
        guard(signal=True),
        {"towards": "analysis", "proposed": frozenset({"mapping"})},
        {"towards": "analysis", "proposed": frozenset({"analysis"})},
        "signal_missing",
    ),
    "reason": (guard(reason=True), {"reason": "  \n"}, {"reason": "Hen är här igen."}, "reason_missing"),
    "any": (
        guard(any=["reason", EVALUATION]),
        {},
        {"forms": (signed("in_depth_evaluation"),)},
        "reason_instead",
    ),
}


def test_every_kind_is_tried_below():
    assert set(KIND) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_refuses_with_its_code(kind):
    asked, before, _, code = KIND[kind]
    refusal = ask(asked, **before).refusal
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_allows_with_a_proof(kind):
    asked, _, after, _ = KIND[kind]
    need = ask(asked, **after)
    assert need.is_met
    assert need.proof is not None
    assert asked.refusal(facts("analysis", **after), RULES) is None


def test_a_form_guard_tells_where_and_who():
    refusal = ask(guard(**EVALUATION)).refusal
    assert (refusal.remedy, refusal.who) == (Remedy("form", "in_depth_evaluation"), ("student_health_team",))


def test_a_form_that_is_begun_is_refused_with_how_far_it_has_come():
    refusal = ask(guard(**EVALUATION), drafts=(draft("in_depth_evaluation", 3, 8),)).refusal
    assert refusal.code == "form_draft"
    assert refusal.params == {"form": "in_depth_evaluation", "done": "3", "total": "8"}


def test_a_form_proves_who_signed_it_and_when():
    proof = ask(guard(**EVALUATION), forms=(signed("in_depth_evaluation"),)).proof
    assert (proof.by_name, proof.at) == ("Bo", NOON)


def test_a_form_that_is_to_be_filled_in_anew_does_not_count():
    assert (
        ask(guard(**EVALUATION), forms=(signed("in_depth_evaluation", is_renewed=True),)).refusal.code
        == "form_renewed"
    )


@pytest.mark.parametrize(
    ("answers", "met"),
    [
        ({"did": "yes"}, True),
        ({"did": ("no", "yes")}, True),
        ({"did": "partly"}, False),
        ({"did": ()}, False),
        ({}, False),
    ],
)
def test_a_form_counts_with_one_of_the_answers_only(answers, met):
    need = ask(guard(form="f", answered={"did": ["yes"]}), forms=(signed("f", answers=answers),))
    assert need.is_met is met
    assert met or (need.refusal.code, need.refusal.params["field"]) == ("form_answer", "did")


def test_the_newest_version_of_a_form_decides():
    versions = (signed("f", answers={"did": "yes"}), signed("f", answers={"did": "no"}))
    assert not ask(guard(form="f", answered={"did": ["yes"]}), forms=versions).is_met
    assert ask(guard(form="f", answered={"did": ["yes"]}), forms=versions[::-1]).is_met


def test_a_form_counts_when_the_asked_role_has_signed_it():
    asked = guard(form="f", by=["rector"])
    assert ask(asked, forms=(signed("f", role="rector"),)).is_met
    refusal = ask(asked, forms=(signed("f", role="mentor"),)).refusal
    assert (refusal.code, refusal.who) == ("form_by_other", ("rector",))


def test_a_consent_is_recorded_by_those_who_need_it():
    assert ask(guard(consent="share_with_partners")).refusal.who == ("student_health_team",)


def test_one_of_several_is_enough_and_the_proof_is_of_that_one():
    asked = guard(any=[EVALUATION, {"meeting": "sip_meeting"}])
    assert ask(asked, milestones=(SIP,)).proof.code == "meeting_reported"


def test_none_of_several_is_told_by_the_first_with_everybody_who_can_help():
    asked = guard(any=[EVALUATION, {"contact": "contact_home"}])
    refusal = ask(asked).refusal
    assert (refusal.code, refusal.who) == ("form_missing", ("student_health_team", "mentor"))


def test_a_reason_may_stand_instead_and_is_written_at_the_step():
    asked = guard(any=[{**EVALUATION, "answered": {"school_did_its_part": ["yes"]}}, "reason"])
    refusal = ask(
        asked, forms=(signed("in_depth_evaluation", answers={"school_did_its_part": "no"}),)
    ).refusal
    assert (refusal.code, refusal.params["instead_of"]) == ("reason_instead", "form_answer")
    assert refusal.is_asked_at_the_step
    assert ask(asked, reason="Skolan har gjort allt den kan.").is_met


def test_a_bare_word_is_the_guard_of_that_kind():
    assert spread("reason") == {"reason": True}
    assert spread("nothing") == "nothing"


def test_without_a_signal_a_reason_is_simply_asked_for():
    asked = guard(any=["signal", "reason"])
    assert ask(asked, towards="analysis").refusal.code == "reason_missing"
    assert ask(asked, towards="analysis", reason="Borta fyra veckor.").is_met
    assert ask(asked, towards="analysis", proposed=frozenset({"analysis"})).is_met
    beside = guard(any=["signal", "reason", EVALUATION])
    assert ask(beside, towards="analysis").refusal.code == "reason_instead"


def test_a_subject_names_kind_and_thing():
    assert guard(contact="a").subject == "contact:a"
    assert guard(reason=True).subject == "reason"
    assert guard(any=["reason", EVALUATION]).subject == "any:reason form:in_depth_evaluation"
