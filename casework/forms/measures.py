"""Measures across the versions of a plan: which row goes on with which measure, and how each stands then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from casework.forms.plan import Cells

Key = TypeVar("Key", bound=Hashable)
Change = Literal["added", "kept", "changed", "ended"]
STATE = ("status", "effect", "follow_up")  # what follow-ups change too, between the versions of a plan
ALIKE = ("what", "factor", "why", "responsible", "environment", "area", "frequency", "start")
LIKE_ENOUGH = 0.5  # of the cells that either has
ENDED = "stopped"  # the status that ends a measure


@dataclass(frozen=True)
class State:
    """How a measure stands: a day as 2026-11-22, empty where none is agreed."""

    status: str = "planned"
    effect: str = ""
    follow_up: str = ""
    is_ended: bool = False


def matched(rows: Sequence[Cells], earlier: Mapping[Key, Cells]) -> list[Key | None]:
    """For each row the measure that it goes on with; None where it is a new one.

    The same words for what is done are the same measure; of the others, those most alike, by at least half.
    """
    left = dict(earlier)
    found: list[Key | None] = [None] * len(rows)
    for place, row in enumerate(rows):
        what = _plain(row, "what")
        same = next((key for key, cells in left.items() if _plain(cells, "what") == what), None)
        if same is not None:
            found[place] = same
            del left[same]
    pairs = [
        (-_likeness(row, cells), place, number, key)
        for place, row in enumerate(rows)
        if found[place] is None
        for number, (key, cells) in enumerate(left.items())
    ]
    for likeness, place, _, key in sorted(pairs, key=lambda pair: pair[:3]):
        if -likeness >= LIKE_ENOUGH and found[place] is None and key in left:
            found[place] = key
            del left[key]
    return found


def _plain(cells: Cells, word: str) -> str:
    return " ".join(cells.get(word, "").casefold().split())


def _likeness(one: Cells, other: Cells) -> float:
    """The share of what either says that both say alike."""
    said = [word for word in ALIKE if one.get(word) or other.get(word)]
    return sum(_plain(one, word) == _plain(other, word) for word in said) / len(said) if said else 0.0


def changed_words(before: Cells, after: Cells) -> list[str]:
    """What the later version says otherwise, by what it means."""
    return [word for word in {**before, **after} if before.get(word, "") != after.get(word, "")]


def planned(cells: Cells) -> State:
    """How a measure stands that a plan has just taken up."""
    return laid_over(State(), {}, cells)


def laid_over(state: State, before: Cells, cells: Cells) -> State:
    """How it stands after a later version of its plan: what that says anew counts, the rest stays.

    So a correction of one word does not undo what a follow-up has found since.
    """
    said = {word: cells[word] for word in STATE if cells.get(word) and cells[word] != before.get(word)}
    is_ended = said["status"] == ENDED if "status" in said else state.is_ended
    return replace(state, **said, is_ended=is_ended)
