"""The attendance of a class: its pictures, and each student with the share so far and the way to more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place
from casework.attendance import finding, queries
from casework.attendance.calendars import calendar_of
from casework.attendance.pages.pictures import Ground, Pictures, pictures
from casework.attendance.pages.words import percent
from casework.engine.facts import StudentFact
from casework.engine.register import Register
from casework.engine.school_calendar import school_year
from casework.engine.weekly import missed_share
from casework.people import queries as people
from casework.people.models import Group
from casework.people.names import year_of
from casework.versions.queries import model_at
from casework.web.dates import day_of_year
from casework.web.text import gettext


@dataclass(frozen=True)
class Member:
    """A student of the class: the way to the page, and how much was missed."""

    name: str
    url: str
    text: str


@dataclass(frozen=True)
class ClassAttendance:
    """The page, and the students it shows."""

    facts: tuple[tuple[str, str], ...]
    pictures: Pictures
    members: tuple[Member, ...]
    students: tuple[tuple[UUID, Place], ...]


def class_attendance(actor: Person, group: Group, today: date) -> ClassAttendance:
    """The attendance of the students of the class whom the actor may see, by name."""
    first, school = school_year(today)[0], people.unit(group.unit_id)
    students = finding.students_of_class(actor, group.id)
    registers = queries.registers_of([one.id for one in students], first, today)
    of_class = [registers[one.id] for one in students]
    known = StudentFact(traits=frozenset({year_of(group.name)}))
    calendar = calendar_of(school)
    ground = Ground(of_class, model_at(school, today), calendar, today, known, is_class=True)
    return ClassAttendance(
        facts=(
            (gettext("Since"), day_of_year(first)),
            (gettext("Students"), str(len(students))),
            (gettext("Absent"), gettext("%(share)s of the lessons", share=_share(of_class))),
        ),
        pictures=pictures(ground),
        members=tuple(
            Member(
                one.name,
                url_for("attendance.student", student_id=one.id),
                gettext("%(share)s of the lessons", share=_share([registers[one.id]])),
            )
            for one in students
        ),
        students=tuple((one.id, people.place(one)) for one in students),
    )


def _share(registers: list[Register]) -> str:
    return percent(missed_share(registers))
