"""What the minutes of an SS 12000 attendance say of a student in a lesson.

What is not reported is unknown, never presence. A notice (`absences`: told or granted beforehand) says
nothing of what happened: it adds no minute. It tells that the home was heard, and what a missed lesson was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from casework.attendance.actions import PRESENT, UNKNOWN, Said
from casework.clock import SCHOOL_ZONE
from casework.feeds import cells as read
from casework.feeds.faulty import Faulty
from casework.feeds.meaning import in_part, larger
from casework.ss12000.entries import ref, text
from casework.web.sheets import shown

Json = Mapping[str, Any]
GRANTED = "Beviljad ledighet"
LEAVE = Said("approved_leave", 0, "valid", is_reported=True)
SCHOOL_ACTIVITY, NOT_OFFERED = Said("school_activity"), Said("not_offered")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """A student's absence that was told, or granted, beforehand."""

    begins: datetime
    ends: datetime
    is_granted: bool


@dataclass(frozen=True, slots=True)
class Span:
    """When a lesson is for one student, and for how many minutes it counts."""

    begins: datetime
    ends: datetime
    minutes: int


def notices_of(absences: Iterable[Json]) -> dict[str, list[Notice]]:
    """The notices by student; one without times says nothing."""
    found: dict[str, list[Notice]] = {}
    for one in absences:
        begins, ends = moment(one, "startTime"), moment(one, "endTime")
        if begins and ends:
            notice = Notice(begins, ends, text(one, "type") == GRANTED)
            found.setdefault(ref(one, "student"), []).append(notice)
    return found


def moment(entry: Json, name: str) -> datetime | None:
    """The moment that stands there; without a zone, by the school's clock."""
    try:
        found = datetime.fromisoformat(text(entry, name))
    except ValueError:
        return None
    if not 1900 < found.year < 2200:
        return None
    return found if found.tzinfo else found.replace(tzinfo=SCHOOL_ZONE)


def whole(seen: Faulty, entry: Json, name: str) -> int | None:
    """The whole number that stands there; nothing where nothing does, or what is none, which is noted."""
    value = entry.get(name)
    if value is None or value == "":
        return None
    cell = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    number = seen.take({name: cell}, name, read.amount)
    return None if number is None else read.minutes(number, "minutes")


def is_reported(attendance: Json) -> bool:
    """Whether the teacher has reported it; where that is not told, it is not."""
    return attendance.get("isReported") in (True, "true")


def flag(seen: Faulty, entry: Json, name: str) -> bool:
    """Whether it says so; where nothing stands it does not. Another word than yes or no is noted."""
    value = entry.get(name)
    if value in (None, False, "false", ""):
        return False
    if value in (True, "true"):
        return True
    seen.faults.append((name, shown(str(value)), "yes_or_no"))
    return False


def own_span(exception: Json, span: Span) -> Span:
    """When the lesson is for a student who has it otherwise than the rest."""
    begins, ends = moment(exception, "startTime") or span.begins, moment(exception, "endTime") or span.ends
    lasts = whole(Faulty(), exception, "teachingLength")
    if not lasts and (begins, ends) != (span.begins, span.ends):
        lasts = round((ends - begins) / MINUTE)
    return Span(begins, ends, lasts if lasts and lasts > 0 else span.minutes)


def said_of(
    seen: Faulty, attendance: Json, minutes: int, span: Span, notices: Sequence[Notice]
) -> Said | None:
    """What the attendance says in a lesson of so many minutes, which is as `span` for the student.

    Nothing where something is wrong, which is noted. Who misses all of their own part is absent.
    """
    if not flag(seen, attendance, "isReported"):
        return UNKNOWN
    present, other, valid, invalid = (
        whole(seen, attendance, f"{name}Minutes")
        for name in ("attendance", "otherAttendance", "validAbsence", "invalidAbsence")
    )
    if seen.faults:
        return None
    if valid is None and invalid is None and present is None and other is None:
        seen.faults.append(("attendanceMinutes", "", "missing"))
        return None
    if valid is None and invalid is None:  # the rest of the lesson is missing, and nobody says why
        missed = max(0, span.minutes - (present or 0) - (other or 0))
    else:
        missed = (valid or 0) + (invalid or 0)
    if missed > max(span.minutes, minutes, round((span.ends - span.begins) / MINUTE)):
        seen.faults.append(("invalidAbsenceMinutes", str(missed), "more_than_lesson"))
        return None
    if not missed:
        return SCHOOL_ACTIVITY if other and other >= span.minutes else PRESENT
    heard = [one for one in notices if one.begins < span.ends and one.ends > span.begins]
    is_all = missed >= span.minutes
    is_leave = any(one.is_granted and one.begins <= span.begins and one.ends >= span.ends for one in heard)
    if is_all and is_leave and not invalid:
        return LEAVE
    amount = minutes if is_all else missed
    return in_part(amount, minutes, larger(valid or 0, invalid or 0), is_notified=bool(heard))


def sums_say(seen: Faulty, row: Json) -> tuple[int, Said] | None:
    """Of how many minutes sums of a day tell, and what; nothing where nothing was to be held, or is wrong."""
    names = ("attendance", "validAbsence", "invalidAbsence", "otherAttendance")
    present, valid, invalid, other = (whole(seen, row, f"{name}Sum") or 0 for name in names)
    told = present + valid + invalid + other
    reported = whole(seen, row, "reportedSum")
    offered = whole(seen, row, "offeredSum")
    minutes = told if reported is None else reported
    if seen.faults:
        return None
    if not minutes:
        return (offered, UNKNOWN) if offered else None
    if valid + invalid > minutes:
        seen.faults.append(("invalidAbsenceSum", str(valid + invalid), "more_than_lesson"))
        return None
    if not valid + invalid:
        return minutes, SCHOOL_ACTIVITY if other >= minutes else PRESENT
    return minutes, in_part(valid + invalid, minutes, larger(valid, invalid))
