"""A form on paper: the questions that may come up, what is answered already, and room for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.forms.base import Field
from casework.forms.choices import YesNo
from casework.forms.context import FormContext, is_met, readable_sections
from casework.forms.definition import Form
from casework.forms.question import Condition, condition, depth
from casework.forms.reading import ReadRow, read_row
from casework.forms.table import Table

ROWS_TO_WRITE_IN = 3
FEW_COLUMNS = 6  # with more of them a row takes half a page, and fewer rows are offered


@dataclass(frozen=True)
class PaperQuestion:
    """A question as it stands on paper.

    `conditions` say when it is asked, where the answers do not tell yet. With `follows` the question
    right above decides; `answers_of` are then the answers that bring this one up, where that is a yes or no.
    """

    field: Field
    conditions: tuple[Condition, ...]
    follows: bool
    answers_of: tuple[str, ...]
    depth: int
    answer: ReadRow
    chosen: frozenset[str]
    empty_rows: int


@dataclass(frozen=True)
class PaperPart:
    """A part of the form on paper."""

    title: str
    help: str | None
    questions: tuple[PaperQuestion, ...]


def on_paper(form: Form, answers: Mapping[str, Any], context: FormContext) -> tuple[PaperPart, ...]:
    """The parts that may be read here, without the questions that the answers have ruled out."""
    out = frozenset(_ruled_out(form, answers))
    parts = []
    for section in readable_sections(form, context):
        asked = [field for field in section.fields if field.id not in out]
        questions = tuple(_question(form, asked[: at + 1], answers, context) for at in range(len(asked)))
        if questions:
            parts.append(PaperPart(section.title, section.help, questions))
    return tuple(parts)


def _ruled_out(form: Form, answers: Mapping[str, Any]) -> Iterator[str]:
    """The fields that cannot come up any more: what decides about them is answered otherwise."""
    out: set[str] = set()
    for field in form.all_fields():
        for other, wanted in field.shown_if.items():
            source = form.field(other)
            if other in out or (_is_answered(source, answers) and not is_met(source, answers, wanted)):
                out.add(field.id)
                yield field.id
                break


def _is_answered(field: Field, answers: Mapping[str, Any]) -> bool:
    stored = answers.get(field.id)
    return bool(field.why_declined(stored)) or not field.empty(field.answer_in(stored))


def _question(
    form: Form, asked: Sequence[Field], answers: Mapping[str, Any], context: FormContext
) -> PaperQuestion:
    """The last of those asked so far."""
    field = asked[-1]
    undecided = {
        other: wanted
        for other, wanted in field.shown_if.items()
        if not _is_answered(form.field(other), answers)
    }
    above = next((one for one in reversed(asked[:-1]) if one.shown_if != field.shown_if), None)
    follows = len(undecided) == 1 and above is not None and above.id in undecided
    source = form.field(next(iter(undecided))) if undecided else None
    return PaperQuestion(
        field=field,
        conditions=tuple(condition(form.field(other), wanted) for other, wanted in undecided.items()),
        follows=follows,
        answers_of=field.shown_if[source.id] if isinstance(source, YesNo) and follows else (),
        depth=depth(form, field) if undecided else 0,
        answer=read_row(field, answers, context),
        chosen=_chosen(field, answers),
        empty_rows=_empty_rows(field, answers),
    )


def _chosen(field: Field, answers: Mapping[str, Any]) -> frozenset[str]:
    answer = field.answer_in(answers.get(field.id))
    found = answer.get("answer") if isinstance(answer, dict) else answer
    return frozenset(one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str))


def _empty_rows(field: Field, answers: Mapping[str, Any]) -> int:
    """How many rows are left to write in: some where there are none, else one more."""
    if not isinstance(field, Table):
        return 0
    filled = len(field.filled(field.answer_in(answers.get(field.id))))
    offered = ROWS_TO_WRITE_IN if len(field.columns) <= FEW_COLUMNS else ROWS_TO_WRITE_IN - 1
    return max(field.fewest - filled, min(1 if filled else offered, field.at_most - filled))
