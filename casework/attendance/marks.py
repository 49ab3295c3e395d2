"""The marks on the page of a lesson: what was sent for each student, what is missing, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast
from uuid import UUID

from casework.attendance.actions import PARTLY, PRESENT, Said
from casework.attendance.models import OUTCOMES, AttendanceEntry, Lesson
from casework.engine.register import Outcome
from casework.people.models import Student

ABSENT = ("absent", *PARTLY)
CHOICES = ("present", *ABSENT)
OTHERS = "others_were_there"  # the box that says so of everybody without a mark
Sent = Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """One student's row: the outcome (empty while nobody has said), the minutes as typed, whether reported.

    `choices` are the outcomes to choose from: what somebody has said that teachers do not say is kept among
    them. `problem` is `minutes` where these do not fit.
    """

    student: Student
    outcome: str
    minutes: str = ""
    is_reported: bool = False
    choices: tuple[str, ...] = CHOICES
    problem: str = ""

    @property
    def name(self) -> str:
        """What the row's inputs are called by."""
        return self.student.id.hex


@dataclass(frozen=True)
class Marks:
    """All rows of the page; `missing` are the students of whom nothing is said."""

    rows: tuple[Mark, ...]
    others_were_there: bool = False

    @property
    def has_unmarked(self) -> bool:
        """Whether somebody has no mark yet."""
        return any(not row.outcome for row in self.rows)

    @property
    def missing(self) -> tuple[Mark, ...]:
        """Rows without a mark, unless it is said that these were there."""
        return () if self.others_were_there else tuple(row for row in self.rows if not row.outcome)

    @property
    def problems(self) -> tuple[Mark, ...]:
        """Rows with something to put right."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def is_whole(self) -> bool:
        """Whether something is said of everybody, and all of it fits."""
        return not self.missing and not self.problems


def marks_of(students: Sequence[Student], lesson: Lesson, entries: Mapping[UUID, AttendanceEntry]) -> Marks:
    """The rows as they are registered; nothing is marked in a lesson that nobody has registered."""
    return Marks(tuple(_kept(one, lesson, entries.get(one.id)) for one in students))


def _kept(student: Student, lesson: Lesson, entry: AttendanceEntry | None) -> Mark:
    if entry is None:
        return Mark(student, "present" if lesson.registered_at else "")
    if entry.outcome == "unknown":
        return Mark(student, "")
    more = () if entry.outcome in CHOICES else (entry.outcome,)
    minutes = str(entry.missed) if entry.outcome in PARTLY else ""
    return Mark(student, entry.outcome, minutes, entry.is_reported, (*CHOICES, *more))


def sent_marks(shown: Marks, lesson: Lesson, sent: Sent) -> Marks:
    """The rows as somebody has sent them."""
    return Marks(tuple(_sent(row, lesson, sent) for row in shown.rows), bool(sent.get(OTHERS)))


def _sent(row: Mark, lesson: Lesson, sent: Sent) -> Mark:
    outcome = sent.get(f"outcome-{row.name}", "")
    outcome = outcome if outcome in row.choices else ""
    typed = sent.get(f"minutes-{row.name}", "").strip()[:4] if outcome in PARTLY else ""
    is_reported = outcome in ABSENT and bool(sent.get(f"reported-{row.name}"))
    fits = typed.isascii() and typed.isdigit() and 0 < int(typed) <= lesson.minutes
    problem = "minutes" if outcome in PARTLY and not fits else ""
    return replace(row, outcome=outcome, minutes=typed, is_reported=is_reported, problem=problem)


def said_in(marks: Marks, entries: Mapping[UUID, AttendanceEntry]) -> dict[UUID, Said]:
    """What whole marks say; what others have decided about an absence stays with it."""
    return {row.student.id: _said(row, entries.get(row.student.id)) for row in marks.rows}


def _said(row: Mark, entry: AttendanceEntry | None) -> Said:
    if row.outcome not in OUTCOMES or row.outcome == "present":
        return PRESENT
    outcome, missed = cast(Outcome, row.outcome), int(row.minutes or 0)
    if entry is None or entry.outcome == "unknown":
        return Said(outcome, missed, is_reported=row.is_reported)
    if row.outcome not in ABSENT:  # said by somebody else, and kept as it is
        return kept_said(entry)
    return replace(kept_said(entry), outcome=outcome, missed=missed, is_reported=row.is_reported)


def kept_said(entry: AttendanceEntry) -> Said:
    """What is said of the student now."""
    return Said(
        cast(Outcome, entry.outcome),
        entry.missed,
        entry.validity,  # type: ignore[arg-type] # the database lets in no other word
        entry.is_reported,
        entry.is_documented,
        entry.code,
    )
