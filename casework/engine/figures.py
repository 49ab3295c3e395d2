"""What conditions on absence count: occasions, lessons, days, late arrivals, each with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from casework.engine.absence import within
from casework.engine.chosen import Choice
from casework.engine.evidence import counted, not_started
from casework.engine.lengths import measured
from casework.engine.quantities import Amount
from casework.engine.reading import Event, Look, Reading
from casework.engine.register import Miss
from casework.engine.runs import Run, Runs
from casework.engine.school_calendar import Days
from casework.engine.stretches import days_of

if TYPE_CHECKING:
    from casework.engine.counted import LateCount, MixedCount, OccasionCount


def each(kind: str, look: Look, name: str) -> Reading:
    """Every occasion, lesson, session or day of the chosen absence, as an event of its own."""
    asked = (kind, name)
    if asked not in look.worked_out.each:
        look.worked_out.each[asked] = _each(kind, look, name)
    return look.worked_out.each[asked]


def _each(kind: str, look: Look, name: str) -> Reading:
    choice = look.choice(name)
    groups: dict[str, list[Miss]] = {}
    if kind == "occasion":
        events = events_of(look.times(name))
    else:
        for miss in choice.misses:
            groups.setdefault(_part(kind, miss, look), []).append(miss)
        events = [Event(key, misses[0].lesson.on, tuple(misses)) for key, misses in groups.items()]
    return Reading(
        kind=kind,
        is_met=bool(events),
        figure=len(events),
        unit=kind,
        misses=choice.misses,
        events=tuple(events),
    )


def events_of(runs: Iterable[Run]) -> list[Event]:
    """Each of the occasions as an event."""
    return [Event(one.key, one.begins, one.misses) for one in runs]


def _part(kind: str, miss: Miss, look: Look) -> str:
    if kind == "lesson":
        return miss.lesson.key
    half = f":{look.tally.session_of(miss.lesson)[1]}" if kind == "session" else ""
    return f"{miss.lesson.on.isoformat()}{half}"


def occasions(rule: OccasionCount, look: Look) -> Reading:
    """How many occasions begin in the window; of those alike, the largest number."""
    window, inside = _occasions_in(rule, look)
    if window is None:
        return not_started("occasions", rule.limit)
    return counted("occasions", rule.limit, inside.begins, inside.misses, window, rule.window)


def _occasions_in(rule: OccasionCount, look: Look) -> tuple[Days | None, Runs]:
    """The days of the window, None where its clock has not started, and the occasions that count in it."""
    found = look.times(rule.counting)
    if rule.lasting:
        found = Runs.of(one for one in found if _lasts(one, rule.lasting, look))
    window = days_of(rule.window, look, found.begins)
    if window is None:
        return None, found
    inside = found.between(*window) if rule.lasting else look.times_in(rule.counting, window)
    return window, _alike(rule.same, inside) if rule.same and inside else inside


def _alike(same: str, inside: Runs) -> Runs:
    alike = Counter(_likeness(same, one) for one in inside)
    most = max(sorted(alike, key=str), key=lambda like: alike[like])
    return Runs.of(one for one in inside if _likeness(same, one) == most)


def _lasts(occasion: Run, amount: Amount, look: Look) -> bool:
    return measured(look, Choice(occasion.misses, occasion.misses), amount.unit) >= amount.number


def _likeness(same: str, occasion: Run) -> str | int:
    first = occasion.misses[0].lesson
    if same == "subject":
        return first.subject
    return first.on.isoweekday() if same == "weekday" else first.session[1]


def late_arrivals(rule: LateCount, look: Look) -> Reading:
    """How many late arrivals of the choice there are in the window."""
    chosen = tuple(miss for miss in look.choice(rule.counting).timed if miss.entry.outcome == "late")
    window = days_of(rule.window, look, (miss.lesson.on for miss in chosen))
    if window is None:
        return not_started("late_arrivals", rule.limit)
    inside = within(chosen, *window)
    days = [miss.lesson.on for miss in inside]
    return counted("late_arrivals", rule.limit, days, inside, window, rule.window)


def mixed(rule: MixedCount, look: Look) -> Reading:
    """The events of several choices together; each absence belongs to the first choice that it fits."""
    pools: list[tuple[str, tuple[Miss, ...]]] = []
    taken: set[int] = set()
    for name in rule.of:
        choice = look.choice(name)
        mine = tuple(miss for miss in choice.misses if miss.place not in taken)
        taken |= {miss.place for miss in mine}
        pools.append((choice.each, mine))
    window = days_of(rule.window, look, (miss.lesson.on for _, pool in pools for miss in pool))
    if window is None:
        return not_started("mixed", rule.limit)
    days: list[date] = []
    evidence: list[Miss] = []
    for unit, pool in pools:
        for day, misses in _units(unit, pool, look):
            if window[0] <= day <= window[1]:
                days.append(day)
                evidence += misses
    return counted("mixed", rule.limit, sorted(days), tuple(evidence), window, rule.window)


def _units(unit: str, pool: tuple[Miss, ...], look: Look) -> list[tuple[date, tuple[Miss, ...]]]:
    if unit == "occasion":
        found = look.tally.occasions(pool)
        return [(one.begins, one.misses) for one in found]
    days = set(look.tally.days_of(pool))
    kept = [miss for miss in pool if unit != "day" or miss.lesson.on in days]
    groups: dict[str, list[Miss]] = {}
    for miss in kept:
        groups.setdefault(_part(unit, miss, look), []).append(miss)
    return [(misses[0].lesson.on, tuple(misses)) for misses in groups.values()]
