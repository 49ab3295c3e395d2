"""How each turn of preventive work stands: pure values, from the wheel and what people have said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from casework.engine.beside import Prevention, Rhythm
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.wheel import Turn, turns
from casework.people.models import Group
from casework.people.names import year_of
from casework.prevention.models import PreventionNote

State = Literal["done", "not_done", "later", "due", "to_plan", "overdue", "ongoing"]
WAITS = ("overdue", "due", "to_plan")
Key = tuple[str, str, UUID | None]


@dataclass(frozen=True)
class Piece:
    """One turn of one work, of one class where each has its own; what was said of it, the newest last.

    `due` is the day to which somebody has moved it, or the wheel's own.
    """

    work: Prevention
    turn: Turn
    group: Group | None
    notes: tuple[PreventionNote, ...]
    state: State
    due: date | None

    @property
    def waits(self) -> bool:
        """Whether it is time for it and nobody has said how it went."""
        return self.state in WAITS

    @property
    def is_settled(self) -> bool:
        """Whether somebody has said that it is done, or will not be."""
        return self.state in ("done", "not_done")


def pieces(
    works: Iterable[tuple[Prevention, bool]],
    groups: Sequence[Group],
    notes: Iterable[PreventionNote],
    calendar: SchoolCalendar,
    today: date,
) -> list[Piece]:
    """Every turn of the works in the school year of today; of each work, whether each class has its own."""
    said: dict[Key, list[PreventionNote]] = {}
    for note in sorted(notes, key=lambda one: one.at):
        said.setdefault((note.work, note.turn, note.group_id), []).append(note)
    return [
        _piece(
            work, turn, group, tuple(said.get((work.id, turn.key, group.id if group else None), ())), today
        )
        for work, is_for_each in works
        for group in (_classes(work, groups) if is_for_each else (None,))
        for turn in turns(work, calendar, today, _begun(work, group, said))
    ]


def _classes(work: Prevention, groups: Sequence[Group]) -> Sequence[Group]:
    years = work.cohort.year_groups if work.cohort else ()
    return [group for group in groups if not years or year_of(group.name) in years]


def _begun(
    work: Prevention, group: Group | None, said: Mapping[Key, Sequence[PreventionNote]]
) -> dict[str, date]:
    """For each series the day on which the first of its times was done."""
    if not isinstance(work.when, Rhythm) or not work.when.times:
        return {}
    group_id = group.id if group else None
    found: dict[str, date] = {}
    for (work_id, key, of_group), notes in said.items():
        newest = _newest(notes)
        if (work_id, of_group) == (work.id, group_id) and newest and newest.kind == "done" and newest.on:
            series = key.partition(".")[0]
            found[series] = min(found.get(series, newest.on), newest.on)
    return found


def _piece(
    work: Prevention, turn: Turn, group: Group | None, notes: tuple[PreventionNote, ...], today: date
) -> Piece:
    newest = _newest(notes)
    moved = newest.on if newest and newest.kind == "moved" else None
    due = turn.due and (moved or turn.due)
    return Piece(work, turn, group, notes, _state(work, turn, newest, due, today), due)


def _newest(notes: Sequence[PreventionNote]) -> PreventionNote | None:
    """What counts: the newest, or nothing where that takes the one before it back."""
    return notes[-1] if notes and notes[-1].kind != "undone" else None


def _state(
    work: Prevention, turn: Turn, newest: PreventionNote | None, due: date | None, today: date
) -> State:
    if due is None:
        return "ongoing" if turn.first <= today else "later"
    if newest and newest.kind == "done":
        return "done"
    if newest and newest.kind == "not_done":
        return "not_done"
    if today > due:
        return "overdue"
    if today < min(turn.first, due):
        return "later"
    if newest and newest.kind == "moved":
        return "due" if today == due else "later"
    return "to_plan" if work.when == "by_plan" else "due"


def in_order(found: Iterable[Piece]) -> Iterator[Piece]:
    """By the day on which they are due, what goes on all the time last."""
    return iter(sorted(found, key=lambda one: (one.due or date.max, one.work.id, one.turn.key)))
