"""The time: asked at the edge only; actions and queries get it as an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Europe/Stockholm")
FIRST_HOUR, LAST_HOUR = 7, 21  # between these, on the school's clock, homes are written to
EVENING = 18  # from this hour on, on the school's clock, the day is over


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment on the wall clock of Swedish and Norwegian schools."""
    return moment.astimezone(SCHOOL_ZONE)


def school_date(moment: datetime) -> date:
    """The local date of the moment: what a person at school calls that day."""
    return local(moment).date()


def day_and_minute(moment: datetime) -> tuple[date, int]:
    """The local date and the minutes after its midnight, as lessons say when they begin."""
    at = local(moment)
    return at.date(), at.hour * 60 + at.minute


def is_evening(moment: datetime) -> bool:
    """Whether the school's day is over: absence without a reason is then what the routine makes of it."""
    return local(moment).hour >= EVENING


def day_begins(day: date) -> datetime:
    """The moment at which the school's day begins."""
    return datetime.combine(day, time(), SCHOOL_ZONE)


def by_day(moment: datetime) -> datetime:
    """The moment; in the night, when nobody writes to people's homes, the morning after it."""
    at = local(moment)
    if FIRST_HOUR <= at.hour < LAST_HOUR:
        return moment
    day = at.date() if at.hour < FIRST_HOUR else at.date() + timedelta(days=1)
    return datetime.combine(day, time(FIRST_HOUR), SCHOOL_ZONE).astimezone(UTC)


def sunday(day: date) -> date:
    """The last day of the day's week."""
    return day + timedelta(days=7 - day.isoweekday())


def days_in(text: str, patterns: Iterable[str]) -> Iterator[date]:
    """The days that the text can mean, written as the patterns of `strptime` say, in their order."""
    for pattern in patterns:
        with suppress(ValueError):
            yield datetime.strptime(text, pattern).date()  # noqa: DTZ007 a day, not a moment
