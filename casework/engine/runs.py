"""Runs of absence, and the occasions that they make: which absences belong to each, and when each began.

A student's year has many of them and a rule asks about few, so each is made only when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from casework.engine.register import Miss


class Run(NamedTuple):
    """Absence without an attended lesson between; `goes_on` while nothing has been attended since."""

    misses: tuple[Miss, ...]
    goes_on: bool = False

    @property
    def begins(self) -> date:
        """The day of the first absence."""
        return self.misses[0].lesson.on

    @property
    def ends(self) -> date:
        """The day of the latest absence."""
        return self.misses[-1].lesson.on

    @property
    def key(self) -> str:
        """What it is known by: the lesson that it begins with."""
        return self.misses[0].lesson.key


class Runs:
    """Runs (or occasions) of one choice of absence, in order of time.

    The one in place n has the absences from `at[n]` up to but not with `at[n + 1]`, and began on the day
    `begins[n]`. `goes_on` is what the last one does.
    """

    __slots__ = ("_misses", "at", "begins", "chosen", "goes_on")

    def __init__(
        self, chosen: tuple[Miss, ...], at: Sequence[int], begins: Sequence[date], *, goes_on: bool = False
    ) -> None:
        self.chosen, self.at, self.begins, self.goes_on = chosen, at, begins, goes_on
        self._misses: tuple[Miss, ...] | None = None

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Runs:
        """These by themselves."""
        kept = list(runs)
        at = [0, *accumulate(len(one.misses) for one in kept)]
        misses = tuple(chain.from_iterable(one.misses for one in kept))
        return cls(misses, at, [one.begins for one in kept], goes_on=bool(kept) and kept[-1].goes_on)

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, place: int) -> Run:
        place = range(len(self))[place]
        is_last = place == len(self) - 1
        return Run(self.chosen[self.at[place] : self.at[place + 1]], is_last and self.goes_on)

    def __iter__(self) -> Iterator[Run]:
        last = len(self.begins) - 1
        for place, (first, end) in enumerate(pairwise(self.at)):
            yield Run(self.chosen[first:end], self.goes_on and place == last)

    @property
    def last_length(self) -> int:
        """How many absences the last one has; none where there is no run."""
        return self.at[-1] - self.at[-2] if self.begins else 0

    @property
    def misses(self) -> tuple[Miss, ...]:
        """All the absences in them."""
        if self._misses is None:
            self._misses = self.chosen[self.at[0] : self.at[-1]]
        return self._misses

    def between(self, first: date, last: date) -> Runs:
        """Those that begin between the days, both included."""
        begin, end = bisect_left(self.begins, first), bisect_right(self.begins, last)
        is_to_the_end = end == len(self.begins)
        goes_on = is_to_the_end and self.goes_on
        return Runs(self.chosen, self.at[begin : end + 1], self.begins[begin:end], goes_on=goes_on)

    def one_a_day(self) -> Runs:
        """Those that begin on the same day taken together."""
        begins = self.begins
        if len(set(begins)) == len(begins):
            return self
        firsts = [place for place, day in enumerate(begins) if not place or day != begins[place - 1]]
        at = [*(self.at[place] for place in firsts), self.at[-1]]
        return Runs(self.chosen, at, [begins[place] for place in firsts], goes_on=self.goes_on)
