"""What is out of the ordinary about a task about a student, and how one was closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.cases.pages.reported import NOT_TO_CONTACT
from casework.engine.action import SYSTEM
from casework.engine.guardians import Instead
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
