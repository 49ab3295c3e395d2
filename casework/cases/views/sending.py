"""What a page of a form sends: the answers in it, and what it says of itself in its hidden inputs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import request

from casework.cases.views.paper import Paper
from casework.forms.answers import sent_answers
from casework.forms.base import Answers
from casework.forms.checks import FieldProblem, posted_problems
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.forms.units import Prints, prints
from casework.records.together import Sent

MOST_TURNS = 1_000_000


@dataclass(frozen=True)
class PageState:
    """What a page says of itself: which one it is, what it shows, how often it has sent."""

    page: str
    turn: int
    base: str


def sent_by_page(paper: Paper) -> tuple[Sent, tuple[FieldProblem, ...]]:
    """What the page sends that can be kept; and what is wrong with answers that cannot."""
    answers, unkept = keepable(paper.form, paper.answers, paper.context)
    sections = {section.id for section in readable_sections(paper.form, paper.context)}
    section = request.form.get("_part", "")
    sent = Sent(
        page_id=page_id(),
        answers=answers,
        base=_base(),
        turn=number("_turn") or 1,
        heard=number("_heard"),
        section=section if section in sections else "",
        origins=paper.carrying.shown_by(request.form),
    )
    return sent, unkept


def keepable(
    form: Form, old: Mapping[str, object], context: FormContext
) -> tuple[Answers, tuple[FieldProblem, ...]]:
    """The answers that were sent and can be kept; and what is wrong with those that cannot."""
    unkept = posted_problems(form, request.form, context)
    answers = sent_answers(form, request.form, old, context)
    for problem in unkept:
        answers.pop(problem.field_id, None)
    return answers, unkept


def page_state(paper: Paper, shown: Mapping[str, object]) -> PageState:
    """For a page that shows these answers now; one that could not be kept goes on as it was."""
    if request.method == "POST":
        return PageState(str(page_id()), number("_turn") or 1, json.dumps(_base()))
    fields = [field for part in readable_sections(paper.form, paper.context) for field in part.fields]
    return PageState(str(uuid4()), 1, json.dumps(prints(fields, shown)))


def number(name: str) -> int:
    """The figure in the hidden input; 0 for anything else."""
    text = request.form.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) < 8
    return min(int(text), MOST_TURNS) if is_number else 0


def page_id() -> UUID:
    """The id of the page that sends; a new one for a page that says none."""
    try:
        return UUID(request.form.get("_page", ""))
    except ValueError:
        return uuid4()


def _base() -> Prints:
    try:
        found = json.loads(request.form.get("_base", "{}"))
    except (ValueError, RecursionError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {path: one for path, one in entries if isinstance(one, str) or _is_texts(one)}


def _is_texts(one: object) -> bool:
    return isinstance(one, list) and all(isinstance(text, str) for text in one)
