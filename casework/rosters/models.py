"""Tables of what other systems deliver: deliveries that wait, and up to when has been fetched."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Waiting(Identified, Base):
    """A delivery that somebody has sent and is looking at, until it is entered or a day has passed."""

    __tablename__ = "waiting_feed"

    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    feed: Mapped[str] = mapped_column(Text)


class Fetched(Base):
    """Up to which moment the changes of a system have been fetched and entered."""

    __tablename__ = "fetched"

    source: Mapped[str] = mapped_column(String(60), primary_key=True)
    until: Mapped[datetime]
