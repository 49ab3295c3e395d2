"""The log of contacts: about a student, and in one case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from flask import render_template, request, url_for

from casework.access.policy import readable
from casework.cases.views.desk import at_desk
from casework.contacts.pages import log as page
from casework.contacts.queries import NamedContact, contacts_about, titles_of
from casework.contacts.views import blueprint
from casework.people import queries as people
from casework.people.models import Student
from casework.people.noted import noted_student
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.text import gettext

LOG = "contact:log"


@blueprint.get("/students/<uuid:student_id>/contacts")
@requires(LOG)
def of_student(student_id: UUID) -> str:
    """Every contact about the student that the reader may read."""
    row = noted_student(student_id, LOG)
    place = people.place(row.student)
    classes = readable(person(), place)
    shows([(student_id, place)], classes=classes)
    found = contacts_about(student_id, person(), classes)
    return _page(
        row.student,
        found,
        partial(url_for, "contacts.of_student", student_id=student_id),
        correct=lambda one: url_for("contacts.correct", student_id=student_id, contact_id=one),
        log_url=url_for("contacts.log_contact", student_id=student_id),
        up=(row.name_and_class, url_for("cases.student", student_id=student_id)),
    )


@blueprint.get("/cases/<uuid:case_id>/contacts")
@requires("case:read")
def of_case(case_id: UUID) -> str:
    """The contacts of the case that the reader may read."""
    desk = at_desk(case_id)
    student = desk.row.student
    found = contacts_about(student.id, desk.reader, desk.readable, case_id=case_id)
    return _page(
        student,
        found,
        partial(url_for, "contacts.of_case", case_id=case_id),
        correct=(lambda one: url_for("contacts.correct_in_case", case_id=case_id, contact_id=one))
        if desk.is_open
        else None,
        log_url=url_for("contacts.log_in_case", case_id=case_id) if desk.is_open else None,
        identity=desk.identity("contacts.of_case"),
    )


def _page(
    student: Student,
    found: Sequence[NamedContact],
    address: Callable[..., str],
    *,
    correct: page.Addressed | None,
    **around: object,
) -> str:
    chosen = request.args.get("with", "")
    chips = page.chips(found, student.name, chosen, lambda key: address(**{"with": key or None}))
    if any(chip.current for chip in chips[1:]):
        found = [one for one in found if page.key_of(one.contact) == chosen]
    return render_template(
        "contacts/log.html",
        heading=gettext("Contacts"),
        name=student.name,
        chips=chips,
        rows=page.log(found, titles_of(found, student, language()), person(), student.name, correct),
        **around,
    )
