"""What a letter does for the task that it belongs to: whom it has to go to, and what is reported by it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from casework.access.policy import Person
from casework.cases import doing, undo
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.clock import school_date
from casework.engine.actions import Notice
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.letters.models import Letter
from casework.people.models import ADULT, Guardianship
from casework.tasks.actions import Report
from casework.tasks.models import Milestone, Task
from casework.tasks.queries import task_in

SENT, RECEIVED = "sent", "received"
AT_HOME = ("guardians", "guardian", "home")


def wanted(parties: Iterable[str]) -> set[str]:
    """The parties of an action as letters name them."""
    return {"home" if one in AT_HOME else one for one in parties}


def fits(
    situation: Situation, task: Task, recipient_kind: str, bond: Guardianship | None, today: date
) -> bool:
    """Whether a letter to them is what the task asks for; who is of age stands for the home."""
    if task.guardian_id:
        return bond is not None and bond.guardian_id == task.guardian_id
    asked = wanted(situation.action_of(task).parties)
    is_of_age = situation.student.age(today) >= ADULT
    return recipient_kind in asked or (recipient_kind == "student" and is_of_age and "home" in asked)


def demand_fits(case: Case, letter: Letter, *, actor: Person, now: datetime) -> None:
    """Raises NotAcceptable where the letter's open task is for somebody else than the letter."""
    task = task_of(letter)
    if task is None or task.status != "open":
        return
    bond = db.session.get(Guardianship, letter.guardianship_id) if letter.guardianship_id else None
    if not fits(situation_of(case, actor, now), task, letter.recipient_kind, bond, school_date(now)):
        raise NotAcceptable("letter_for_task")


def task_of(letter: Letter) -> Task | None:
    """The task that the letter is written for."""
    return task_in(letter.case_id, letter.task_id) if letter.task_id else None


def report(
    case: Case, letter: Letter, kind: str, on: date, note: str, *, actor: Person, now: datetime
) -> Milestone | None:
    """Reports on the letter's task, where it has one that is open and waits for this."""
    task = task_of(letter)
    if task is None or task.status != "open":
        return None
    if kind == RECEIVED and not _waits_for_receipt(situation_of(case, actor, now), task):
        return None
    return doing.report_task(case, task, Report(kind, on, note=note), actor=actor, now=now)


def take_report_back(case: Case, letter: Letter, reason: str, *, actor: Person, now: datetime) -> None:
    """What the letter has reported counts no longer, unless the case has gone on since."""
    task = task_of(letter)
    if task and letter.milestone_id and reports_go(situation_of(case, actor, now), task):
        undo.take_report_back(case, task, letter.milestone_id, reason, actor=actor, now=now)


def reports_go(situation: Situation, task: Task) -> bool:
    """Whether what was reported on the task goes with a letter that is taken back."""
    return task.status == "open" or not undo.hindrances(situation, task)


def _waits_for_receipt(situation: Situation, task: Task) -> bool:
    """Whether the task is done when the letter has come through: a request waits for what it asks for."""
    action = situation.action_of(task)
    return isinstance(action, Notice) and action.receipt
