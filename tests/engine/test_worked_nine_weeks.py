"""Worked examples of counting: occasions, six and nine weeks, with the model of eight steps."""

from __future__ import annotations

from casework.engine.deadlines import Clocks, next_time
from tests.engine.attending import SE, Pupil, example, figure, in_case, on, opened, read, rules

MODEL = "nine-weeks"


def pupil() -> Pupil:
    return Pupil(MODEL)


def times(student: Pupil, day) -> int:
    """How many occasions there are in the term."""
    return figure(student.seen(day), "first_occasion")


@example("X0-1")
def test_the_first_lesson_missed_asks_the_teacher_to_call_the_same_day() -> None:
    found = pupil().away(on(9, 2), only=[2]).seen(on(9, 2), is_over=False)
    assert (found.stage, found.proposed) == ("first_time", "")
    assert opened(found, "call_home_first") == [on(9, 2)]
    call = found.workflow.action("call_home_first")
    assert (call.by, call.due.same_day) == (("subject_teacher", "mentor"), True)
    asked = [action.id for action in found.workflow.stage("first_time").actions]
    assert asked == ["call_home_first", "agree_reporting"]  # nothing to plan
    assert not pupil().seen(on(9, 2)).tasks


@example("X0-2")
def test_three_days_in_a_row_are_one_occasion_more() -> None:
    student = pupil().away(on(9, 2), only=[2]).from_to(on(9, 7), on(9, 9))
    assert times(student, on(9, 9)) == 2
    assert student.seen(on(9, 9)).proposed == ""


def third() -> Pupil:
    return pupil().away(on(9, 2), only=[2]).from_to(on(9, 7), on(9, 9)).away(on(9, 11))


@example("X0-3")
def test_a_run_over_the_weekend_is_one_and_the_third_fires_on_its_first_day() -> None:
    assert third().seen(on(9, 11)).proposed == "third_time"
    found = third().away(on(9, 14)).seen(on(9, 14))
    assert figure(found, "third_occasion") == 3
    assert read(found, "third_occasion").reading.since == on(9, 11)
    forms = [action.form for action in found.workflow.stage("third_time").actions if action.form]
    assert "student_guardian_checklist" in forms


@example("X0-4")
def test_a_lesson_attended_between_makes_two_occasions() -> None:
    found = third().away(on(9, 14), only=[2, 3, 4, 5]).seen(on(9, 14))
    assert figure(found, "third_occasion") == 4
    assert read(found, "third_occasion").reading.since == on(9, 11)


@example("X0-5")
def test_two_absences_on_one_day_are_one_occasion_unless_the_model_says_several() -> None:
    student = pupil().away(on(9, 2), only=[1, 3])
    assert times(student, on(9, 2)) == 1
    block = student.workflow.counting[0].model_copy(update={"occasions_same_day": "several"})
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    assert times(student, on(9, 2)) == 2


@example("X0-6")
def test_valid_and_invalid_absence_count_alike() -> None:
    student = pupil()
    for number in range(7):
        student.away(SE.days(on(9, 1), on(12, 1))[number * 2], validity="valid" if number < 4 else "invalid")
    found = student.seen(on(12, 1))
    assert (figure(found, "seventh_occasion"), found.proposed) == (7, "seventh_time")


@example("X0-7")
def test_an_occasion_that_becomes_leave_counts_no_more_and_the_stage_stays() -> None:
    student = pupil()
    away = SE.days(on(9, 1), on(12, 1))[::2][:6]
    student.away(*away)
    case = in_case("third_time", away[2])
    assert figure(student.seen(on(10, 9), facts=case), "third_occasion") == 6
    found = student.correct(away[4], outcome="approved_leave").seen(on(10, 9), facts=case)
    assert (figure(found, "third_occasion"), found.stage, found.proposed) == (5, "third_time", "")


def autumn_and_spring() -> Pupil:
    return pupil().away(*SE.days(on(10, 1), on(12, 18))[::3][:6]).away(on(1, 12))


@example("X0-8")
def test_occasions_are_counted_in_the_term_and_a_model_may_say_school_year() -> None:
    student = autumn_and_spring()
    assert figure(student.seen(on(1, 12)), "seventh_occasion") == 1
    assert read(student.seen(on(1, 12)), "seventh_occasion") is None
    seventh = next(one for one in student.workflow.triggers if one.id == "seventh_occasion")
    rule = seventh.when.occasions.model_copy(update={"window": "school_year"})
    longer = seventh.model_copy(update={"when": seventh.when.model_copy(update={"occasions": rule})})
    student.workflow = student.workflow.model_copy(update={"triggers": (longer,)})
    assert read(student.seen(on(1, 12)), "seventh_occasion").reading.since == on(1, 12)
    assert read(student.seen(on(1, 11)), "seventh_occasion") is None


