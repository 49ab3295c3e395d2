"""Extracts as pages show them: in lists, one to read, and what can be chosen for a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import url_for

from casework.access.classes import Country, Ground
from casework.cases.extract_forms import Offered
from casework.cases.extract_models import Extract
from casework.cases.extracts import extracts_of
from casework.cases.pages.reading import ReadPart, read_parts
from casework.cases.pages.words import Speech
from casework.catalog import catalog
from casework.engine.workflow import Workflow
from casework.forms.base import CONFIDENTIALITIES, Confidentiality
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.forms.reading import reading
from casework.people.home import AtHome
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.dates import day, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class ExtractRow:
    """An extract in a list: of which form, to whom, by whom and when, and why."""

    title: str
    recipient: str
    released: str
    reason: str
    url: str


def extract_rows(case_id: UUID, speech: Speech, readable: Collection[str]) -> list[ExtractRow]:
    """The extracts that stand and that the reader may read, the newest first."""
    return [
        ExtractRow(
            title=gettext("Extract of %(form)s", form=title_of(signed, speech.language)),
            recipient=row.recipient,
            released=f"{moment(row.released_at)}, {name}",
            reason=row.reason,
            url=url_for("cases.extract", case_id=case_id, extract_id=row.id),
        )
        for row, signed, name in extracts_of(case_id, readable)
    ]


def title_of(signed: Submission, language: str) -> str:
    """The title of the form as it was signed."""
    return definition_of(signed).in_language(language).title


def extract_facts(
    row: Extract, signed: Submission, name: str, speech: Speech, signer: str
) -> list[tuple[str, str]]:
    """To whom, by whom, when and on which ground; who signed the form that it is from."""
    ground = grounds(speech.workflow, speech.language).get(row.ground)
    title = ground.title if ground else row.ground
    said = [
        (gettext("To"), row.recipient),
        (gettext("Released by"), f"{name}, {speech.role_within(row.role)}"),
        (gettext("When"), moment(row.released_at)),
        (gettext("Legal ground"), f"{title} ({row.law})"),
    ]
    if row.consent_on:
        said.append((gettext("Day of the consent"), day(row.consent_on)))
    if signed.finalised_at:
        by = f"{signer}, {speech.role_within(signed.finalised_role)}, {moment(signed.finalised_at)}"
        said.append((gettext("The form is signed by"), by))
    return said


def extract_context(form: Form, fields: Collection[str]) -> FormContext:
    """The circumstances in which just these fields are there, whatever their class: they are released."""
    others = frozenset(one.id for one in form.all_fields() if one.id not in fields)
    return FormContext(readable=frozenset(CONFIDENTIALITIES), withheld=others)


def extract_parts(form: Form, fields: Collection[str], answers: Mapping[str, Any]) -> list[ReadPart]:
    """The released answers; who else reads the form is not told with them."""
    parts = read_parts(form, answers, extract_context(form, fields))
    return [
        replace(part, class_note="", answers=tuple(replace(one, class_note="") for one in part.answers))
        for part in parts
    ]


def grounds(workflow: Workflow, language: str) -> Mapping[str, Ground]:
    """The grounds that the law of the routine's country knows."""
    return catalog().access.grounds_in(workflow.country, language)


def answered(
    form: Form, answers: Mapping[str, Any], context: FormContext
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What there is to release: part by part, the questions that have an answer; ids with texts."""
    found = []
    for section in reading(form, answers, context):
        questions = [(row.field_id, row.label) for row in section.rows if row.text or row.declined]
        if questions:
            found.append((section.id, section.title, questions))
    return found


def offered(
    parts: Sequence[tuple[str, str, list[tuple[str, str]]]],
    home: Sequence[AtHome],
    known: Mapping[str, Ground],
    country: Country,
    readable: Collection[Confidentiality],
) -> Offered:
    """What can be chosen by who releases."""
    readers = {
        "school": gettext("Everybody who works with the case"),
        "student_health": gettext("The student health team and the principal"),
        "medical": gettext("The school nurse only"),
    }
    return Offered(
        parts=parts,
        home=[(str(one.bond.id), one.guardian.name) for one in home],
        grounds=[(one.id, f"{one.title} ({one.law[country]})") for one in known.values()],
        classes=[(name, text) for name, text in readers.items() if name in readable],
    )
