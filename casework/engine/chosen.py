"""Which absence a word after `counting:` chooses: one that every model knows, or one of the model's own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple

from casework.engine.absence import Tally, within
from casework.engine.counting import Absences
from casework.engine.register import Miss

Fits = Callable[[Tally, Miss], bool]
_BUILT_IN: dict[str, Fits | None] = {  # None is what every absence fits
    "any": None,
    "not_attended": None,
    "valid": lambda tally, miss: tally.validity(miss) == "valid",
    "invalid": lambda tally, miss: tally.validity(miss) == "invalid",
    "reported": lambda _, miss: miss.entry.is_reported,
    "unreported": lambda _, miss: not miss.entry.is_reported,
    "documented": lambda _, miss: miss.entry.is_documented,
    "undocumented": lambda _, miss: not miss.entry.is_documented,
}
_CLOCK = {"minutes": 1, "hours": 60}


class Choice(NamedTuple):
    """The absence that a word chooses, in order of time.

    `misses` are what occasions, lessons and days are made of; `timed` what minutes are summed over (late
    arrivals too, where the word does not say which kinds it means).
    """

    misses: tuple[Miss, ...]
    timed: tuple[Miss, ...]
    each: str = "occasion"

    def without(self, lessons: frozenset[str]) -> Choice:
        """The choice without absence in these lessons."""
        return self._replace(
            misses=tuple(miss for miss in self.misses if miss.lesson.key not in lessons),
            timed=tuple(miss for miss in self.timed if miss.lesson.key not in lessons),
        )

    def between(self, first: date, last: date) -> Choice:
        """The part of the choice that lies between the days, both included."""
        misses = within(self.misses, first, last)
        timed = misses if self.timed is self.misses else within(self.timed, first, last)
        return Choice(misses, timed, self.each)


def choose(tally: Tally, name: str, own: Mapping[str, Absences], *, is_alone: bool = False) -> Choice:
    """The absence that the word chooses; KeyError where neither the model nor the language knows it.

    `is_alone` leaves out what other choice it must not lie within.
    """
    if name not in own:
        fits = _BUILT_IN[name]
        misses = tuple(miss for miss in tally.absences if fits(tally, miss)) if fits else tally.absences
        late = () if name == "not_attended" else tally.partial
        partial = [miss for miss in late if fits is None or fits(tally, miss)]
        return Choice(misses, _in_order((*misses, *partial)) if partial else misses)
    rule = own[name]
    found = _chosen(tally, rule)
    if rule.not_within and not is_alone:
        others = _belonging(tally, rule.not_within, own)
        found = tuple(miss for miss in found if miss.place not in others)
    whole = found if rule.kinds else tuple(miss for miss in found if tally.is_absent(miss))
    return Choice(whole, found, rule.each or "occasion")


def _chosen(tally: Tally, rule: Absences) -> tuple[Miss, ...]:
    """The misses that fit the rule, partial ones too unless it names other kinds."""
    kinds = rule.kinds or ("absent", "late", "left_early")
    pool = _in_order((*tally.absences, *tally.partial))
    found = tuple(miss for miss in pool if _kind(tally, miss) in kinds and _fits(tally, miss, rule))
    if rule.longer_than and rule.longer_than.unit in _CLOCK:
        least = rule.longer_than.number * _CLOCK[rule.longer_than.unit]
        return tuple(miss for miss in found if miss.minutes > least)
    if rule.longer_than:
        found = found if rule.kinds else tuple(miss for miss in found if tally.is_absent(miss))
        return _in_long_runs(tally, found, rule.longer_than.number, rule.longer_than.unit)
    return found


def _kind(tally: Tally, miss: Miss) -> str:
    return "absent" if tally.is_absent(miss) else miss.entry.outcome


def _fits(tally: Tally, miss: Miss, rule: Absences) -> bool:
    entry = miss.entry
    return (
        rule.validity in (None, tally.validity(miss))
        and rule.reported in (None, entry.is_reported)
        and rule.documented in (None, entry.is_documented)
        and (not rule.codes or entry.code in rule.codes)
    )


def _in_long_runs(tally: Tally, found: tuple[Miss, ...], number: int, unit: str) -> tuple[Miss, ...]:
    """The misses in occasions of more than so many lessons, sessions or days."""
    kept: list[Miss] = []
    for occasion in tally.occasions(found):
        length = len(occasion.misses)
        if unit == "sessions":
            length = len(tally.whole_sessions(occasion.misses))
        elif unit != "lessons":
            length = len(tally.whole_days(occasion.misses))
        kept += occasion.misses if length > number else ()
    return tuple(kept)


def _belonging(tally: Tally, name: str, own: Mapping[str, Absences]) -> Collection[int]:
    """The places of what belongs to the other choice: whole days or half days where it counts those."""
    other = choose(tally, name, own, is_alone=True)
    if other.each == "day":
        days: set[date] = set(tally.days_of(other.misses))
        return {miss.place for miss in other.misses if miss.lesson.on in days}
    if other.each == "session":
        sessions = set(tally.whole_sessions(other.misses))
        return {miss.place for miss in other.misses if tally.session_of(miss.lesson) in sessions}
    return {miss.place for miss in other.misses}


def _in_order(misses: tuple[Miss, ...]) -> tuple[Miss, ...]:
    return tuple(sorted(misses, key=lambda miss: miss.place))