@example("X0-9")
def test_thirty_school_days_away_propose_six_weeks_and_list_what_was_skipped() -> None:
    student = pupil().from_to(on(8, 31), on(10, 9))
    found = student.seen(on(10, 9))
    assert figure(found, "first_occasion") == 1
    assert (found.proposed, read(found, "after_six_weeks").reading.since) == ("six_weeks", on(10, 9))
    assert {"third_time", "seventh_time"} <= set(found.lower)
    assert {"meeting_third", "checklist"} <= set(found.unmet)
    assert {"school_social_mapping"} & {found.workflow.action(one).form for one in found.unmet}
    student.change(on(10, 9), 5, is_registered=False)
    assert student.seen(on(10, 9), is_over=False).proposed != "six_weeks"  # the day is not over


@example("X0-10")
def test_twenty_nine_school_days_propose_nothing_of_the_kind() -> None:
    assert read(pupil().from_to(on(8, 31), on(10, 8)).seen(on(10, 8)), "after_six_weeks") is None


def with_run(student: Pupil, **limit: str) -> Pupil:
    """The student under the rule on six weeks with another limit."""
    trigger = next(one for one in student.workflow.triggers if one.id == "after_six_weeks")
    rule = {"id": "after_six_weeks", "title": "Sex", "when": {"run": limit}, "proposes": "six_weeks"}
    changed = type(trigger).model_validate(rule)
    student.workflow = student.workflow.model_copy(update={"triggers": (changed,)})
    return student


@example("X0-11")
def test_the_autumn_break_is_not_counted_in_school_days_but_in_calendar_weeks() -> None:
    student = pupil().from_to(on(10, 5), on(12, 18))
    assert read(student.seen(on(11, 19)), "after_six_weeks") is None
    assert read(student.seen(on(11, 20)), "after_six_weeks").reading.since == on(11, 20)
    with_run(student, at_least="6 weeks")
    assert read(student.seen(on(11, 15)), "after_six_weeks") is None
    assert read(student.seen(on(11, 16)), "after_six_weeks").reading.since == on(11, 16)


@example("X0-12")
def test_nine_weeks_are_forty_five_school_days() -> None:
    student = pupil().from_to(on(8, 31), on(12, 18))
    assert student.seen(on(11, 5)).proposed == "six_weeks"
    found = student.seen(on(11, 6))
    assert (found.proposed, read(found, "after_nine_weeks").reading.since) == ("nine_weeks", on(11, 6))
    with_run(student, at_least="9 weeks")
    assert read(student.seen(on(11, 1)), "after_six_weeks") is None
    assert read(student.seen(on(11, 2)), "after_six_weeks").reading.since == on(11, 2)


def scattered(last) -> Pupil:
    return pupil().away(on(8, 31), on(9, 10), on(9, 22), last)


@example("X0-13")
def test_scattered_absence_for_six_weeks_proposes_the_stage_while_it_goes_on() -> None:
    case = in_case("seventh_time", on(10, 1))
    found = scattered(on(10, 8)).seen(on(10, 9), facts=case)
    assert (found.proposed, read(found, "after_six_weeks").reading.since) == ("six_weeks", on(10, 9))
    assert scattered(on(10, 8)).seen(on(10, 8), facts=case).proposed == ""  # a day too early
    assert scattered(on(10, 8)).seen(on(10, 9), facts=in_case("third_time", on(10, 1))).proposed == ""


@example("X0-14")
def test_scattered_absence_that_has_ceased_proposes_nothing() -> None:
    case = in_case("seventh_time", on(10, 1))
    assert scattered(on(10, 1)).seen(on(10, 9), facts=case).proposed == ""


@example("X0-15")
def test_a_weekly_follow_up_in_the_break_moves_to_the_first_school_day_after() -> None:
    weekly = next(one for one in rules(MODEL).stage("six_weeks").actions if one.every)
    assert str(weekly.every) == "1 weeks"
    clocks = Clocks(calendar=SE, opened_on=on(10, 14), moments=lambda _: None)
    due = next_time(weekly.every, clocks, on(10, 21))
    assert (due.day, due.moved_from) == (on(11, 2), on(10, 28))
    assert next_time(weekly.every, clocks, on(10, 14)).day == on(10, 21)
