"""How long a day takes to be registered and read by the rules, for 1,000 students with a year behind them.

Every class registers the last lesson of a day, 8 in 100 absent; each registration is a unit of work that ends
with the signals of the students it touched, as on the page of a lesson. What is told is the time of the
processor, and beside it what the pure engine takes with the registers in memory. On SQLite.
`--students N` makes it larger, to see that the cost grows no faster.
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

from benchmarks.ground.attending import PER_DAY, Attended, attend
from benchmarks.ground.instances import CHEAP, instance, settings
from casework import create_app
from casework.attendance import actions, queries
from casework.attendance.actions import Said
from casework.attendance.calendars import calendar_of
from casework.attendance.models import Lesson
from casework.engine.looking import look_at
from casework.engine.proposals import evaluate
from casework.extensions import db, unit_of_work
from casework.people.models import Unit
from casework.signals import evaluating
from casework.versions.queries import model_at

GOAL = 1.0  # seconds for 1,000 students
STUDENTS, ROUTINE, ABSENT = 1000, "nine-weeks", 8  # of a hundred


def main(arguments: Sequence[str]) -> int:
    """Measures; answers 1 when the day took longer than it should."""
    students = int(arguments[1]) if arguments[:1] == ["--students"] else STUDENTS
    with instance() as folder:
        settings(f"sqlite:///{folder / 'casework.sqlite'}", folder)
        app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
        made = attend(app, students, ROUTINE)
        with app.app_context():
            evaluated = read_all(made)
            taken = register_day(made)
            pure = engine_alone(made)
    for_thousand = taken / students * 1000
    print(f"{students} students: everything read in {evaluated:.1f} s; the day in {taken:.2f} s")
    print(f"of it the pure engine {pure / students * 1e6:.0f} µs for each student touched")
    is_met = for_thousand <= GOAL
    print(f"day: {for_thousand:.2f} s (goal {GOAL:.0f} s) {'met' if is_met else 'missed'}")
    return int(not is_met)


def read_all(made: Attended) -> float:
    """Reads the rules for everybody, as the end of the day before does; how long it took."""
    before = process_time()
    for students in made.classes.values():
        with unit_of_work():
            evaluating.evaluate(students, _day(made.days[-2]))
    return process_time() - before


def register_day(made: Attended) -> float:
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
    """What the rules of the routine take to be read for everybody, with the registers in memory."""
    unit = db.session.scalars(select(Unit)).one()
    model, calendar, day = model_at(unit, made.days[-1]), calendar_of(unit), made.days[-1]
    assert model
    everybody = [one for students in made.classes.values() for one in students]
    registers = queries.registers_of(everybody, made.days[0], day)
    before = process_time()
    for register in registers.values():
        evaluate(model.rules, look_at(model.rules, register, calendar, day))
    return process_time() - before


def _day(day: date) -> evaluating.Day:
    return evaluating.Day(day, is_over=False, now=_now(day))


def _now(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
