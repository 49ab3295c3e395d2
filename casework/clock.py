"""The time: asked at the edge only; actions and queries get it as an argument."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment on the wall clock of Swedish and Norwegian schools."""
    return moment.astimezone(SCHOOL_ZONE)


def school_date(moment: datetime) -> date:
    """The local date of the moment: what a person at school calls that day."""
    return local(moment).date()
