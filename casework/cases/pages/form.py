"""The page where a form is filled in, and what two people wrote there at the same time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.cases.pages.reading import class_note
from casework.forms.build import Question, wtform
from casework.forms.checks import FieldProblem, progress
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.forms.messages import message, messages_by_anchor
from casework.forms.reading import differences
from casework.records.models import Submission
from casework.web.text import gettext, ngettext


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
class ConflictRow:
    """One question that two people answered differently."""

    label: str
    link: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class ConflictNote:
    """What somebody else saved while the reader wrote."""

    title: str
    text: str
    their_name: str
    rows: tuple[ConflictRow, ...]


def edit_page(
    form: Form, answers: Mapping[str, Any], context: FormContext, problems: Sequence[FieldProblem]
) -> Mapping[str, object]:
    """The form with the answers in it, its progress, and what has to be put right."""
    page = wtform(form, answers, context)
    counted = {section: (done, total) for section, done, total in progress(form, answers, context)}
    notes = {section.id: class_note(section.confidentiality) for section in form.sections}
    done, total = (sum(count[at] for count in counted.values()) for at in (0, 1))
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
        "progress_text": gettext("%(done)s of %(total)s questions", done=done, total=total),
        "sentences": messages_by_anchor(problems, gettext),
        "problems": [(message(one, gettext), f"#{one.anchor}") for one in problems],
        "problems_title": missing if problems else "",
        "hidden_note": _hidden(form, context),
    }


def _hidden(form: Form, context: FormContext) -> str:
    """Says that there are parts which the reader does not see; not which."""
    if len(list(readable_sections(form, context))) == len(form.sections):
        return ""
    return gettext("The form also has parts that others fill in and read.")


def conflict_note(
    form: Form, stored: Submission, yours: Mapping[str, Any], their_name: str, context: FormContext
) -> ConflictNote:
    """Both texts of every question where they differ."""
    rows = tuple(
        ConflictRow(one.label, f"#{form.field(one.field_id).anchor()}", one.before, one.after)
        for one in differences(form, stored.answers, yours, context)
    )
    return ConflictNote(
        title=gettext("%(name)s saved while you were writing", name=their_name),
        text=gettext(
            "Nothing is lost: both texts stand here, and yours is in the form. "
            "Put together what should hold, and save."
        ),
        their_name=their_name,
        rows=rows,
    )
