"""The words for lessons and for what is said of a student in one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from casework.attendance.finding import Missed
from casework.attendance.models import Lesson
from casework.web.languages import language
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

OUTCOME_WORDS = {
    "present": _("Present"),
    "absent": _("Absent"),
    "late": _("Late"),
    "left_early": _("Left early"),
    "approved_leave": _("On leave"),
    "school_activity": _("Away with the school"),
    "not_offered": _("Not offered"),
    "unknown": _("Not known"),
}
VALIDITY_WORDS = {"valid": _("Valid"), "invalid": _("Invalid"), "undecided": _("Not decided")}


def clock_time(minutes: int) -> str:
    """ "08.10": minutes after midnight as a school's clock shows them."""
    point = ":" if language() == "en" else "."
    return f"{minutes // 60:02}{point}{minutes % 60:02}"


def lesson_title(lesson: Lesson) -> str:
    """ "08.10 Matematik"; the time alone where no subject is said."""
    return f"{clock_time(lesson.starts)} {lesson.subject}".strip()


def lesson_times(lesson: Lesson) -> str:
    """ "08.10–09.00"."""
    return f"{clock_time(lesson.starts)}–{clock_time(min(lesson.starts + lesson.minutes, 24 * 60 - 1))}"


def outcome_line(one: Missed) -> str:
    """What is said of the student: "Late, 12 minutes. Reported"."""
    entry, word = one.entry, str(OUTCOME_WORDS[one.outcome])
    if entry.missed and entry.outcome in ("late", "left_early"):
        minutes = ngettext("%(num)d minute", "%(num)d minutes", entry.missed)
        word = f"{word}, {minutes}"
    reported = gettext("Reported by the home")
    return f"{word}. {reported}" if entry.is_reported else word


def parsed_day(text: str) -> date | None:
    """The day that an address names, None where it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def percent(share: Fraction) -> str:
    """ "12,5 %": one decimal, never rounded up to what it has not reached."""
    tenths = int(share * 10)
    point = "." if language() == "en" else ","
    text = f"{tenths // 10}{point}{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return f"{text} %"
