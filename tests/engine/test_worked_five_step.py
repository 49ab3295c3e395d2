"""Worked examples of a model without numbers: people notice, and nothing moves by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from casework.engine.conditions import Calendar
from casework.engine.facts import Actor
from casework.engine.school_calendar import month
from casework.engine.shares import share
from casework.engine.steps import assess
from tests.engine.attending import SE, Pupil, example, in_case, on, rules
from tests.engine.examples import facts, signed

MODEL = "five-step"


def assessed(source: str, target: str, **known):
    """The steps between the stages with what stands in their way."""
    team = Actor("u1", "Sofia", frozenset({"student_health_team", "rector"}))
    case = facts(stage=source, actor=team, **known)
    steps = [one for one in rules(MODEL).steps() if (one.source, one.target) == (source, target)]
    return {one.transition.kind: assess(rules(MODEL), one, case) for one in steps}


@example("X2-1")
def test_a_case_can_begin_at_the_second_step_without_any_absence() -> None:
    found = Pupil(MODEL).seen(on(10, 1))
    assert share(found.look, "any", (on(8, 18), on(10, 1)), "minutes").percent == 0
    opening = next(one for one in rules(MODEL).transitions if one.kind == "open")
    assert "mapping" in opening.targets
    assert [guard.kind for guard in opening.needs] == ["reason"]


@example("X2-2")
def test_the_month_is_followed_up_on_the_first_school_day_after_it() -> None:
    reviews = [one for one in rules(MODEL).prevention if one.id in ("monthly_students", "monthly_groups")]
    assert [(one.when.each, one.when.at) for one in reviews] == [("month", "start")] * 2
    due = Calendar.model_validate({"calendar": {"each": "month"}})
    student = Pupil(MODEL).away(on(9, 2), on(9, 3), is_reported=True)
    days = [day for day in SE.days(on(9, 15), on(10, 9)) if due.reading(student.seen(day).look).is_met]
    assert days == [on(10, 1)]
    look = student.seen(on(10, 1)).look  # who has only reported absence is there too
    september = share(look, "any", month(on(9, 1)), "lessons")
    assert september.percent == Fraction(100 * 2, SE.count(on(9, 1), on(9, 30)))


@example("X2-3")
def test_a_case_may_move_back_start_again_and_go_on() -> None:
    back = assessed("investigation", "mapping")["back"]
    assert [need.subject for need in back.needs] == ["reason"]
    again = assessed("mapping", "report")
    assert {"back", "restart"} <= set(again)
    assert all(one.is_open for one in (back, *again.values()))


@example("X2-4")
def test_an_investigation_without_a_plan_goes_no_further_and_says_why() -> None:
    papers = (signed("absence_investigation"),)
    step = assessed("investigation", "analysis", forms=papers)["forward"]
    assert [(one.code, one.params["form"]) for one in step.refusals] == [
        ("form_missing", "attendance_action_plan")
    ]
    whole = assessed("investigation", "analysis", forms=(*papers, signed("attendance_action_plan")))
    assert not whole["forward"].refusals


@example("X2-5")
def test_a_school_that_has_not_done_its_part_must_give_a_reason_for_handing_over() -> None:
    papers = [signed(one) for one in ("in_depth_evaluation", "network_meeting_notes", "authority_report")]
    said = replace(papers[0], answers={"school_did_its_part": "no"})
    step = assessed("analysis", "compulsory_school_monitoring", forms=(said, *papers[1:]))["hand_over"]
    assert step.refusals
    assert all(one.is_asked_at_the_step for one in step.refusals)
    done = replace(papers[0], answers={"school_did_its_part": "yes"})
    free = assessed("analysis", "compulsory_school_monitoring", forms=(done, *papers[1:]))["hand_over"]
    assert not free.refusals
    # The penalty itself is no step of this model: it is assessed in the form of the stage that follows.
    forms = [one.form for one in rules(MODEL).stage("compulsory_school_monitoring").actions]
    assert "compulsory_school_assessment" in forms


@example("X2-6")
def test_a_model_without_rules_proposes_nothing_however_much_absence() -> None:
    student = Pupil(MODEL).from_to(on(9, 1), on(12, 18))
    found = student.seen(on(12, 18))
    assert len(found.look.choice("any").misses) > 100
    assert (found.met, found.proposed, found.tasks, found.duties) == ((), "", (), ())
    assert student.seen(on(12, 18), facts=in_case("report", on(9, 2))).proposed == ""
