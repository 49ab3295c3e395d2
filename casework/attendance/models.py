"""Tables of attendance: terms and closed days, who has which lessons, and what was not presence.

Presence is never stored: in a registered lesson, a student without an entry was there.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casework import clock
from casework.database import Base, Identified

OUTCOMES = (
    "present",
    "absent",
    "late",
    "left_early",
    "approved_leave",
    "school_activity",
    "not_offered",
    "unknown",
)
_OUTCOME = f"outcome in ({', '.join(repr(one) for one in OUTCOMES)})"
_VALIDITY = "validity in ('valid', 'invalid', 'undecided')"


class SchoolTerm(Identified, Base):
    """A term of a school, from its first day to its last."""

    __tablename__ = "school_term"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        Index("uq_school_term_unit_id_first_day", "unit_id", "first_day", unique=True),
    )

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class ClosedDay(Base):
    """A day in a term on which the school is closed: in a break, or for its staff."""

    __tablename__ = "closed_day"
    __table_args__ = (CheckConstraint("reason in ('break', 'staff_day')", name="reason"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))


class Placement(Base):
    """From when until when a student has the lessons of a group; `last_day` is empty while it goes on.

    A student without any has the lessons of their class.
    """

    __tablename__ = "placement"
    __table_args__ = (
        CheckConstraint("last_day is null or first_day <= last_day", name="days"),
        Index("ix_placement_group_id", "group_id"),
    )

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    group_id: Mapped[UUID] = mapped_column(ForeignKey("group.id"), primary_key=True)
    first_day: Mapped[date] = mapped_column(primary_key=True)
    last_day: Mapped[date | None]


class Lesson(Identified, Base):
    """A lesson of a group; `starts` in minutes after midnight at the school. Not registered means unknown."""

    __tablename__ = "lesson"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("starts >= 0 and starts < 1440", name="starts"),
        Index("uq_lesson_group_id_day_starts_subject", "group_id", "day", "starts", "subject", unique=True),
        Index("ix_lesson_day", "day"),
    )

    group_id: Mapped[UUID] = mapped_column(ForeignKey("group.id"))
    day: Mapped[date]
    starts: Mapped[int]
    minutes: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120), default="")
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime | None]
    registered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    def has_begun(self, now: datetime) -> bool:
        """Whether anybody can have been there yet."""
        return (self.day, self.starts) <= clock.day_and_minute(now)


class _Said:
    """What is said of one student in one lesson, by whom, when, and why where it was corrected."""

    outcome: Mapped[str] = mapped_column(String(20))
    missed: Mapped[int] = mapped_column(default=0)
    validity: Mapped[str] = mapped_column(String(10), default="undecided")
    is_reported: Mapped[bool] = mapped_column(default=False)
    is_documented: Mapped[bool] = mapped_column(default=False)
    code: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class AttendanceEntry(_Said, Base):
    """What is true now of a student in a lesson, unless that is presence from the start; with its day."""

    __tablename__ = "attendance_entry"
    __table_args__ = (
        CheckConstraint(_OUTCOME, name="outcome"),
        CheckConstraint(_VALIDITY, name="validity"),
        CheckConstraint("missed >= 0", name="missed"),
        Index("ix_attendance_entry_student_id_day", "student_id", "day"),
    )

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    day: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class AbsenceTotals(Base):
    """What a student's absence of a school year comes to, day by day: worked out from what is registered.

    The database drops the row as soon as something it was worked out from changes, leave among it; it is
    made anew when somebody asks for it. `counted` says by which way of counting, `unit_id` at which school.
    """

    __tablename__ = "absence_totals"
    __table_args__ = (Index("ix_absence_totals_unit_id_year", "unit_id", "year"),)

    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    counted: Mapped[str] = mapped_column(String(60))
    days: Mapped[bytes]
    sums: Mapped[bytes]
    held: Mapped[bytes]


class AttendanceRevision(_Said, Base):
    """What was true before a correction; only ever added to."""

    __tablename__ = "attendance_revision"

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("student.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
