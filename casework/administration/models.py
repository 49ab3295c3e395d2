"""The table of what system administrators have done; it is only ever added to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class AdministrativeAct(Identified, Base):
    """One thing that an administrator has done, and to whose account; never anything about a student."""

    __tablename__ = "administrative_act"

    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    what: Mapped[str] = mapped_column(String(60))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    says: Mapped[dict[str, object]] = mapped_column(JSON)
