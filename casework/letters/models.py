"""The tables of letters: what is written and was sent, to one or to all, and which documents came in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified

# How a letter is delivered; those that a protected identity leaves.
WAYS = ("handed_over", "post", "registered_mail", "digital_mail", "internal_mail", "phone", "agreed")
PROTECTED_WAYS = ("handed_over", "agreed")
WAYS_TO_ALL = ("handed_over", "post", "digital_mail")


class Letter(Identified, Base):
    """A letter of a case: a draft for as long as it is written; what was sent stays, also when taken back.

    `kind` names the kind, `recipient_kind` whom it goes to as kinds of letters say, with `guardianship_id`
    for somebody at home, `unit_id` the school that has sent it. `left_out` are parts of the kind that the
    writer leaves out, `own_text` what stands in the part to write. `file_id` is the file as it was sent, an
    attachment of the case; `milestone_id` what was reported by it on the task that it does,
    `meeting_person_id` who an invitation calls. The task is one of the case, or one about the student that a
    duty has opened.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'sent', 'taken_back')", name="status"),
        CheckConstraint(
            "confidentiality in ('open', 'school', 'student_health', 'medical')", name="confidentiality"
        ),
        Index("ix_letter_sent_on", "sent_on"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    student_task_id: Mapped[UUID | None] = mapped_column(ForeignKey("student_task.id"), index=True)
    meeting_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting_person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    confidentiality: Mapped[str] = mapped_column(String(20))
    recipient_kind: Mapped[str] = mapped_column(String(60))
    guardianship_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardianship.id"))
    recipient: Mapped[str] = mapped_column(String(240))
    address: Mapped[str] = mapped_column(Text, default="")
    left_out: Mapped[list[str]] = mapped_column(JSON)
    own_text: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10), default="draft")
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    way: Mapped[str] = mapped_column(String(20), default="")
    sent_on: Mapped[date | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment_version.id"))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id"))
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60), default="")
    received_on: Mapped[date | None]
    received_how: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    taken_back_reason: Mapped[str] = mapped_column(Text, default="")


class SchoolLetter(Identified, Base):
    """A letter to all homes of a class, or of the school, as it was sent: it names no student.

    `paper` is the PDF. Only ever added to.
    """

    __tablename__ = "school_letter"
    __table_args__ = (Index("ix_school_letter_unit_id_sent_on", "unit_id", "sent_on"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    group_id: Mapped[UUID | None] = mapped_column(ForeignKey("group.id"))
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    own_text: Mapped[str] = mapped_column(Text)
    way: Mapped[str] = mapped_column(String(20))
    sent_on: Mapped[date]
    number: Mapped[str] = mapped_column(String(60))
    paper: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class ReceivedDocument(Identified, Base):
    """An attached document that came in: the day, from whom, to which school, its number in the register."""

    __tablename__ = "received_document"
    __table_args__ = (
        Index("uq_received_document_attachment_id", "attachment_id", unique=True),
        Index("ix_received_document_received_on", "received_on"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"))
    received_on: Mapped[date]
    sender: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(60), default="")
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
