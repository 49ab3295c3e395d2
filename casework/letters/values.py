"""Finds what letters are filled with: each value that a kind may name, in the language of the letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.attendance import queries as attendance
from casework.attendance.marks import ABSENT
from casework.cases.facts import Situation
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.people.home import home_of
from casework.signals.months import months_to
from casework.web.dates import day_of_year, month
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

# What each value is called where it stands with its name.
TITLES: Mapping[str, object] = {
    "student": _("Student"),
    "born": _("Born"),
    "school": _("School"),
    "group": _("Class"),
    "guardians": _("Guardians"),
    "principal": _("Principal"),
    "mentor": _("Mentor"),
    "case_number": _("Case"),
    "opened_on": _("Case opened"),
    "stage": _("Step"),
    "stage_since": _("In this step since"),
    "writer": _("Contact"),
    "writer_role": _("Role"),
    "authority": _("Authority"),
    "today": _("Date"),
    "absence": _("Absence in the month before"),
    "invalid_absence": _("Invalid absence in the month before"),
    "meeting": _("Meeting"),
}


@dataclass(frozen=True)
class About:
    """What a letter is about: the case as it stands, the words to say it in, and who writes where.

    `meeting` is what an invitation says of the meeting; empty in every other letter.
    """

    situation: Situation
    speech: Speech
    group: str
    school: str
    authority: str
    writer: str
    role: str
    today: date
    meeting: str = ""


def value(name: str, about: About) -> str:
    """The value with the name; empty where there is none. KeyError for a name that is not known."""
    return _FOUND[name](about)


def _guardians(about: About) -> str:
    home = home_of(about.situation.student, about.today)
    return ", ".join(one.guardian.name for one in home if one.bond.kind == "guardian")


def _holders(role: str) -> Callable[[About], str]:
    def names(about: About) -> str:
        found = (one.name for one in about.speech.colleagues if one.role == role)
        return ", ".join(dict.fromkeys(found))

    return names


def _missed(about: About, *, is_invalid: bool) -> str:
    """What was missed in the month before, all of it or what has no valid reason: time and days."""
    before = months_to(about.today)[1]
    student = about.situation.student.id
    register = attendance.registers_of([student], before.first, before.last)[student]
    misses = [
        one
        for one in register.misses
        if one.entry.outcome in ABSENT and (not is_invalid or one.entry.validity == "invalid")
    ]
    hours, minutes = divmod(sum(one.minutes for one in misses), 60)
    days = ngettext("%(num)d day", "%(num)d days", len({one.lesson.on for one in misses}))
    said = {"month": month(before.first), "hours": hours, "minutes": minutes, "days": days}
    return gettext("%(month)s: %(hours)s h %(minutes)s min on %(days)s", **said)


_FOUND: Mapping[str, Callable[[About], str]] = {
    "student": lambda about: about.situation.student.name,
    "born": lambda about: day_of_year(about.situation.student.birth_date),
    "school": lambda about: about.school,
    "group": lambda about: about.group,
    "guardians": _guardians,
    "principal": _holders("rector"),
    "mentor": _holders("mentor"),
    "case_number": lambda about: gettext("Case %(number)s", number=about.situation.case.number),
    "opened_on": lambda about: day_of_year(school_date(about.situation.case.opened_at)),
    "stage": lambda about: about.speech.stage(about.situation.facts.last_stage),
    "stage_since": lambda about: day_of_year(school_date(about.situation.visit.entered_at)),
    "writer": lambda about: about.writer,
    "writer_role": lambda about: about.role,
    "authority": lambda about: about.authority,
    "today": lambda about: day_of_year(about.today),
    "absence": lambda about: _missed(about, is_invalid=False),
    "invalid_absence": lambda about: _missed(about, is_invalid=True),
    "meeting": lambda about: about.meeting,
}
