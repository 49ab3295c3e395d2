"""Guards that look at what was reported: the natural milestone is enough, or one of those they name."""

from __future__ import annotations

import pytest

from casework.engine.facts import Proof, Refusal, Remedy
from tests.engine.attending import rules
from tests.engine.examples import facts, five_step, guard, milestone, task

RULES = five_step().rules


def answer(asked, *milestones, **given):
    """The guard's answer once these are reported."""
    return asked.need(facts("analysis", milestones=milestones, **given), RULES)


@pytest.mark.parametrize(
    ("asked", "kind", "met"),
    [
        (guard(contact="c"), "done", True),
        (guard(contact="c"), "tried", False),
        (guard(contact="c", is_=["done", "tried"]), "tried", True),
        (guard(meeting="c"), "held", True),
        (guard(meeting="c"), "called", False),
        (guard(meeting="c", is_=["called"]), "called", True),
        (guard(report="c"), "sent", True),
        (guard(notice="c"), "sent", True),
        (guard(decision="c"), "taken", True),
    ],
)
def test_a_milestone_is_enough_or_not(asked, kind, met):
    assert answer(asked, milestone("c", kind)).is_met is met


def test_another_milestone_is_told_apart_from_none():
    assert answer(guard(meeting="m")).refusal.code == "meeting_missing"
    assert answer(guard(meeting="m"), milestone("m", "called")).refusal.code == "meeting_other"


def test_a_decision_counts_with_one_of_the_named_options():
    asked = guard(decision="consider_cooperation", is_=["social_services", "several"])
    assert answer(asked, milestone("consider_cooperation", "taken", outcome="several")).is_met
    refusal = answer(asked, milestone("consider_cooperation", "taken", outcome="nobody")).refusal
    assert (refusal.code, refusal.params["state"]) == ("decision_other", "social_services,several")


def test_what_is_missing_is_mended_at_the_task_by_its_doers():
    refusal = answer(guard(contact="contact_home")).refusal
    assert (refusal.remedy, refusal.who) == (Remedy("task", "contact_home"), ("mentor",))


def test_the_proof_names_the_milestone_and_its_task():
    proof = answer(guard(contact="c"), milestone("c", "tried"), milestone("c", "done")).proof
    assert (proof.params["state"], proof.remedy, proof.by_name) == ("done", Remedy("task", "t-c"), "Bo")


@pytest.mark.parametrize(
    ("status", "met", "met_when_done_is_asked"),
    [("done", True, True), ("waived", True, False), ("open", False, False), ("left", False, False)],
)
def test_a_task_is_settled_or_not(status, met, met_when_done_is_asked):
    opened = (task("a", status),)
    assert answer(guard(task="a"), tasks=opened).is_met is met
    assert answer(guard(task="a", is_=["done"]), tasks=opened).is_met is met_when_done_is_asked


def test_a_task_that_was_never_opened_stands_in_nobodys_way():
    assert answer(guard(task="a")).is_met
    assert not answer(guard(task="a", is_=["done"])).is_met


def test_the_tasks_that_are_left_are_named_with_those_who_do_them():
    left = (task("contact_home", title="Ring hem"), task("share_plan", title="Ge planen"))
    refusal = answer(guard(tasks_settled=True), tasks=left).refusal
    assert refusal.params == {"count": "2", "actions": "contact_home share_plan"}
    assert refusal.who == ("mentor", "student_health_team")


def test_tasks_of_an_earlier_stay_are_not_waited_for():
    assert answer(guard(tasks_settled=True), tasks=(task("contact_home", visit="v0"),)).is_met


def test_a_document_is_missing_until_it_has_come_in():
    model, asked = rules("bengtsfors"), guard(document="medical_certificate")
    first, *_, last = model.requests_for("medical_certificate")
    missing = Refusal("document_missing", {"action": first}, Remedy("task", first), ("mentor",))
    asked_for = milestone(last, "requested")
    for reported in ((), (asked_for,), (milestone("contact_home", "received"),)):
        assert asked.refusal(facts(milestones=reported), model) == missing
    come = milestone(last, "received")
    proof = Proof("document_received", {"action": last}, Remedy("task", f"t-{last}"), come.at, "Bo")
    assert asked.need(facts(milestones=(come, asked_for)), model).proof == proof
    assert answer(guard(document="poem")).refusal == Refusal("document_missing", {}, Remedy("tasks"))


def test_a_task_and_the_tasks_are_told_by_their_codes():
    said, remedy = {"action": "contact_home"}, Remedy("task", "contact_home")
    for given, code in (((), "task_not_opened"), ((task("contact_home", "waived"),), "task_waived")):
        assert answer(guard(task="contact_home"), tasks=given).proof == Proof(code, said, remedy)
    refusal = answer(guard(task="contact_home"), tasks=(task("contact_home"),)).refusal
    assert refusal == Refusal("task_open", said, remedy, ("mentor",))
    assert answer(guard(tasks_settled=True)).proof == Proof("tasks_settled")
    left = answer(guard(tasks_settled=True), tasks=(task("contact_home"),)).refusal
    assert (left.code, left.remedy) == ("tasks_open", Remedy("tasks"))
