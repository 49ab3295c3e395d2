"""What the start page is made of: one thing that waits, and things under one heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from casework.cases.pages.calling import is_contact
from casework.cases.pages.due import ORDER, OVERDUE, UNDATED, heading, next_try, part_of, student_due_line
from casework.cases.pages.words import for_one
from casework.cases.student_tasks import Listed, month_of
from casework.engine.actions import Contact
from casework.versions.queries import model_of
from casework.web.dates import day
from casework.web.dates import month as month_text
from casework.web.text import gettext


@dataclass(frozen=True)
class StartRow:
    """One thing that waits for the reader."""

    title: str
    url: str
    why: str
    button: str
    primary: bool = False
    calls: bool = False
    due_on: date | None = None


@dataclass(frozen=True)
class Group:
    """Things that wait, under one heading."""

    title: str
    rows: tuple[StartRow, ...]
    is_late: bool = False


def by_day(rows: Sequence[StartRow], today: date) -> tuple[Group, ...]:
    """The things to do by when they are due, the most urgent first; as one group where none has a day."""
    ordered = sorted(rows, key=lambda row: (row.due_on is None, row.due_on or today))
    found = {part: tuple(row for row in ordered if part_of(row.due_on, today) == part) for part in ORDER}
    if len(found[UNDATED]) == len(rows):
        return (Group(gettext("To do"), found[UNDATED]),)
    return tuple(Group(heading(part), those, part == OVERDUE) for part, those in found.items())


def student_task_row(one: Listed, language: str, today: date) -> StartRow:
    """A task about a student that belongs to no stage of a case."""
    task = one.task
    spoken = model_of(task.workflow_sha).in_language(language)
    action = spoken.any_action(task.action)
    title = for_one(action.title if action else task.title, task.guardian.name if task.guardian else "")
    about = gettext("Absent on %(day)s.", day=day(task.on)) if task.lessons else ""
    if of_month := month_of(task, spoken):
        about = gettext("About %(month)s.", month=month_text(of_month))
    due = f"{student_due_line(task, today)}." if task.due_on else ""
    calls = isinstance(action, Contact) and "phone" in action.channel
    return StartRow(
        title=gettext("%(task)s: %(name)s", task=title, name=one.student),
        url=url_for(
            "contacts.log_for_absence" if is_contact(action) else "signals.task",
            student_id=task.student_id,
            student_task_id=task.id,
        ),
        why=" ".join(filter(None, (about, due, next_try(task)))),
        button=gettext("Call and log") if calls else gettext("Open"),
        calls=calls,
        due_on=task.due_on or task.next_try_on,
    )
