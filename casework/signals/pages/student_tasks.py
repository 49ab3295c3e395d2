"""The list of tasks about students that wait for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place
from casework.cases import student_tasks as about
from casework.cases.pages.due import at_clock
from casework.cases.pages.words import for_one
from casework.cases.student_tasks import Listed
from casework.tasks.student_models import StudentTask
from casework.versions.queries import model_of
from casework.web.dates import day as day_text
from casework.web.dates import month as month_text
from casework.web.languages import language
from casework.web.paging import Pager, pager
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

PAGE = 25
STATES = {
    "open": _("To do"),
    "started": _("Begun"),
    "done": _("Done"),
    "waived": _("Not needed"),
    "left": _("Left"),
    "withdrawn": _("Withdrawn"),
}


@dataclass(frozen=True)
class Row:
    """A task in the list: what, about whom, for which absence, until when."""

    title: str
    url: str
    name: str
    group: str
    about: str
    due: str
    is_late: bool
    is_changed: bool


@dataclass(frozen=True)
class Listing:
    """A page of the list, and the students it shows."""

    rows: tuple[Row, ...]
    pager: Pager | None
    sentence: str
    students: tuple[tuple[UUID, Place], ...]


def listing(actor: Person, page: int, today: date) -> Listing:
    """The open tasks that wait for the actor."""
    found = about.my_student_tasks(actor, today, limit=PAGE, offset=(page - 1) * PAGE)
    total = about.how_many(actor, today)
    return Listing(
        tuple(_row(one, today) for one in found),
        pager("signals.tasks", page, PAGE, total, {}),
        ngettext("%(num)d task", "%(num)d tasks", total),
        tuple(one.shown for one in found),
    )


def _row(one: Listed, today: date) -> Row:
    task = one.task
    month = about.month_of(task, model_of(task.workflow_sha).rules)
    return Row(
        title=title_of(task),
        url=url_for("signals.task", student_id=task.student_id, student_task_id=task.id),
        name=one.student,
        group=one.group,
        about=month_text(month) if month else day_text(task.on),
        due=at_clock(day_text(task.due_on), task) if task.due_on else "",
        is_late=task.due_on is not None and task.due_on < today,
        is_changed=task.changed_at is not None,
    )


def title_of(task: StudentTask) -> str:
    """What the routine calls the task, in the reader's language."""
    action = model_of(task.workflow_sha).in_language(language()).any_action(task.action)
    return for_one(action.title if action else task.title, task.guardian.name if task.guardian else "")


@dataclass(frozen=True)
class OldRow:
    """One of a student's tasks with how it stands."""

    title: str
    url: str
    text: str


def task_rows(tasks: Sequence[StudentTask]) -> list[OldRow]:
    """Every such task about the student, with the day and how it stands."""
    return [
        OldRow(
            title_of(one),
            url_for("signals.task", student_id=one.student_id, student_task_id=one.id),
            gettext("%(day)s. %(state)s", day=day_text(one.on), state=STATES[one.status]),
        )
        for one in tasks
    ]
