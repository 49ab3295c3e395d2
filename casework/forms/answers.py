"""From what a page sent to what is stored: all that was typed in a draft, what counts when finalised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.forms.base import Answers, Field, Posted, declined_name, first
from casework.forms.choices import Choice, Multi, YesNo
from casework.forms.context import FormContext, readable_sections, shown
from casework.forms.definition import Form
from casework.forms.fields import Computed, Date, DateTime, is_date


def answers_from(form: Form, posted: Posted, old: Mapping[str, Any], context: FormContext) -> Answers:
    """The old answers with what was sent laid over them, valid or not.

    What was not sent stays: hidden questions, parts that the writer may not read, other pages.
    """
    answers = dict(old)
    for field_id, answer in sent_answers(form, posted, old, context).items():
        answers.pop(field_id, None)
        if answer:
            answers[field_id] = answer
    return answers


def sent_answers(form: Form, posted: Posted, old: Mapping[str, Any], context: FormContext) -> Answers:
    """The answers to the questions that were sent at all, valid or not; None where there is none."""
    return {
        field.id: _answer(field, posted, old.get(field.id)) or None
        for section in readable_sections(form, context)
        for field in section.fields
        if field.input_names(field.id, posted) or declined_name(field.id) in posted
    }


def _answer(field: Field, posted: Posted, old: Any) -> Any:
    """The field's new answer; falsy when there is none."""
    answer = field.gathered(field.id, posted) if field.input_names(field.id, posted) else field.answer_in(old)
    if field.empty(answer) and field.kind != "table":
        answer = None
    if not field.voice:
        return answer
    name = declined_name(field.id)
    why = first(posted, name).strip() if name in posted else field.why_declined(old)
    return {"declined": why, **({"answer": answer} if answer else {})} if why else answer


def settled(form: Form, answers: Mapping[str, Any], context: FormContext) -> Answers:
    """The answers as they are stored when the form is finalised.

    Without hidden questions, empty rows and blanks around texts; with the computed values. Answers that the
    writer may not read are settled with the rest: they belong to the form, whoever finalises it.
    """
    kept: Answers = {}
    up = shown(form, answers)
    for field in form.all_fields():
        if field.id not in up:
            continue
        if isinstance(field, Computed):
            if context.computed.get(field.of):
                kept[field.id] = context.computed[field.of]
        elif why := field.why_declined(answers.get(field.id)):
            kept[field.id] = {"declined": why}
        elif not field.empty(answer := field.answer_in(answers.get(field.id))):
            kept[field.id] = field.settled(answer)
    return kept


def choice_answers(form: Form, answers: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was chosen in the choice, multi and yes_no fields: what rules may be built on."""
    up = shown(form, answers)
    chosen: dict[str, str | list[str]] = {}
    for field in form.all_fields():
        stored = answers.get(field.id)
        if not isinstance(field, Choice | Multi | YesNo) or field.id not in up or field.why_declined(stored):
            continue
        if not field.empty(answer := field.answer_in(stored)):
            chosen[field.id] = field.settled(answer)
    return chosen


def date_answers(form: Form, answers: Mapping[str, Any]) -> dict[str, date]:
    """The days that are answered: what clocks may start from."""
    up = shown(form, answers)
    found: dict[str, date] = {}
    for field in form.all_fields():
        stored = answers.get(field.id)
        if isinstance(field, Date | DateTime) and field.id in up and not field.why_declined(stored):
            day = str(field.answer_in(stored) or "")[:10]
            if is_date(day):
                found[field.id] = date.fromisoformat(day)
    return found
