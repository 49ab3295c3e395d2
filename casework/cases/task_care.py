"""What people decide about tasks: until when one rests or is put off, who does it, and to add one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from casework.access.policy import Person
from casework.cases.around import reaches
from casework.cases.deadlines import keep_deadlines
from casework.cases.demands import demand_case_open, demand_open, demand_role
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import role_of
from casework.cases.signed import delay_content
from casework.cases.waiting import settle
from casework.cases.work import stay_of
from casework.clock import school_date
from casework.engine.actions import Contribution
from casework.errors import NotAcceptable
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.queries import Colleague
from casework.tasks import actions as tasks
from casework.tasks.models import Task, TaskDelay

Kind = Literal["extended", "paused", "ended"]
LONGEST_TITLE = 300


@dataclass(frozen=True)
class Wanted:
    """A task that a person adds: what, which roles do it and with whom, who of them, until when."""

    title: str
    by: tuple[str, ...]
    together_with: tuple[str, ...] = ()
    owner_id: UUID | None = None
    due_on: date | None = None


def deciders(situation: Situation, task: Task) -> tuple[str, ...]:
    """Who may put the task off: who answers for the step, and whom the routine lets pause its rules."""
    workflow = situation.workflow
    owner = (workflow.stage(task.stage).owner,) if task.stage in workflow.order else ()
    return tuple(dict.fromkeys((*owner, *(workflow.pause.by if workflow.pause else ()))))


def put_off(
    case: Case, task: Task, kind: Kind, until: date | None, reason: str, *, actor: Person, now: datetime
) -> TaskDelay:
    """Lets the task be due later, or rest until a day; or ends that, and the routine's own day holds again.

    Raises NotAcceptable for a day that is not after today and the one that holds, and without a reason.
    """
    situation = situation_of(case, actor, now)
    roles = deciders(situation, task)
    demand_role(situation, roles)
    demand_open(task)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    if not is_later(task, kind, until, school_date(now)):
        raise NotAcceptable("no_later_day")
    row = tasks.put_off(task, kind, until, reason, actor=actor, now=now)
    says = {"delay": str(row.id), "kind": kind, "until": until.isoformat() if until else ""}
    told = {**says, "reason": row.reason, "content": delay_content(row)}
    _record(What.TASK_PUT_OFF, situation, task, roles, told, actor=actor, now=now)
    _settle(case, situation, actor=actor, now=now)
    return row


def is_later(task: Task, kind: Kind, until: date | None, today: date) -> bool:
    """Whether the day puts the task off; what has been put off can be ended."""
    if kind == "ended":
        return until is None and is_put_off(task)
    is_after = task.due_on is None or kind == "paused" or (until is not None and until > task.due_on)
    return until is not None and until > today and is_after


def is_put_off(task: Task) -> bool:
    """Whether a person has set another day than the one that holds otherwise."""
    return task.set_to != tasks.own_day(task) or task.rests_until is not None


def holders(situation: Situation, task: Task, around: Iterable[Colleague]) -> dict[UUID, str]:
    """The colleagues who may have the task: each once who does it by a role of theirs."""
    action = situation.action_of(task)
    roles = {situation.workflow.rights(role) for role in action.by + action.together_with}
    return {one.id: one.name for one in around if one.role in roles and reaches(situation.case, one.role)}


def giving(situation: Situation, task: Task) -> tuple[str, ...]:
    """Who may say who does the task: those who do it, and those who may put it off."""
    action = situation.action_of(task)
    if isinstance(action, Contribution):
        return ()  # everybody who is asked gives their own
    return tuple(dict.fromkeys((*action.by, *action.together_with, *deciders(situation, task))))


def give(case: Case, task: Task, user_id: UUID | None, *, actor: Person, now: datetime) -> None:
    """Says who does the task: the actor, a colleague who may, or nobody in particular."""
    situation = situation_of(case, actor, now)
    roles = giving(situation, task)
    demand_role(situation, roles)
    demand_open(task)
    around = people.colleagues_for(situation.student, school_date(now))
    found = holders(situation, task, around)
    if user_id is not None and user_id not in found:
        raise NotAcceptable("not_a_colleague")
    if task.owner_id == user_id:
        return
    task.owner_id = user_id
    told = {"user": str(user_id or ""), "name": found[user_id] if user_id else ""}
    _record(What.TASK_GIVEN, situation, task, roles, told, actor=actor, now=now)
    _settle(case, situation, actor=actor, now=now)


def pass_on(case: Case, former_id: UUID, heir_id: UUID, *, actor: Person, now: datetime) -> None:
    """What a colleague has taken goes to who takes over the case, or to nobody in particular."""
    situation = situation_of(case, actor, now)
    taken = [task for task in situation.tasks if task.owner_id == former_id and task.status == "open"]
    around = people.colleagues_for(situation.student, school_date(now)) if taken else ()
    for task in taken:
        name = holders(situation, task, around).get(heir_id, "")
        task.owner_id = heir_id if name else None
        told = {"user": str(task.owner_id or ""), "name": name}
        _record(What.TASK_GIVEN, situation, task, (), told, actor=actor, now=now)
    if taken:
        _settle(case, situation, actor=actor, now=now)


def add_task(case: Case, wanted: Wanted, *, actor: Person, now: datetime) -> Task:
    """Adds a task that the routine does not ask for; whoever works in the case may.

    Raises NotAcceptable without a title or anybody who does it, and for a day that has been.
    """
    situation = situation_of(case, actor, now)
    demand_case_open(case)
    demand_role(situation, situation.workflow.acting)
    around = people.colleagues_for(situation.student, school_date(now))
    roles = {one.role for one in around if reaches(case, one.role)}
    if not wanted.title.strip() or not wanted.by or not {*wanted.by, *wanted.together_with} <= roles:
        raise NotAcceptable("who_missing")
    if wanted.due_on and wanted.due_on < school_date(now):
        raise NotAcceptable("no_later_day")
    by_hand = {"by": [*wanted.by], "with": [*wanted.together_with]}
    task = tasks.add_task(stay_of(situation), wanted.title, by_hand, wanted.due_on, now=now)
    if wanted.owner_id in {one.id for one in around if one.role in wanted.by}:
        task.owner_id = wanted.owner_id
    told = {"roles": by_hand["by"], "due": wanted.due_on.isoformat() if wanted.due_on else ""}
    _record(What.TASK_ADDED, situation, task, (), told, actor=actor, now=now)
    settle(case, actor=actor, now=now)
    return task


def _settle(case: Case, situation: Situation, *, actor: Person, now: datetime) -> None:
    """The day that holds now is told by the event itself."""
    keep_deadlines([situation], actor=actor, now=now, is_told=False)
    settle(case, actor=actor, now=now)


def _record(
    what: What,
    situation: Situation,
    task: Task,
    roles: Sequence[str],
    told: Mapping[str, object],
    *,
    actor: Person,
    now: datetime,
) -> None:
    history.record(
        what,
        situation.case.id,
        actor=actor,
        role=role_of(situation.facts, tuple(roles)),
        now=now,
        task=str(task.id),
        action=task.action,
        title=task.title,
        **told,
    )
