"""The kinds of fields that are chosen: one small class per kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

import wtforms
from pydantic import AfterValidator
from wtforms import widgets

from casework.forms.base import Fault, Field, OptionId, Posted, Words, element_id
from casework.remarks import Wrong, remark

SCALE = ("0", "1", "2", "3", "4")


def _some(options: dict[str, str]) -> dict[str, str]:
    if not options:
        raise Wrong(remark("at least one option is needed"))
    return options


Options = Annotated[dict[OptionId, Words], AfterValidator(_some)]


class OneOf(Field):
    """What choice, yes_no and scale share: exactly one of the known options."""

    missing: ClassVar[str] = "missing_choice"
    is_group: ClassVar[bool] = True

    def anchor(self, part: str = "") -> str:
        """The first button."""
        return super().anchor(part or "-0")

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Not one of the options."""
        if answer not in self.known_options:
            yield Fault("unknown_option")

    def text(self, answer: Any) -> str:
        """The option's text."""
        return self.known_options.get(answer, str(answer))

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """Radio buttons."""
        choices = dict(self.known_options)
        return {name: wtforms.RadioField(id=element_id(name), choices=choices, validate_choice=False)}


class Choice(OneOf):
    """One of the options that the form lists."""

    kind: Literal["choice"]
    options: Options

    @property
    def known_options(self) -> Mapping[str, str]:
        """The form's options."""
        return self.options


class YesNo(OneOf):
    """Yes, no or not known."""

    kind: Literal["yes_no"]

    @property
    def known_options(self) -> Mapping[str, str]:
        """Built in, in the form's language."""
        return {option: self.words[option] for option in ("yes", "no", "unknown")}


class Scale(OneOf):
    """A place between two anchors, 0 to 4."""

    kind: Literal["scale"]
    low: Words
    high: Words
    options: dict[Literal["0", "1", "2", "3", "4"], Words] | None = None

    @property
    def known_options(self) -> Mapping[str, str]:
        """The five places; with texts of their own, or the anchors at the ends."""
        if self.options:
            return {place: self.options[place] for place in self.options}
        return dict(zip(SCALE, (f"0 {self.low}", "1", "2", "3", f"4 {self.high}"), strict=True))

    def place_text(self, place: str) -> str:
        """What stands beside the figure: the place's own text, or what the end means; nothing in between."""
        own = next((text for one, text in (self.options or {}).items() if one == place), "")
        return own or {"0": self.low, "4": self.high}.get(place, "")

    def text(self, answer: Any) -> str:
        """The place's own text, or the figure with what the ends mean."""
        if self.options and answer in self.options:
            return self.options[answer]
        return self.words["scale"].format(answer=answer, low=self.low, high=self.high)


class Multi(Field):
    """Any number of the options that the form lists."""

    kind: Literal["multi"]
    options: Options
    missing: ClassVar[str] = "missing_choice"
    is_group: ClassVar[bool] = True

    @property
    def known_options(self) -> Mapping[str, str]:
        """The form's options."""
        return self.options

    def anchor(self, part: str = "") -> str:
        """The first box."""
        return super().anchor(part or "-0")

    def gathered(self, name: str, posted: Posted) -> Any:
        """What is ticked, each once, in the order of the form."""
        ticked = dict.fromkeys(value for value in posted.getlist(name) if value)
        return sorted(ticked, key=lambda option: _place(self.options, option))

    def spread(self, name: str, answer: Any) -> dict[str, Any]:
        """The ticked options."""
        return {name: _strings(answer)}

    def empty(self, answer: Any) -> bool:
        """Nothing is ticked."""
        return not _strings(answer)

    def settled(self, answer: Any) -> Any:
        """As it is."""
        return _strings(answer)

    def faults(self, answer: Any) -> Iterator[Fault]:
        """Something that is not one of the options."""
        if any(option not in self.options for option in _strings(answer)):
            yield Fault("unknown_option")

    def text(self, answer: Any) -> str:
        """The options' texts, with commas; semicolons where a text has a comma of its own."""
        texts = [self.options.get(option, option) for option in _strings(answer)]
        return ("; " if any("," in text for text in texts) else ", ").join(texts)

    def controls(self, name: str, people: Sequence[str] = ()) -> dict[str, wtforms.Field]:
        """Boxes to tick; the page draws one for each option."""
        choices = dict(self.options)
        box = widgets.CheckboxInput()
        boxes = wtforms.SelectMultipleField(
            id=element_id(name), choices=choices, validate_choice=False, option_widget=box
        )
        return {name: boxes}


def _place(options: Mapping[str, str], option: str) -> int:
    return list(options).index(option) if option in options else len(options)


def _strings(answer: Any) -> list[str]:
    return [option for option in answer if isinstance(option, str)] if isinstance(answer, list) else []
