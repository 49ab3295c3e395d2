"""What differs between two versions of a model: element by element, by identity and never by position."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from casework.engine.workflow import Workflow

Kind = Literal["added", "removed", "changed", "moved"]
# Parts whose elements have ids and an order; those that are maps of words; fields that are told apart.
LISTS = ("guidance", "triggers", "duties", "cohorts", "goals", "prevention", "stages", "transitions")
MAPS = ("roles", "rows", "marks", "absences", "moments")
APART = {
    "model": {*LISTS, *MAPS, "source", "counting", "leave", "pause"},
    "source": {"demands"},
    "stages": {"actions"},
    "duties": {"actions"},
}
TEXT = "text"


@dataclass(frozen=True)
class Change:
    """One difference: which part and element, inside which stage or duty, and what was and is there.

    A changed element names the field; `moved` holds the ids in their old and new order.
    """

    kind: Kind
    part: str
    id: str
    within: str = ""
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Placed:
    """An element, and the stage or duty that it stands in."""

    value: Any
    within: str = ""


def diff(old: Workflow, new: Workflow) -> list[Change]:
    """Everything that differs, in the order of the file; nothing for models that are equal."""
    before, after = elements(old), elements(new)
    found: list[Change] = []
    for (part, name), placed in before.items():
        if (part, name) not in after:
            found.append(Change("removed", part, name, placed.within, before=placed.value))
    for (part, name), placed in after.items():
        earlier = before.get((part, name))
        if earlier is None:
            found.append(Change("added", part, name, placed.within, after=placed.value))
        else:
            found += _inside(part, name, earlier, placed)
    return [*found, *_moved(before, after)]


def elements(model: Workflow) -> Mapping[tuple[str, str], Placed]:
    """Every element by its part and id; the model's own words are the part `model`."""
    found = {("model", ""): Placed(model), ("source", ""): Placed(model.source)}
    found |= {("demands", key): Placed(text) for key, text in model.source.demands.items()}
    for part in MAPS:
        found |= {(part, key): Placed(value) for key, value in getattr(model, part).items()}
    for part in LISTS:
        for value in getattr(model, part):
            found[(part, value.id)] = Placed(value)
            found |= {("actions", one.id): Placed(one, value.id) for one in getattr(value, "actions", ())}
    found |= _numbered("counting", {" ".join(one.for_year_groups): one for one in model.counting})
    found |= _numbered("leave", {f"{one.by} {place}": one for place, one in enumerate(model.leave, 1)})
    return found | ({("pause", ""): Placed(model.pause)} if model.pause else {})


def _numbered(part: str, values: Mapping[str, Any]) -> dict[tuple[str, str], Placed]:
    return {(part, key): Placed(value) for key, value in values.items()}


def _inside(part: str, name: str, before: Placed, after: Placed) -> Iterator[Change]:
    """What differs inside an element that both have."""
    if before.within != after.within:
        yield Change("changed", part, name, after.within, "within", before.within, after.within)
    if not isinstance(before.value, BaseModel) or not isinstance(after.value, BaseModel):
        if before.value != after.value:
            yield Change("changed", part, name, after.within, TEXT, before.value, after.value)
        return
    for field in dict.fromkeys((*type(before.value).model_fields, *type(after.value).model_fields)):
        was, is_now = getattr(before.value, field, None), getattr(after.value, field, None)
        if was != is_now and field not in APART.get(part, ()):
            yield Change("changed", part, name, after.within, field, was, is_now)


def _moved(
    before: Mapping[tuple[str, str], Placed], after: Mapping[tuple[str, str], Placed]
) -> Iterator[Change]:
    """Elements of one list that stand in another order than they did."""
    places = dict.fromkeys((part, placed.within) for (part, _), placed in after.items())
    for part, within in places:
        if part in MAPS or part == "demands":
            continue
        both = {key for key in before if key in after and key[0] == part and before[key].within == within}
        was = tuple(
            name for one, name in before if (one, name) in both and after[(one, name)].within == within
        )
        is_now = tuple(
            name for one, name in after if (one, name) in both and after[(one, name)].within == within
        )
        if was != is_now:
            yield Change("moved", part, "", within, before=was, after=is_now)
