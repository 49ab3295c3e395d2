"""Where in the week absence lies: lessons and those missed whole, by weekday and hour."""

from __future__ import annotations

from fractions import Fraction

from casework.engine.weekly import Slot, missed_share, week_of
from tests.engine.attending import Pupil, on


def week(*pupils: Pupil, weeks: int = 2):
    """The slots of the pupils' first weeks, of two lessons a day."""
    for one in pupils:
        one.lessons = {key: each for key, each in one.lessons.items() if each.on < on(9, 1 + 7 * weeks - 14)}
    return week_of([one.register() for one in pupils])


def pupil() -> Pupil:
    return Pupil("five-step", lessons=2)


def test_each_lesson_is_in_the_hour_in_which_it_begins() -> None:
    slots = week(pupil().away(on(8, 18), only=[1]).away(on(8, 25)))
    assert slots[2, 9] == Slot(2, 2)
    assert slots[2, 10] == Slot(2, 1)
    assert slots[1, 9] == Slot(2, 0)
    assert list(slots) == sorted(slots)
    assert {day for day, _ in slots} == {1, 2, 3, 4, 5}


def test_who_is_late_was_there_and_leave_and_what_is_not_registered_is_left_out() -> None:
    one = pupil().away(on(8, 18), only=[1], outcome="late", missed=20)
    one.away(on(8, 19), only=[1], outcome="approved_leave").change(on(8, 26), 1, is_registered=False)
    slots = week(one)
    assert slots[2, 9] == Slot(2, 0)
    assert (3, 9) not in slots
    assert slots[3, 10] == Slot(2, 0)


def test_several_students_are_counted_together() -> None:
    slots = week(pupil().away(on(8, 18)), pupil().away(on(8, 18), on(8, 25)))
    assert slots[2, 9] == Slot(4, 3)


def test_the_share_is_of_the_lessons_that_were_to_be_attended() -> None:
    one = pupil()
    one.lessons = {key: each for key, each in one.lessons.items() if each.on <= on(8, 19)}
    one.away(on(8, 18), only=[1]).away(on(8, 19), only=[1], outcome="approved_leave")
    assert missed_share([one.register()]) == Fraction(100, 3)
    assert missed_share([]) == 0
