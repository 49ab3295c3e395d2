"""What a file of attendance says, in one shape whatever it looked like; and all that is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.attendance.actions import Said


class Unreadable(Exception):
    """The whole file cannot be read; `code` says why, `named` which words the sentence names."""

    def __init__(self, code: str, named: str = "") -> None:
        super().__init__(code)
        self.code, self.named = code, named


@dataclass(frozen=True, slots=True)
class StudentName:
    """How the file says who it is: the name that its system has for the student, or names and birth date."""

    key: str = ""
    given: str = ""
    family: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class LessonName:
    """A lesson (or session, or day): `starts` in minutes after midnight, how long, about what, for whom."""

    day: date
    starts: int
    minutes: int
    subject: str = ""
    group: str = ""


@dataclass(slots=True)  # a file has a million of them: one that is frozen takes three times as long to make
class Record:
    """What line `line` says of a student in a lesson. What the teacher has not registered is unknown."""

    line: int
    student: StudentName
    lesson: LessonName
    said: Said


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong on a line: in which column (empty: the line as such), what stands there, and why.

    `place` says where it stands in a system that is asked, which has no lines: day, list and id there.
    """

    line: int
    column: str
    value: str
    code: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """That a refused line speaks of the student, on that day; without a day on any that the file is of.

    Such a student was not there because nobody named them: nobody knows.
    """

    student: StudentName
    day: date | None = None


Found = Record | Fault | Unsure
