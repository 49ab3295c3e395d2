"""Calls a meeting, moves it, calls it off, and notes that it was held and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from casework.access.policy import Person
from casework.cases import doing
from casework.cases.demands import demand_allowed, demand_case_open, demand_reporter
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.clock import school_date
from casework.engine.actions import Meeting as Action
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.meetings.inviting import CANCEL, REQUEST, invite
from casework.meetings.models import CONSENT, NOTHING, Invited, Meeting
from casework.meetings.planned import Gate, Plan, Somebody, demand_sound, gate_of, is_late
from casework.meetings.proof import meeting_content
from casework.meetings.queries import booked_for_tasks, people_of
from casework.tasks.actions import Report
from casework.tasks.models import Task

CHANGE = "case:change"


def call_meeting(
    case: Case, task: Task | None, title: str, plan: Plan, *, actor: Person, now: datetime
) -> Meeting:
    """Books the meeting and leaves an invitation for everybody who can be written to.

    On its task it is reported as called; Conflict where that has one, NotAcceptable where it cannot be so.
    """
    situation = situation_of(case, actor, now)
    demand_case_open(case)
    role = demand_allowed(case, situation.student, actor, CHANGE)
    action = _action(situation, task)
    gate = gate_of(situation, action, now)
    demand_sound(situation, task, plan, gate, actor=actor, now=now)
    if task and task.id in booked_for_tasks(case.id):
        raise Conflict("meeting_called", case_id=str(case.id))
    meeting = Meeting(
        id=uuid4(),
        case_id=case.id,
        task_id=task.id if task else None,
        action=action.id if action else "",
        title=(action.title if action else title).strip(),
        status="booked",
        sequence=0,
        reason="",
        called_at=now,
        called_by_id=actor.id,
        role=role,
        **_said(task, plan, gate),
    )
    if not meeting.title:
        raise NotAcceptable("meeting_untitled")
    db.session.add(meeting)
    db.session.flush()
    called = [_add(meeting, one) for one in plan.people]
    db.session.flush()
    _report_called(case, task, meeting, actor=actor, now=now)
    _record(What.MEETING_CALLED, meeting, called, actor=actor, now=now, day=_day(meeting))
    invite(meeting, called, REQUEST, situation.student, now=now)
    return meeting


def change_meeting(
    case: Case, meeting: Meeting, plan: Plan, reason: str, *, seen: str, actor: Person, now: datetime
) -> None:
    """Moves the meeting or calls others to it: everybody gets the new time, who is called no longer a word.

    Raises Conflict where somebody else has changed it meanwhile.
    """
    demand_case_open(case)
    task = _demand_booked(case, meeting, seen)
    situation = situation_of(case, actor, now)
    demand_allowed(case, situation.student, actor, CHANGE)
    gate = gate_of(situation, _action(situation, task), now)
    demand_sound(situation, task, plan, gate, actor=actor, now=now)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    was = meeting.starts_at
    for name, value in _said(task, plan, gate).items():
        setattr(meeting, name, value)
    meeting.sequence, meeting.reason = meeting.sequence + 1, reason.strip()
    left, here = _call_others(meeting, plan.people, now)
    db.session.flush()
    if was != meeting.starts_at:
        _report_called(case, task, meeting, actor=actor, now=now)
    told = {"day": _day(meeting), "reason": meeting.reason}
    _record(What.MEETING_CHANGED, meeting, [*here, *left], actor=actor, now=now, **told)
    invite(meeting, left, CANCEL, situation.student, at=was, now=now)
    invite(meeting, here, REQUEST, situation.student, now=now)


def cancel_meeting(
    case: Case, meeting: Meeting, reason: str, *, seen: str, actor: Person, now: datetime
) -> None:
    """Calls the meeting off, in a closed case too: everybody gets a word, an open task waits anew."""
    task = _demand_booked(case, meeting, seen)
    situation = situation_of(case, actor, now)
    demand_allowed(case, situation.student, actor, CHANGE)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    meeting.status, meeting.settled_at, meeting.reason = "cancelled", now, reason.strip()
    meeting.sequence += 1
    rows = people_of(meeting.id)
    here = [one for one in rows if one.left_at is None]
    db.session.flush()
    _report_called(case, task, meeting, actor=actor, now=now)
    _record(What.MEETING_CANCELLED, meeting, rows, actor=actor, now=now, reason=meeting.reason)
    invite(meeting, here, CANCEL, situation.student, now=now)


def hold_meeting(
    case: Case,
    meeting: Meeting,
    came: Collection[UUID],
    names: Mapping[UUID, str],
    *,
    seen: str,
    actor: Person,
    now: datetime,
) -> None:
    """Notes that the meeting was held and who came (ids of those called); its task is done with that.

    Raises Refused while the routine asks for something first (a consent that held as it began is enough),
    NotAcceptable where nobody came or it is to come.
    """
    demand_case_open(case)
    task = _demand_booked(case, meeting, seen)
    situation = situation_of(case, actor, now)
    demand_allowed(case, situation.student, actor, CHANGE)
    rows = people_of(meeting.id)
    here = [one for one in rows if one.left_at is None]
    there = [one for one in here if one.id in set(came)]
    if meeting.starts_at > now or not there:
        raise NotAcceptable("meeting_not_held")
    if task and task.status == "open":
        note, at = ", ".join(names[one.id] for one in there if names.get(one.id)), meeting.starts_at
        report = Report("held", school_date(at), note=note)
        doing.report_task(case, task, report, begun_at=at, actor=actor, now=now)
    for one in here:
        one.attended = one in there
    meeting.status, meeting.settled_at = "held", now
    db.session.flush()
    _record(What.MEETING_HELD, meeting, rows, actor=actor, now=now, day=_day(meeting))


def _action(situation: Situation, task: Task | None) -> Action | None:
    action = situation.action_of(task) if task else None
    if task and not isinstance(action, Action):
        raise NotAcceptable("not_a_milestone")
    return action if isinstance(action, Action) else None


def _said(task: Task | None, plan: Plan, gate: Gate) -> dict[str, object]:
    """The words of the meeting's row; where nobody comes from outside nothing is passed on."""
    sharing = plan.sharing if plan.is_outside else NOTHING
    return {
        "starts_at": plan.starts_at,
        "minutes": plan.minutes,
        "way": plan.way,
        "place": plan.place.strip(),
        "about": plan.about.strip(),
        "sharing": sharing,
        "sharing_reason": plan.sharing_reason.strip() if sharing in gate.grounds else "",
        "consent_id": gate.consent.id if sharing == CONSENT and gate.consent else None,
        "late_reason": plan.late_reason.strip() if is_late(task, plan.starts_at) else "",
    }


