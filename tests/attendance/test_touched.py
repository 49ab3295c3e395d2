"""Who is not among the students that an action names has the same figures as before."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from flask import Flask

from casework.attendance import actions, queries
from casework.attendance.actions import Said
from casework.errors import NotAcceptable
from tests.attendance.classes import MONDAY, NOW, Class, make_class
from tests.factories import work

YEAR = (date(2026, 8, 1), date(2027, 7, 31))
SAID = (Said("absent"), Said("absent", is_reported=True), Said("late", missed=5), Said("present"))


def something(here: Class, random: Random) -> set[UUID]:
    """One thing that happens, with the students it says it touches."""
    alva, bo = (one.id for one in here.students)
    day = MONDAY + timedelta(days=random.randrange(3))
    lesson = here.lesson(random.choice((480, 540)), day=day, group=random.choice((here.group, here.other)))
    new = {alva, bo} if lesson.registered_at is None else set()  # a new lesson is new to all who have it
    kind = random.randrange(5)
    if kind == 0:
        return new | actions.cancel_lesson(lesson, is_cancelled=random.random() < 0.5)
    if kind == 1:
        last = random.choice((None, MONDAY + timedelta(days=2)))
        return new | actions.place(random.choice((alva, bo)), here.other.id, MONDAY, last)
    having = sorted(queries.students_of(lesson))
    if kind == 2 and having:
        try:
            return new | actions.decide_validity(
                lesson, random.choice(having), "invalid", "Ingen vet varför", actor=here.teacher, now=NOW
            )
        except NotAcceptable:
            return new
    said = {one: random.choice(SAID) for one in having}
    return new | actions.register_lesson(lesson, said, actor=here.teacher, now=NOW)


@pytest.mark.parametrize("seed", range(4))
def test_reading_only_the_touched_is_reading_all(app: Flask, seed: int) -> None:
    random = Random(seed)
    with work(app):
        here = make_class()
        students = [one.id for one in here.students]
        known = queries.registers_of(students, *YEAR)
        for _ in range(40):
            touched = something(here, random)
            known |= queries.registers_of(touched, *YEAR)
            assert known == queries.registers_of(students, *YEAR)
