"""What a routine, or a draft of one, would have made of recorded attendance, beside what holds today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import select

from casework.attendance import queries as attendance
from casework.attendance.calendars import calendar_of
from casework.cases.student_facts import student_at
from casework.engine.facts import StudentFact
from casework.engine.replay import Played, replay
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar, school_year
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.people.names import year_of
from casework.versions.queries import model_in, models_on

AT_ONCE = 500  # students
Week = tuple[int, int]  # of which year, and its number
Roles = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """A figure, or a day, by the routine that is tried and by the one in force."""

    tried: int = 0
    in_force: int = 0


@dataclass(frozen=True)
class Noticed:
    """A student with the day on which each routine would first have opened a case, if at all."""

    student: UUID
    name: str
    group: str
    tried: date | None
    in_force: date | None

    @property
    def days(self) -> int | None:
        """How many days later the tried routine notices the student, below zero if earlier; if both do."""
        if self.tried is None or self.in_force is None:
            return None
        return (self.tried - self.in_force).days


@dataclass
class Side:
    """What one routine would have made: cases and tasks by week."""

    cases: Counter[Week] = field(default_factory=Counter)
    tasks: Counter[tuple[Week, Roles]] = field(default_factory=Counter)

    def add(self, played: Played) -> None:
        """Counts what it would have made of a student."""
        self.cases.update(_week(day) for day in played.opened)
        self.tasks.update((_week(one.on), one.by) for one in played.tasks)


@dataclass
class Simulation:
    """The outcome: how many schools and students, both sides, and who would be noticed on another day."""

    schools: int = 0
    students: int = 0
    tried: Side = field(default_factory=Side)
    in_force: Side = field(default_factory=Side)
    noticed: list[Noticed] = field(default_factory=list)

    @property
    def weeks(self) -> list[Week]:
        """The weeks in which anything would have come up."""
        sides = (self.tried, self.in_force)
        return sorted({week for one in sides for week in (*one.cases, *(week for week, _ in one.tasks))})

    def cases(self, week: Week) -> Pair:
        """How many cases would have been opened in the week."""
        return Pair(self.tried.cases[week], self.in_force.cases[week])

    def tasks(self, week: Week) -> dict[Roles, Pair]:
        """How many tasks would have been opened in the week, by who does them."""
        sides = (self.tried, self.in_force)
        roles = sorted({by for one in sides for at, by in one.tasks if at == week})
        return {by: Pair(self.tried.tasks[week, by], self.in_force.tasks[week, by]) for by in roles}


def _week(day: date) -> Week:
    return day.isocalendar()[:2]


def simulate(
    model: LocalisedWorkflow, schools: Sequence[Unit], first: date, last: date, today: date
) -> Simulation:
    """Plays the attendance of the days through the routine, and through each school's own of today."""
    found, offered = Simulation(), models_on(today)
    for school in schools:
        calendar, own = calendar_of(school), model_in(offered, school)
        days = calendar.days(first, last)
        if own is None or not days:
            continue
        found.schools += 1
        for student, group, played in _played((model.rules, own.rules), school, calendar, days):
            tried, in_force = played
            found.students += 1
            found.tried.add(tried)
            found.in_force.add(in_force)
            if tried.noticed != in_force.noticed:
                found.noticed.append(
                    Noticed(student.id, student.name, group, tried.noticed, in_force.noticed)
                )
    return found


def _played(
    models: tuple[Workflow, Workflow], school: Unit, calendar: SchoolCalendar, days: Sequence[date]
) -> Iterator[tuple[Student, str, tuple[Played, Played]]]:
    """Every student of the school with what each of the two would have made of the days."""
    begins = school_year(school_year(days[0])[0] - ONE_DAY)[0]  # the year before: windows reach back
    rows = db.session.execute(
        select(Student, Group.name)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Student.unit_id == school.id)
        .order_by(Group.name, Student.id)
    ).all()
    for begin in range(0, len(rows), AT_ONCE):
        some = rows[begin : begin + AT_ONCE]
        registers = attendance.registers_of([student.id for student, _ in some], begins, days[-1])
        for student, group in some:
            around = registers[student.id], calendar, days, partial(_known, student, group or "")
            yield student, group or "", (replay(models[0], *around), replay(models[1], *around))


def _known(student: Student, group: str, day: date) -> StudentFact:
    known, year = student_at(student, day), year_of(group)
    return replace(known, traits=known.traits | {year}) if year else known


def fitting_schools(model: LocalisedWorkflow, names: Collection[str]) -> Sequence[Unit]:
    """The schools that the routine is written for, or those with the names, in order."""
    wanted = select(Unit).where(Unit.kind == "school").order_by(Unit.name)
    if names:
        return db.session.scalars(wanted.where(Unit.name.in_(names))).all()
    rules = model.rules
    fits = wanted.where(Unit.country == rules.country, Unit.school_form.in_(rules.school_forms))
    return db.session.scalars(fits).all()
