"""Worked examples of counting: single days in a month, days in a row, days in a half-year, late arrivals."""

from __future__ import annotations

from datetime import date

from casework.engine.beside import Trigger
from casework.engine.deadlines import Clocks, deadline
from tests.engine.attending import NO, Pupil, example, on, opened, rules

MODEL = "norwegian-routine"
SINGLE, ROW, HALF_YEAR = range(3)


def pupil() -> Pupil:
    return Pupil(MODEL, NO, lessons=4)


def definition(student: Pupil, number: int, day: date):
    """What one of the three definitions of worrying absence reads on the day."""
    found = student.seen(day)
    trigger = next(one for one in found.workflow.triggers if one.id == "worrying_absence")
    return trigger.when.any[number].reading(found.look)


def with_rule(student: Pupil, **when) -> Pupil:
    """The student under one other rule of what is worrying."""
    rule = {"id": "worrying_absence", "title": "Annet", "when": when, "proposes": "worrying"}
    triggers = (Trigger.model_validate(rule),)
    student.workflow = student.workflow.model_copy(update={"triggers": triggers})
    return student


@example("X3-1")
def test_a_first_lesson_missed_without_a_message_asks_for_contact_the_same_day() -> None:
    found = pupil().away(on(9, 2), only=[1]).seen(on(9, 2), is_over=False)
    assert opened(found, "contact_first_day") == [on(9, 2)]
    contact = found.workflow.action("contact_first_day")
    assert (contact.by, contact.due.same_day) == (("mentor",), True)
    told = pupil().away(on(9, 2), only=[1], is_reported=True, is_documented=True)
    assert not opened(told.seen(on(9, 2)), "contact_first_day")


@example("X3-2")
def test_the_fourth_late_arrival_asks_for_contact() -> None:
    student = pupil().away(on(9, 2), on(9, 3), on(9, 4), only=[1], outcome="late", missed=5)
    assert not opened(student.seen(on(9, 4)), "contact_late")
    student.away(on(9, 8), only=[1], outcome="late", missed=5)
    assert opened(student.seen(on(9, 8)), "contact_late") == [on(9, 8)]
    student.away(on(9, 9), only=[1], outcome="late", missed=5)
    assert opened(student.seen(on(9, 9)), "contact_late") == [on(9, 8)]  # once


def three_single() -> Pupil:
    return pupil().away(on(9, 2), on(9, 9), on(9, 16))


@example("X3-3")
def test_three_single_days_in_a_month_are_not_worrying() -> None:
    reading = definition(three_single(), SINGLE, on(9, 16))
    assert (reading.figure, reading.is_met) == (3, False)


@example("X3-4")
def test_the_fourth_single_day_is_worrying_and_opens_the_notice() -> None:
    found = three_single().away(on(9, 23)).seen(on(9, 23))
    assert found.proposed == "worrying"
    assert found.met[0].trigger.opens == ("notice_to_rector",)
    assert found.met[0].reading.since == on(9, 23)


@example("X3-5")
def test_a_month_runs_from_date_to_date_and_a_model_may_say_calendar_month() -> None:
    student = pupil().away(on(11, 18), on(11, 25), on(12, 2), on(12, 9))
    reading = definition(student, SINGLE, on(12, 9))
    assert (reading.figure, reading.is_met) == (4, True)
    assert reading.window == (on(11, 10), on(12, 9))
    with_rule(student, occasions={"more_than": 3, "lasting": "1 day", "in": "month"})
    for day, count in ((on(11, 30), 2), (on(12, 9), 2)):
        found = student.seen(day)
        reading = found.workflow.triggers[0].when.reading(found.look)
        assert (reading.figure, reading.is_met) == (count, False)


@example("X3-6")
def test_a_flu_of_four_days_is_one_occasion_unless_the_model_counts_days() -> None:
    student = pupil().from_to(on(9, 7), on(9, 10))
    assert definition(student, SINGLE, on(9, 10)).figure == 1
    assert definition(student, ROW, on(9, 10)).figure == 4
    assert student.seen(on(9, 10)).proposed == ""
    with_rule(student, absence={"more_than": "3 days", "in": {"last": "1 month"}})
    assert student.seen(on(9, 10)).proposed == "worrying"


@example("X3-7")
def test_five_days_in_a_row_are_not_more_than_five() -> None:
    reading = definition(pupil().from_to(on(9, 7), on(9, 11)), ROW, on(9, 11))
    assert (reading.figure, reading.is_met) == (5, False)


