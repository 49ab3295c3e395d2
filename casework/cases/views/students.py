"""The page about a student with the cases, and what opening one needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template, url_for

from casework import clock
from casework.access.policy import decide
from casework.cases import queries
from casework.cases.pages.overview import People, home_rows
from casework.cases.pages.start import speeches_of
from casework.cases.pages.words import Speech, capital, waiting_what
from casework.cases.views import blueprint
from casework.catalog import catalog
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotHere
from casework.people import queries as people
from casework.people.queries import StudentRow
from casework.web.dates import day
from casework.web.disclosure import refuses, shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Head:
    """The student as the page is headed."""

    name: str
    class_name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StudentDesk:
    """One student in front of one reader."""

    row: StudentRow
    head: Head


@dataclass(frozen=True)
class StudentCase:
    """One of the student's cases."""

    url: str
    title: str
    step_text: str
    ministair: tuple[int, int] | None
    opened_on: datetime
    waits: str


def student_at_desk(student_id: UUID, permission: str) -> StudentDesk:
    """The student for the reader, noted in the access log; NotHere (noted too) where it is not for them."""
    row = people.student_for(person(), student_id, permission)
    if row is None:
        if people.is_student(student_id):
            refuses([student_id])
        raise NotHere
    shows([student_id])
    age = row.student.age(clock.school_date(clock.now()))
    facts = (
        (gettext("Class"), row.group),
        (gettext("Age"), ngettext("%(num)d year", "%(num)d years", age)),
        (gettext("School"), row.unit),
    )
    return StudentDesk(row, Head(row.student.name, row.group, facts))


def model_for(row: StudentRow) -> LocalisedWorkflow:
    """The absence model that the student's school has chosen."""
    chosen = people.unit(row.student.unit_id).workflow
    models = catalog().workflows
    return models[chosen] if chosen in models else next(iter(models.values()))


@blueprint.get("/students/<uuid:student_id>")
@requires("student:read")
def student(student_id: UUID) -> str:
    """The student, the home, and the cases that the reader may see."""
    desk = student_at_desk(student_id, "student:read")
    found, now = queries.cases_of(person(), student_id), clock.now()
    speeches = speeches_of(person(), language(), found, now)
    is_open = any(row.case.closed_at is None for row in found)
    may_open = decide(person(), "case:open", people.place(desk.row.student)).is_allowed
    home = home_rows(people.guardians_of(student_id))
    return render_template(
        "people/student.html",
        student=desk.head,
        cases=[_case(speeches[row.case.id], row) for row in found if not row.case.annulled_at],
        annulled=[_annulled(row) for row in found if row.case.annulled_at],
        open_url=url_for("cases.create", student_id=student_id) if may_open and not is_open else None,
        people=People(
            gettext("Around %(name)s", name=desk.row.student.given_name), (), gettext("At home"), home
        ),
        may_not_open="" if may_open else gettext("The mentor or the student health team opens cases."),
        up=(gettext("Students"), url_for("people.students")),
    )


def _annulled(row: queries.CaseRow) -> tuple[str, str]:
    """The line about a case that was never this student's, and where its history can be read."""
    text = gettext("Annulled case %(number)s, opened on the wrong student", number=row.case.number)
    return text, url_for("cases.show", case_id=row.case.id)


def _case(speech: Speech, row: queries.CaseRow) -> StudentCase:
    case, order = row.case, speech.workflow.order
    title = gettext("Case %(number)s", number=case.number)
    if case.closed_at:
        text = gettext("Closed %(day)s", day=day(case.closed_at))
        return StudentCase(url_for("cases.show", case_id=case.id), title, text, None, case.opened_at, "")
    who = capital(speech.who(tuple(case.waiting_for)))
    waits = f"{who}: {waiting_what(speech, case.waiting_code, case.waiting_params)}"
    return StudentCase(
        url_for("cases.show", case_id=case.id),
        title,
        f"{order[case.stage] + 1} {speech.stage(case.stage)}",
        (order[case.stage] + 1, len(order)),
        case.opened_at,
        waits,
    )
