"""How long a day's changes take to be written and read by the rules, of 1,000 students with a year behind.

The other system delivers the days that are left of the year, of five lessons in every class, 8 in 100
absent as before; each is compared and written as a delivery is, and the signals of all whom it touches are
worked out. Beside it, without a goal: every class by itself registers one more lesson, each a unit of work
that ends with the signals of its students, as on the page of a lesson. What is told is the time of the
processor, of the best of the days, and what the pure engine takes with the registers in memory, the best of
some rounds. On SQLite. `--students N` makes it larger, to see that it grows no faster.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from time import process_time
from uuid import UUID

from sqlalchemy import select

from benchmarks.ground.attending import PER_DAY, Attended, attend, day_of
from benchmarks.ground.instances import instance, settings
from casework.attendance import actions, many, queries
from casework.attendance.actions import Said
from casework.attendance.calendars import calendar_of
from casework.attendance.models import Lesson
from casework.attendance.telling import Teller, Told
from casework.cli.instance import application
from casework.engine.looking import look_at
from casework.engine.proposals import evaluate
from casework.extensions import db, unit_of_work
from casework.people.models import Unit
from casework.signals import evaluating
from casework.signals.many import evaluate_changed
from casework.versions.queries import model_at

GOAL, GOAL_PURE = 1.0, 60  # seconds for 1,000 students, µs for each
ROUNDS = 20
STUDENTS, ROUTINE, ABSENT = 1000, "nine-weeks", 8  # of a hundred, in the lesson of a class by itself


def main(arguments: Sequence[str]) -> int:
    """Measures; answers 1 when the day took longer than it should."""
    students = int(arguments[1]) if arguments[:1] == ["--students"] else STUDENTS
    with instance() as folder:
        settings(f"sqlite:///{folder / 'casework.sqlite'}", folder)
        app = application(folder)
        made = attend(app, students, ROUTINE)
        with app.app_context():
            evaluated = read_all(made)
            by_class = register_lessons(made) / students * 1000
            delivered = min(deliver(made, day) for day in made.left) / students * 1000
            pure = engine_alone(made) / students * 1e6
    print(f"{students} students: everything read in {evaluated:.1f} s")
    print(f"a lesson registered class by class: {by_class:.2f} s for 1,000 students")
    is_quick = pure <= GOAL_PURE
    print(f"engine: {pure:.0f} µs for each student (goal {GOAL_PURE} µs) {'met' if is_quick else 'missed'}")
    is_met = delivered <= GOAL
    print(f"day: {delivered:.2f} s for 1,000 (goal {GOAL:.0f} s) {'met' if is_met else 'missed'}")
    return int(not (is_met and is_quick))


def read_all(made: Attended) -> float:
    """Reads the rules for everybody, as the end of the day before does; how long it took."""
    before = process_time()
    for students in made.classes.values():
        with unit_of_work():
            evaluating.evaluate(students, _day(made.days[-2]))
    return process_time() - before


def deliver(made: Attended, day: date) -> float:
    """Takes in a day of lessons, and reads the rules for all whom it touches; how long it took."""
    random, told = Random(day.toordinal()), []
    teller = Teller(made.teacher, _now(day), "present")
    for group, students in made.classes.items():
        absent = {one: day_of(one, made.away, random) for one in students}
        for place in range(PER_DAY):
            said = {one: Said("absent" if absent[one][place] else "present") for one in students}
            told.append(Told(group, day, 480 + 70 * place, "", 60, said))
    before = process_time()
    with unit_of_work():
        changes = many.compare(told, teller, many.Having(), is_locked=True)
        many.write(changes)
    assert changes.touched == {one for students in made.classes.values() for one in students}
    evaluate_changed(dict.fromkeys(changes.touched, day), _now(day))
    return process_time() - before


def register_lessons(made: Attended) -> float:
    """Registers the last lesson of the last day in every class; how long it took."""
    random, day = Random(11), made.days[-1]
    with unit_of_work():
        lessons = {group: actions.schedule(group, day, 480 + 70 * PER_DAY, 60).id for group in made.classes}
    before = process_time()
    for group, students in made.classes.items():
        said = {one: Said("absent") for one in students if random.randrange(100) < ABSENT}
        with unit_of_work():
            touched = _register(lessons[group], said, made)
            evaluating.evaluate(touched, replace(_day(day), since=day))
    return process_time() - before


def _register(lesson: UUID, said: dict[UUID, Said], made: Attended) -> set[UUID]:
    row = db.session.get_one(Lesson, lesson)
    return actions.register_lesson(row, said, actor=made.teacher, now=_now(made.days[-1]))


def engine_alone(made: Attended) -> float:
    """What the rules of the routine take to be read for everybody, with the registers in memory.

    The best of some rounds, so that what else the machine does is left out.
    """
    unit = db.session.scalars(select(Unit)).one()
    model, calendar, day = model_at(unit, made.days[-1]), calendar_of(unit), made.days[-1]
    assert model
    everybody = [one for students in made.classes.values() for one in students]
    registers = queries.registers_of(everybody, made.days[0], day)
    taken = []
    for _ in range(ROUNDS):
        before = process_time()
        for register in registers.values():
            evaluate(model.rules, look_at(model.rules, register, calendar, day))
        taken.append(process_time() - before)
    return min(taken)


def _day(day: date) -> evaluating.Day:
    return evaluating.Day(day, is_over=False, now=_now(day))


def _now(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
