"""What a search finds: students and cases by parts of names or by number, best found first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place, may_at_all
from casework.cases import lists
from casework.cases.lists import ListedCase
from casework.cases.pages.voices import Voices
from casework.people import queries as people
from casework.people.queries import StudentRow
from casework.web.text import gettext, ngettext

MOST = 20

Link = tuple[str, str]


@dataclass(frozen=True)
class Hit:
    """Something found: its name with what tells it apart, and a line about it."""

    name: str
    url: str
    note: str
    line: str


@dataclass(frozen=True)
class Found:
    """The things of one kind, and where the rest of them is."""

    title: str
    hits: tuple[Hit, ...]
    sentence: str
    more: Link | None


@dataclass(frozen=True)
class Results:
    """Everything that a search has found, and the students it shows."""

    groups: tuple[Found, ...]
    students: frozenset[tuple[UUID, Place]]


def results(actor: Person, language: str, query: str, now: datetime) -> Results:
    """What the actor finds among what they may see."""
    is_shown = may_at_all(actor, "student:read")
    students, in_all = people.students_for(actor, query, limit=MOST) if is_shown else ([], 0)
    cases, case_count = lists.cases_named(actor, query, limit=MOST)
    voices = Voices(actor, language, cases, now)
    told = ngettext("%(num)d student", "%(num)d students", in_all)
    more = (gettext("All %(count)s in the list", count=in_all), url_for("people.students", q=query))
    groups = [
        Found(gettext("Students"), tuple(map(_student, students)), told, more if in_all > MOST else None),
        Found(
            gettext("Cases"),
            tuple(_case(voices, row) for row in cases),
            ngettext("%(num)d case", "%(num)d cases", case_count),
            _more_cases(query, case_count),
        ),
    ]
    shown = {(row.student.id, people.place(row.student)) for row in students}
    shown |= {row.shown for row in cases}
    return Results(tuple(group for group in groups if group.hits), frozenset(shown))


def _more_cases(query: str, count: int) -> Link | None:
    if count <= MOST:
        return None
    return gettext("The open ones in the list"), url_for("cases.index", q=query)


def _student(row: StudentRow) -> Hit:
    url = url_for("cases.student", student_id=row.student.id)
    return Hit(row.student.name, url, row.group, row.unit)


def _case(voices: Voices, row: ListedCase) -> Hit:
    number = gettext("Case %(number)s", number=row.number)
    if row.closed_at:
        line = gettext("Closed")
    else:
        who = voices.of(row).who(tuple(row.waiting_for))
        line = gettext("%(step)s. Waiting for %(who)s.", step=voices.line(row).step_text, who=who)
    return Hit(row.student, url_for("cases.show", case_id=row.id), row.group, f"{number}. {line}")
