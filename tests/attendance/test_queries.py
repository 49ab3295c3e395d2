"""The registers that the engine counts from, made of rows; and the lessons that nobody registered."""

from __future__ import annotations

from datetime import date, timedelta

from casework.attendance import actions, queries
from casework.attendance.actions import PRESENT, Said
from tests.attendance.classes import MONDAY, make_class
from tests.databases import Place
from tests.factories import work

TUESDAY = MONDAY + timedelta(days=1)
ABSENT = Said("absent")
YEAR = (date(2026, 8, 1), date(2027, 7, 31))


def test_a_register_holds_every_lesson_and_what_was_not_presence(database: Place) -> None:
    with work(database.app):
        here = make_class()
        here.said(here.lesson(480), ABSENT, PRESENT)
        here.said(here.lesson(540), Said("late", missed=10), PRESENT)
        here.lesson(600)  # nobody registers it
        alva, bo = (one.id for one in here.students)
        found = queries.registers_of([alva, bo], *YEAR)
        outcomes = [(miss.lesson.starts, miss.entry.outcome, miss.minutes) for miss in found[alva].misses]
        assert outcomes == [(480, "absent", 60), (540, "late", 10)]
        assert found[bo].misses == ()
        assert found[alva].timetable is found[bo].timetable  # worked out once
        assert [one.is_registered for one in found[bo].timetable.lessons] == [True, True, False]


def test_a_cancelled_lesson_and_what_lies_outside_the_days_is_not_there(database: Place) -> None:
    with work(database.app):
        here = make_class()
        for day, starts in ((MONDAY, 480), (MONDAY, 540), (TUESDAY, 480)):
            here.said(here.lesson(starts, day=day), ABSENT)
        actions.cancel_lesson(here.lesson(540))
        alva = here.students[0].id
        found = queries.registers_of([alva], MONDAY, MONDAY)[alva]
        assert [miss.lesson.starts for miss in found.misses] == [480]
        assert len(found.timetable.lessons) == 1


def test_who_changes_class_has_the_lessons_of_each_while_in_it(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva = here.students[0].id
        here.said(here.lesson(480), ABSENT)
        actions.place(alva, here.group.id, date(2026, 8, 1), MONDAY)
        actions.place(alva, here.other.id, TUESDAY)
        here.said(here.lesson(480, day=TUESDAY))
        here.said(here.lesson(540, day=TUESDAY, group=here.other), ABSENT)
        found = queries.registers_of([alva], *YEAR)[alva]
        assert [(one.on, one.starts) for one in found.timetable.lessons] == [(MONDAY, 480), (TUESDAY, 540)]
        assert len(found.misses) == 2


def test_a_corrected_entry_is_read_as_it_is_now(database: Place) -> None:
    with work(database.app):
        here = make_class()
        here.said(here.lesson(), ABSENT)
        here.said(here.lesson(), PRESENT)
        alva = here.students[0].id
        assert queries.registers_of([alva], *YEAR)[alva].misses == ()


def test_lessons_that_are_over_and_not_registered_are_listed(database: Place) -> None:
    with work(database.app):
        here = make_class()
        forgotten, coming = here.lesson(480), here.lesson(600)
        here.said(here.lesson(540))
        actions.cancel_lesson(here.lesson(420))
        assert queries.unregistered([here.group.id], MONDAY, MONDAY, 539) == []
        assert queries.unregistered([here.group.id], MONDAY, MONDAY, 540) == [forgotten]
        assert queries.unregistered([here.group.id], MONDAY, TUESDAY, 0) == [forgotten, coming]
        assert queries.unregistered([here.group.id], TUESDAY, TUESDAY, 0) == []
