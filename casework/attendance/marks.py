"""The marks on the page of a lesson: what was sent for each student, what is missing, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from casework.attendance.actions import PARTLY, PRESENT, UNKNOWN, Said
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
    them. `problem` is `minutes` where these do not fit, `to_come` where the lesson has not begun.
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
    """All rows of the page; `missing` are the students of whom nothing is said.

    Before the lesson begins (`is_ahead`) absence can be told, and nobody need be said anything of.
    """

    rows: tuple[Mark, ...]
    others_were_there: bool = False
    is_ahead: bool = False

    @property
    def has_unmarked(self) -> bool:
        """Whether somebody has no mark yet."""
        return not self.is_ahead and any(not row.outcome for row in self.rows)

    @property
    def missing(self) -> tuple[Mark, ...]:
        """Rows without a mark, unless it is said that these were there."""
        if self.others_were_there or self.is_ahead:
            return ()
        return tuple(row for row in self.rows if not row.outcome)

    @property
    def problems(self) -> tuple[Mark, ...]:
        """Rows with something to put right."""
        return tuple(row for row in self.rows if row.problem)

    @property
    def is_too_early(self) -> bool:
        """Whether somebody is said to have been in a lesson that has not begun."""
        return self.is_ahead and (self.others_were_there or any(row.problem for row in self.rows))

    @property
    def is_whole(self) -> bool:
        """Whether something is said of everybody, and all of it fits."""
        return not self.missing and not self.problems and not self.is_too_early


def marks_of(
    students: Sequence[Student], lesson: Lesson, entries: Mapping[UUID, AttendanceEntry], now: datetime
) -> Marks:
    """The rows as they are registered; of a lesson that nobody has registered, absence told ahead alone."""
    rows = tuple(_kept(one, lesson, entries.get(one.id)) for one in students)
    if lesson.has_begun(now):
        return Marks(rows)
    return Marks(tuple(replace(row, choices=_ahead(row)) for row in rows), is_ahead=True)


def _ahead(row: Mark) -> tuple[str, ...]:
    """What can be said before the lesson begins: absence; what is told already, and that nobody knows."""
    return tuple(dict.fromkeys(("absent", *([row.outcome] if row.outcome else []), "unknown")))


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
    sender = _sent_ahead if shown.is_ahead else _sent
    rows = tuple(sender(row, lesson, sent) for row in shown.rows)
    return replace(shown, rows=rows, others_were_there=bool(sent.get(OTHERS)))


def _sent_ahead(row: Mark, _lesson: Lesson, sent: Sent) -> Mark:
    outcome = sent.get(f"outcome-{row.name}", "")
    is_reported = outcome in ABSENT and bool(sent.get(f"reported-{row.name}"))
    problem = "to_come" if outcome and outcome not in row.choices else ""
    return replace(
        row, outcome="" if problem else outcome, minutes="", is_reported=is_reported, problem=problem
    )


def _sent(row: Mark, lesson: Lesson, sent: Sent) -> Mark:
    outcome = sent.get(f"outcome-{row.name}", "")
    outcome = outcome if outcome in row.choices else ""
    typed = sent.get(f"minutes-{row.name}", "").strip()[:4] if outcome in PARTLY else ""
    is_reported = outcome in ABSENT and bool(sent.get(f"reported-{row.name}"))
    fits = typed.isascii() and typed.isdigit() and 0 < int(typed) < lesson.minutes
    problem = "minutes" if outcome in PARTLY and not fits else ""
    return replace(row, outcome=outcome, minutes=typed, is_reported=is_reported, problem=problem)


def said_ahead(marks: Marks, entries: Mapping[UUID, AttendanceEntry]) -> dict[UUID, Said]:
    """What whole marks say before the lesson begins; what is known of an absence stays with it."""
    return {
        row.student.id: UNKNOWN if row.outcome == "unknown" else _said(row, entries.get(row.student.id))
        for row in marks.rows
        if row.outcome in ("absent", "unknown")
    }


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
