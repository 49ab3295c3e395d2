"""The page where a form is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.cases.pages.reading import class_note
from casework.forms.build import Asked, form_page
from casework.forms.checks import FieldProblem, progress
from casework.forms.context import FormContext, is_whole
from casework.forms.definition import Form
from casework.forms.messages import message, messages_by_anchor
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class FormPart:
    """A part of the form with its questions, and how far it is done."""

    id: str
    title: str
    help: str | None
    class_note: str
    fields: tuple[Asked, ...]
    answered: int
    total: int


def edit_page(
    form: Form, answers: Mapping[str, Any], context: FormContext, problems: Sequence[FieldProblem]
) -> Mapping[str, object]:
    """The form with the answers in it, its progress, and what has to be put right."""
    page = form_page(form, answers, context)
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
    """Says that there is something which the reader does not see; not what."""
    if is_whole(form, context):
        return ""
    return gettext("The form also has parts that others fill in and read.")
