"""What is wrong with answers: at once when they cannot be kept, in full when the form is to be finalised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from casework.forms.base import (
    LONGEST_INPUT,
    Fault,
    Field,
    Posted,
    declined_name,
    typed_faults,
)
from casework.forms.context import FormContext, is_required, readable_sections, shown_fields
from casework.forms.definition import Form
from casework.forms.fields import LINE, Computed
from casework.forms.table import Table


@dataclass(frozen=True)
class FieldProblem:
    """One thing to put right: the field, the element to go to, a code with its figures, a table's row."""

    field_id: str
    anchor: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    row: int | None = None


def problems(form: Form, answers: Mapping[str, Any], context: FormContext) -> tuple[FieldProblem, ...]:
    """Everything that stands between the answers and a finalised form, in the order of the page.

    Only of the sections that may be read here: nobody is asked for what they cannot see.
    """
    return tuple(
        _problem(asked, fault)
        for asked in shown_fields(form, answers, context)
        for fault in _faults(asked, answers.get(asked.id), context)
    )


def _faults(asked: Field, stored: Any, context: FormContext) -> Iterator[Fault]:
    answer, why = asked.answer_in(stored), asked.why_declined(stored)
    if isinstance(asked, Computed):
        return
    if why and not asked.empty(answer):
        yield Fault("answered_and_declined")
    elif why:
        for fault in typed_faults(why, LINE):
            yield Fault(fault.code, fault.params, declined_name(""))
    elif not asked.empty(answer):
        yield from asked.faults(answer)
    elif is_required(asked, context):
        yield Fault(asked.missing)


def _problem(asked: Field, fault: Fault) -> FieldProblem:
    params = {"label": asked.label, **fault.params}
    return FieldProblem(asked.id, asked.anchor(fault.part), fault.code, params, fault.row)


def posted_problems(form: Form, posted: Posted, context: FormContext) -> tuple[FieldProblem, ...]:
    """What cannot even be kept in a draft; with one of these nothing is stored.

    Signs that are not text, far too long texts, too many rows, answers that the page does not offer.
    """
    return tuple(
        _problem(asked, fault)
        for section in readable_sections(form, context)
        for asked in section.fields
        for fault in _posted_faults(asked, posted)
    )


def _posted_faults(asked: Field, posted: Posted) -> Iterator[Fault]:
    names = asked.input_names(asked.id, posted)
    reason = [declined_name(asked.id)] if asked.voice and declined_name(asked.id) in posted else []
    for name in (*names, *reason):
        for value in posted.getlist(name):
            for fault in typed_faults(value.replace("\r", ""), LONGEST_INPUT):
                yield Fault(fault.code, fault.params, name.removeprefix(asked.id))
    if not names:
        return
    answer = asked.gathered(asked.id, posted)
    if isinstance(asked, Table) and len(answer) > asked.at_most:
        yield Fault("too_many_rows", {"limit": asked.at_most, "count": len(answer)})
    yield from (fault for fault in _chosen(asked, answer) if fault.code == "unknown_option")


def _chosen(asked: Field, answer: Any) -> Iterator[Fault]:
    if not asked.empty(answer):
        yield from asked.faults(answer)


def progress(form: Form, answers: Mapping[str, Any], context: FormContext) -> list[tuple[str, int, int]]:
    """For each section that may be read: its id, how many of its questions are done, and of how many.

    Questions that must be answered count, and others as long as something is wrong with them.
    """
    wrong = {problem.field_id for problem in problems(form, answers, context)}
    asked = {each.id for each in shown_fields(form, answers, context) if not isinstance(each, Computed)}
    counts = []
    for section in readable_sections(form, context):
        counted = [
            each.id
            for each in section.fields
            if each.id in asked and (each.id in wrong or is_required(each, context))
        ]
        counts.append((section.id, sum(each not in wrong for each in counted), len(counted)))
    return counts
