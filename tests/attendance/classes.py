"""A class with students and lessons, for tests of what is registered about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from casework.access.policy import Person
from casework.attendance import actions
from casework.attendance.leave_models import StudentLeave
from casework.attendance.models import Lesson
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.factories import make_group, make_student, make_unit, make_user

MONDAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)


@dataclass
class Class:
    """A school with one class, its teacher, and two students in it; a group beside it."""

    unit: Unit
    group: Group
    other: Group
    students: tuple[Student, ...]
    teacher: Person

    def lesson(
        self, starts: int = 480, *, day: date = MONDAY, group: Group | None = None, minutes: int = 60
    ) -> Lesson:
        """A lesson of the class."""
        return actions.schedule((group or self.group).id, day, starts, minutes, subject="Matematik")

    def said(self, lesson: Lesson, *said: actions.Said, reason: str = "") -> set[UUID]:
        """Registers the lesson, with what is said of the first students."""
        of = {
            one.id: what for one, what in zip(self.students, said, strict=False) if what.outcome != "present"
        }
        return actions.register_lesson(lesson, of, actor=self.teacher, now=NOW, reason=reason)

    def leave(self, student: UUID, day: date) -> StudentLeave:
        """Leave that is granted for the day."""
        row = StudentLeave(
            id=uuid4(), student_id=student, first_day=day, last_day=day, reason="Resa", state="granted",
            asked_at=NOW, asked_by_id=self.teacher.id,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row


def make_class() -> Class:
    """The class, inside a unit of work."""
    unit = make_unit()
    group, other = make_group(unit=unit), make_group(unit=unit, name="Engelska 1")
    students = tuple(make_student(unit=unit, group=group, given=name) for name in ("Alva", "Bo"))
    teacher = make_user(role="subject_teacher", unit=unit)
    db.session.flush()
    return Class(unit, group, other, students, Person(teacher.id, teacher.name, ()))
