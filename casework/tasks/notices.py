"""Notices that wait to be sent to those at home: who gets one, and what a correction does to it.

Nothing is sent here. Whoever sends takes the rows that wait and marks them as sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.engine.actions import Notice
from casework.extensions import db
from casework.people.home import home_of
from casework.people.models import ADULT, Student
from casework.tasks.student_models import OutgoingNotice
from casework.tasks.student_tasks import Ground

STUDENT, HOME = "student", "home"
AT_HOME = ("guardians", "guardian", HOME)


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
    student: Student, action: Notice, ground: Ground, there: Sequence[OutgoingNotice], *, now: datetime
) -> bool:
    """Leaves a notice for each who may be told and has none for the ground; whether there is anybody."""
    told = recipients(student, action.parties, ground.on)
    have = {one.guardian_id for one in there if (one.action, one.key) == (action.id, ground.key)}
    for guardian_id in told:
        if guardian_id not in have:
            db.session.add(_notice(guardian_id, action, ground, now))
    return bool(told)


def _notice(guardian_id: UUID | None, action: Notice, ground: Ground, now: datetime) -> OutgoingNotice:
    return OutgoingNotice(
        student_id=ground.student_id,
        guardian_id=guardian_id,
        workflow=ground.workflow,
        rule=ground.rule,
        action=action.id,
        key=ground.key,
        on=ground.on,
        channels=list(action.channel),
        is_correction=False,
        state="waiting",
        opened_at=now,
    )


def correct(row: OutgoingNotice, *, now: datetime) -> None:
    """The ground is gone: what waits is not sent, what is sent gets a correction that waits."""
    row.changed_at = now
    if row.state == "waiting":
        row.state = "withdrawn"
        return
    db.session.add(
        OutgoingNotice(
            student_id=row.student_id,
            guardian_id=row.guardian_id,
            workflow=row.workflow,
            rule=row.rule,
            action=row.action,
            key=row.key,
            on=row.on,
            channels=row.channels,
            is_correction=True,
            state="waiting",
            opened_at=now,
        )
    )


def live_notices(student_ids: Collection[UUID]) -> dict[UUID, list[OutgoingNotice]]:
    """What waits or is sent about the students, is no correction, and has its ground until now."""
    found: dict[UUID, list[OutgoingNotice]] = {}
    wanted = select(OutgoingNotice).where(
        OutgoingNotice.student_id.in_(student_ids),
        OutgoingNotice.is_correction.is_(False),
        OutgoingNotice.changed_at.is_(None),
    )
    for row in db.session.scalars(wanted.order_by(OutgoingNotice.on, OutgoingNotice.id)):
        found.setdefault(row.student_id, []).append(row)
    return found
