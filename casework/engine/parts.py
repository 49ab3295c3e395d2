"""What everything in a model is made of: frozen values that know no other words than their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

ID_PATTERN = r"^[a-z][a-z0-9_]{0,59}$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_ONE = {"type": "string", "pattern": ID_PATTERN}
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _ONE}, _ONE]}),
]
SomeIds = Annotated[
    tuple[Id, ...],
    Field(min_length=1),
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "array", "items": _ONE, "minItems": 1}, _ONE]}),
]


class Part(BaseModel):
    """Anything in a model."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same with other values; what was worked out from the old ones goes."""
        found = super().model_copy(update=update, deep=deep)
        for name in vars(found).keys() - type(found).model_fields.keys():
            del vars(found)[name]
        return found


class Element(Part):
    """A part of a model that has an id and may say which demands it covers."""

    id: Id
    covers: tuple[str, ...] = ()
