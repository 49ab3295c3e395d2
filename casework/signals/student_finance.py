"""Invalid absence of a month where the routine reports it to the student finance agency (CSN).

What counts, and from when a report is suggested, stands in the routine's own duty; here it is worked out
for a month, beside what has been decided and reported. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.attendance import queries as attendance
from casework.attendance.calendars import calendar_of
from casework.cases.student_facts import student_at
from casework.engine.actions import Decision, Report
from casework.engine.beside import Duty
from casework.engine.looking import look_at
from casework.engine.reading import Circumstances, Look
from casework.engine.register import Miss, Register
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student, Unit
from casework.signals.finding import students_within
from casework.signals.months import Month
from casework.tasks import student_tasks
from casework.tasks.student_models import StudentReport, StudentTask
from casework.versions.queries import model_in, models_on

READ = "student_finance:read"
AGENCY = "student_finance_agency"
COUNTRY, SCHOOL_FORM = "SE", "upper_secondary"


@dataclass(frozen=True)
class Worked:
    """One student's invalid absence of the month, and what has come of it."""

    student: Student
    group: str
    shown: tuple[UUID, Place]
    minutes: int
    occasions: int
    first: date
    is_suggested: bool
    options: dict[str, str]
    position: tuple[StudentTask, StudentReport | None] | None
    sent: StudentReport | None
    ended: StudentReport | None


@dataclass(frozen=True)
class _School:
    """What holds for the students of one school."""

    model: LocalisedWorkflow
    duty: Duty
    calendar: SchoolCalendar
    day: date


def reporting(workflow: Workflow) -> Duty | None:
    """The duty by which the routine reports to the agency."""
    for duty in workflow.duties:
        if any(isinstance(action, Report) and AGENCY in action.to for action in duty.actions):
            return duty
    return None


def has_schools(actor: Person) -> bool:
    """Whether there is a school with such students where the actor may see the list."""
    where = scope.within(actor, READ, scope.Columns(Unit.id, None))
    schools = select(Unit.id).where(Unit.country == COUNTRY, Unit.school_form == SCHOOL_FORM, where)
    return db.session.scalar(schools.limit(1)) is not None


def worklist(actor: Person, month: Month, language: str) -> list[Worked]:
    """Every student with invalid absence in the month whom the actor may see, those with the most first."""
    where = (Unit.country == COUNTRY, Unit.school_form == SCHOOL_FORM)
    found = students_within(actor, READ, *where)
    schools = _schools({student.unit_id for student, _ in found}, month)
    counted = {student.id: (student, group) for student, group in found if student.unit_id in schools}
    registers = attendance.registers_of(counted, month.first, month.last)
    tasks, reports = student_tasks.tasks_about([*counted]), student_tasks.reports_about([*counted])
    rows = []
    for student, group in counted.values():
        school = schools[student.unit_id]
        about = tasks.get(student.id, []), reports.get(student.id, [])
        row = _worked(student, group, school, registers[student.id], about, month, language)
        rows += [row] if row else []
    return sorted(rows, key=lambda one: (-one.minutes, one.student.search_name))


def _schools(units: set[UUID], month: Month) -> dict[UUID, _School]:
    """The schools whose routine reports, with the first school day after the month: the day it is read on."""
    offered, found = models_on(month.next), {}
    for unit_id in units:
        unit = people.unit(unit_id)
        model, calendar = model_in(offered, unit), calendar_of(unit)
        duty = reporting(model.rules) if model else None
        if model and duty and calendar.terms:
            found[unit_id] = _School(model, duty, calendar, calendar.next_open(month.next) or month.next)
    return found


def _worked(
    student: Student,
    group: str,
    school: _School,
    register: Register,
    about: tuple[Sequence[StudentTask], Sequence[StudentReport]],
    month: Month,
    language: str,
) -> Worked | None:
    around = Circumstances(student=student_at(student, school.day))
    look = look_at(school.model.rules, register, school.calendar, month.next, around)
    misses = _invalid(look, month)
    if not misses:
        return None
    suggested = school.duty.suggested_if
    tasks = [one for one in about[0] if one.rule == school.duty.id and _is_of(one, school, month)]
    reports = [one for one in about[1] if one.task_id in {task.id for task in tasks}]
    spoken = next(one for one in school.model.in_language(language).duties if one.id == school.duty.id)
    decision = next(one for one in spoken.actions if isinstance(one, Decision))
    return Worked(
        student=student,
        group=group,
        shown=(student.id, people.place(student)),
        minutes=sum(one.minutes for one in misses),
        occasions=_occasions(look, misses, month),
        first=misses[0].lesson.on,
        is_suggested=suggested is not None and suggested.reading(look).is_met,
        options=dict(decision.options),
        position=_position(tasks, reports, decision),
        sent=_latest(reports, "sent"),
        ended=_latest(reports, "ended"),
    )


def _invalid(look: Look, month: Month) -> list[Miss]:
    return [one for one in look.choice("invalid").timed if month.first <= one.lesson.on <= month.last]


def invalid_minutes(student: Student, model: LocalisedWorkflow, duty: str, month: Month) -> int | None:
    """The student's invalid absence of the month; None where the routine does not report it by that duty."""
    reports = reporting(model.rules)
    if reports is None or reports.id != duty:
        return None
    register = attendance.registers_of([student.id], month.first, month.last)[student.id]
    calendar, around = calendar_of(people.unit(student.unit_id)), student_at(student, month.next)
    look = look_at(model.rules, register, calendar, month.next, Circumstances(student=around))
    return sum(one.minutes for one in _invalid(look, month))


def _occasions(look: Look, misses: Sequence[Miss], month: Month) -> int:
    """Times absent that began in the month, and each other day with a late arrival or an early leaving."""
    begun = look.times_in("invalid", (month.first, month.last))
    away = {one.lesson.on for one in look.choice("invalid").misses}
    return len(begun) + len({one.lesson.on for one in misses} - away)


def _is_of(task: StudentTask, school: _School, month: Month) -> bool:
    """Whether the task was opened for the month: it opens on the first school day after it."""
    after = Month(month.next)
    return after.first <= task.on <= max(after.last, school.day)


def _position(
    tasks: Sequence[StudentTask], reports: Sequence[StudentReport], decision: Decision
) -> tuple[StudentTask, StudentReport | None] | None:
    task = next((one for one in tasks if one.action == decision.id and one.status != "withdrawn"), None)
    if task is None:
        return None
    return task, _latest([one for one in reports if one.task_id == task.id], decision.natural)


def _latest(reports: Sequence[StudentReport], kind: str) -> StudentReport | None:
    return next((one for one in reversed(reports) if one.kind == kind), None)
