"""What can be taken back, as pages offer it, and what was: drafts put away, tasks opened again."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.pages.lines import Line
from casework.cases.pages.words import Speech
from casework.cases.undo import discarded, hindrances
from casework.forms.base import Confidentiality
from casework.forms.context import is_readable_at_all
from casework.records.queries import definition_of
from casework.tasks import queries as tasks
from casework.tasks.models import Task
from casework.web.dates import moment
from casework.web.text import gettext


@dataclass(frozen=True)
class PutAway:
    """A draft that can be fetched again."""

    title: str
    saved: str
    url: str


def put_away_rows(
    situation: Situation, speech: Speech, readable: frozenset[Confidentiality]
) -> tuple[PutAway, ...]:
    """The drafts that were put away and that the reader may go on with."""
    found = []
    for row in discarded(situation):
        form = definition_of(row).in_language(speech.language)
        may_read = is_readable_at_all(form, readable)
        if may_read and speech.is_mine(situation.workflow.contributors(row.form)):
            url = url_for("cases.restore_form", case_id=situation.case.id, submission_id=row.id)
            saved = gettext("Last saved %(moment)s.", moment=moment(row.saved_at))
            found.append(PutAway(form.title, saved, url))
    return tuple(found)


def reopen_url(situation: Situation, speech: Speech, task: Task) -> str | None:
    """Where the task is opened again, for whoever may while nothing rests on it."""
    action = situation.action_of(task)
    if task.status == "open" or not speech.is_mine(action.by + action.together_with):
        return None
    if hindrances(situation, task):
        return None
    return url_for("cases.reopen_task", case_id=situation.case.id, task_id=task.id)


def taken_back_lines(task: Task) -> list[Line]:
    """What was reported by mistake, and why it was taken back."""
    return [
        Line(
            text=gettext("Taken back"),
            when=moment(row.at),
            who=name,
            reason=row.reason,
            note=milestone.note if milestone and milestone.note else None,
        )
        for row, name, milestone in tasks.taken_back_on(task.id)
    ]
