"""For whom a form is filled in: who may be named, what the program works out itself, which days are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from casework.cases.facts import Situation
from casework.cases.pages.computed import figures_of, worked_out
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.engine.conditions import COMPULSORY
from casework.forms.base import Confidentiality
from casework.forms.context import FormContext
from casework.forms.days import free_days, school_year
from casework.people.home import AtHome
from casework.people.models import ADULT
from casework.people.queries import StudentRow
from casework.web.text import gettext, ngettext


def context_of(
    situation: Situation,
    speech: Speech,
    readable: frozenset[Confidentiality],
    guardians: Sequence[AtHome],
    student: StudentRow,
    today: date,
) -> FormContext:
    """The circumstances of a form of the case, in the words of its reader."""
    age, figures = situation.student.age(today), figures_of(situation, today)
    return FormContext(
        readable=readable,
        guardians_asked=age < ADULT,
        people=_at_hand(situation, speech, guardians),
        computed=_computed(situation, speech, student, age, today),
        figures=figures,
        worked_out={of: worked_out(of, known) for of, known in figures.items()},
        today=today,
        free_days=free_days(situation.workflow.country, school_year(today), speech.language),
    )


def _at_hand(situation: Situation, speech: Speech, guardians: Sequence[AtHome]) -> Mapping[str, str]:
    """Who may be named, each with who it is: those at home, then the staff, nearest to the student first."""
    found: dict[str, list[str]] = {situation.student.name: [gettext("student")]}
    for one_at_home in guardians:
        found.setdefault(one_at_home.guardian.name, []).append(gettext("guardian"))
    for one in speech.colleagues:
        found.setdefault(one.name, []).append(speech.role_within(one.role))
    return {name: ", ".join(dict.fromkeys(roles)) for name, roles in found.items()}


def _computed(
    situation: Situation, speech: Speech, student: StudentRow, age: int, today: date
) -> Mapping[str, str]:
    days = (today - school_date(situation.case.opened_at)).days
    applies = COMPULSORY in situation.facts.student.traits
    return {
        "student_age": ngettext("%(num)d year", "%(num)d years", age),
        "under_18": gettext("Yes, by age") if age < ADULT else gettext("No, by age"),
        "class_group": student.group,
        "stage": speech.stage(situation.facts.last_stage),
        "days_in_case": ngettext("%(num)d day", "%(num)d days", days),
        "compulsory_schooling_age": gettext("Yes, by age") if applies else gettext("No, by age"),
    }
