"""Tables of meetings, who is called to them, who got what of the minutes, and a team's agenda."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

WAYS = ("physical", "phone", "video")
STATES = ("booked", "held", "cancelled")
PARTIES = ("staff", "student", "guardian", "outside")
NOTHING, CONSENT = "nothing", "consent"  # what those outside learn before it: nothing, or what a consent lets


class Meeting(Identified, Base):
    """A meeting in a case: which task it serves, when and where, and what those outside may learn of it.

    `sharing` is `nothing`, `consent` (then `consent_id`) or a legal ground by its id, with `sharing_reason`.
    `sequence` is what calendars know the newest time and place by. `reason` says why it was changed last.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("way in ('physical', 'phone', 'video')", name="way"),
        CheckConstraint("status in ('booked', 'held', 'cancelled')", name="status"),
        CheckConstraint("minutes > 0", name="minutes"),
        Index("ix_meeting_case_id_starts_at", "case_id", "starts_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"))
    action: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    way: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(240))
    about: Mapped[str] = mapped_column(Text)
    sharing: Mapped[str] = mapped_column(String(40))
    sharing_reason: Mapped[str] = mapped_column(Text)
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"))
    late_reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10))
    sequence: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    called_at: Mapped[datetime]
    called_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
    settled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 SQLAlchemy reads it as a plain attribute


class Invited(Identified, Base):
    """Somebody who is called to a meeting: a colleague, the student, somebody at home, or from outside.

    Of who `is_protected` nobody else who is called learns anything. `left_at`: they are called no longer.
    `attended` is known once the meeting has been held.
    """

    __tablename__ = "meeting_person"
    __table_args__ = (
        CheckConstraint("party in ('staff', 'student', 'guardian', 'outside')", name="party"),
        Index("ix_meeting_person_meeting_id", "meeting_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    party: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    guardian_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardian.id"))
    name: Mapped[str] = mapped_column(String(240))
    body: Mapped[str] = mapped_column(String(240))
    email: Mapped[str] = mapped_column(String(254))
    is_protected: Mapped[bool]
    attended: Mapped[bool | None]
    left_at: Mapped[datetime | None]


class Shared(Identified, Base):
    """What somebody got of the minutes: which parts of which form, on which ground; only ever added to."""

    __tablename__ = "meeting_share"
    __table_args__ = (Index("ix_meeting_share_meeting_id", "meeting_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_person.id"))
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    sections: Mapped[list[str]] = mapped_column(JSON)
    sharing: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))


class AgendaPoint(Identified, Base):
    """A case on what a team of a school goes through in a week; `week_on` is the Monday.

    `why`: a colleague has put it there, the case waits for the team, or a signal asks for it.
    """

    __tablename__ = "agenda_point"
    __table_args__ = (
        CheckConstraint("why in ('put', 'waits', 'signal', 'moved')", name="why"),
        CheckConstraint("status in ('open', 'done', 'moved')", name="status"),
        Index("uq_agenda_point_once", "unit_id", "team", "week_on", "case_id", unique=True),
        Index("ix_agenda_point_case_id", "case_id"),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    team: Mapped[str] = mapped_column(String(60))
    week_on: Mapped[date]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    why: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    put_at: Mapped[datetime]
    put_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
