"""The pages about merging: who may be the same student, and what would move from one row to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.attendance.actions import PARTLY, Said
from casework.attendance.pages.words import OUTCOME_WORDS, VALIDITY_WORDS, lesson_title
from casework.errors import CaseworkError
from casework.merging.actions import Merged
from casework.merging.attendance import Differing
from casework.people.queries import StudentRow
from casework.web.dates import day
from casework.web.problem_words import CONFLICTS, UNUSABLE
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

WHY_NOT = {
    "homes_differ": _(
        "The two say different things about what somebody at home may be told. Decide the same on both first."
    ),
    "both_open": _("Both have an open case. Close or annul one of them first: a student has one open case."),
    "both_begun": _(
        "The same colleague has begun a report of concern about each of the two. One of these has to be "
        "signed or thrown away first."
    ),
}


@dataclass(frozen=True)
class Row:
    """A row that may be the same student."""

    name: str
    born: str
    place: str
    url: str


@dataclass(frozen=True)
class Choice:
    """A lesson of which the two say different things: when, what, and what each of them says."""

    key: str
    lesson: str
    into: str
    other: str


def row_of(row: StudentRow, url: str = "") -> Row:
    """One of the two, or somebody who may be one of them."""
    place = f"{row.group}, {row.unit}" if row.group else row.unit
    return Row(row.student.name, day(row.student.birth_date), place, url)


def found_rows(student: StudentRow, found: Sequence[StudentRow]) -> list[Row]:
    """The rows that may be the same student, each with where it is looked at."""
    named = student.student.id
    return [
        row_of(one, url_for("cases.merge_same", student_id=named, other_id=one.student.id)) for one in found
    ]


def moved_lines(merged: Merged) -> list[str]:
    """What moves, in numbers."""
    told: dict[str, Callable[[int], str]] = {
        "cases": lambda n: ngettext("%(num)d case", "%(num)d cases", n),
        "absences": lambda n: ngettext("%(num)d absence", "%(num)d absences", n),
        "groups": lambda n: ngettext("the lessons of %(num)d group", "the lessons of %(num)d groups", n),
        "leave": lambda n: ngettext("leave of %(num)d time", "leave of %(num)d times", n),
        "marks": lambda n: ngettext("%(num)d assessment", "%(num)d assessments", n),
        "signals": lambda n: ngettext("%(num)d signal", "%(num)d signals", n),
        "tasks": lambda n: ngettext("%(num)d task about absence", "%(num)d tasks about absence", n),
        "reports": lambda n: ngettext("%(num)d report of concern", "%(num)d reports of concern", n),
        "notices": lambda n: ngettext("%(num)d message to the home", "%(num)d messages to the home", n),
        "home": lambda n: ngettext("%(num)d adult at home", "%(num)d adults at home", n),
        "cohorts": lambda n: ngettext(
            "%(num)d group of preventive work", "%(num)d groups of preventive work", n
        ),
        "names": lambda n: ngettext(
            "%(num)d number in another system", "%(num)d numbers in other systems", n
        ),
        "kept_away": lambda n: ngettext(
            "%(num)d colleague who keeps away", "%(num)d colleagues who keep away", n
        ),
    }
    return [told[what](number) for what, number in merged.moved.items() if number]


def choices_of(differing: Sequence[Differing]) -> list[Choice]:
    """The lessons that somebody has to decide about."""
    return [
        Choice(
            f"lesson_{one.lesson.id.hex}",
            f"{day(one.lesson.day)} {lesson_title(one.lesson)}",
            _says(one.into),
            _says(one.other),
        )
        for one in differing
    ]


def problem_text(error: CaseworkError) -> str:
    """Why the two are not merged."""
    code = str(getattr(error, "code", ""))
    if code == "reason_missing":
        return gettext("Write how you know that it is the same student.")
    return str({**CONFLICTS, **UNUSABLE}.get(code, UNUSABLE["not_mergeable"]))


def _says(said: Said) -> str:
    word = str(OUTCOME_WORDS[said.outcome])
    if said.outcome in PARTLY:
        word = f"{word} {said.missed} min"
    is_absence = said.outcome in ("absent", *PARTLY)
    return f"{word}, {VALIDITY_WORDS[said.validity]}" if is_absence else word
