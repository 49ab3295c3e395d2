"""What a task about a student is about, what is out of the ordinary about it, and how one was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.attendance.pages.words import OUTCOME_WORDS, lesson_title
from casework.cases.pages.reported import NOT_TO_CONTACT
from casework.cases.student_tasks import month_of
from casework.engine.action import SYSTEM
from casework.engine.guardians import Instead
from casework.signals.months import Month
from casework.signals.pages.months import hours
from casework.signals.student_finance import invalid_minutes
from casework.tasks.student_models import StudentTask
from casework.versions.queries import model_of
from casework.web.dates import day as day_text
from casework.web.dates import month as month_text
from casework.web.text import gettext

if TYPE_CHECKING:
    from casework.signals.pages.student_task import Desk


def why(at: Desk) -> str:
    """What is out of the ordinary about the task."""
    if at.task.changed_at:
        return gettext(
            "What is registered has been corrected since, and the task would not be opened any more."
        )
    if isinstance(at.action, Instead) and at.task.status == "open":
        return str(NOT_TO_CONTACT)
    known = at.speech.workflow.any_action(at.task.action)
    if known and known.by == (SYSTEM,):
        return gettext("The program may not tell anybody here by itself. Find out who can be told, and how.")
    return ""


def closed(at: Desk) -> str:
    """How the task was closed; empty while it is open."""
    task = at.task
    if task.status == "waived":
        said = task.reason if at.may_read else "…"
        return gettext("Not needed: “%(reason)s”", reason=said)
    return {
        "done": gettext("This task is done."),
        "left": gettext("The task goes on in the case."),
        "withdrawn": gettext("A correction took the ground away before anybody had done the task."),
    }.get(task.status, "")


def absence(at: Desk, task: StudentTask) -> str:
    """The day that the task is about, with the lessons as they are registered now; or the month."""
    if month := month_of(task, at.speech.workflow):
        return _of_month(at, task, Month(month))
    wanted = set(task.lessons)
    lessons = [
        f"{lesson_title(one.lesson)} ({str(OUTCOME_WORDS[one.outcome]).lower()})"
        for one in at.missed
        if one.lesson.id.hex in wanted and one.lesson.day == task.on
    ]
    told = ", ".join(sorted(lessons))
    return f"{day_text(task.on)}: {told}" if told else day_text(task.on)


def _of_month(at: Desk, task: StudentTask, month: Month) -> str:
    minutes = invalid_minutes(at.student, model_of(task.workflow_sha), task.rule, month)
    if minutes is None:
        return month_text(month.first)
    told = {"month": month_text(month.first), "amount": hours(minutes)}
    return gettext("%(month)s: %(amount)s of invalid absence", **told)
