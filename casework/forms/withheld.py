"""Which answers of a form are left out for somebody from whom single answers are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from casework.forms.base import Field
from casework.forms.definition import Form

Question = tuple[str, str]  # the form's id, the field's id


def left_out(
    form: Form,
    decided: Collection[Question],
    forms: Mapping[str, Form],
    taken: Mapping[str, Question] | None = None,
) -> frozenset[str]:
    """The ids of the fields of the form that are not there for whom the decided questions are kept from.

    With a question goes what would tell its answer: what is asked because of it, and what takes its answer
    from it, in this form or another. `taken` says of this one filled-in form where its answers came from.
    """
    kept = set(decided)
    known = {**forms, form.id: form}
    came_from = {(form.id, field): source for field, source in (taken or {}).items()}
    while True:
        more = {one for one in _telling(known, kept) if one not in kept}
        more |= {target for target, source in came_from.items() if source in kept and target not in kept}
        if not more:
            return frozenset(field for name, field in kept if name == form.id)
        kept |= more


def _telling(forms: Mapping[str, Form], kept: Collection[Question]) -> Iterator[Question]:
    """The questions that would tell the answer to a kept one."""
    for form in forms.values():
        for field in form.all_fields():
            if any(source in kept for source in _sources(form, field)):
                yield form.id, field.id


def _sources(form: Form, field: Field) -> Iterator[Question]:
    yield from ((form.id, other) for other in field.shown_if)
    yield from ((one.form, one.field) for one in field.sources if one.form and one.field)
