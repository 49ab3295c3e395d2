"""Leave of one student, and what waits for a decision, as the pages lay it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.policy import Person, Place, decide, readable
from casework.attendance import leave
from casework.attendance.leave import DECIDE, Days
from casework.attendance.leave_models import StudentLeave
from casework.people import queries as people
from casework.people.models import Student
from casework.web.dates import day as day_text
from casework.web.dates import moment
from casework.web.role_titles import titles_of
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

REASONS = "school"  # the class of what is written about leave
Names = Mapping[UUID, str]
STATES = {
    "asked": _("Waits for a decision"),
    "granted": _("Granted"),
    "declined": _("Not granted"),
    "taken_back": _("Taken back"),
}


@dataclass(frozen=True)
class LeaveRow:
    """One leave: which days, how it stands, why, who has said what, and what can be done."""

    days: str
    state: str
    state_text: str
    reason: str
    lines: tuple[str, ...]
    decide_url: str | None
    take_back_url: str | None


@dataclass(frozen=True)
class Asked:
    """Leave that waits: whose, which days, why, who asked, who decides; where, for who may."""

    name: str
    days: str
    reason: str
    who: str
    waits: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """All leave that waits for who reads, and the students it is about."""

    rows: tuple[Asked, ...]
    students: tuple[tuple[UUID, Place], ...]


def span(one: StudentLeave) -> str:
    """The days, and how many they are."""
    number = (one.last_day - one.first_day).days + 1
    if number == 1:
        return day_text(one.first_day)
    told = {"first": day_text(one.first_day), "last": day_text(one.last_day), "days": _days(number)}
    return gettext("%(first)s to %(last)s, %(days)s", **told)


def _days(number: int) -> str:
    return ngettext("%(num)d day", "%(num)d days", number)


def granters(student: Student, one: StudentLeave, today: date) -> str:
    """Who may grant it, in words."""
    return titles_of(leave.who_grants(student, Days(one.first_day, one.last_day), today))


def leave_rows(actor: Person, student: Student, today: date) -> list[LeaveRow]:
    """All leave of the student, the latest days first."""
    found = leave.leaves_about(student.id)
    names = people.names_of(
        who for one in found for who in (one.asked_by_id, one.decided_by_id, one.ended_by_id)
    )
    return [_row(actor, student, one, names, today) for one in found]


def _row(actor: Person, student: Student, one: StudentLeave, names: Names, today: date) -> LeaveRow:
    place = people.place(student)
    named: dict[str, Any] = {"student_id": student.id, "leave_id": one.id}
    may, may_read = decide(actor, DECIDE, place).is_allowed, REASONS in readable(actor, place)
    days = Days(one.first_day, one.last_day)
    may_grant = may and one.state == "asked" and leave.may_grant(actor, student, days, today)
    may_take_back = may and leave.may_take_back(actor, student, one, today)
    lines = _said(one, names, may_read=may_read)
    if one.state == "asked":
        lines.append(gettext("Decided by: %(who)s", who=granters(student, one, today)))
    return LeaveRow(
        span(one),
        one.state,
        str(STATES[one.state]),
        one.reason if may_read else "",
        tuple(lines),
        url_for("attendance.decide_leave", **named) if may_grant else None,
        url_for("attendance.take_back_leave", **named) if may_take_back else None,
    )


def _said(one: StudentLeave, names: Names, *, may_read: bool) -> list[str]:
    """Who has said what, in order; why, for who reads that."""
    found: list[str] = []
    answer, end_reason = (one.answer, one.end_reason) if may_read else ("…", "…")
    if one.decided_by_id != one.asked_by_id:
        found.append(gettext("Asked for by %(who)s", who=f"{names[one.asked_by_id]}, {moment(one.asked_at)}"))
    if one.decided_by_id and one.decided_at:
        who = f"{names[one.decided_by_id]}, {moment(one.decided_at)}"
        found.append(_decided(one, who, answer if one.answer else ""))
    if one.ended_by_id and one.ended_at:
        who = f"{names[one.ended_by_id]}, {moment(one.ended_at)}"
        found.append(gettext("Taken back by %(who)s: “%(reason)s”", who=who, reason=end_reason))
    return found


def _decided(one: StudentLeave, who: str, answer: str) -> str:
    if one.state == "declined":
        return gettext("Not granted by %(who)s: “%(reason)s”", who=who, reason=answer)
    if answer:
        return gettext("Granted by %(who)s: “%(reason)s”", who=who, reason=answer)
    return gettext("Granted by %(who)s", who=who)


def waiting(actor: Person, today: date) -> Waiting:
    """The leave that waits among the students of whom the actor decides."""
    found = leave.asked_for(actor)
    rows = (
        Asked(
            student.name,
            span(one),
            one.reason if REASONS in readable(actor, people.place(student)) else "",
            f"{name}, {moment(one.asked_at)}",
            granters(student, one, today),
            _where(actor, student, one, today),
        )
        for one, student, name in found
    )
    return Waiting(tuple(rows), tuple((student.id, people.place(student)) for _, student, _ in found))


def _where(actor: Person, student: Student, one: StudentLeave, today: date) -> str:
    """Where the reader decides, or sees it."""
    if leave.may_grant(actor, student, Days(one.first_day, one.last_day), today):
        return url_for("attendance.decide_leave", student_id=student.id, leave_id=one.id)
    return url_for("attendance.leave", student_id=student.id)
