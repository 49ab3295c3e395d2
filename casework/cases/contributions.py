"""Gives to a form what one is asked for: one's own answers, and nothing else of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from casework.access.policy import Person
from casework.cases.awaited import awaited
from casework.cases.demands import demand_case_open, demand_role
from casework.cases.doing import record_report
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import role_of
from casework.cases.waiting import settle
from casework.catalog import catalog
from casework.clock import school_date
from casework.engine.actions import Contribution
from casework.errors import Conflict, NotHere
from casework.forms.contributed import by_giver
from casework.people.queries import Colleague
from casework.records import contributions
from casework.records.contributions import Page
from casework.tasks import actions as tasks
from casework.tasks.actions import Report
from casework.tasks.models import Task


def save_contribution(
    case: Case,
    task: Task,
    answers: Mapping[str, object],
    *,
    page: Page,
    given: Mapping[str, object] | None,
    colleagues: Sequence[Colleague],
    actor: Person,
    now: datetime,
) -> None:
    """Keeps the actor's answers; those that are `given` stand in the form. The last to give closes the task.

    Raises Refused for another role, Conflict where the form has been signed or the answers saved elsewhere.
    The caller has checked the answers that are given.
    """
    situation = situation_of(case, actor, now)
    action = situation.action_of(task)
    if not isinstance(action, Contribution):
        raise NotHere
    demand_role(situation, action.by)
    demand_case_open(case)
    if task.status not in ("open", "done"):
        raise Conflict("task_closed")
    role = role_of(situation.facts, action.by)
    if given is not None:
        form = catalog().forms[action.to_form].in_language("sv")
        given = by_giver(form, given, actor.name)
    contributions.save_contribution(
        task, action.to_form, answers, page=page, role=role, given=given, actor=actor, now=now
    )
    if given is not None:
        _report_given(situation, task, action, colleagues, actor=actor, now=now)
        settle(case, actor=actor, now=now)


def _report_given(
    situation: Situation,
    task: Task,
    action: Contribution,
    colleagues: Sequence[Colleague],
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Notes that the actor has given theirs; the last to give closes the task."""
    found = awaited(situation, action.to_form, colleagues)
    is_last = not any(one.people for one in found if one.task.id == task.id)
    report = Report("given", school_date(now))
    milestone = tasks.report_milestone(task, action, report, is_last=is_last, actor=actor, now=now)
    record_report(situation, task, action, milestone, actor=actor, now=now)
