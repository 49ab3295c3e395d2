"""What follows from a meeting in one go: it was held, what was decided becomes tasks, the next is booked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from casework.access.policy import Person
from casework.cases.around import eligible
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.task_care import Wanted, add_task
from casework.clock import school_date
from casework.engine.actions import Meeting as Action
from casework.errors import NotAcceptable
from casework.meetings.actions import call_meeting, hold_meeting, somebody
from casework.meetings.models import NOTHING, Invited, Meeting
from casework.meetings.planned import Plan, gate_of
from casework.meetings.queries import people_of
from casework.people import queries as people
from casework.people.home import home_of
from casework.tasks.models import Task
from casework.tasks.queries import task_in


@dataclass(frozen=True)
class Next:
    """When the next meeting is, which task it serves, and why it is late where it is."""

    starts_at: datetime
    task_id: UUID | None
    title: str
    late_reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """Who came (ids of those called, with their names), what was decided, when one meets again."""

    came: Collection[UUID]
    names: Mapping[UUID, str]
    decided: Sequence[Wanted] = ()
    next: Next | None = None


def conclude(
    case: Case, meeting: Meeting, outcome: Outcome, *, seen: str, actor: Person, now: datetime
) -> Meeting | None:
    """Notes all of it; the next meeting where one was booked."""
    hold_meeting(case, meeting, outcome.came, outcome.names, seen=seen, actor=actor, now=now)
    for one in outcome.decided:
        add_task(case, one, actor=actor, now=now)
    return _book(case, meeting, outcome.next, actor=actor, now=now) if outcome.next else None


def open_meetings(situation: Situation) -> list[Task]:
    """The open tasks that a meeting serves."""
    found = ((task, situation.action_of(task)) for task in situation.tasks if task.status == "open")
    return [task for task, action in found if isinstance(action, Action)]


def _book(case: Case, meeting: Meeting, wanted: Next, *, actor: Person, now: datetime) -> Meeting:
    """The next meeting with the same people, as far as they may still be called."""
    situation = situation_of(case, actor, now)
    task = task_in(case.id, wanted.task_id) if wanted.task_id else None
    if wanted.task_id and (task is None or task.status != "open"):
        raise NotAcceptable("not_a_milestone")
    plan = again(situation, meeting, people_of(meeting.id), wanted.starts_at, now)
    action = situation.action_of(task) if task else None
    gate = gate_of(situation, action if isinstance(action, Action) else None, now)
    sharing = plan.sharing if plan.sharing in gate.ways else NOTHING
    said = replace(plan, sharing=sharing, late_reason=wanted.late_reason)
    return call_meeting(case, task, wanted.title, said, actor=actor, now=now)


def again(
    situation: Situation, meeting: Meeting, rows: Sequence[Invited], starts_at: datetime, now: datetime
) -> Plan:
    """A meeting as the last: the same people who may still be called, place and grounds."""
    today = school_date(now)
    colleagues = eligible(situation.case, people.colleagues_for(situation.student, today))
    home = {one.guardian.id for one in home_of(situation.student, today) if one.may_be_contacted}
    may = tuple(
        somebody(one)
        for one in rows
        if one.left_at is None
        and (one.user_id is None or one.user_id in colleagues)
        and (one.guardian_id is None or one.guardian_id in home)
    )
    return Plan(
        starts_at=starts_at,
        minutes=meeting.minutes,
        people=may,
        way=meeting.way,
        place=meeting.place,
        about=meeting.about,
        sharing=meeting.sharing,
        sharing_reason=meeting.sharing_reason,
        late_reason=meeting.late_reason,
    )
