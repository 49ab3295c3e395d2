"""What people have decided about a task, and what the reader may decide: putting off, giving, adding."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from casework.cases import task_care
from casework.cases.around import reaches
from casework.cases.facts import Situation
from casework.cases.models import Case
from casework.cases.pages.due import due_moved
from casework.cases.pages.lines import Line
from casework.cases.pages.words import Speech, capital
from casework.engine.actions import Action
from casework.history.queries import EventRow
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.dates import day, moment
from casework.web.text import gettext

Choice = tuple[str, str]


def care_links(situation: Situation, speech: Speech, task: Task) -> list[tuple[str, str]]:
    """What the reader may decide about the open task: text and address."""
    if task.status != "open" or situation.case.closed_at:
        return []
    named: dict[str, Any] = {"case_id": situation.case.id, "task_id": task.id}
    found = []
    if speech.is_mine(task_care.giving(situation, task)):
        found.append((gettext("Say who does it"), url_for("cases.give_task", **named)))
    if speech.is_mine(task_care.deciders(situation, task)):
        found.append((gettext("Put it off or let it rest"), url_for("cases.put_off_task", **named)))
    return found


def doer_facts(speech: Speech, task: Task, action: Action) -> list[tuple[str, str]]:
    """Who has the task, where it is somebody around the student, and with whom it is done."""
    owner = next((one.name for one in speech.colleagues if one.id == task.owner_id), "")
    found = [(gettext("Has taken it"), owner)] if owner else []
    if action.together_with:
        found.append((gettext("Together with"), capital(speech.parties(action.together_with))))
    return found


def holder_choices(situation: Situation, speech: Speech, task: Task, reader: str) -> list[Choice]:
    """The colleagues who may have the task, the reader first."""
    found = task_care.holders(situation, task, speech.colleagues)
    named = [(str(key), name) for key, name in found.items()]
    named.sort(key=lambda one: one[0] != reader)
    return [(key, gettext("%(name)s (you)", name=name) if key == reader else name) for key, name in named]


def role_choices(case: Case, speech: Speech) -> list[Choice]:
    """The roles of those around the student who reach the case."""
    roles = dict.fromkeys(one.role for one in speech.colleagues if reaches(case, one.role))
    return [(role, capital(speech.role(role))) for role in roles]


def who_choices(case: Case, speech: Speech) -> list[Choice]:
    """Whom a task may be given to that somebody adds: roles, and each who has one by name."""
    people = {
        f"{one.role} {one.id}": gettext(
            "%(name)s, %(role)s", name=one.name, role=speech.role_within(one.role)
        )
        for one in speech.colleagues
        if reaches(case, one.role)
    }
    return [*role_choices(case, speech), *people.items()]


def delay_lines(task: Task) -> list[Line]:
    """Until when the task has been put off or rested, by whom and why; the latest first."""
    return [
        Line(
            text=told(kind=row.kind, until=day(row.until) if row.until else ""),
            when=moment(row.at),
            who=name,
            reason=row.reason,
        )
        for row, name in reversed(tasks.delays_of(task.id))
    ]


def told(kind: str, until: str) -> str:
    """What was decided: until when it is put off or rests."""
    return {
        "extended": gettext("Put off until %(day)s", day=until),
        "paused": gettext("Rests until %(day)s", day=until),
        "ended": gettext("Not put off any more"),
    }[kind]


def care_sentence(speech: Speech, event: EventRow) -> str:
    """What the history says of it; empty where the event tells of something else."""
    says = event.says
    title = speech.titled(str(says.get("action", "")), str(says.get("title", "")))
    until = day(date.fromisoformat(str(says["until"]))) if says.get("until") else ""
    if event.kind == "task:due_moved":
        return due_moved(speech, says, title)
    if event.kind == "task:put_off":
        return gettext("“%(title)s”: %(what)s", title=title, what=told(str(says["kind"]), until))
    if event.kind == "task:added":
        return gettext("Task added: “%(title)s”", title=title)
    if event.kind != "task:given":
        return ""
    if says.get("name"):
        return gettext("%(name)s does “%(title)s”", name=says["name"], title=title)
    return gettext("Nobody in particular does “%(title)s” any more", title=title)
