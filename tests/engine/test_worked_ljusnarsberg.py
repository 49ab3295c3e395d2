"""Worked examples of counting: every invalid occasion, the third valid, a week, four weeks."""

from __future__ import annotations

from datetime import date

from casework.engine.beside import Trigger
from casework.engine.facts import MilestoneFact
from tests.engine.attending import SE, Pupil, at, example, figure, in_case, on, opened, read

MODEL = "ljusnarsberg"
VALID, INVALID = {"validity": "valid", "is_reported": True}, {"validity": "invalid"}


def pupil() -> Pupil:
    return Pupil(MODEL)


def occasions(student: Pupil, counting: str, day: date) -> int:
    """How many occasions of the kind there are on the day, this term."""
    look = student.seen(day).look
    return len(look.times(counting))


def run_over(student: Pupil, **limit: str) -> Pupil:
    """The student under the rule on a week with another limit."""
    rule = {"id": "over_a_week", "title": "Vecka", "when": {"run": limit}, "proposes": "over_a_week"}
    triggers = (Trigger.model_validate(rule),)
    student.workflow = student.workflow.model_copy(update={"triggers": triggers})
    return student


@example("X1-1")
def test_two_invalid_lessons_are_two_messages_one_call_and_one_occasion() -> None:
    student = pupil().away(on(9, 2), only=[1, 3], **INVALID)
    found = student.seen(on(9, 2), is_over=False)
    # What goes to the home at once is for the messages to come; here they are asked for, one for each lesson.
    assert len(opened(found, "message_home")) == 2
    assert opened(found, "phone_home") == [on(9, 2)]
    assert found.workflow.action("phone_home").due.same_day
    assert occasions(student, "invalid", on(9, 2)) == 1


@example("X1-2")
def test_an_invalid_occasion_is_not_a_third_valid_one() -> None:
    student = pupil().away(on(9, 2), on(9, 4), only=[1], **VALID).away(on(9, 8), only=[1], **INVALID)
    found = student.seen(on(9, 8))
    assert (figure(found, "third_valid"), found.proposed) == (2, "")
    assert opened(found, "phone_home") == [on(9, 8)]


@example("X1-3")
def test_the_third_valid_occasion_proposes_that_the_mentor_tells_the_team() -> None:
    student = pupil().away(on(9, 2), on(9, 4), on(9, 8), only=[1], **VALID)
    found = student.seen(on(9, 8))
    assert found.proposed == "third_valid"
    ask = {one.id: one for one in found.workflow.stage("third_valid").actions}
    assert (ask["tell_attendance_team"].by, ask["tell_attendance_team"].to) == (
        ("mentor",),
        ("attendance_team",),
    )
    assert ask["tell_health_team"].to == ("student_health_team",)


@example("X1-4")
def test_an_absence_that_proves_valid_changes_the_counts_and_keeps_its_call() -> None:
    student = pupil().away(on(9, 2), only=[1])
    called = opened(student.seen(on(9, 2)), "phone_home")
    assert (occasions(student, "invalid", on(9, 2)), occasions(student, "valid", on(9, 2))) == (1, 0)
    student.correct(on(9, 2), validity="valid")
    assert (occasions(student, "invalid", on(9, 3)), occasions(student, "valid", on(9, 3))) == (0, 1)
    assert called == [on(9, 2)]  # nobody had reported it: the call was made, and its ground is still there
    assert opened(student.seen(on(9, 3)), "phone_home") == called


@example("X1-5")
def test_five_school_days_are_one_week_and_no_longer() -> None:
    student = pupil().from_to(on(9, 7), on(9, 11), **VALID)
    assert read(student.seen(on(9, 11)), "over_a_week") is None


@example("X1-6")
def test_the_sixth_school_day_is_longer_than_a_week() -> None:
    found = pupil().from_to(on(9, 7), on(9, 14), **VALID).seen(on(9, 14))
    assert (found.proposed, read(found, "over_a_week").reading.since) == ("over_a_week", on(9, 14))


@example("X1-7")
def test_the_weekend_does_not_lengthen_an_absence_unless_calendar_days_are_counted() -> None:
    student = pupil().from_to(on(9, 9), on(9, 15), **VALID)
    assert read(student.seen(on(9, 15)), "over_a_week") is None
    longer = pupil().from_to(on(9, 9), on(9, 16), **VALID)
    assert read(longer.seen(on(9, 16)), "over_a_week").reading.since == on(9, 16)
    run_over(longer, more_than="7 days")
    assert read(longer.seen(on(9, 15)), "over_a_week") is None
    assert read(longer.seen(on(9, 16)), "over_a_week").reading.since == on(9, 16)


