"""Notices of absence to those at home: who gets one, and what a correction does to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.clock import by_day, school_date
from casework.engine.actions import Notice
from casework.engine.school_calendar import ONE_DAY
from casework.extensions import channels_set_up, db
from casework.messages.models import ABSENCE, CORRECTION, Message
from casework.people.home import home_of
from casework.people.models import ADULT, Student
from casework.tasks.student_tasks import Ground

STUDENT, HOME = "student", "home"
AT_HOME = ("guardians", "guardian", HOME)
CHANNELS = ("sms", "email")  # what the program can send by, where the routine names none


def recipients(student: Student, parties: Iterable[str], today: date) -> list[UUID | None]:
    """Who may be told: ids of those at home, None for the student; nobody of a protected identity.

    From the 18th birthday on `home` is the student, and those at home are told where the student has agreed.
    """
    if student.is_protected:
        return []
    found: list[UUID | None] = []
    is_of_age = student.age(today) >= ADULT
    for party in parties:
        if party == STUDENT or (party == HOME and is_of_age):
            found.append(None)
        elif party in AT_HOME:
            found += [one.guardian.id for one in home_of(student, today) if one.may_be_contacted]
    return list(dict.fromkeys(found))


def leave_notices(
    student: Student, action: Notice, ground: Ground, there: Sequence[Message], *, now: datetime
) -> bool:
    """Leaves a notice for each who may be told and has none for the ground; whether there is anybody.

    There is nobody, either, where this instance cannot send in any of the ways that the routine names, nor
    where the student is to be told and has no number or address. What was told earlier is not told anew.
    """
    mine = [one for one in there if (one.action, one.key) == (action.id, ground.key)]
    is_told = any(one.state == "sent" for one in mine)
    if is_told and ground.on + ONE_DAY < school_date(now):
        return True
    channels = [one for one in action.channel or CHANNELS if one in channels_set_up()]
    told = recipients(student, action.parties, ground.on) if channels else []
    have = {one.guardian_id for one in mine}
    can_be_told = [one for one in told if one is not None or _is_reachable(student, channels)]
    for receiver in can_be_told:
        if receiver not in have:
            db.session.add(_notice(receiver, action, ground, channels, now))
    return is_told or (bool(told) and can_be_told == told)


def _is_reachable(student: Student, channels: Collection[str]) -> bool:
    """Whether there is anything by which the student can be told."""
    return bool(("sms" in channels and student.phone) or ("email" in channels and student.email))


def _notice(
    guardian_id: UUID | None, action: Notice, ground: Ground, channels: list[str], now: datetime
) -> Message:
    return Message(
        kind=ABSENCE,
        state="waiting",
        student_id=ground.student_id,
        guardian_id=guardian_id,
        workflow=ground.workflow,
        rule=ground.rule,
        action=action.id,
        key=ground.key,
        on=ground.on,
        channels=channels,
        opened_at=now,
        due_at=by_day(now),
    )


def take_ground(row: Message, *, now: datetime) -> None:
    """The ground is gone: what waits is not sent, what is sent gets a correction that waits.

    Of what somebody is sending just now the one who does so finds out afterwards.
    """
    db.session.refresh(row, with_for_update=True)
    row.changed_at = now
    if row.state in ("waiting", "dead"):
        row.state, row.answer, row.ended_at = "withdrawn", "ground_gone", now
    elif row.state == "sent":
        correct(row, now=now)


def correct(row: Message, *, now: datetime) -> None:
    """Leaves the word that what was sent holds no longer; not while more that was sent about the day does."""
    same = Message.guardian_id.is_not_distinct_from(row.guardian_id)
    alike = (Message.student_id == row.student_id) & same
    holds = (Message.kind == ABSENCE) & (Message.state == "sent") & Message.changed_at.is_(None)
    rest = select(Message.id).where(alike, holds, Message.on == row.on, Message.id != row.id)
    if db.session.scalars(rest.limit(1)).first():
        return
    db.session.add(
        Message(
            kind=CORRECTION,
            state="waiting",
            student_id=row.student_id,
            guardian_id=row.guardian_id,
            workflow=row.workflow,
            rule=row.rule,
            action=row.action,
            key=row.key,
            on=row.on,
            channels=[row.channel] if row.channel else row.channels,
            opened_at=now,
            due_at=by_day(now),
        )
    )


def live_notices(student_ids: Collection[UUID]) -> dict[UUID, list[Message]]:
    """What waits or is sent about the students' absence, is no correction, and has its ground until now."""
    found: dict[UUID, list[Message]] = {}
    wanted = select(Message).where(
        Message.student_id.in_(student_ids), Message.kind == ABSENCE, Message.changed_at.is_(None)
    )
    for row in db.session.scalars(wanted.order_by(Message.on, Message.id)):
        if row.student_id:
            found.setdefault(row.student_id, []).append(row)
    return found
