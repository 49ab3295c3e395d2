"""What can be begun for a student beside the ladder, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from casework.cases.pages.words import Speech, capital
from casework.engine.action import Action
from casework.engine.actions import Decision, Documentation, FormAction, Notice, Report, Request
from casework.people.models import Student
from casework.signals.begun import Beginning, beginners, begun_by, first_actions
from casework.signals.pages.student_tasks import OldRow, task_rows
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class DutyRow:
    """A duty: what it is, what it opens, who may begin it, what has come of it, and where it is begun."""

    title: str
    guidance: str
    opens: tuple[str, ...]
    follows: tuple[str, ...]
    who: str
    last: str
    begun: Sequence[OldRow]
    note: str
    begin_url: str | None


def duty_rows(found: Sequence[Beginning], student: Student, speech: Speech) -> list[DutyRow]:
    """A row for each that can be begun, in the reader's words."""
    begun = begun_by(student.id) if any(one.tasks for one in found) else {}
    return [_row(one, student, speech, begun.get(one.duty.id)) for one in found]


def _row(one: Beginning, student: Student, speech: Speech, last: tuple[datetime, str] | None) -> DutyRow:
    """`last`: when it was begun last, and by whom."""
    spoken = next(duty for duty in speech.workflow.duties if duty.id == one.duty.id)
    first = first_actions(spoken)
    url = url_for("signals.begin_duty", student_id=student.id, duty_id=one.duty.id)
    return DutyRow(
        title=spoken.title,
        guidance=spoken.guidance,
        opens=tuple(_line(action, speech) for action in first),
        follows=tuple(_line(action, speech) for action in spoken.actions if action not in first),
        who=capital(speech.who(sorted(beginners(spoken)))),
        last=gettext("Begun %(day)s by %(name)s.", day=day(last[0]), name=last[1]) if last else "",
        begun=task_rows(one.tasks),
        note=_note(one),
        begin_url=url if one.is_mine and one.can_begin else None,
    )


def _line(action: Action, speech: Speech) -> str:
    """What is to be done, by what, and by whom."""
    told = {"title": action.title, "kind": _kind(action), "who": capital(speech.who(action.by))}
    return gettext("%(title)s (%(kind)s). %(who)s does it.", **told)


def _kind(action: Action) -> str:
    kinds: dict[type[Action], str] = {
        FormAction: gettext("a form"),
        Decision: gettext("a decision with reasons"),
        Request: gettext("a request, by letter where there is a case"),
        Notice: gettext("a message, by letter where there is a case"),
        Report: gettext("a report, by letter where there is a case"),
        Documentation: gettext("a document"),
    }
    return kinds.get(type(action), gettext("a task"))


def _note(one: Beginning) -> str:
    """Why it cannot be begun now; empty where it can."""
    if one.is_open:
        return gettext("Not everything of it is done yet.")
    if one.is_in_case:
        return gettext("The case has it where it stands.")
    return "" if one.can_begin else gettext("The routine has this once for a student, and it is done.")
