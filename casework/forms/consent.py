"""The consent field: who said yes or no to what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Literal

import wtforms

from casework.forms.base import Fault, Field, FieldId, Posted, element_id, first, typed_faults
from casework.forms.days import said_day
from casework.forms.fields import LINE, NativeInput, is_date

PARTS = ("answer", "by", "on", "scope")
ANSWERS = ("given", "declined", "not_asked")


class Consent(Field):
    """Given, declined or not asked yet; who answered, when, and what the consent covers."""

    kind: Literal["consent"]
    purpose: FieldId
    missing: ClassVar[str] = "missing_choice"
    is_group: ClassVar[bool] = True

    @property
    def known_options(self) -> Mapping[str, str]:
        """Built in, in the form's language."""
        return {option: self.words[option] for option in ANSWERS}

    def anchor(self, part: str = "") -> str:
        """The first button for the whole; each other part is an input of its own."""
        return super().anchor("__answer-0" if part in ("", "__answer") else part)

    def input_names(self, name: str, posted: Posted) -> list[str]:
        """One input for each part."""
        return [part_name(name, part) for part in PARTS if part_name(name, part) in posted]

    def gathered(self, name: str, posted: Posted) -> Any:
        """The four parts as typed."""
        return {part: first(posted, part_name(name, part)) for part in PARTS}

    def spread(self, name: str, answer: Any) -> dict[str, Any]:
        """The four parts on their inputs."""
        return {part_name(name, part): _part(answer, part) for part in PARTS}

    def empty(self, answer: Any) -> bool:
        """Nothing chosen and nothing written."""
        return not any(_part(answer, part).strip() for part in PARTS)

    def settled(self, answer: Any) -> Any:
        """The parts without blanks around them."""
        return {part: _part(answer, part).strip() for part in PARTS}

    def faults(self, answer: Any) -> Iterator[Fault]:
        """An unknown answer; a yes or no without who and when."""
        chosen, by, on, scope = (_part(answer, part).strip() for part in PARTS)
        if chosen not in ANSWERS:
            yield Fault("unknown_option" if chosen else "missing_choice", part="__answer")
        if chosen in ("given", "declined") and not by:
            yield Fault("missing_by", part="__by")
        if chosen in ("given", "declined") and not on:
            yield Fault("missing_on", part="__on")
        if on and not is_date(on):
            yield Fault("not_a_date", part="__on")
        for part, text in (("__by", by), ("__scope", scope)):
            for fault in typed_faults(text, LINE):
                yield Fault(fault.code, fault.params, part)

    def text(self, answer: Any) -> str:
        """One sentence: the answer, who and when; then what it covers."""
        chosen, by, on, scope = (_part(answer, part).strip() for part in PARTS)
        said = self.known_options.get(chosen, chosen)
        if by or on:
            day = said_day(date.fromisoformat(on), self.language) if is_date(on) else on
            said = self.words["consent_by"].format(answer=said, by=by, on=day)
        return f"{said}: {scope}" if scope else said

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """Radio buttons, and inputs for who, when and what."""
        answer, by, on, scope = (part_name(name, part) for part in PARTS)
        choices = dict(self.known_options)
        return {
            answer: wtforms.RadioField(id=element_id(answer), choices=choices, validate_choice=False),
            by: self.string(by, autocomplete="off"),
            on: self.string(on, NativeInput("date", is_date)),
            scope: self.string(scope, data_limit=str(LINE)),
        }


def part_name(name: str, part: str) -> str:
    """The input's name for one part of the field."""
    return f"{name}__{part}"


def _part(answer: Any, part: str) -> str:
    value = answer.get(part) if isinstance(answer, dict) else None
    return value if isinstance(value, str) else ""