def _add(meeting: Meeting, one: Somebody) -> Invited:
    row = Invited(
        id=uuid4(),
        meeting_id=meeting.id,
        party=one.party,
        user_id=one.user_id,
        guardian_id=one.guardian_id,
        name=one.name.strip(),
        body=one.body.strip(),
        email=one.email.strip(),
        is_protected=one.is_protected,
    )
    db.session.add(row)
    return row


def _call_others(
    meeting: Meeting, wanted: Sequence[Somebody], now: datetime
) -> tuple[list[Invited], list[Invited]]:
    """Those who are called no longer, and those who are now, some of them anew."""
    known = {somebody(one).key: one for one in people_of(meeting.id)}
    left = [row for key, row in known.items() if key not in {one.key for one in wanted} and not row.left_at]
    for row in left:
        row.left_at = now
    here = []
    for one in wanted:
        row = known.get(one.key) or _add(meeting, one)
        row.left_at, row.is_protected, row.email = None, one.is_protected, one.email.strip()
        here.append(row)
    return left, here


def somebody(row: Invited) -> Somebody:
    """Who was called, as it was said."""
    who = row.user_id, row.guardian_id, row.name, row.body, row.email
    return Somebody(row.party, *who, is_protected=row.is_protected)


def _demand_booked(case: Case, meeting: Meeting, seen: str) -> Task | None:
    """The task that the meeting serves, if any; Conflict where the meeting stands otherwise than was seen."""
    if meeting.status != "booked" or str(meeting.revision) != seen:
        raise Conflict("meeting_changed", case_id=str(case.id))
    return db.session.get(Task, meeting.task_id) if meeting.task_id else None


def _report_called(case: Case, task: Task | None, meeting: Meeting, *, actor: Person, now: datetime) -> None:
    """On the open task, with the day; one that is called off has none until it is called anew."""
    if task is None or task.status != "open" or case.closed_at:
        return
    demand_reporter(situation_of(case, actor, now), task, "called")
    day = school_date(meeting.starts_at) if meeting.status == "booked" else None
    report = Report("called", school_date(now), note=meeting.late_reason, meets_on=day)
    doing.report_task(case, task, report, actor=actor, now=now)


def _day(meeting: Meeting) -> str:
    return school_date(meeting.starts_at).isoformat()


def _record(
    what: What, meeting: Meeting, rows: Sequence[Invited], *, actor: Person, now: datetime, **told: str
) -> None:
    history.record(
        what,
        meeting.case_id,
        actor=actor,
        role=meeting.role,
        now=now,
        meeting=str(meeting.id),
        title=meeting.title,
        content=meeting_content(meeting, rows),
        **told,
    )
