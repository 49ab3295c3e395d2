"""The table of used form tokens: what makes a double click, a retry and the back button one effect."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base


class OnceToken(Base):
    """A form that was sent and carried out, and the page that its sender was led to."""

    __tablename__ = "once_token"

    token: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    location: Mapped[str] = mapped_column(String(400), default="")
    at: Mapped[datetime] = mapped_column(index=True)
