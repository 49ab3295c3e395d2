"""Which lessons somebody may register, who is in them, and which of them nobody has registered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.attendance import queries
from casework.attendance.models import AttendanceEntry, Lesson
from casework.engine.register import is_within
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Group, Student

REGISTER, READ = "attendance:register", "attendance:read"
GROUP_COLUMNS = scope.Columns(Group.unit_id, Group.id)


@dataclass(frozen=True)
class HeldLesson:
    """A lesson with its group, for somebody who may register it."""

    lesson: Lesson
    group: Group


@dataclass(frozen=True)
class Missed:
    """What is said of a student in a lesson, where it was not plain presence; absence on leave is leave."""

    entry: AttendanceEntry
    lesson: Lesson
    outcome: str


def groups_to_register(actor: Person) -> Sequence[Group]:
    """The groups whose lessons the actor may register, by name."""
    return [group for group, _ in people.groups_within(actor, REGISTER)]


def lesson_for(actor: Person, lesson_id: UUID, *, is_locked: bool = False) -> HeldLesson:
    """The lesson, if the actor may register it, else NotHere; locked for this unit of work if so asked."""
    where = scope.within(actor, REGISTER, GROUP_COLUMNS)
    rows = select(Lesson, Group).join(Group, Group.id == Lesson.group_id).where(Lesson.id == lesson_id, where)
    if is_locked:
        rows = rows.with_for_update(of=Lesson).execution_options(populate_existing=True)
    found = db.session.execute(rows).one_or_none()
    if found is None:
        raise NotHere
    return HeldLesson(found[0], found[1])


def students_in(actor: Person, held: HeldLesson) -> list[tuple[Student, Place]]:
    """The students of the lesson who are not kept from the actor, by name.

    Who may register a group's lessons reaches its students through the lesson, whatever class they are in.
    """
    ids = queries.students_of(held.lesson)
    wanted = select(Student).where(Student.id.in_(ids), scope.not_forbidden(actor, people.STUDENT_COLUMNS))
    rows = db.session.scalars(wanted.order_by(Student.given_name, Student.family_name, Student.id))
    return [(one, _in_group(one, held.group)) for one in rows]


def _in_group(student: Student, group: Group) -> Place:
    return Place(group.unit_id, group.id, student=student.id, is_protected=student.is_protected)


def class_for(actor: Person, group_id: UUID) -> Group:
    """The class, if the actor may read its attendance, else NotHere."""
    where = scope.within(actor, READ, GROUP_COLUMNS)
    found = db.session.scalars(select(Group).where(Group.id == group_id, where)).one_or_none()
    if found is None:
        raise NotHere
    return found


def students_of_class(actor: Person, group_id: UUID) -> list[Student]:
    """The students of the class whose attendance the actor may read, by name."""
    mine = scope.within(actor, READ, people.STUDENT_COLUMNS)
    wanted = select(Student).where(Student.group_id == group_id, mine)
    return list(db.session.scalars(wanted.order_by(Student.given_name, Student.family_name, Student.id)))


def lessons_on(groups: Collection[UUID], day: date) -> list[Lesson]:
    """The lessons of the groups on the day, in order of time."""
    wanted = select(Lesson).where(Lesson.group_id.in_(groups), Lesson.day == day)
    return list(db.session.scalars(wanted.order_by(Lesson.starts, Lesson.subject, Lesson.id)))


def missed_by(student_id: UUID, first: date, last: date) -> list[Missed]:
    """All that was not plain presence in the student's registered lessons of the days, newest first."""
    wanted = (
        select(AttendanceEntry, Lesson)
        .join(Lesson, Lesson.id == AttendanceEntry.lesson_id)
        .where(AttendanceEntry.student_id == student_id, AttendanceEntry.day.between(first, last))
        .where(AttendanceEntry.outcome != "present")
        .where(Lesson.registered_at.is_not(None), Lesson.is_cancelled.is_(False))
        .order_by(Lesson.day.desc(), Lesson.starts.desc(), Lesson.id)
    )
    leave = queries.leave_days([student_id], first, last).get(student_id, ())
    return [
        Missed(entry, lesson, _outcome(entry, lesson, leave)) for entry, lesson in db.session.execute(wanted)
    ]


def _outcome(entry: AttendanceEntry, lesson: Lesson, leave: Sequence[tuple[date, date]]) -> str:
    is_leave = entry.outcome == "absent" and is_within(lesson.day, leave)
    return "approved_leave" if is_leave else entry.outcome
