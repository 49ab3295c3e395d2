"""What the page about who may see a student shows: the mark, the named readers, who keeps away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.access import scope
from casework.access.policy import Person, Place
from casework.cases.pages.start_rows import StartRow
from casework.people import protection
from casework.people import queries as people
from casework.people.models import Student
from casework.people.protection import Ending
from casework.web.dates import day
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext

PROTECT = "protection:decide"


@dataclass(frozen=True)
class KeptRow:
    """Somebody who may read, or must keep away: who, since and until when, and where that is ended."""

    name: str
    days: str
    url: str | None


@dataclass(frozen=True)
class Keeping:
    """Everything that keeps the student from people."""

    is_protected: bool
    since: str
    reason: str
    readers: tuple[KeptRow, ...]
    conflicts: tuple[KeptRow, ...]


def keeping(student: Student, reader: UUID, today: date) -> Keeping:
    """What keeps the student from people today."""
    mark = protection.protection_of(student.id)
    return Keeping(
        student.is_protected,
        day(mark.set_at) if mark else "",
        mark.reason if mark else "",
        tuple(
            KeptRow(
                name,
                gettext("%(first)s–%(last)s", first=day(row.since), last=day(row.until)),
                None
                if row.user_id == reader
                else url_for("cases.end_reader", student_id=student.id, reader_id=row.id),
            )
            for row, name in protection.readers_of(student.id, today)
        ),
        tuple(
            KeptRow(
                name,
                gettext("since %(day)s", day=day(row.since)),
                url_for("cases.lift_conflict", student_id=student.id, conflict_id=row.id),
            )
            for row, name in protection.conflicts_of(student.id)
        ),
    )


def ending_rows(reader: Person, today: date) -> list[tuple[StartRow, tuple[UUID, Place]]]:
    """The rights to see that end soon, for who can give them anew; each with the student whom it is about."""
    if not reader.named:  # whoever decides about a protected student is named too
        return []
    mine = scope.within(reader, PROTECT, people.STUDENT_COLUMNS)
    found = protection.namings_ending(mine, today)
    return [(_ending_row(one, reader), (one.student.id, people.place(one.student))) for one in found]


def _ending_row(one: Ending, reader: Person) -> StartRow:
    told = {"name": one.name, "student": one.student.name}
    is_own = one.row.user_id == reader.id
    return StartRow(
        gettext("You see %(student)s", **told) if is_own else gettext("%(name)s sees %(student)s", **told),
        url_for("cases.keeping", student_id=one.student.id),
        gettext("Until %(day)s. Name a reader anew if it is to go on.", day=day(one.row.until)),
        "",
    )


def colleague_choices(student: Student, reader: UUID | None, today: date) -> list[tuple[str, str]]:
    """The colleagues whose roles reach the student, but for the reader, as one chooses among them.

    Whoever decides about a naming chooses among all of them (`reader` is None): their own ends too.
    """
    where = (student.unit_id, student.group_id)
    roles: dict[tuple[UUID, str], list[str]] = {}
    for one in people.colleagues_at([where], today)[where]:
        if one.id != reader:
            roles.setdefault((one.id, one.name), []).append(one.role)
    return [
        (str(user), ", ".join((name, *(in_sentence(role, role_title(role)) for role in held))))
        for (user, name), held in roles.items()
    ]
