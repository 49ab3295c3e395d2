"""A report of concern that somebody is writing: its form, what they have written, and the circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from casework import clock
from casework.access.policy import Person, decide, roles_at
from casework.cases.concern_finding import WRITE, classes_of, draft_of
from casework.cases.concern_models import Concern
from casework.cases.concerns import About
from casework.cases.pages.form_context import context_about
from casework.cases.pages.words import Speech
from casework.cases.views.students import model_for
from casework.catalog import catalog
from casework.errors import NotHere
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


@dataclass(frozen=True)
class ConcernPaper:
    """The report in front of its author, who has written everything that stands in it."""

    student: StudentRow
    definition: LocalisedForm
    form: Form
    context: FormContext
    speech: Speech
    row: Concern | None
    writer: Person
    now: datetime

    @property
    def about(self) -> About:
        """Which form about which student."""
        return About(self.student.student.id, self.definition)

    @property
    def answers(self) -> Mapping[str, object]:
        """What has been written so far."""
        return self.row.answers if self.row else {}

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


def concern_paper(student_id: UUID, form_id: str, *, is_told: bool = True) -> ConcernPaper:
    """The report as far as its author has come; NotHere where the school's routine has no such report."""
    student, writer, now = noted_student(student_id, WRITE, is_told=is_told), person(), clock.now()
    model, today = model_for(student), clock.school_date(now)
    if form_id not in model.rules.reports or form_id not in catalog().forms:
        raise NotHere
    row = draft_of(student_id, form_id, writer)
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
    return ConcernPaper(student, definition, form, context, speech, row, writer, now)
