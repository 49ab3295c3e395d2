"""The page about a student with the cases, and what opening one needs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for

from casework import clock
from casework.access.policy import decide
from casework.cases import lists
from casework.cases.lists import ListedCase
from casework.cases.pages.concern import about_student
from casework.cases.pages.overview import People, home_rows
from casework.cases.pages.student_rows import municipality_text
from casework.cases.pages.voices import Line, Voices
from casework.cases.pages.words import who_opens
from casework.cases.signals import new_signals
from casework.cases.student_tasks import DO
from casework.cases.views import blueprint
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.errors import NotAcceptable
from casework.people import queries as people
from casework.people.home import home_of
from casework.people.models import Student
from casework.people.noted import noted_student
from casework.people.queries import StudentRow
from casework.versions.queries import model_at
from casework.web.dates import day
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.text import gettext, ngettext
from casework.web.way_back import way_back

MUNICIPALITY = "home:change"  # who notes what holds at home notes this too


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
    """The student's open case."""

    url: str
    title: str
    line: Line
    opened: str
    waits: str


def student_at_desk(student_id: UUID, permission: str) -> StudentDesk:
    """The student for the reader, noted in the access log; NotHere (noted too) where it is not for them."""
    row = noted_student(student_id, permission)
    age = row.student.age(clock.school_date(clock.now()))
    facts = (
        (gettext("Class"), row.group),
        (gettext("Age"), ngettext("%(num)d year", "%(num)d years", age)),
        (gettext("School"), row.unit),
        (gettext("Municipality where the student lives"), _municipality(row.student)),
    )
    return StudentDesk(row, Head(row.student.name, row.group, facts))


def _municipality(student: Student) -> str:
    """Where the student lives, for who reads cases; of a protected identity for who notes it only."""
    place = people.place(student)
    permission = MUNICIPALITY if student.is_protected else "case:read"
    return municipality_text(student) if decide(person(), permission, place).is_allowed else ""


def model_for(row: StudentRow) -> LocalisedWorkflow:
    """The version that is valid today of the routine that the student's school follows."""
    found = model_at(people.unit(row.student.unit_id), clock.school_date(clock.now()))
    if found is None:
        raise NotAcceptable("no_routine")
    return found


def _rules_for(row: StudentRow) -> Workflow | None:
    """The routine of the student's school in the reader's words, where it follows one today."""
    found = model_at(people.unit(row.student.unit_id), clock.school_date(clock.now()))
    return found.in_language(language()) if found else None


@blueprint.get("/students/<uuid:student_id>")
@requires("student:read")
def student(student_id: UUID) -> str:
    """The student, the home, the open case and the earlier ones that the reader may see."""
    desk = student_at_desk(student_id, "student:read")
    found, now = lists.cases_of(person(), student_id), clock.now()
    voices = Voices(person(), language(), found, now)
    may_open = decide(person(), "case:open", people.place(desk.row.student)).is_allowed
    obliges_to = decide(person(), "student:read", people.place(desk.row.student)).obligations
    title = gettext("Around %(name)s", name=desk.row.student.given_name)
    home = home_rows(home_of(desk.row.student, clock.school_date(now)))
    return render_template(
        "people/student.html",
        student=desk.head,
        student_id=student_id,
        open_cases=[_open_case(voices, row) for row in found if row.closed_at is None],
        earlier=[_closed_case(row) for row in found if row.closed_at and not row.annulled_at],
        annulled=[_annulled(row) for row in found if row.annulled_at],
        may_read=decide(person(), "case:read", people.place(desk.row.student)).is_allowed,
        may_open=may_open,
        who_opens=_who_opens(desk.row.student) if not may_open and not found else "",
        may_read_log=decide(person(), "log:read", people.place(desk.row.student)).is_allowed,
        open_url=url_for("cases.create", student_id=student_id),
        is_protected="mark" in obliges_to,
        keeping_url=_where_allowed(desk, "protection:decide", "cases.keeping"),
        merge_url=_where_allowed(desk, "student:merge", "cases.find_same"),
        municipality_url=_where_allowed(desk, MUNICIPALITY, "cases.home_municipality"),
        duties_url=_where_allowed(desk, DO, "signals.duties"),
        home_url=_where_allowed(desk, "home:change", "cases.home") if home else None,
        conflict_url=_where_allowed(desk, "conflict:state", "cases.state_conflict"),
        contacts_url=_where_allowed(desk, "contact:log", "contacts.of_student"),
        call_url=_where_allowed(desk, "contact:log", "contacts.log_contact"),
        attendance_url=_where_allowed(desk, "attendance:read", "attendance.student"),
        reports=about_student(person(), desk.row, _rules_for(desk.row)),
        signals=len(new_signals([student_id]).get(student_id, ())),
        people=People(title, (), gettext("At home"), home),
        up=(gettext("Students"), way_back("people.students")),
    )


def _who_opens(student: Student) -> str:
    """Who opens cases by the routine of the school; nothing where it follows none."""
    model = model_at(people.unit(student.unit_id), clock.school_date(clock.now()))
    return who_opens(model.in_language(language())) if model else ""


def _where_allowed(desk: StudentDesk, permission: str, endpoint: str) -> str | None:
    may = decide(person(), permission, people.place(desk.row.student)).is_allowed
    return url_for(endpoint, student_id=desk.row.student.id) if may else None


def _open_case(voices: Voices, row: ListedCase) -> StudentCase:
    line = voices.line(row)
    return StudentCase(
        url_for("cases.show", case_id=row.id),
        gettext("Case %(number)s", number=row.number),
        line,
        gettext("Opened %(day)s", day=day(row.opened_at)),
        gettext(
            "Waiting for %(who)s: %(what)s, %(since)s.",
            who=voices.of(row).who(tuple(row.waiting_for)),
            what=line.what,
            since=line.waited,
        ),
    )


def _closed_case(row: ListedCase) -> tuple[str, str, str]:
    """The title of the case, where it is, and when it was open."""
    closed = day(row.closed_at) if row.closed_at else ""
    open_from = gettext("Opened %(opened)s, closed %(closed)s", opened=day(row.opened_at), closed=closed)
    return gettext("Case %(number)s", number=row.number), url_for("cases.show", case_id=row.id), open_from


def _annulled(row: ListedCase) -> tuple[str, str]:
    """The line about a case that was never this student's, and where its history can be read."""
    text = gettext("Annulled case %(number)s, opened on the wrong student", number=row.number)
    return text, url_for("cases.show", case_id=row.id)
