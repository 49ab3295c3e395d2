"""Measures across the versions of a plan: which row goes on with which measure, and how each stands then."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from casework.forms.plan import Cells

Key = TypeVar("Key", bound=Hashable)
Change = Literal["added", "kept", "changed", "ended"]
STATE = ("status", "effect", "follow_up")  # what follow-ups change too, between the versions of a plan
LIKE_ENOUGH = 0.7  # of the letters of both: a word is put right or added, not another measure written
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

    The same words for what is done are the same measure, else those that are nearly the same, nearest first.
    """
    pairs = [
        (-_likeness(row, cells), place, number, key)
        for place, row in enumerate(rows)
        for number, (key, cells) in enumerate(earlier.items())
    ]
    found: list[Key | None] = [None] * len(rows)
    left = set(earlier)
    for likeness, place, _, key in sorted(pairs, key=lambda pair: pair[:3]):
        if -likeness >= LIKE_ENOUGH and found[place] is None and key in left:
            found[place] = key
            left.remove(key)
    return found


def _likeness(one: Cells, other: Cells) -> float:
    """How much of what is done is said with the same words, from 0 to 1."""
    return SequenceMatcher(None, _plain(one["what"]), _plain(other["what"]), autojunk=False).ratio()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


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
    kept = asdict(state)
    said = {
        word: cells[word]
        for word in STATE
        if cells.get(word) and cells[word] not in (before.get(word), kept[word])
    }
    is_ended = said["status"] == ENDED if "status" in said else state.is_ended
    return replace(state, **said, is_ended=is_ended)
