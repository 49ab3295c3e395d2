"""The conditions that count absence, read for one student on one day, on both sides of each border."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from pydantic import ValidationError

from casework.engine.counting import Absences
from tests.engine.attending import CONDITION, SE, Pupil, in_case, on, reads


def pupil() -> Pupil:
    return Pupil("nine-weeks")


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("occasion", ["2026-09-07/1", "2026-09-09/4"]),
        ("lesson", ["2026-09-07/1", "2026-09-07/2", "2026-09-09/4"]),
        ("session", ["2026-09-07:0", "2026-09-09:1"]),
        ("day", ["2026-09-07", "2026-09-09"]),
    ],
)
def test_each_one_is_an_event_of_its_own(kind, keys) -> None:
    student = pupil().away(on(9, 7), only=[1, 2]).away(on(9, 9), only=[4])
    found = reads(student, on(9, 9), **{kind: {"counting": "any"}})
    assert [event.key for event in found.events] == keys
    assert not reads(pupil(), on(9, 9), **{kind: {"counting": "any"}}).is_met


@pytest.mark.parametrize(("same", "count"), [("weekday", 3), ("subject", 2), ("time_of_day", 3)])
def test_only_occasions_that_are_alike_count_together(same, count) -> None:
    student = pupil().away(on(9, 7), on(9, 14), only=[1]).away(on(9, 21), only=[5]).away(on(9, 23), only=[2])
    for day, number, subject in (
        (7, 1, "Matematik"),
        (14, 1, "Matematik"),
        (21, 5, "Slöjd"),
        (23, 2, "Bild"),
    ):
        student.change(on(9, day), number, subject=subject)
    found = reads(student, on(9, 30), occasions={"at_least": 3, "in": "term", "same": same})
    assert (found.figure, found.is_met) == (count, count >= 3)


@pytest.mark.parametrize(
    ("amount", "figure"),
    [
        ("1 minute", 3 * 48 + 4 * 48 + 10),
        ("1 hour", Fraction(3 * 48 + 4 * 48 + 10, 60)),
        ("1 lesson", 7),
        ("1 session", 2),
        ("1 day", 0),
        ("1 school_week", 0),
    ],
)
def test_absence_is_summed_in_the_unit_of_the_limit(amount, figure) -> None:
    student = pupil().away(on(9, 7), only=[1, 2, 3]).away(on(9, 8), only=[1, 3, 4, 5])
    student.away(on(9, 9), only=[1], outcome="late", missed=10)
    found = reads(student, on(9, 9), absence={"at_least": amount, "in": "week"})
    assert (found.figure, found.is_met) == (figure, figure >= 1)


def test_absence_is_not_summed_in_months() -> None:
    with pytest.raises(ValidationError, match="summed in"):
        CONDITION.validate_python({"absence": {"at_least": "1 month"}})


def test_a_part_of_a_day_is_a_day_where_the_model_says_so() -> None:
    student = pupil().away(on(9, 7), only=[1])
    assert reads(student, on(9, 7), absence={"at_least": "1 day"}).figure == 0
    block = student.workflow.counting[0].model_copy(update={"a_day_is": "any_part", "an_hour_is": "lesson"})
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    assert reads(student, on(9, 7), absence={"at_least": "1 day"}).figure == 1
    assert reads(student, on(9, 7), absence={"at_least": "1 hour"}).figure == 1


WINDOWS = [
    ("term", 3), ("school_year", 4), ("half_year", 3), ("quarter", 3), ("month", 2), ("week", 1),
    ({"last": "3 days"}, 1), ({"last": "2 school_days"}, 1), ({"last": "2 weeks"}, 2),
    ({"last": "2 school_weeks"}, 2), ({"last": "1 month"}, 2), ({"last": "1 year"}, 4),
    ({"previous": "month"}, 1), ({"previous": "week"}, 1), ({"previous": "term"}, 1),
    ({"since": "enrolled"}, 2), ({"since": "enrolled", "for": "2 days"}, 0),
    ({"since": "enrolled", "for": "4 school_weeks"}, 1),
    ("enrolment", 3), ("case", 2), ("round", 1), ("visit", 1),
    ({"during": "trial"}, 1), ({"from_first": "3 school_days"}, 1),
]  # fmt: skip


@pytest.mark.parametrize(("window", "count"), WINDOWS)
def test_only_what_begins_in_the_window_counts(window, count) -> None:
    """Absent on 15 December, 1 February, 2 March and 10 March; seen on Wednesday 10 March."""
    student = pupil().away(on(12, 15), on(2, 1), on(3, 2), on(3, 10), only=[1])
    around = {
        "enrolled_on": on(2, 1),
        "round_on": on(3, 3),
        "facts": in_case("third_time", on(3, 8), on(3, 1)),
        "spans": {"trial": (on(3, 1), on(3, 5))},
    }
    found = reads(student, on(3, 10), around=around, occasions={"at_least": 1, "in": window})
    assert (found.figure, found.is_met) == (count, count > 0)


@pytest.mark.parametrize("window", ["case", "visit", {"since": "case_opened"}, {"during": "trial"}])
def test_a_window_that_has_not_begun_meets_nothing(window) -> None:
    student = pupil().away(on(9, 7))
    for asked in (
        {"occasions": {"at_most": 9, "in": window}},
        {"absence": {"at_most": "9 days", "in": window}},
        {"percent": {"at_most": 90, "in": window}},
        {"late_arrivals": {"at_most": 9, "in": window}},
        {"mixed": {"at_most": 9, "of": ["any"], "in": window}},
        {"rise": {"at_most": 90, "in": window, "against": "term"}},
    ):
        found = reads(student, on(9, 7), **asked)
        assert (found.is_met, found.unread) == (False, "clock_not_started")


def test_school_weeks_leave_out_weeks_without_school() -> None:
    student = pupil().away(on(10, 20), on(11, 3), only=[1])
    rolling = {"at_least": 2, "in": {"last": "2 school_weeks"}}
    assert reads(student, on(11, 5), occasions=rolling).is_met
    assert not reads(student, on(11, 5), occasions={**rolling, "in": {"last": "2 weeks"}}).is_met


@pytest.mark.parametrize(
    ("amount", "met_on"),
    [
        ("2 school_days", on(9, 14)), ("4 days", on(9, 14)), ("1 week", on(9, 18)),
        ("1 school_week", on(9, 18)), ("6 lessons", on(9, 14)), ("2 sessions", on(9, 11)),
        ("300 minutes", on(9, 14)), ("1 month", on(10, 12)),
    ],
)  # fmt: skip
def test_a_run_has_a_length_in_every_unit(amount, met_on) -> None:
    student = pupil().from_to(on(9, 11), on(10, 30))
    rule = {"at_least": amount}
    assert reads(student, met_on, run=rule).is_met
    assert not reads(student, SE.last_open(date.fromordinal(met_on.toordinal() - 1)), run=rule).is_met


def test_a_run_that_is_over_is_as_long_as_it_was() -> None:
    student = pupil().from_to(on(9, 7), on(9, 9))
    for day in (on(9, 10), on(9, 30)):
        assert reads(student, day, run={"at_least": "4 days"}).figure == 3
        assert reads(student, day, run={"at_least": "3 school_days"}).is_met
    assert reads(pupil(), on(9, 9), run={"less_than": "1 school_day"}).is_met


@pytest.mark.parametrize("outcome", ["late", "left_early"])
def test_who_was_there_for_a_part_breaks_the_run(outcome) -> None:
    student = pupil().from_to(on(9, 7), on(9, 11))
    student.correct(on(9, 9), only=[2], outcome=outcome, missed=5)
    assert reads(student, on(9, 11), run={"at_least": "1 school_day"}).figure == 2


@pytest.mark.parametrize("outcome", ["approved_leave", "school_activity", "not_offered", "unknown"])
def test_what_is_neither_presence_nor_absence_does_not_break_it(outcome) -> None:
    student = pupil().from_to(on(9, 7), on(9, 11))
    student.correct(on(9, 9), outcome=outcome)
    found = reads(student, on(9, 11), run={"at_least": "1 school_day"})
    assert found.figure == 4
    assert len(reads(student, on(9, 11), occasion={"counting": "any"}).events) == 1


def test_the_day_counts_when_its_last_lesson_is_registered_or_it_is_over() -> None:
    student = pupil().from_to(on(9, 7), on(9, 8))
    rule = {"at_least": "2 school_days"}
    assert reads(student, on(9, 8), is_over=False, run=rule).is_met
    student.change(on(9, 8), 5, is_registered=False)
    assert not reads(student, on(9, 8), is_over=False, run=rule).is_met
    assert reads(student, on(9, 8), run=rule).is_met
    today = pupil().away(on(9, 8)).change(on(9, 8), 5, is_registered=False)
    assert [
        reads(today, on(9, 8), is_over=over, run={"at_least": "2 days"}).figure for over in (False, True)
    ] == [0, 1]


@pytest.mark.parametrize(
    ("unit", "figure"), [("minutes", 10), ("lessons", 10), ("sessions", Fraction(25, 2)), ("days", 0)]
)
def test_a_share_is_measured_in_what_the_model_says(unit, figure) -> None:
    student = pupil().away(on(9, 7), only=[4, 5])
    student.away(on(9, 7), only=[1], outcome="approved_leave")
    for number in range(1, 6):  # a day that nobody registered is in neither part
        student.change(on(9, 8), number, is_registered=False)
    rule = {"at_least": 5, "in": {"last": "6 days"}, "measured_in": unit}
    found = reads(student, on(9, 11), percent=rule)
    assert found.figure == figure


def test_a_share_of_the_whole_window_counts_what_is_to_come() -> None:
    student = pupil().away(on(9, 7))
    so_far = {"at_least": 100, "in": "week"}
    assert reads(student, on(9, 7), percent=so_far).figure == 100
    for unit in ("minutes", "lessons", "days"):
        rule = {**so_far, "of": "scheduled_in_window", "measured_in": unit}
        assert reads(student, on(9, 7), percent=rule).figure == 20
    assert reads(student, on(8, 3), percent={"at_most": 50, "in": "week"}).unread == "nothing_scheduled"


def test_a_rise_is_the_difference_between_two_shares() -> None:
    student = pupil().away(on(9, 1), only=[1]).away(*SE.days(on(9, 7), on(9, 11)), only=[1])
    rule = {"more_than": 15, "in": "week", "against": {"previous": "week"}}
    found = reads(student, on(9, 11), rise=rule)
    assert (found.figure, found.is_met) == (16, True)
    assert not reads(student, on(9, 11), rise={**rule, "more_than": 16}).is_met


def test_in_a_mixed_count_each_absence_belongs_to_the_first_choice_that_fits() -> None:
    student = pupil().away(on(9, 7), only=[1], validity="invalid", is_reported=True)
    student.away(on(9, 8), only=[1], validity="valid", is_reported=True)
    rule = {"at_least": 3, "of": ["invalid", "reported"], "in": "term"}
    assert reads(student, on(9, 8), mixed=rule).figure == 2
    own = {"hour": Absences(title="Timme", validity="invalid", each="lesson")}
    student.workflow = student.workflow.model_copy(update={"absences": own})
    student.away(on(9, 7), only=[2], validity="invalid")
    found = reads(student, on(9, 8), mixed={"at_least": 3, "of": ["hour", "reported"], "in": "term"})
    assert (found.figure, found.is_met) == (3, True)


def test_a_mixed_count_holds_the_first_and_the_last_day_of_its_window() -> None:
    student = pupil().away(on(8, 18), only=[1]).away(on(8, 19), only=[1])  # the term begins on the 18th
    rule = {"at_least": 2, "of": ["any"], "in": "term"}
    assert reads(student, on(8, 19), mixed=rule).figure == 2


def test_where_sessions_are_registered_each_is_one_of_its_own() -> None:
    student = pupil().away(on(9, 7), only=[1, 2])
    block = student.workflow.counting[0].model_copy(update={"registered_by": "session"})
    student.workflow = student.workflow.model_copy(update={"counting": (block,)})
    assert reads(student, on(9, 7), absence={"at_least": "1 session"}).figure == 2
    assert len(reads(student, on(9, 7), session={"counting": "any"}).events) == 2
    share = {"at_least": 1, "in": "week", "measured_in": "sessions"}
    assert reads(student, on(9, 7), percent=share).figure == 40


@pytest.mark.parametrize("unit", ["minutes", "lessons"])
def test_a_share_may_be_read_for_each_subject(unit) -> None:
    student = pupil().away(on(9, 7), on(9, 8), only=[1])
    for day in (7, 8, 9, 10):
        student.change(on(9, day), 1, subject="Slöjd")
    rule = {"more_than": 40, "in": "week", "measured_in": unit, "same": "subject"}
    found = reads(student, on(9, 10), percent=rule)
    assert (found.figure, found.is_met, len(found.evidence)) == (50, True, 2)
    assert not reads(student, on(9, 10), percent={**rule, "same": None}).is_met
    least = {"at_most": 0, "in": "week", "measured_in": unit, "same": "subject"}
    assert reads(student, on(9, 10), percent=least).is_met  # one of them is enough
