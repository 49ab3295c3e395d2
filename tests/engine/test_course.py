"""The share from day to day is what the model's own rule reads, and its limits are those that rules set."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from casework.engine.course import USUAL, Limit, course, measure_of, together
from casework.engine.facts import StudentFact
from casework.engine.shares import percent
from tests.engine.attending import SE, Pupil, on, reads, rules

EIGHT = StudentFact(14, frozenset({"8"}))


def of(pupil: Pupil, *days, rule=None):
    measured = rule or measure_of(pupil.workflow).rule
    return course(pupil.workflow, measured, pupil.register(), SE, days, EIGHT)


def test_limits_from_below_are_drawn_and_those_for_going_down_are_not() -> None:
    found = measure_of(rules("bengtsfors"))
    said = [(one.percent, one.trigger.id) for one in found.limits]
    assert said == [(10, "level_2"), (20, "level_3"), (30, "level_4"), (50, "level_5")]
    assert (found.rule.window, found.rule.measured_in, found.rule.after_school_days) == (
        "term",
        "minutes",
        10,
    )


def test_the_measure_with_most_limits_is_drawn_and_the_usual_one_where_there_is_none() -> None:
    assert measure_of(rules("five-step")).rule is USUAL
    assert measure_of(rules("nine-weeks")).limits == ()
    model = rules("bengtsfors")
    alone = model.model_copy(update={"triggers": model.triggers[3:]})
    first = model.triggers[3]
    in_month = first.when.model_copy(
        update={"percent": first.when.percent.model_copy(update={"window": "month"})}
    )
    other = first.model_copy(update={"id": "other", "when": in_month})
    mixed = alone.model_copy(update={"triggers": (other, *alone.triggers)})
    assert [one.trigger.id for one in measure_of(mixed).limits] == ["level_4", "level_5"]
    assert measure_of(mixed).limits[0] == Limit(Decimal(30), first)


def test_each_point_is_what_the_rule_reads_on_its_day() -> None:
    pupil = Pupil("bengtsfors").away(on(9, 1), on(9, 2)).away(on(9, 15), only=[1], outcome="late", missed=12)
    days = SE.days(on(8, 31), on(9, 18))
    points = of(pupil, *days)
    assert [one.on for one in points] == list(days)
    for one in points:
        read = reads(pupil, one.on, percent={"more_than": 10, "after_school_days": 10})
        assert one.percent == read.figure
        assert not read.unread


def test_the_first_days_are_not_read_and_a_new_term_begins_anew() -> None:
    pupil = Pupil("bengtsfors").away(on(8, 18), on(12, 18))
    assert of(pupil, on(8, 28)) == []
    (tenth,) = of(pupil, on(8, 31))
    assert tenth.percent == 10
    (before, after) = of(pupil, on(12, 18), on(1, 29))
    assert (before.begins, after.begins) == (on(8, 18), on(1, 11))
    assert after.percent == 0


def test_where_nothing_was_scheduled_there_is_no_point() -> None:
    pupil = Pupil("bengtsfors")
    rule = USUAL.model_copy(update={"after_school_days": 0})
    for number in range(1, 6):
        pupil.change(on(8, 18), number, is_registered=False)
    assert [one.on for one in of(pupil, on(8, 18), on(8, 19), rule=rule)] == [on(8, 19)]
    assert percent(rule, _look(pupil)).unread == "nothing_scheduled"


def _look(pupil: Pupil):
    return pupil.seen(on(8, 18)).look


def test_a_class_is_the_sum_of_its_students_not_the_mean() -> None:
    much, little = Pupil("bengtsfors").away(on(9, 1), on(9, 2)), Pupil("bengtsfors")
    little.lessons = {key: one for key, one in little.lessons.items() if one.on >= on(8, 26)}
    both = together([of(much, on(9, 2), on(9, 9)), of(little, on(9, 9))])
    assert [one.on for one in both] == [on(9, 2), on(9, 9)]
    assert both[0].percent == Fraction(100 * 2, 12)
    assert both[1].percent == Fraction(100 * 2, 17 + 11)
