"""What another version of a routine changes for a case; what is done is known by its action and form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from casework.engine.facts import Actor, DraftFact, Facts, FormFact, MilestoneFact, TaskFact, TaskStatus
from casework.engine.migration import Shift, _needs, facts_after, former_id, other_work, shift
from tests.versions.texts import CALLED, FIVE, model, renamed_stage, replaced, second, version, without_action

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OLD = model(FIVE).rules
STAY = {"visit": "v2", "round": 1, "at": AT}


def task(action: str, status: TaskStatus = "open", stage: str = "mapping") -> TaskFact:
    return TaskFact(**STAY, task=f"t-{action}", action=action, stage=stage, status=status, title=action)


def signed(form: str) -> FormFact:
    return FormFact(**STAY, form=form, submission=form, version=1, role="mentor")


def in_mapping(*tasks: TaskFact, forms: tuple[FormFact, ...] = ()) -> Facts:
    actor = Actor("1", "Karin", frozenset({"mentor"}))
    return Facts(
        stage="mapping", visit="v2", round=1, actor=actor, last_stage="mapping", tasks=tasks, forms=forms
    )


def subjects(needs: object) -> list[str]:
    return [need.subject for need in needs]  # type: ignore[attr-defined]


def test_the_same_text_changes_nothing() -> None:
    opened = tuple(task(action.id) for action in OLD.stage("mapping").actions if not action.applies_if)
    found = shift(OLD, OLD, in_mapping(*opened), {})
    assert (found.keeps, found.drops, found.opens, found.revives) == (opened, (), (), ())
    assert (found.needed, found.met, found.spared, found.forms_gone) == ((), (), (), ())
    assert (found.source, found.target, found.hindrance) == ("mapping", "mapping", "")


def test_tasks_that_are_not_asked_for_go_and_new_ones_come() -> None:
    new = model(second()).rules
    opened = [task(one) for one in ("ask_what_school_can_do", "initial_mapping", "school_social_mapping")]
    found = shift(OLD, new, in_mapping(*opened, task("teachers_view")), {})
    assert [one.action for one in found.drops] == ["ask_what_school_can_do"]
    assert [one.id for one, _ in found.opens] == [CALLED]
    assert [one.action for one in found.keeps] == [
        "initial_mapping",
        "school_social_mapping",
        "teachers_view",
    ]


def test_needs_that_come_and_go_are_told() -> None:
    found = shift(OLD, model(second()).rules, in_mapping(task("initial_mapping")), {})
    assert subjects(found.needed) == [f"contact:{CALLED}"]
    assert subjects(found.spared) == ["form:school_social_mapping"]
    done = in_mapping(forms=(signed("school_social_mapping"),))
    assert subjects(shift(OLD, model(second()).rules, done, {}).spared) == []


def test_a_need_that_the_version_sees_as_met_is_told_as_met() -> None:
    strict = replaced(
        FIVE,
        "      - form: initial_mapping\n        covers",
        "      - form: initial_mapping\n        in: visit\n        covers",
    )
    earlier = replace(signed("initial_mapping"), visit="v1")
    facts = in_mapping(forms=(earlier, signed("school_social_mapping")))
    narrow, wide = model(strict).rules, OLD
    assert subjects(shift(narrow, wide, facts, {}).met) == ["form:initial_mapping"]
    assert subjects(shift(wide, narrow, facts, {}).needed) == ["form:initial_mapping"]


def test_what_is_done_is_not_asked_for_again_wherever_it_stands() -> None:
    moved = without_action(version(2), "listen_to_home")
    at = moved.index("      - id: tell_health_team\n")
    block = "      - id: mapped_again\n        do: form\n        form: initial_mapping\n"
    block += "        title: Kartlägg\n        by: [mentor]\n"
    again = moved[:at] + block + moved[at:]
    new = model(again).rules
    facts = replace(in_mapping(forms=(signed("initial_mapping"),)), stage="report", last_stage="report")
    found = shift(OLD, new, facts, {})
    assert "mapped_again" in [one.id for one in found.settled]
    assert "mapped_again" not in [one.id for one, _ in found.opens]


def test_work_done_under_the_same_id_is_not_asked_for_again() -> None:
    new = model(second()).rules
    facts = in_mapping(task("initial_mapping", "done"), task("school_social_mapping", "waived"))
    found = shift(OLD, new, facts, {})
    assert [one.id for one in found.settled] == ["initial_mapping", "school_social_mapping"]
    assert not {"initial_mapping", "school_social_mapping"} & {one.id for one, _ in found.opens}


def test_an_id_that_means_other_work_is_other_work() -> None:
    text = replaced(
        version(2),
        "      - id: ask_what_school_can_do\n        do: contact\n",
        "      - id: ask_what_school_can_do\n        do: meeting\n",
    ).replace("        channel: [meeting, phone, home_visit]\n", "", 1)
    new = model(text).rules
    ((path, message),) = other_work(OLD, new)
    assert path[-1] == "id"
    assert "another piece of work in version 1 (contact)" in str(message)
    assert not list(other_work(OLD, model(second()).rules))
    done = in_mapping(task("ask_what_school_can_do", "done"))
    report = MilestoneFact(
        **STAY, action="ask_what_school_can_do", kind="done", task="t-ask_what_school_can_do"
    )
    facts = replace(done, milestones=(report,))
    found = shift(OLD, new, facts, {})
    assert "ask_what_school_can_do" in [one.id for one, _ in found.opens]
    assert [one.action for one in found.strangers] == ["ask_what_school_can_do"]
    after = facts_after(OLD, new, facts, "mapping")
    assert after.milestones[0].action == former_id(OLD, "ask_what_school_can_do") != "ask_what_school_can_do"


def test_a_stage_that_is_gone_has_to_be_mapped() -> None:
    new = model(renamed_stage()).rules
    facts = replace(in_mapping(), stage="investigation", last_stage="investigation")
    assert shift(OLD, new, facts, {}) == Shift("investigation", "", "stage_gone")
    assert shift(OLD, new, facts, {"investigation": "nowhere"}).hindrance == "stage_gone"
    found = shift(OLD, new, facts, {"investigation": "inquiry"})
    assert (found.hindrance, found.target) == ("", "inquiry")


def test_a_case_that_waits_for_a_decision_stays() -> None:
    facts = replace(in_mapping(), pending=("start_investigation",))
    assert shift(OLD, model(second()).rules, facts, {}) == Shift("mapping", "mapping", "approval_pending")
    assert shift(OLD, model(second()).rules, replace(facts, pending=()), {}).hindrance == ""


def test_forms_that_the_version_does_not_have_are_told() -> None:
    text = without_action(version(2), "network_meeting_notes")
    text = replaced(text, "      - form: network_meeting_notes\n        if: [{meeting: sip_meeting}]\n", "")
    draft = DraftFact(**STAY, form="network_meeting_notes", submission="d", done=1, total=2)
    facts = replace(in_mapping(forms=(signed("initial_mapping"),)), drafts=(draft,))
    assert shift(OLD, model(text).rules, facts, {}).forms_gone == ("network_meeting_notes",)
    assert shift(OLD, OLD, facts, {}).forms_gone == ()


def test_a_task_that_was_left_in_this_stay_is_taken_up_again() -> None:
    left = task("ask_what_school_can_do", "left")
    found = shift(model(second()).rules, OLD, in_mapping(left), {})
    assert found.revives == (left,)
    assert "ask_what_school_can_do" not in [one.id for one, _ in found.opens]
    earlier = replace(left, visit="v1")
    assert shift(model(second()).rules, OLD, in_mapping(earlier), {}).revives == ()


def test_where_no_step_leads_onward_it_is_the_close_that_asks() -> None:
    last = replace(in_mapping(), stage="compulsory_school_monitoring")
    assert [*_needs(OLD, last)] == ["form:closing_evaluation"]
    assert [*_needs(OLD, replace(last, stage="report"))] == ["form:student_guardian_checklist"]
