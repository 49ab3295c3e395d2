"""The stretches of time that conditions look at: `in: term`, `in: {last: 4 weeks}`."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import Discriminator, Field, Tag

from casework.engine.parts import Id, Part
from casework.engine.quantities import Span

Stretch = Literal[
    "term", "half_year", "quarter", "school_year", "month", "week", "enrolment", "case", "round", "visit"
]


class Last(Part):
    """The time up to now: so many weeks, months, school weeks …"""

    kind: ClassVar[str] = "last"
    last: Span


class Since(Part):
    """From a moment on, for so long if `for` is said."""

    kind: ClassVar[str] = "since"
    since: Id
    lasting: Span | None = Field(None, alias="for")


class Previous(Part):
    """The whole calendar stretch before this one."""

    kind: ClassVar[str] = "previous"
    previous: Literal["week", "month", "quarter", "term", "half_year", "school_year"]


class During(Part):
    """While an arrangement lasts."""

    kind: ClassVar[str] = "during"
    during: Id


class FromFirst(Part):
    """Opens with the first counted event and closes after the amount; the next event opens a new one."""

    kind: ClassVar[str] = "from_first"
    from_first: Span


_MAPS: dict[str, type[Part]] = {one.kind: one for one in (Last, Since, Previous, During, FromFirst)}


def _kind_of(value: Any) -> str | None:
    if isinstance(value, str):
        return "window:word" if value in get_args(Stretch) else None
    words = [word for word, kind in _MAPS.items() if isinstance(value, kind) or _says(value, word)]
    return f"window:{words[0]}" if len(words) == 1 else None


def _says(value: Any, word: str) -> bool:
    return isinstance(value, dict) and word in value


_KNOWN = ", ".join((*get_args(Stretch), *(f"{{{word}: …}}" for word in _MAPS)))
Window = Annotated[
    Annotated[Stretch, Tag("window:word")]
    | Annotated[Last, Tag("window:last")]
    | Annotated[Since, Tag("window:since")]
    | Annotated[Previous, Tag("window:previous")]
    | Annotated[During, Tag("window:during")]
    | Annotated[FromFirst, Tag("window:from_first")],
    Discriminator(
        _kind_of,
        custom_error_type="window",
        custom_error_message=_KNOWN,  # the words that are known
    ),
]