@example("X1-8")
def test_a_week_with_public_holidays_is_met_later_in_school_days() -> None:
    student = pupil().from_to(on(5, 3), on(5, 12))
    assert read(student.seen(on(5, 11)), "over_a_week") is None
    assert read(student.seen(on(5, 12)), "over_a_week").reading.since == on(5, 12)
    run_over(student, more_than="7 days")
    assert read(student.seen(on(5, 9)), "over_a_week") is None
    assert read(student.seen(on(5, 10)), "over_a_week").reading.since == on(5, 10)


@example("X1-9")
def test_a_run_is_parted_where_validity_changes_for_what_counts_validity_only() -> None:
    student = pupil().from_to(on(9, 7), on(9, 8), **VALID).from_to(on(9, 9), on(9, 14), **INVALID)
    found = student.seen(on(9, 14))
    assert (occasions(student, "valid", on(9, 14)), occasions(student, "invalid", on(9, 14))) == (1, 1)
    assert opened(found, "phone_home") == [on(9, 9)]
    reading = read(found, "over_a_week").reading
    assert (reading.figure, reading.since) == (6, on(9, 14))


@example("X1-10")
def test_twenty_school_days_in_a_row_are_four_weeks() -> None:
    student = pupil().from_to(on(9, 7), on(10, 2))
    assert student.seen(on(10, 1)).proposed == "over_a_week"
    assert student.seen(on(10, 2)).proposed == "four_weeks"


@example("X1-11")
def test_four_weeks_over_christmas_are_counted_in_school_days() -> None:
    student = pupil().from_to(on(12, 7), on(1, 22))
    assert student.seen(on(1, 21)).proposed == "over_a_week"
    assert read(student.seen(on(1, 22)), "four_weeks").reading.since == on(1, 22)
    run_over(student, at_least="28 days")
    assert read(student.seen(on(1, 2)), "over_a_week") is None
    run_over(student, at_least="4 weeks")
    assert read(student.seen(on(1, 3)), "over_a_week") is None
    assert read(student.seen(on(1, 4)), "over_a_week").reading.since == on(1, 4)


@example("X1-12")
def test_two_new_occasions_within_three_weeks_suggest_the_next_stage() -> None:
    told = MilestoneFact(
        visit="v1", round=1, at=at(on(10, 1)), action="tell_health_team", kind="sent", task="t1"
    )
    case = in_case("third_valid", on(10, 1), milestones=(told,))
    student = pupil().away(on(10, 1), on(10, 6), only=[1])
    assert student.seen(on(10, 6), facts=case).proposed == ""
    found = student.away(on(10, 15), only=[1]).seen(on(10, 15), facts=case)
    assert (found.stage, found.proposed) == ("third_valid", "over_a_week")
    assert student.seen(on(10, 15), facts=in_case("third_valid", on(10, 1))).proposed == ""  # no clock yet
    late = pupil().away(on(10, 6), on(11, 4), only=[1])
    assert late.seen(on(11, 4), facts=case).proposed == ""  # the break moves nothing: three weeks are over


@example("X1-13")
def test_a_lesson_that_nobody_registered_is_no_absence() -> None:
    student = pupil().change(on(9, 2), 2, is_registered=False).away(on(9, 2), only=[2])
    found = student.seen(on(9, 2), is_over=False)
    assert (occasions(student, "any", on(9, 2)), found.tasks, found.duties) == (0, (), ())
    table = student.register().timetable
    assert [one.key for one in table.lessons if not one.is_registered] == ["2026-09-02/2"]


@example("X1-14")
def test_a_late_arrival_withdraws_the_occasion() -> None:
    student = pupil().away(on(9, 2), only=[1])
    before = student.seen(on(9, 2), is_over=False)
    assert len(opened(before, "message_home")) == len(opened(before, "phone_home")) == 1
    student.correct(on(9, 2), outcome="late", missed=20)
    after = student.seen(on(9, 2), is_over=False)
    assert (occasions(student, "any", on(9, 2)), after.tasks, after.duties) == (0, (), ())
    assert [miss.minutes for miss in after.look.tally.partial] == [20]


def test_the_calendar_of_the_examples_has_as_many_school_days_as_they_say() -> None:
    assert SE.count(on(8, 18), on(12, 18)) == 84
