"""The table of extracts: what of a signed form was released, to whom, on which ground."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Extract(Identified, Base):
    """Some answers of a signed form, released to somebody; the form itself keeps its classes. Rows stay.

    `confidentiality` is the class in which the extract is read here; `law` the ground's words at the time.
    """

    __tablename__ = "extract"
    __table_args__ = (
        CheckConstraint(
            "confidentiality in ('open', 'school', 'student_health', 'medical')", name="confidentiality"
        ),
        CheckConstraint("kind in ('guardian', 'administration', 'school', 'authority')", name="kind"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    fields: Mapped[list[str]] = mapped_column(JSON)
    confidentiality: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(240))
    guardianship_id: Mapped[UUID | None] = mapped_column(ForeignKey("guardianship.id"))
    ground: Mapped[str] = mapped_column(String(40))
    law: Mapped[str] = mapped_column(Text)
    consent_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[str] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
