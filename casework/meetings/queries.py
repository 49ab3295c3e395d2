"""Reads the meetings of a case, who is called to them, and what was passed on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from casework.errors import NotHere
from casework.extensions import db
from casework.meetings.models import Invited, Meeting, Shared
from casework.messages.models import MEETING, Message
from casework.people.models import Guardian, User


@dataclass(frozen=True)
class Called:
    """Somebody who is or was called, with their name, and whether an address is known."""

    row: Invited
    name: str
    has_email: bool


def meetings_of(case_id: UUID) -> Sequence[Meeting]:
    """Every meeting of the case, the latest first."""
    rows = select(Meeting).where(Meeting.case_id == case_id).order_by(Meeting.starts_at.desc(), Meeting.id)
    return db.session.scalars(rows).all()


def booked_for_tasks(case_id: UUID) -> Mapping[UUID, UUID]:
    """Task → the booked meeting that serves it."""
    rows = select(Meeting.task_id, Meeting.id).where(Meeting.case_id == case_id, Meeting.status == "booked")
    return {task_id: meeting_id for task_id, meeting_id in db.session.execute(rows) if task_id}


def meeting_in(case_id: UUID, meeting_id: UUID) -> Meeting:
    """The meeting, if it belongs to the case; else NotHere."""
    found = db.session.get(Meeting, meeting_id)
    if found is None or found.case_id != case_id:
        raise NotHere
    return found


def people_of(meeting_id: UUID) -> Sequence[Invited]:
    """Everybody who is or was called to the meeting."""
    rows = select(Invited).where(Invited.meeting_id == meeting_id).order_by(Invited.id)
    return db.session.scalars(rows).all()


def called_to(meeting_ids: Collection[UUID], student: str) -> Mapping[UUID, list[Called]]:
    """Everybody who is or was called to the meetings, by meeting, colleagues first, in one query."""
    found: dict[UUID, list[Called]] = {one: [] for one in meeting_ids}
    rows = (
        select(Invited, User.name, User.email, Guardian.name, Guardian.email)
        .outerjoin(User, User.id == Invited.user_id)
        .outerjoin(Guardian, Guardian.id == Invited.guardian_id)
        .where(Invited.meeting_id.in_(meeting_ids))
    )
    for row, user, user_email, guardian, guardian_email in db.session.execute(rows):
        name = user or guardian or row.name or (student if row.party == "student" else row.body)
        found[row.meeting_id].append(Called(row, name, bool(user_email or guardian_email or row.email)))
    order = ("staff", "student", "guardian", "outside")
    for called in found.values():
        called.sort(key=lambda one: (order.index(one.row.party), one.name))
    return found


def mails_of(meeting_id: UUID) -> Sequence[Message]:
    """The mails about the meeting, the newest last."""
    mine = select(Invited.id).where(Invited.meeting_id == meeting_id)
    rows = select(Message).where(Message.kind == MEETING, Message.about_id.in_(mine))
    return db.session.scalars(rows.order_by(Message.opened_at, Message.key)).all()


def shares_of(meeting_id: UUID) -> Sequence[Shared]:
    """What was passed on of the minutes, the latest first."""
    rows = select(Shared).where(Shared.meeting_id == meeting_id).order_by(Shared.at.desc(), Shared.id)
    return db.session.scalars(rows).all()