@example("X3-8")
def test_six_days_in_a_row_over_a_weekend_are_worrying() -> None:
    reading = definition(pupil().from_to(on(9, 7), on(9, 14)), ROW, on(9, 14))
    assert (reading.figure, reading.is_met) == (6, True)


@example("X3-9")
def test_a_break_neither_breaks_nor_lengthens_an_absence() -> None:
    student = pupil().from_to(on(9, 25), on(10, 8))
    assert definition(student, ROW, on(10, 8)).figure == 5
    reading = definition(student.away(on(10, 9)), ROW, on(10, 9))
    assert (reading.figure, reading.is_met) == (6, True)


def ten_days() -> Pupil:
    return pupil().away(*NO.days(on(8, 18), on(1, 14))[::9][:9], on(1, 14))


@example("X3-10")
def test_the_eleventh_day_in_the_half_year_is_worrying() -> None:
    assert definition(ten_days(), HALF_YEAR, on(1, 14)).figure == 10
    assert not definition(ten_days(), HALF_YEAR, on(1, 14)).is_met
    reading = definition(ten_days().away(on(1, 15)), HALF_YEAR, on(1, 15))
    assert (reading.figure, reading.is_met, reading.since) == (11, True, on(1, 15))


@example("X3-11")
def test_the_second_half_year_begins_on_the_sixteenth_of_january() -> None:
    student = pupil().away(*NO.days(on(8, 18), on(1, 15))[::9][:9], on(2, 3), on(2, 10))
    assert definition(student, HALF_YEAR, on(1, 15)).figure == 9
    reading = definition(student, HALF_YEAR, on(2, 10))
    assert (reading.figure, reading.is_met, reading.window[0]) == (2, False, on(1, 16))


@example("X3-12")
def test_single_hours_are_no_days_but_six_contacts_the_same_day_each() -> None:
    away = NO.days(on(9, 1), on(9, 30))[::3][:6]
    student = pupil().away(*away, only=[1, 3], validity="invalid")
    for number in (SINGLE, ROW, HALF_YEAR):
        assert definition(student, number, on(9, 30)).figure == 0
    found = student.seen(on(9, 30))
    assert found.proposed == ""
    assert sorted(opened(found, "contact_first_day")) == list(away)
    assert sorted(set(opened(found, "contact_hours_missed"))) == list(away)
    whole = pupil().away(on(9, 1), validity="invalid")
    assert not opened(whole.seen(on(9, 1)), "contact_hours_missed")  # a day missed whole is counted once


def due_of(action: str, moment: str, day: date, **update):
    """When the action is due, if the moment came on the day."""
    due = rules(MODEL).action(action).due.model_copy(update=update)
    return deadline(due, Clocks(calendar=NO, opened_on=day, moments={moment: day}.get))


@example("X3-13")
def test_the_meeting_is_due_a_week_after_the_notice_was_received() -> None:
    assert due_of("meeting_guardians", "notice_received", on(9, 10)).day == on(9, 17)
    clocks = Clocks(calendar=NO, opened_on=on(9, 10), moments=lambda _: None)
    waiting = deadline(rules(MODEL).action("meeting_guardians").due, clocks)
    assert (waiting.day, waiting.waits_for) == (None, "notice_received")


@example("X3-14")
def test_the_evaluation_is_due_two_weeks_after_the_plan_took_effect() -> None:
    due = due_of("evaluation", "plan_in_effect", on(9, 21))
    assert (due.day, due.is_target, due.moved_from) == (on(10, 5), True, None)


@example("X3-15")
def test_a_day_in_the_break_moves_after_it_or_before_it_as_the_model_says() -> None:
    due = due_of("evaluation", "plan_in_effect", on(9, 15))
    assert (due.day, due.moved_from) == (on(10, 5), on(9, 29))
    assert due_of("evaluation", "plan_in_effect", on(9, 15), if_closed="before").day == on(9, 25)


@example("X3-16")
def test_leave_is_not_counted() -> None:
    student = pupil().from_to(on(9, 7), on(9, 11), outcome="approved_leave")
    student.away(*NO.days(on(10, 5), on(1, 15))[::9][:6])
    reading = definition(student, HALF_YEAR, on(1, 15))
    assert (reading.figure, reading.is_met) == (6, False)
