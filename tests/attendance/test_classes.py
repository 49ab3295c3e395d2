"""Who comes to another class has had the lessons of the old one until then, and not those of the new one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.attendance import queries
from casework.attendance.actions import PRESENT, Said, register_lesson
from casework.attendance.classes import change_classes
from casework.attendance.models import Placement
from casework.extensions import db
from casework.people.filled import Regrouped
from casework.people.models import Group
from tests.attendance.classes import MONDAY, NOW, Class, make_class
from tests.databases import Place
from tests.factories import make_group, make_student, work

TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=number) for number in (1, 2, 3))
LAST_YEAR = date(2025, 9, 1)
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


def test_who_began_on_a_day_that_is_told_has_the_lessons_from_then_on(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            here.said(here.lesson(480, day=day))
        begins = Regrouped(alva, here.group.id, here.group.id, TUESDAY)
        assert change_classes([begins], THURSDAY) == {alva: TUESDAY}
        assert [day for day, _ in lessons(alva)] == [TUESDAY, WEDNESDAY]
        assert len(lessons(bo)) == 3
        assert change_classes([begins], THURSDAY) == {}
        assert change_classes([begins._replace(since=WEDNESDAY)], THURSDAY) == {alva: WEDNESDAY}
        assert [day for day, _ in lessons(alva)] == [WEDNESDAY]
        assert change_classes([Regrouped(bo, None, here.group.id, TUESDAY)], THURSDAY) == {bo: TUESDAY}
        assert len(lessons(bo)) == 2


def test_what_is_said_of_a_student_before_the_day_that_is_told_stays(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        here.said(here.lesson(480), PRESENT, PRESENT)
        here.said(here.lesson(480, day=TUESDAY), ABSENT, ABSENT)
        here.said(here.lesson(480, day=WEDNESDAY))
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            here.lesson(540, day=day, group=here.other)
        begins = Regrouped(alva, here.group.id, here.group.id, WEDNESDAY)
        moves = Regrouped(bo, here.group.id, here.other.id, MONDAY)
        assert change_classes([begins, moves], THURSDAY) == {alva: TUESDAY, bo: WEDNESDAY}
        assert lessons(alva) == [(TUESDAY, 480), (WEDNESDAY, 480)]
        assert lessons(bo) == [(MONDAY, 480), (TUESDAY, 480), (WEDNESDAY, 540)]
        stays = moves._replace(before=here.other.id)
        assert change_classes([begins, stays], THURSDAY) == {}
        assert change_classes([stays._replace(since=LAST_YEAR, is_school=True)], THURSDAY) == {}


def test_a_change_of_class_lies_in_the_school_year_and_may_be_told_later_than_it_was_made(
    database: Place,
) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            here.lesson(480, day=day)
            here.lesson(540, day=day, group=here.other)
        change(here, alva, WEDNESDAY)
        told = Regrouped(alva, here.other.id, here.other.id, TUESDAY)
        assert change_classes([told], THURSDAY) == {alva: TUESDAY}
        assert lessons(alva) == [(MONDAY, 480), (TUESDAY, 540), (WEDNESDAY, 540)]
        assert change_classes([Regrouped(bo, here.group.id, here.other.id, LAST_YEAR)], THURSDAY) == {
            bo: date(2026, 8, 1)
        }


def test_a_day_that_lies_long_after_what_is_said_is_not_believed(database: Place) -> None:
    with work(database.app):
        here = make_class()
        alva = here.students[0].id
        here.said(here.lesson(480), ABSENT)
        late = Regrouped(alva, here.group.id, here.group.id, MONDAY + timedelta(days=15))
        assert change_classes([late], late.since or MONDAY) == {}
        assert lessons(alva) == [(MONDAY, 480)]


@pytest.mark.parametrize("seed", range(2))
def test_the_same_told_again_changes_nothing_and_no_two_times_overlap(app: Flask, seed: int) -> None:
    random = Random(seed)
    with work(app):
        here = make_class()
        groups = [here.group.id, here.other.id, make_group(unit=here.unit, name="9Z").id]
        for number in range(12):
            student, day = make_student(unit=here.unit, given=f"Elev{number}"), MONDAY
            for _ in range(8):
                day += timedelta(days=random.randint(0, 20))
                now_in = random.choice([*groups, None])
                told = (
                    random.choice([None, day, day - timedelta(days=random.randint(0, 60))])
                    if now_in
                    else None
                )
                change_classes([Regrouped(student.id, student.group_id, now_in, told)], day)
                student.group_id = now_in
                before = times(student.id)
                assert change_classes([Regrouped(student.id, now_in, now_in, told)], day) == {}
                assert times(student.id) == before
                assert all(ends < begins for (_, ends), (begins, _) in pairwise(before))
                group = db.session.get_one(Group, now_in or here.group.id)
                lesson = here.lesson(random.randrange(1440), day=day, group=group)
                if student.id in queries.students_of(lesson):
                    register_lesson(lesson, {student.id: ABSENT}, actor=here.teacher, now=NOW)


def times(student: UUID) -> list[tuple[date, date]]:
    """From when until when the student is in classes, in order."""
    rows = db.session.scalars(select(Placement).where(Placement.student_id == student))
    return sorted((row.first_day, row.last_day or date.max) for row in rows)
