"""What the list of students shows: plain values, made from what the queries say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place, decide
from casework.people import queries
from casework.people.models import Group
from casework.people.queries import StudentRow
from casework.web.paging import Chip, Pager, pager
from casework.web.text import gettext, ngettext

PAGE = 50
Groups = Sequence[tuple[Group, int]]


@dataclass(frozen=True)
class Row:
    """A student in the list."""

    name: str
    url: str
    class_name: str


@dataclass(frozen=True)
class StudentList:
    """One page of the list."""

    groups: tuple[Chip, ...]
    rows: tuple[Row, ...]
    sentence: str
    pager: Pager | None
    students: tuple[tuple[UUID, Place], ...]
    attendance_url: str | None


def student_list(actor: Person, query: str, group_id: UUID | None, page: int) -> StudentList:
    """The students whom the actor may see, narrowed down by words and group."""
    rows, total = queries.students_for(actor, query, limit=PAGE, offset=(page - 1) * PAGE, group_id=group_id)
    asked = {"q": query or None, "group": group_id}
    groups = queries.groups_for(actor)
    return StudentList(
        groups=tuple(_chips(groups, group_id)),
        rows=tuple(_row(row) for row in rows),
        sentence=ngettext("%(num)d student", "%(num)d students", total),
        pager=pager("people.students", page, PAGE, total, asked),
        students=tuple((row.student.id, queries.place(row.student)) for row in rows),
        attendance_url=_attendance_url(actor, groups, group_id),
    )


def _attendance_url(actor: Person, groups: Groups, chosen: UUID | None) -> str | None:
    """Where the attendance of the class is that was chosen, or that is the only one, for who may read it."""
    shown = [group for group, _ in groups if group.id == chosen or len(groups) == 1]
    may = any(decide(actor, "attendance:read", Place(one.unit_id, one.id)).is_allowed for one in shown)
    return url_for("attendance.group", group_id=shown[0].id) if may else None


def _chips(groups: Groups, chosen: UUID | None) -> Sequence[Chip]:
    if len(groups) < 2:
        return ()
    everybody = sum(count for _, count in groups)
    chips = [Chip(gettext("All"), everybody, url_for("people.students"), chosen is None)]
    for group, count in groups:
        chips.append(Chip(group.name, count, url_for("people.students", group=group.id), chosen == group.id))
    return chips


def _row(row: StudentRow) -> Row:
    return Row(row.student.name, url_for("cases.student", student_id=row.student.id), row.group)
