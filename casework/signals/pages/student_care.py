"""What people have decided about a task about a student, and what the reader may decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from casework.cases import student_care as care
from casework.cases.pages.lines import Line
from casework.cases.pages.task_care import told
from casework.tasks.student_care import delays_of
from casework.versions.queries import model_of
from casework.web.dates import day, moment
from casework.web.text import gettext

if TYPE_CHECKING:
    from casework.signals.pages.student_task import Desk

Choice = tuple[str, str]


def may_decide(at: Desk) -> bool:
    """Whether the reader may put the task off."""
    return at.speech.is_mine(care.deciders(model_of(at.task.workflow_sha).rules, at.action))


def may_give(at: Desk) -> bool:
    """Whether the reader may say who does the task."""
    return at.speech.is_mine(care.giving(model_of(at.task.workflow_sha).rules, at.action))


def links(at: Desk) -> list[tuple[str, str]]:
    """What the reader may decide about the open task: text and address."""
    if at.task.status != "open":
        return []
    named: dict[str, Any] = {"student_id": at.student.id, "student_task_id": at.task.id}
    found = []
    if may_give(at):
        found.append((gettext("Say who does it"), url_for("signals.give_task", **named)))
    if may_decide(at):
        found.append((gettext("Put it off or let it rest"), url_for("signals.put_off_task", **named)))
    return found


def doer(at: Desk) -> list[tuple[str, str]]:
    """Who has the task, where it is somebody around the student."""
    owner = next((one.name for one in at.speech.colleagues if one.id == at.task.owner_id), "")
    return [(gettext("Has taken it"), owner)] if owner else []


def holder_choices(at: Desk) -> list[Choice]:
    """The colleagues who may have the task, the reader first."""
    found = care.holders(model_of(at.task.workflow_sha).rules, at.action, at.speech.colleagues)
    named = sorted(found.items(), key=lambda one: one[0] != at.reader.id)
    return [
        (str(key), gettext("%(name)s (you)", name=name) if key == at.reader.id else name)
        for key, name in named
    ]


def lines(at: Desk) -> list[Line]:
    """Until when the task has been put off or rested, by whom and why; the latest first."""
    return [
        Line(
            text=told(kind=row.kind, until=day(row.until) if row.until else ""),
            when=moment(row.at),
            who=name,
            reason=row.reason if at.may_read else None,
        )
        for row, name in reversed(delays_of(at.task.id))
    ]
