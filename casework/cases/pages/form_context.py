"""For whom a form is filled in: who may be named, what the program works out itself, which days are free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from casework.cases.facts import Situation
from casework.cases.pages.computed import figures_about, figures_of, worked_out
from casework.cases.pages.words import Speech
from casework.cases.student_facts import student_at
from casework.clock import school_date
from casework.engine.conditions import COMPULSORY
from casework.forms.base import Confidentiality
from casework.forms.context import FormContext
from casework.forms.days import free_days, school_year
from casework.people.home import AtHome
from casework.people.models import ADULT, Student
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
    figures = figures_of(situation, today)
    return replace(
        context_about(student, speech, readable, guardians, today),
        computed=_computed(situation, speech, student, today),
        figures=figures,
        worked_out=_worked_out(figures),
    )


def context_about(
    student: StudentRow,
    speech: Speech,
    readable: frozenset[Confidentiality],
    guardians: Sequence[AtHome],
    today: date,
) -> FormContext:
    """The circumstances of a form about the student, with or without a case."""
    figures = figures_about(student.student, today)
    return FormContext(
        readable=readable,
        guardians_asked=student.student.age(today) < ADULT,
        people=_at_hand(student.student, speech, guardians),
        computed=_computed_about(student, today),
        figures=figures,
        worked_out=_worked_out(figures),
        today=today,
        free_days=free_days(speech.workflow.country, school_year(today), speech.language),
    )


def _worked_out(figures: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return {of: worked_out(of, known) for of, known in figures.items()}


def _at_hand(student: Student, speech: Speech, guardians: Sequence[AtHome]) -> Mapping[str, str]:
    """Who may be named, each with who it is: those at home, then the staff, nearest to the student first."""
    found: dict[str, list[str]] = {student.name: [gettext("student")]}
    for one_at_home in guardians:
        found.setdefault(one_at_home.guardian.name, []).append(gettext("guardian"))
    for one in speech.colleagues:
        found.setdefault(one.name, []).append(speech.role_within(one.role))
    return {name: ", ".join(dict.fromkeys(roles)) for name, roles in found.items()}


def _computed(situation: Situation, speech: Speech, student: StudentRow, today: date) -> Mapping[str, str]:
    days = (today - school_date(situation.case.opened_at)).days
    return {
        **_computed_about(student, today),
        "stage": speech.stage(situation.facts.last_stage),
        "days_in_case": ngettext("%(num)d day", "%(num)d days", days),
    }


def _computed_about(student: StudentRow, today: date) -> Mapping[str, str]:
    age = student.student.age(today)
    applies = COMPULSORY in student_at(student.student, today).traits
    return {
        "student_age": ngettext("%(num)d year", "%(num)d years", age),
        "under_18": gettext("Yes, by age") if age < ADULT else gettext("No, by age"),
        "class_group": student.group,
        "compulsory_schooling_age": gettext("Yes, by age") if applies else gettext("No, by age"),
    }
