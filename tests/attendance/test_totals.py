"""What is kept of a student's absence is what would be worked out now, whatever is written meanwhile."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.attendance import actions, queries, totals
from casework.attendance.actions import Said
from casework.attendance.leave_models import StudentLeave
from casework.attendance.many import Having, compare, write
from casework.attendance.models import AbsenceTotals, AttendanceEntry, Placement
from casework.attendance.telling import Teller, Told
from casework.engine import totals as engine
from casework.engine.absence import Tally
from casework.engine.counting import Counting
from casework.engine.school_calendar import SchoolCalendar
from casework.extensions import db
from tests.attendance.classes import MONDAY, NOW, Class, make_class
from tests.attendance.test_touched import YEAR, something
from tests.factories import work

COUNTING, CALENDAR = Counting(registered_by="lesson"), SchoolCalendar(())


def kept() -> dict[UUID, tuple[bytes, ...]]:
    """What the database still has."""
    columns = select(AbsenceTotals.student_id, AbsenceTotals.days, AbsenceTotals.sums, AbsenceTotals.held)
    db.session.flush()
    return {one: tuple(said) for one, *said in db.session.execute(columns)}


def worked_out(here: Class) -> dict[UUID, tuple[bytes, ...]]:
    """The same, from what is registered."""
    registers = queries.registers_of([one.id for one in here.students], *YEAR)
    tallies = {
        one: Tally(register, COUNTING, CALENDAR, YEAR[1], is_over=True) for one, register in registers.items()
    }
    return {one: tuple(engine.totals(tally, YEAR[0].year)) for one, tally in tallies.items()}


def keep_all(here: Class) -> None:
    """Works out what is missing."""
    students = totals.missing(here.unit.id, YEAR[0].year, COUNTING)
    totals.keep_anew(here.unit.id, students, MONDAY, COUNTING, CALENDAR)
    assert kept().keys() == {one.id for one in here.students}


def told(here: Class, random: Random) -> None:
    """A file tells of a lesson."""
    said = {one.id: Said(random.choice(("absent", "present"))) for one in here.students}
    lessons = [Told(here.group.id, MONDAY, random.choice((480, 600)), "Matematik", 60, said)]
    write(compare(lessons, Teller(here.teacher, NOW, "unknown"), Having(), is_locked=True))


def leave(here: Class, random: Random) -> None:
    """Leave is granted, or some that there is becomes other leave, or is taken back."""
    rows = db.session.scalars(select(StudentLeave).order_by(StudentLeave.id)).all()
    day = MONDAY + timedelta(days=random.randrange(3))
    if not rows or random.random() < 0.5:
        here.leave(random.choice(here.students).id, day)
        return
    row = random.choice(rows)
    row.state = random.choice(("granted", "taken_back"))
    row.first_day = row.last_day = day
    row.student_id = random.choice(here.students).id


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_would_be_worked_out_now(database, seed: int) -> None:
    random = Random(seed)
    with work(database.app):
        here = make_class()
        for _ in range(25):
            if random.random() < 0.2:
                told(here, random)
            elif random.random() < 0.15:
                leave(here, random)
            elif random.random() < 0.1:
                random.choice(here.students).group_id = random.choice((here.group, here.other)).id
            else:
                something(here, random)
            db.session.flush()
            assert kept().items() <= worked_out(here).items()
            if random.random() < 0.5:
                keep_all(here)
                assert kept() == worked_out(here)


def test_only_those_are_forgotten_of_whom_something_else_is_registered(app) -> None:
    with work(app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        lesson = here.lesson()
        here.said(lesson, Said("absent"), Said("absent"))
        keep_all(here)
        actions.correct(lesson, alva, Said("late", missed=5), "Kom efter", actor=here.teacher, now=NOW)
        assert kept().keys() == {bo}
        keep_all(here)
        actions.schedule(here.group.id, MONDAY, 700, 60)  # a lesson that nobody has registered says nothing
        assert kept().keys() == {alva, bo}
        db.session.delete(db.session.get_one(AttendanceEntry, {"lesson_id": lesson.id, "student_id": bo}))
        assert kept().keys() == {alva}


def test_a_lesson_of_a_file_forgets_those_of_its_class_and_those_placed_in_it(database) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        for group, forgotten in ((here.group, {alva, bo}), (here.other, {bo})):
            if group is here.other:
                db.session.add(Placement(student_id=bo, group_id=group.id, first_day=YEAR[0]))
            keep_all(here)
            lesson = Told(group.id, MONDAY, 480, "Matematik", 60, {bo: Said("present")})
            write(compare([lesson], Teller(here.teacher, NOW, "present"), Having(), is_locked=True))
            assert kept().keys() == {alva, bo} - forgotten
            assert kept().items() <= worked_out(here).items()


def test_leave_that_is_granted_or_taken_back_forgets_its_student(database) -> None:
    with work(database.app):
        here = make_class()
        alva, bo = (one.id for one in here.students)
        here.said(here.lesson(), Said("absent"), Said("absent"))
        keep_all(here)
        absent = kept()
        row = here.leave(alva, MONDAY)
        assert kept().keys() == {bo}
        keep_all(here)
        assert kept() == worked_out(here) != absent
        row.state = "taken_back"
        assert kept().keys() == {bo}
        keep_all(here)
        assert kept() == absent
        db.session.delete(row)
        assert kept().keys() == {bo}


def test_totals_by_another_way_of_counting_are_missing(database) -> None:
    with work(database.app):
        here = make_class()
        keep_all(here)
        other = Counting(registered_by="lesson", occasions_same_day="several")
        assert len(totals.missing(here.unit.id, YEAR[0].year, other)) == 2
        assert [*totals.kept_totals(here.unit.id, YEAR[0].year, other)] == []
        found = [*totals.kept_totals(here.unit.id, YEAR[0].year, COUNTING)]
        assert {one for one, _ in found} == {one.id.hex for one in here.students}
