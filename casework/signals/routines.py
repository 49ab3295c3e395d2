"""Which routine is read for each student, and what holds for all students of a school."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.attendance.calendars import calendars_for
from casework.cases.models import Case
from casework.engine.deadlines import Regular
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.people.models import Student, Unit
from casework.people.regular_times import kept
from casework.signals.surroundings import Groups
from casework.versions import actions as versions
from casework.versions.queries import model_in, model_of, models_on


@dataclass(frozen=True)
class School:
    """What holds for all students of a school."""

    model: LocalisedWorkflow | None
    calendar: SchoolCalendar
    team_weekday: int | None


def models_for(
    students: Sequence[Student], schools: Mapping[UUID, School], cases: Mapping[UUID, Case]
) -> dict[UUID, LocalisedWorkflow]:
    """The routine that is read for each student for whom one counts; its text is kept for what follows."""
    read = {one.id: _model(one, schools[one.unit_id], cases) for one in students}
    found = {student_id: model for student_id, model in read.items() if model}
    for model in {one.sha: one for one in found.values()}.values():
        versions.keep(model)
    return found


def _model(student: Student, school: School, cases: Mapping[UUID, Case]) -> LocalisedWorkflow | None:
    """The routine that is read for the student: the case's, else the school's; none where none counts."""
    case = cases.get(student.id)
    model = model_of(case.workflow_sha) if case else school.model
    return model if model and _counts(model.rules) and school.calendar.terms else None


def _counts(workflow: Workflow) -> bool:
    """Whether the routine has a rule that is read by itself."""
    return bool(workflow.triggers or workflow.each_time or any(duty.when for duty in workflow.duties))


def schools_of(units: Collection[UUID], today: date) -> dict[UUID, School]:
    """What holds for all students of each of the schools."""
    offered = models_on(today)
    rows = db.session.scalars(select(Unit).where(Unit.id.in_(units))).all()
    calendars = calendars_for(rows)
    return {one.id: School(model_in(offered, one), calendars[one.id], one.team_weekday) for one in rows}


def regular_of(student: Student, groups: Groups, school: School) -> dict[str, Regular]:
    """When the class has mentor time and the team of the school meets."""
    group = groups.get(student.group_id or student.id)
    weekday, clock = (group.mentor_weekday, group.mentor_clock) if group else (None, "")
    return kept(weekday, clock, school.team_weekday)
