"""What rules know of students besides their absence, and how far back this is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Row, select

from casework.cases.student_facts import student_at
from casework.engine.facts import StudentFact
from casework.engine.guardians import asks_each
from casework.engine.school_calendar import ONE_DAY, school_year
from casework.engine.workflow import LocalisedWorkflow
from casework.extensions import db
from casework.people.home import AtHome, homes_of
from casework.people.models import Group, Student
from casework.people.names import year_of
from casework.signals.mark_models import StudentMark

Groups = Mapping[UUID, Row[UUID, str, int | None, str]]  # of each class its name and its mentor time


def reads_from(today: date) -> date:
    """From when on absence is read: the year before, since windows reach back."""
    return school_year(school_year(today)[0] - ONE_DAY)[0]


def groups_of(ids: Collection[UUID]) -> Groups:
    """The name of each class, and its mentor time, as a weekday and a clock."""
    wanted = select(Group.id, Group.name, Group.mentor_weekday, Group.mentor_clock)
    rows = db.session.execute(wanted.where(Group.id.in_(ids)))
    return {row.id: row for row in rows}


def homes_where_asked(
    rows: Iterable[Student], models: Mapping[UUID, LocalisedWorkflow], today: date
) -> dict[UUID, list[AtHome]]:
    """Those at home of the students whose routine asks for something with each of them."""
    by_sha = {one.sha: one for one in models.values()}
    asking = {sha for sha, model in by_sha.items() if asks_each(model.rules)}
    each = [row for row in rows if models[row.id].sha in asking]
    return homes_of(each, today) if each else {}


def known_of(student: Student, groups: Groups, today: date, said: Sequence[StudentMark]) -> StudentFact:
    """What rules may know of the student; the year group too, and what somebody says."""
    group = groups.get(student.group_id or student.id)
    year, known = year_of(group.name if group else ""), student_at(student, today)
    more = {one.mark for one in said if one.mark and one.holds(today)} | ({year} if year else set())
    return replace(known, traits=known.traits | more) if more else known
