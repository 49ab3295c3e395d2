"""The page on which somebody makes a profile from a sample: what is chosen, and what the lines then say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.feeds.pages.words import file_fault, line_fault
from casework.feeds.profile import COLUMNS, DAY_FORMS, Profile
from casework.feeds.records import Fault, Record, Unreadable
from casework.feeds.sample import MEANINGS, Draft, Unsound, tried
from casework.routines.speaker import capital
from casework.web.dates import day
from casework.web.sheets import shown
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

COLUMN_WORDS = {
    "key": _("Student’s number in the other system"),
    "given": _("First name"),
    "family": _("Last name"),
    "born": _("Date of birth"),
    "day": _("Day"),
    "until": _("Last day of a period"),
    "starts": _("When the lesson begins"),
    "ends": _("When it ends"),
    "minutes": _("How long it is"),
    "session": _("Half day (AM or PM)"),
    "subject": _("Subject"),
    "group": _("Group"),
    "code": _("Code for attendance"),
    "missed": _("Amount of absence"),
    "valid": _("Amount of valid absence"),
    "invalid": _("Amount of invalid absence"),
    "registered": _("Whether the teacher has registered it"),
    "notified": _("Whether the home has told of it"),
}
MEANING_WORDS = {
    "present": _("Was present"),
    "absent": _("Absent, reason not known"),
    "absent_valid": _("Absent with a valid reason"),
    "absent_invalid": _("Absent without a valid reason"),
    "late": _("Came late"),
    "left_early": _("Left early"),
    "approved_leave": _("Approved leave"),
    "school_activity": _("Another activity of the school"),
    "not_offered": _("Not offered to the student"),
    "unknown": _("Not registered, so not known"),
}
ROWS = {
    "lesson": _("A student in a lesson"),
    "session": _("A student for half a day"),
    "day": _("A student for a day"),
    "period": _("A student from one day to another"),
}
DELIMITERS = {"auto": _("As in the file"), ";": ";", ",": ",", "tab": _("Tab"), "|": "|"}
ENCODINGS = {"auto": _("Recognised by itself"), "utf-8": "UTF-8", "windows-1252": "Windows-1252"}
UNITS = {"minutes": _("Minutes"), "hours": _("Hours"), "percent": _("Percent of the lesson")}
LENGTHS = {"minutes": _("Minutes"), "hours": _("Hours")}
UNNAMED = {
    "unknown": _("Nothing is known of them"),
    "present": _("They were there: the file tells of absence only, in lessons that are registered"),
}
DAY_WORDS = {"": _("As usual (2026-09-07, 20260907, 07.09.2026 or 07/09/2026)")}
EXAMPLE = date(2026, 9, 7)
Choice = tuple[str, str, bool]


@dataclass(frozen=True)
class Select:
    """One select of the page: its name, label, and choices with which is chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class SamplePage:
    """Everything on the page; `problem` is why there is nothing to show or keep yet."""

    draft: Draft
    columns: tuple[Select, ...]
    settings: tuple[Select, ...]
    codes: tuple[tuple[str, Select], ...]
    rows: tuple[tuple[int, str, str, str, bool], ...]
    problem: str
    profile: Profile | None


def sample_page(draft: Draft, latest: date) -> SamplePage:
    """The page for the draft."""
    headings: Sequence[str] = ()
    codes: Sequence[str] = ()
    rows: list[Record | Fault] = []
    profile, problem = None, ""
    try:
        headings, codes = _seen(draft)
        profile = draft.profile(draft.sheet().headings)
        rows = tried(draft, profile, latest)
    except Unreadable as fault:
        problem = file_fault(fault)
        if fault.code == "not_text":  # what has been chosen stays beside what is wrong
            headings, codes = _seen(draft.as_found())
    except Unsound as fault:
        named = {name: str(COLUMN_WORDS.get(str(value), value)) for name, value in fault.said.values}
        problem = capital(fault.said.about(**named).said(gettext))
    except (IndexError, StopIteration):
        problem = gettext("A column that was chosen is not in the sample.")
    return SamplePage(
        draft,
        tuple(_column(name, draft, headings) for name in COLUMNS),
        tuple(_settings(draft)),
        tuple((code, _meaning(number, code, draft)) for number, code in enumerate(codes)),
        tuple(_row(one) for one in rows),
        problem,
        profile,
    )


def _seen(draft: Draft) -> tuple[Sequence[str], Sequence[str]]:
    """What the columns of the sample are called, and its codes. Raises Unreadable.

    Without headings a column is called by its number and what stands in it first.
    """
    table = draft.sheet()
    first = next(draft.sheet().rows)[1] if not table.headings else ()
    numbered = [f"{number}: {shown(cell)}" for number, cell in enumerate(first, 1)]
    return table.headings or numbered, draft.codes_in(table)


def _column(name: str, draft: Draft, headings: Sequence[str]) -> Select:
    chosen = draft.columns.get(name, 0)
    none = ("", gettext("None"), not chosen)
    places = tuple((str(place), heading, place == chosen) for place, heading in enumerate(headings, 1))
    return Select(f"column_{name}", str(COLUMN_WORDS[name]), (none, *places))


def _settings(draft: Draft) -> list[Select]:
    days: dict[str, object] = {**DAY_WORDS, **{one: EXAMPLE.strftime(one) for one in DAY_FORMS}}
    words: dict[str, tuple[str, Mapping[str, object]]] = {
        "row": (gettext("What a line is about"), ROWS),
        "encoding": (gettext("Encoding"), ENCODINGS),
        "delimiter": (gettext("What stands between cells"), DELIMITERS),
        "days": (gettext("How days are written"), days),
        "unit": (gettext("Amounts of absence are in"), UNITS),
        "lengths": (gettext("Lengths of lessons are in"), LENGTHS),
        "unnamed": (gettext("Students of a lesson whom the file does not name"), UNNAMED),
    }
    return [
        Select(
            name,
            label,
            tuple((one, str(text), one == draft.choices.get(name, "")) for one, text in known.items()),
        )
        for name, (label, known) in words.items()
    ]


def _meaning(number: int, code: str, draft: Draft) -> Select:
    chosen = draft.codes.get(code, "")
    none = ("", gettext("Not decided"), chosen not in MEANINGS)
    known = tuple((name, str(text), name == chosen) for name, text in MEANING_WORDS.items())
    label = code or gettext("(empty)")
    return Select(f"meaning_{number}", label, (none, *known))


def _row(found: Record | Fault) -> tuple[int, str, str, str, bool]:
    """The line, who, which lesson, and what it says, or what is wrong with it."""
    if isinstance(found, Fault):
        where = f"{found.column}: {found.value}" if found.column else ""
        return found.line, "", where, line_fault(found.code), True
    return found.line, _who(found), _lesson(found), _said(found), False


def _who(record: Record) -> str:
    who = record.student
    return who.key or f"{who.given} {who.family}"


def _lesson(record: Record) -> str:
    one = record.lesson
    clock = f"{one.starts // 60:02}.{one.starts % 60:02}"
    length = gettext("%(minutes)s min", minutes=one.minutes)
    return ", ".join(part for part in (day(one.day), clock, length, one.subject, one.group) if part)


def _said(record: Record) -> str:
    said = record.said
    word = f"{said.outcome}_{said.validity}"
    text = str(MEANING_WORDS.get(word, MEANING_WORDS[said.outcome]))
    return f"{text}, {gettext('%(minutes)s min', minutes=said.missed)}" if said.missed else text
