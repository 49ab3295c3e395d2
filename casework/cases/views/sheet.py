"""What one person is asked for to a form that somebody else fills in, in front of that person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from casework.cases.pages.form_context import context_of
from casework.cases.views.desk import Desk, at_desk
from casework.catalog import catalog
from casework.engine.actions import Contribution
from casework.errors import NotHere
from casework.forms.base import CONFIDENTIALITIES
from casework.forms.context import FormContext
from casework.forms.contributed import asked_part
from casework.forms.definition import Form
from casework.people.queries import StudentRow
from casework.records import contributions as kept
from casework.records.models import Contribution as Kept
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.dates import clock as clock_time
from casework.web.text import gettext


@dataclass(frozen=True)
class Sheet:
    """What one person is asked for, with what they have written so far. Everything on it is their own."""

    desk: Desk
    task: Task
    action: Contribution
    form: Form
    context: FormContext
    kept: Kept | None

    @property
    def answers(self) -> Mapping[str, object]:
        """What the person has written."""
        return self.kept.answers if self.kept else {}

    @property
    def revision(self) -> int:
        """Which saving the page shows; 0 before the first."""
        return self.kept.revision if self.kept else 0

    @property
    def saved_text(self) -> str:
        """When it was saved last; empty before the first time."""
        return gettext("Saved %(time)s", time=clock_time(self.kept.saved_at)) if self.kept else ""

    @property
    def is_given(self) -> bool:
        """Whether answers have been given, which stand in the form until they are given anew."""
        return self.kept is not None and self.kept.given_at is not None


def sheet_for(case_id: UUID, task_id: UUID, *, is_told: bool = True) -> Sheet:
    """What the reader is asked for by the task; NotHere where it asks somebody else, or for nothing."""
    desk = at_desk(case_id, "contribution:give", is_told=is_told)
    task = tasks.task_in(case_id, task_id)
    action = desk.situation.workflow.find_action(task.action) if task else None
    if task is None or not isinstance(action, Contribution) or not desk.speech.is_mine(action.by):
        raise NotHere
    form = catalog().forms[action.to_form].in_language(desk.speech.language)
    student = StudentRow(desk.row.student, desk.row.group, "")
    everything = frozenset(CONFIDENTIALITIES)  # of one's own; nobody else's answers are on the page
    context = context_of(desk.situation, desk.speech, everything, (), student, desk.today)
    own = kept.contribution_of(task.id, desk.reader.id)
    return Sheet(desk, task, action, asked_part(form, action.asks), context, own)
