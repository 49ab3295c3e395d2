"""Who comes to another class has had the lessons of the old one until then, and not those of the new one."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from casework.attendance import queries
from casework.attendance.actions import PRESENT, Said
from casework.attendance.classes import change_classes
from casework.people.filled import Regrouped
from tests.attendance.classes import MONDAY, Class, make_class
from tests.databases import Place
from tests.factories import work

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
ABSENT = Said("absent")


def lessons(student: UUID) -> list[tuple[date, int]]:
    """The lessons that the student has had."""
    found = queries.registers_of([student], date(2026, 8, 1), date(2027, 7, 31))[student]
    return [(one.on, one.starts) for one in found.timetable.lessons]


def change(here: Class, student: UUID, day: date, *, is_back: bool = False) -> None:
    """The student comes to the other class, or back."""
    ways = (here.other.id, here.group.id) if is_back else (here.group.id, here.other.id)
    change_classes([Regrouped(student, *ways)], day)


def test_what_was_in_the_old_class_stays_and_the_new_one_begins(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        here.said(here.lesson(480), ABSENT, ABSENT)
        change(here, alva, TUESDAY)
        here.said(here.lesson(480, day=TUESDAY), PRESENT)
        here.said(here.lesson(540, day=TUESDAY, group=here.other))
        assert lessons(alva) == [(MONDAY, 480), (TUESDAY, 540)]
        assert lessons(bo) == [(MONDAY, 480), (TUESDAY, 480)]
        found = queries.registers_of([alva], MONDAY, TUESDAY)[alva]
        assert [miss.lesson.on for miss in found.misses] == [MONDAY]


def test_who_goes_back_has_had_each_class_while_in_it(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva = here.students[0].id
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            here.lesson(480, day=day)
            here.lesson(540, day=day, group=here.other)
        change(here, alva, TUESDAY)
        change(here, alva, WEDNESDAY, is_back=True)
        assert lessons(alva) == [(MONDAY, 480), (TUESDAY, 540), (WEDNESDAY, 480)]
        change(here, alva, WEDNESDAY)
        change(here, alva, WEDNESDAY, is_back=True)
        assert lessons(alva) == [(MONDAY, 480), (TUESDAY, 540), (WEDNESDAY, 480)]


def test_who_was_in_no_class_for_a_while_has_the_lessons_of_the_next_one(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            here.lesson(480, day=day)
            here.lesson(540, day=day, group=here.other)
        change_classes([Regrouped(alva, here.group.id, None)], TUESDAY)
        assert lessons(alva) == [(MONDAY, 480)]
        change_classes([Regrouped(alva, None, here.other.id), Regrouped(bo, None, here.group.id)], WEDNESDAY)
        assert lessons(alva) == [(MONDAY, 480), (WEDNESDAY, 540)]
        assert len(lessons(bo)) == 3  # the first class that one comes to, from the beginning


def test_what_is_said_on_the_day_itself_stays_with_the_old_class(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva = here.students[0].id
        here.said(here.lesson(480), ABSENT)
        here.lesson(540, group=here.other)
        here.lesson(540, day=TUESDAY, group=here.other)
        change(here, alva, MONDAY)
        assert lessons(alva) == [(MONDAY, 480), (TUESDAY, 540)]
