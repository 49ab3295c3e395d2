"""The circumstances in which a form of a case is filled in: for whom, and what the program works out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from casework.cases.facts import Situation
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.forms.base import Confidentiality
from casework.forms.context import FormContext
from casework.people.models import Guardian, Student
from casework.people.queries import StudentRow
from casework.records.carried import Holdings
from casework.web.dates import day
from casework.web.text import gettext, ngettext

ADULT = 18
COMPULSORY_FROM, COMPULSORY_TO = 6, 18
Guardians = Sequence[tuple[Guardian, bool]]


def context_of(
    situation: Situation,
    speech: Speech,
    readable: frozenset[Confidentiality],
    guardians: Guardians,
    student: StudentRow,
    today: date,
) -> FormContext:
    """For whom the form is filled in: who may be named, what the program works out itself and from what."""
    names = [
        *(one.name for one in speech.colleagues),
        *(guardian.name for guardian, _ in guardians),
        situation.student.name,
    ]
    figures = figures_of(situation, today)
    return FormContext(
        readable=readable,
        guardians_asked=_is_minor(situation.student, today),
        people=tuple(dict.fromkeys(names)),
        computed=_computed(situation, speech, student, today),
        figures=figures,
        worked_out={of: worked_out(of, known) for of, known in figures.items()},
    )


def _is_minor(student: Student, today: date) -> bool:
    return student.age(today) < ADULT


def _computed(situation: Situation, speech: Speech, student: StudentRow, today: date) -> Mapping[str, str]:
    age = situation.student.age(today)
    days = (today - school_date(situation.case.opened_at)).days
    applies = COMPULSORY_FROM <= age < COMPULSORY_TO
    return {
        "student_age": ngettext("%(num)d year", "%(num)d years", age),
        "class_group": student.group,
        "stage": speech.stage(situation.facts.last_stage),
        "days_in_case": ngettext("%(num)d day", "%(num)d days", days),
        "compulsory_schooling_age": gettext("Yes, by age") if applies else gettext("No, by age"),
    }


def figures_of(situation: Situation, today: date) -> Mapping[str, Mapping[str, str]]:
    """What each computed value is worked out from, the same in every language: dates as 2026-11-22."""
    on, born = today.isoformat(), situation.student.birth_date.isoformat()
    limits = {"first": str(COMPULSORY_FROM), "last": str(COMPULSORY_TO)}
    return {
        "student_age": {"born": born, "on": on},
        "class_group": {"on": on},
        "stage": {"since": school_date(situation.visit.entered_at).isoformat()},
        "days_in_case": {"opened": school_date(situation.case.opened_at).isoformat(), "on": on},
        "compulsory_schooling_age": {"born": born, "on": on, **limits},
    }


def worked_out(of: str, figures: Mapping[str, str]) -> str:
    """How a computed value came about, in the reader's language."""
    told = {
        name: day(date.fromisoformat(figure)) if "-" in figure else figure for name, figure in figures.items()
    }
    sentences = {
        "student_age": gettext("Worked out from the date of birth, %(born)s, and the date %(on)s."),
        "class_group": gettext("Taken from the student's records, %(on)s."),
        "stage": gettext("Where the case stands since %(since)s."),
        "days_in_case": gettext("Counted from when the case was opened, %(opened)s, up to %(on)s."),
        "compulsory_schooling_age": gettext(
            "Worked out from the date of birth, %(born)s, and the date %(on)s. "
            "By age it applies from %(first)s to %(last)s years."
        ),
    }
    return sentences[of] % told


def holdings_of(situation: Situation, guardians: Guardians, group: str, now: datetime) -> Holdings:
    """What there is in the case that its forms may take values from."""
    contacts = [
        {"name": guardian.name, "phone": guardian.phone, "role": "guardian"}
        for guardian, may_be_contacted in guardians
        if may_be_contacted and _is_minor(situation.student, school_date(now))
    ]
    records: dict[str, Any] = {
        "student_name": situation.student.name,
        "class_group": group,
        "guardians": contacts,
        "case_opened_on": school_date(situation.case.opened_at).isoformat(),
    }
    return Holdings(situation.submissions, situation.writers, records, situation.case.round, now)
