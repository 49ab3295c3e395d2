"""The pages of a form: filling in, reading, signing, and what two people wrote at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import url_for

from casework.cases.facts import Situation
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.forms.base import Confidentiality
from casework.forms.build import Question, wtform
from casework.forms.checks import FieldProblem, progress
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.forms.messages import message, messages_by_anchor
from casework.forms.reading import ReadTable, differences, reading
from casework.people.models import Guardian
from casework.people.queries import StudentRow
from casework.records.models import Submission
from casework.web.dates import day, moment
from casework.web.text import gettext, ngettext

ADULT = 18
COMPULSORY_FROM, COMPULSORY_TO = 6, 18


@dataclass(frozen=True)
class FormPart:
    """A part of the form with its questions, and how far it is done."""

    id: str
    title: str
    help: str | None
    class_note: str
    fields: tuple[Question, ...]
    answered: int
    total: int


@dataclass(frozen=True)
class AnswerRow:
    """A question with its answer as it is read."""

    label: str
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    items: tuple[str, ...] = ()
    declined: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReadPart:
    """A part of the form as it is read."""

    title: str
    class_note: str
    hidden_note: str
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True)
class Version:
    """One version in the list beside a form."""

    text: str
    url: str
    when: str
    who: str
    current: bool
    reason: str = ""


def context_of(
    situation: Situation,
    speech: Speech,
    readable: frozenset[Confidentiality],
    guardians: Sequence[tuple[Guardian, bool]],
    student: StudentRow,
    today: date,
) -> FormContext:
    """For whom the form is filled in: who may be named, what the program works out itself."""
    age = situation.student.age(today)
    days = (today - school_date(situation.case.opened_at)).days
    applies = COMPULSORY_FROM <= age < COMPULSORY_TO
    stage = situation.facts.last_stage
    names = [
        *(one.name for one in speech.colleagues),
        *(g.name for g, _ in guardians),
        situation.student.name,
    ]
    return FormContext(
        readable=readable,
        guardians_asked=age < ADULT,
        people=tuple(dict.fromkeys(names)),
        computed={
            "student_age": ngettext("%(num)d year", "%(num)d years", age),
            "class_group": student.group,
            "stage": speech.stage(stage),
            "days_in_case": ngettext("%(num)d day", "%(num)d days", days),
            "compulsory_schooling_age": gettext("Yes, by age") if applies else gettext("No, by age"),
        },
    )


def edit_page(
    form: Form, answers: Mapping[str, Any], context: FormContext, problems: Sequence[FieldProblem]
) -> Mapping[str, object]:
    """The form with the answers in it, its progress, and what has to be put right."""
    page = wtform(form, answers, context)
    counted = {section: (done, total) for section, done, total in progress(form, answers, context)}
    notes = {section.id: class_note(section.confidentiality) for section in form.sections}
    count = len(problems)
    missing = ngettext(
        "%(num)d thing is missing before you can finalise",
        "%(num)d things are missing before you can finalise",
        count,
    )
    return {
        "heading": form.title,
        "intro": form.guidance,
        "page": page,
        "sections": [
            FormPart(p.id, p.title, p.help, notes[p.id], p.questions, *counted[p.id]) for p in page.parts
        ],
        "progress_text": progress_text(counted.values()),
        "sentences": messages_by_anchor(problems, gettext),
        "problems": [(message(one, gettext), f"#{one.anchor}") for one in problems],
        "problems_title": missing if problems else "",
        "hidden_note": _hidden(form, context),
    }


def progress_text(counted: Iterable[tuple[int, int]]) -> str:
    """How many of the questions are done."""
    done, total = (sum(pair) for pair in zip((0, 0), *counted, strict=True))
    return gettext("%(done)s of %(total)s questions", done=done, total=total)


def _hidden(form: Form, context: FormContext) -> str:
    """Says that there are parts which the reader does not see; not which."""
    if len(list(readable_sections(form, context))) == len(form.sections):
        return ""
    return gettext("The form also has parts that others fill in and read.")


def class_note(confidentiality: str) -> str:
    """Who reads the part, where that is not everybody in the case."""
    notes = {
        "student_health": gettext("Student health team only"),
        "medical": gettext("School nurse only"),
    }
    return notes.get(confidentiality, "")


def read_parts(
    form: Form, answers: Mapping[str, Any], context: FormContext, before: Mapping[str, Any] | None = None
) -> list[ReadPart]:
    """The answers to read; where a version corrects another, what it changed says what stood there before."""
    notes = {section.id: class_note(section.confidentiality) for section in form.sections}
    changed = (
        {one.field_id: one.before for one in differences(form, before, answers, context)}
        if before is not None
        else {}
    )
    return [
        ReadPart(
            section.title,
            notes[section.id],
            "",
            tuple(_answer(row.label, row.text, row.table, changed.get(row.field_id)) for row in section.rows),
        )
        for section in reading(form, answers, context)
    ]


def changed_note(before: str) -> str:
    """Says what stood there before a correction."""
    return gettext("Changed. Before: %(before)s", before=before or "–")


def _answer(label: str, text: str, table: ReadTable | None, before: str | None) -> AnswerRow:
    note = changed_note(before) if before is not None else ""
    if table is None:
        return AnswerRow(label, text, note=note)
    return AnswerRow(
        label, "", tuple(tuple(zip(table.columns, row, strict=True)) for row in table.rows), note=note
    )


def versions(
    case_id: UUID, submissions: Sequence[Submission], shown: Submission, names: Mapping[UUID, str]
) -> list[Version]:
    """The signed versions of the same form, newest first."""
    found = [one for one in submissions if one.form == shown.form and one.finalised_at]
    return [
        Version(
            text=gettext("Version %(number)s", number=one.number),
            url=url_for("cases.form", case_id=case_id, submission_id=one.id),
            when=moment(one.finalised_at) if one.finalised_at else "",
            who=names.get(one.finalised_by_id or one.saved_by_id, ""),
            current=one.id == shown.id,
        )
        for one in reversed(found)
    ]


def signed_facts(speech: Speech, shown: Submission, names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Who signed the version, in which role, when."""
    if shown.finalised_at is None:
        return [(gettext("Saved"), f"{moment(shown.saved_at)}, {names.get(shown.saved_by_id, '')}")]
    signer = names.get(shown.finalised_by_id or shown.saved_by_id, "")
    return [
        (gettext("Signed by"), f"{signer}, {speech.role_within(shown.finalised_role)}"),
        (gettext("When"), day(shown.finalised_at)),
        (gettext("Version"), str(shown.number)),
    ]
