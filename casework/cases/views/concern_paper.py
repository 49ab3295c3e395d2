"""A report of concern that somebody is writing: its form, what they have written, and the circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for

from casework import clock
from casework.access.policy import Person, decide, roles_at
from casework.cases.concern_finding import WRITE, classes_of, correction_of, draft_of, own_report
from casework.cases.concern_models import Concern
from casework.cases.concerns import About
from casework.cases.pages.concern_files import file_rows
from casework.cases.pages.form_context import context_about
from casework.cases.pages.words import Speech
from casework.cases.views.beside import Attached
from casework.cases.views.students import model_for
from casework.catalog import catalog
from casework.errors import Conflict, NotHere
from casework.forms.context import FormContext
from casework.forms.definition import Form, LocalisedForm
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.people.queries import StudentRow
from casework.records.queries import definition_on
from casework.web.dates import clock as clock_time
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.text import gettext

# One view for a report and for a correction of a signed one, on an address each.
AT = "/students/<uuid:student_id>/concerns/new/<report_form>"
CORRECTING = "/students/<uuid:student_id>/concerns/<uuid:concern_id>/correct"


@dataclass(frozen=True)
class ConcernPaper:
    """The report in front of its author, who has written everything that stands in it."""

    student: StudentRow
    definition: LocalisedForm
    form: Form
    context: FormContext
    speech: Speech
    row: Concern | None
    corrects: Concern | None
    writer: Person
    now: datetime

    @property
    def about(self) -> About:
        """Which form about which student, in place of which report."""
        return About(self.student.student.id, self.definition, self.corrects)

    @property
    def answers(self) -> Mapping[str, object]:
        """What has been written so far; of a correction, what it begins with."""
        return self.row.answers if self.row else self.corrected or {}

    @property
    def corrected(self) -> Mapping[str, object] | None:
        """What the report says that this one is to stand in place of, where it is a correction."""
        return self.corrects.answers if self.corrects else None

    @property
    def attached(self) -> Attached:
        """The files with it so far; a correction begins with those of what it corrects."""
        row = self.row or self.corrects
        return Attached(file_rows(row, self.context.readable, "own_concern_file")[0]) if row else Attached([])

    @property
    def revision(self) -> int:
        """Which saving the page shows; 0 before the first."""
        return self.row.revision if self.row else 0

    @property
    def saved_text(self) -> str:
        """When it was saved last; empty before the first time."""
        return gettext("Saved %(time)s", time=clock_time(self.row.saved_at)) if self.row else ""

    @property
    def role(self) -> str:
        """The role in which the author writes."""
        return decide(self.writer, WRITE, people.place(self.student.student)).role


def concern_paper(student_id: UUID, named: str | UUID, *, is_told: bool = True) -> ConcernPaper:
    """The report as far as its author has come: of the form that is named, or a correction of that report.

    NotHere where the school's routine has no such report, Conflict where a later one stands in its place.
    """
    student, writer, now = noted_student(student_id, WRITE, is_told=is_told), person(), clock.now()
    model, today = model_for(student), clock.school_date(now)
    corrects = own_report(student_id, named, writer).row if isinstance(named, UUID) else None
    form_id = corrects.form if corrects else str(named)
    if form_id not in model.rules.reports or form_id not in catalog().forms:
        raise NotHere
    if corrects and corrects.replaced_at:
        raise Conflict("report_replaced")
    row = correction_of(corrects) if corrects else draft_of(student_id, form_id, writer)
    definition = definition_on(form_id, row.form_sha) if row else catalog().forms[form_id]
    form = definition.in_language(language())
    place = people.place(student.student)
    speech = Speech(
        model.in_language(language()),
        language(),
        people.colleagues_for(student.student, today),
        writer.name,
        model.rules.held(roles_at(writer, place)),
    )
    readable = classes_of(writer, place, form.confidentiality)
    context = context_about(student, speech, readable, (), today)
    return ConcernPaper(student, definition, form, context, speech, row, corrects, writer, now)


# For each address of a report the one of a correction.
OF_CORRECTION = {
    "cases.report_concern": "cases.correct_concern",
    "cases.sign_concern": "cases.sign_correction",
    "cases.discard_concern": "cases.discard_correction",
    "cases.attach_to_concern": "cases.attach_to_correction",
}


def up_of(paper: ConcernPaper) -> str:
    """Where the author came from: the student's page, or the report that is corrected."""
    student_id = paper.about.student_id
    if paper.corrects:
        return url_for("cases.own_concern", student_id=student_id, concern_id=paper.corrects.id)
    return url_for("cases.student", student_id=student_id)


def url_of(
    paper: ConcernPaper,
    view: str = "cases.report_concern",
    *,
    check: int | None = None,
    anchor: str | None = None,
) -> str:
    """The address of the view for this report, or for this correction of one."""
    named: dict[str, Any] = {"student_id": paper.about.student_id}
    if paper.corrects:
        view, named["concern_id"] = OF_CORRECTION[view], paper.corrects.id
    else:
        named["report_form"] = paper.definition.id
    return url_for(view, **named, check=check, _anchor=anchor)
