"""Who meets a form: what they may read, whom they ask, and which questions their answers bring up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.forms.base import Confidentiality, Field
from casework.forms.definition import Form, Section
from casework.forms.origin import OriginLine


@dataclass(frozen=True)
class FormContext:
    """The circumstances of one form: for whom it is filled in and by whom."""

    readable: frozenset[Confidentiality]  # what is of another class is not there at all
    withheld: frozenset[str] = frozenset()  # nor are these fields, kept from whom it is meant for
    guardians_asked: bool = True  # false: an adult student has not consented to it
    people: Mapping[str, str] = field(default_factory=dict)  # names that are suggested → who it is
    computed: Mapping[str, str] = field(default_factory=dict)  # what `computed` fields show: `of` → text
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # what that was worked out from
    worked_out: Mapping[str, str] = field(default_factory=dict)  # the same as a sentence
    origins: Mapping[str, OriginLine] = field(default_factory=dict)  # field id → where its answer came from
    today: date | None = None  # the school's date; without it nothing is advised about dates
    free_days: Mapping[str, str] = field(default_factory=dict)  # 2026-12-24 → what day that is


def readable_sections(form: Form, context: FormContext) -> Iterator[Section]:
    """The sections, each with the fields whose answers may be read here; those without any are not there."""
    for section in form.sections:
        fields = frozenset(one.id for one in section.fields if may_be_read(one, context))
        if fields:
            yield section.holding(fields)


def may_be_read(field: Field, context: FormContext) -> bool:
    """Whether the answer to the field may be read here."""
    return field.confidentiality in context.readable and field.id not in context.withheld


def is_readable_at_all(form: Form, readable: Collection[str]) -> bool:
    """Whether there is anything in the form for somebody who reads these classes."""
    return any(field.confidentiality in readable for field in form.all_fields())


def is_whole(form: Form, context: FormContext) -> bool:
    """Whether every answer of the form may be read here."""
    return all(may_be_read(field, context) for field in form.all_fields())


def shown(form: Form, answers: Mapping[str, Any]) -> frozenset[str]:
    """The ids of the fields that the answers bring up; a condition on a hidden field is never met."""
    found: dict[str, Field] = {}
    for each in form.all_fields():
        conditions = each.shown_if  # most have none
        if not conditions or all(
            other in found and is_met(found[other], answers, wanted) for other, wanted in conditions.items()
        ):
            found[each.id] = each
    return frozenset(found)


def shown_fields(form: Form, answers: Mapping[str, Any], context: FormContext) -> Iterator[Field]:
    """The fields that are asked here: brought up by the answers, in a section that may be read."""
    up = shown(form, answers)
    for section in readable_sections(form, context):
        yield from (each for each in section.fields if each.id in up)


def is_required(asked: Field, context: FormContext) -> bool:
    """Whether the form can be finalised only with an answer to the field."""
    return asked.is_wanted and (context.guardians_asked or asked.voice != "guardian")


def is_met(source: Field, answers: Mapping[str, Any], wanted: tuple[str, ...]) -> bool:
    """Whether the answer to the source is one of those wanted."""
    stored = answers.get(source.id)
    answer = source.answer_in(stored)
    if source.why_declined(stored) or source.empty(answer):
        return False
    return any(option in wanted for option in (answer if isinstance(answer, list) else [answer]))
