"""When a task is due, in words: how urgent it is, why the day is that one, and how late it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.cases.deadlines import ANSWER, CALENDAR
from casework.cases.facts import Situation
from casework.cases.pages.words import Speech
from casework.clock import school_date, sunday
from casework.engine.facts import Remedy
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from casework.web.dates import day, time_of_day
from casework.web.text import gettext, ngettext

OVERDUE, TODAY, WEEK, LATER, UNDATED = "overdue", "today", "week", "later", ""
ORDER = (OVERDUE, TODAY, WEEK, LATER, UNDATED)


def heading(part: str) -> str:
    """What stands above the things that are due then."""
    return {
        OVERDUE: gettext("Overdue"),
        TODAY: gettext("Today"),
        WEEK: gettext("This week"),
        LATER: gettext("Later"),
        UNDATED: gettext("Without a day"),
    }[part]


def part_of(due_on: date | None, today: date) -> str:
    """When it is due, seen from today; a week ends on its Sunday."""
    if due_on is None:
        return UNDATED
    if due_on <= today:
        return OVERDUE if due_on < today else TODAY
    return WEEK if due_on <= sunday(today) else LATER


def overdue(due_on: date, today: date) -> str:
    """ "Overdue · 3 days late"."""
    late = (today - due_on).days
    return ngettext("Overdue · %(num)d day late", "Overdue · %(num)d days late", late)


def is_overdue(task: Task, today: date) -> bool:
    """Whether the task should have been done; what is optional never is, nor what rests."""
    is_late = task.status == "open" and task.due_on is not None and task.due_on < today
    return is_late and not task.is_optional and not is_resting(task, today)


def is_resting(task: Task, today: date) -> bool:
    """Whether somebody lets the task rest."""
    return task.rests_until is not None and task.rests_until > today


def due_line(task: Task, today: date) -> str:
    """When the open task is due, as a line; empty where nobody has said so."""
    if is_resting(task, today) and task.rests_until:
        return gettext("Rests until %(day)s", day=day(task.rests_until))
    if task.due_on is None or (task.is_optional and task.due_on < today):
        return ""
    is_soon = task.soon_on is not None and task.soon_on <= today
    said = day_line(task.due_on, today, is_target=task.is_target, is_soon=is_soon)
    return said if task.due_on < today else _with_clock(said, task)


def student_due_line(task: StudentTask, today: date) -> str:
    """The same of a task about a student; empty where it has no day."""
    if task.due_on is None:
        return ""
    said = day_line(task.due_on, today)
    return said if task.due_on < today else at_clock(said, task)


def next_try(task: Task | StudentTask) -> str:
    """When one tries again, as nobody was reached; empty where there is no such day."""
    return gettext("Next attempt %(day)s.", day=day(task.next_try_on)) if task.next_try_on else ""


def _with_clock(said: str, task: Task) -> str:
    """The words with the time on the day, where there is one."""
    if task.by_clock:
        return gettext("%(said)s, before %(clock)s", said=said, clock=task.by_clock)
    return at_clock(said, task)


def at_clock(said: str, task: Task | StudentTask) -> str:
    """The words with the clock of the regular time that the task waits for; not on a day set by hand."""
    if not task.at_clock or task.due_on == task.set_to:
        return said
    return gettext("%(said)s at %(clock)s", said=said, clock=time_of_day(task.at_clock))


def day_line(due_on: date, today: date, *, is_target: bool = False, is_soon: bool = False) -> str:
    """The day, and how near it is."""
    if due_on < today:
        return overdue(due_on, today)
    if due_on == today:
        return gettext("Due today")
    if is_soon:
        return gettext("Due soon: %(day)s", day=day(due_on))
    return gettext("About %(day)s", day=day(due_on)) if is_target else gettext("By %(day)s", day=day(due_on))


def days_late(situation: Situation, task: Task) -> int:
    """How many days after its day the task was done; 0 where it was in time, or has no day."""
    if task.due_on is None or task.status != "done":
        return 0
    told = [one.happened_on for one, _ in situation.milestones if one.task_id == task.id]
    done_on = told[-1] if told else school_date(task.closed_at) if task.closed_at else task.due_on
    return max((done_on - task.due_on).days, 0)


def done_late(days: int) -> str:
    """ "Done, 2 days late"."""
    return ngettext("Done, %(num)d day late", "Done, %(num)d days late", days)


def why(task: Task, speech: Speech) -> Sequence[str]:
    """What must be known of the day: that it was moved, and what a clock waits for that has not started."""
    if task.status != "open":
        return ()
    if task.moved_from:
        moved = gettext("Moved from %(day)s, when there is no school.", day=day(task.moved_from))
        return (moved,)
    if task.waits_for == CALENDAR:
        return (gettext("The school's calendar does not reach as far as the day it is due."),)
    if task.waits_for:
        waits = gettext(
            "The clock has not started. It waits for this: %(what)s.", what=start(speech, task.waits_for)
        )
        return (waits,)
    return ()


def beside_state(situation: Situation, speech: Speech, task: Task) -> str:
    """When an open task is due, where its state does not say so, and what must be known of that."""
    today = situation.facts.today
    if task.status != "open" or today is None:
        return ""
    told = [] if is_overdue(task, today) else [due_line(task, today)]
    return ". ".join(one.rstrip(".") for one in (*told, *why(task, speech)) if one)


def try_fact(task: Task | StudentTask) -> list[tuple[str, str]]:
    """The day of the next attempt, with what it is called."""
    return [(gettext("Next attempt"), day(task.next_try_on))] if task.next_try_on else []


def day_fact(task: Task) -> list[tuple[str, str]]:
    """The day that the task is due, with what it is called."""
    if task.due_on is None:
        return []
    said = _with_clock(day(task.due_on), task)
    return [(gettext("Target day") if task.is_target else gettext("Due"), said)]


def of_need(situation: Situation, remedy: Remedy | None) -> str:
    """When what is missing is due, where an open task asks for it."""
    today = situation.facts.today
    wanted = remedy.target if remedy and remedy.kind in ("form", "task") else ""
    if today is None or not wanted:
        return ""
    for task in situation.tasks:
        action = situation.action_of(task)
        if task.status == "open" and wanted in (action.form, task.action, str(task.id)):
            return due_line(task, today)
    return ""


def start(speech: Speech, name: str) -> str:
    """What a clock starts with: a moment, a meeting, or something that is done."""
    built_in = {
        "case_opened": gettext("the case is opened"),
        "stage_entered": gettext("the step is begun"),
        "first_absence": gettext("the first absence"),
        "enrolled": gettext("the student is enrolled"),
        "mentor_time": gettext("mentor time"),
        "team_meeting": gettext("the team's meeting"),
        CALENDAR: gettext("the school's calendar"),
        ANSWER: gettext("that it was sent, and how soon an answer is expected"),
    }
    moment = speech.workflow.find_moment(name)
    return moment.title if moment else built_in.get(name) or speech.titled(name, name)


def due_moved(speech: Speech, says: Mapping[str, Any], title: str) -> str:
    """The event that says that a day has moved, and with what."""
    was, becomes = (date.fromisoformat(says[key]) if says[key] else None for key in ("from", "to"))
    named = {"title": title, "was": day(was) if was else "", "why": start(speech, str(says["why"]))}
    if becomes is None:
        return gettext("“%(title)s” was due %(was)s and has no day now. It follows: %(why)s", **named)
    return gettext(
        "“%(title)s” is due %(day)s instead of %(was)s. It follows: %(why)s", day=day(becomes), **named
    )
