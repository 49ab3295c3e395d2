"""A filled-in form to read: answers and what is without one, what a correction changed, who signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import url_for

from casework.cases.pages.words import Speech
from casework.forms.base import Field
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.forms.origin import OriginLine
from casework.forms.reading import Difference, ReadRow, differences, reading
from casework.records.models import Submission
from casework.web.dates import moment
from casework.web.text import gettext


@dataclass(frozen=True)
class AnswerRow:
    """A question with its answer; `before` is the earlier version's, None where it is the same."""

    label: str
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    declined: str = ""
    class_note: str = ""
    before: str | None = None
    origin: OriginLine | None = None


@dataclass(frozen=True)
class ReadPart:
    """A part of the form as it is read: what is answered, and the questions that are not."""

    title: str
    class_note: str
    answers: tuple[AnswerRow, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """One version in the list beside a form."""

    text: str
    url: str
    when: str
    who: str
    current: bool


def class_note(confidentiality: str) -> str:
    """Who reads the part, where that is not everybody in the case."""
    notes = {
        "student_health": gettext("Student health team only"),
        "medical": gettext("School nurse only"),
    }
    return notes.get(confidentiality, "")


def own_note(field: Field) -> str:
    """The same of a question that fewer read than the part it stands in."""
    return class_note(field.own_class or "")


def read_parts(
    form: Form, answers: Mapping[str, Any], context: FormContext, before: Mapping[str, Any] | None = None
) -> list[ReadPart]:
    """The answers to read; where a version corrects another, what it changed says what stood there before."""
    notes = {section.id: class_note(section.confidentiality) for section in form.sections}
    changed = {
        one.field_id: one
        for one in (differences(form, before, answers, context) if before is not None else ())
    }
    return [
        ReadPart(
            section.title,
            notes[section.id],
            tuple(
                replace(
                    _answer(row, changed.get(row.field_id)),
                    origin=_origin(form, row.field_id, context),
                    class_note=own_note(form.field(row.field_id)),
                )
                for row in section.rows
                if _tells(row, changed)
            ),
            tuple(row.label for row in section.rows if not _tells(row, changed)),
        )
        for section in reading(form, answers, context)
    ]


def _tells(row: ReadRow, changed: Mapping[str, Difference]) -> bool:
    """Whether the row is read: it has an answer, or had one in the version before."""
    return bool(row.text or row.field_id in changed)


def _origin(form: Form, field_id: str, context: FormContext) -> OriginLine | None:
    """Where the answer came from, or how a value not signed yet is worked out."""
    known = context.origins.get(field_id)
    how = context.worked_out.get(getattr(form.field(field_id), "of", ""), "")
    return known or (OriginLine("", how) if how else None)


def _answer(row: ReadRow, changed: Difference | None) -> AnswerRow:
    before = changed.before if changed else None
    if row.declined:
        return AnswerRow(row.label, "", declined=row.declined, before=before)
    if row.table is None:
        return AnswerRow(row.label, row.text, before=before)
    rows = tuple(tuple(zip(row.table.columns, cells, strict=True)) for cells in row.table.rows)
    return AnswerRow(row.label, "", rows, before=before)


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
        (gettext("When"), moment(shown.finalised_at)),
        (gettext("Version"), str(shown.number)),
    ]
