"""How the values came about that the program works out: their figures, and the sentence made of these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.cases.facts import Situation
from casework.cases.student_facts import COMPULSORY_FROM, COMPULSORY_TO
from casework.clock import school_date
from casework.people.models import Student
from casework.web.dates import day
from casework.web.text import gettext


def figures_of(situation: Situation, today: date) -> Mapping[str, Mapping[str, str]]:
    """What each computed value is worked out from, the same in every language: dates as 2026-11-22."""
    return {
        **figures_about(situation.student, today),
        "stage": {"since": school_date(situation.visit.entered_at).isoformat()},
        "days_in_case": {
            "opened": school_date(situation.case.opened_at).isoformat(),
            "on": today.isoformat(),
        },
    }


def figures_about(student: Student, today: date) -> Mapping[str, Mapping[str, str]]:
    """The same for what is worked out of the student alone, where there is no case."""
    on, born = today.isoformat(), student.birth_date.isoformat()
    limits = {"first": str(COMPULSORY_FROM), "last": str(COMPULSORY_TO)}
    return {
        "student_age": {"born": born, "on": on},
        "under_18": {"born": born, "on": on},
        "class_group": {"on": on},
        "compulsory_schooling_age": {"born": born, "on": on, **limits},
    }


def worked_out(of: str, figures: Mapping[str, str]) -> str:
    """How a computed value came about, in the reader's language."""
    told = {
        name: day(date.fromisoformat(figure)) if "-" in figure else figure for name, figure in figures.items()
    }
    by_birth = gettext("Worked out from the date of birth, %(born)s, and the date %(on)s.")
    sentences = {
        "student_age": by_birth,
        "under_18": by_birth,
        "class_group": gettext("Taken from the student's records, %(on)s."),
        "stage": gettext("Where the case stands since %(since)s."),
        "days_in_case": gettext("Counted from when the case was opened, %(opened)s, up to %(on)s."),
        "compulsory_schooling_age": gettext(
            "Worked out from the date of birth, %(born)s, and the date %(on)s. "
            "By age it applies from %(first)s to %(last)s years."
        ),
    }
    return sentences[of] % told
