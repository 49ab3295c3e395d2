"""What one student's absence of a school year comes to by the end of each day, packed to be kept.

Any window of days is the difference between two of its days. It counts all absence, whatever its reason.
Days without absence leave the sums as they are and are not kept; the minutes scheduled are kept apart, since
few limits ask for them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from struct import Struct
from typing import NamedTuple

from casework.engine.absence import Tally
from casework.engine.counting import Counting
from casework.engine.shares import OUT_OF_BOTH

_DAY = Struct("<HHHI")
_BYTES = 46  # a bit for each day from the first of August to the last of July
_ABSENT, _ATTENDED = ord("x"), ord(" ")
_unpacked = _DAY.unpack_from


class Sums(NamedTuple):
    """What has come together by the end of a day, since the school year began.

    `occasions` that have begun, `whole_days` of absence, `missed` and `scheduled` minutes. `run` are the
    whole days of the latest unbroken absence, whenever it began.
    """

    occasions: int = 0
    whole_days: int = 0
    run: int = 0
    missed: int = 0
    scheduled: int = 0


NOTHING = Sums()


class Totals(NamedTuple):
    """The days with absence, a bit for each, and the sums of these in order, after those of no day.

    `held` are the minutes that were scheduled on each day of the school year, two bytes for each, where
    somebody has asked for them.
    """

    days: bytes
    sums: bytes
    held: bytes | None = None


class Reader:
    """Reads the sums by the end of some days of the school year that begins in the year.

    Minutes are only summed up as scheduled where these are asked for.
    """

    def __init__(self, year: int, days: Sequence[date]) -> None:
        self._ends = [max((day - date(year, 8, 1)).days + 1, 0) for day in days]
        self._marks = [(1 << end) - 1 for end in self._ends]

    def read(self, found: Totals) -> list[Sums]:
        """The sums of a student, in the order of the days, without what was scheduled."""
        days, sums, size = int.from_bytes(found[0], "little"), found[1], _DAY.size
        return [Sums(*_unpacked(sums, (days & mark).bit_count() * size)) for mark in self._marks]

    def read_all(self, found: Totals) -> list[Sums]:
        """The same with what was scheduled."""
        held = memoryview(found.held or b"").cast("H")
        sums = zip(self.read(found), self._ends, strict=True)
        return [one._replace(scheduled=sum(held[:end])) for one, end in sums]


def counted_alike(counting: Counting) -> str:
    """What totals depend on in a way of counting, in one word: those with the same are the same."""
    return ",".join((counting.occasions_same_day, *sorted(counting.not_counted)))


def totals(tally: Tally, year: int) -> Totals:
    """The student's totals of the school year that begins in the year, as of days that are over."""
    begins, before = date(year, 8, 1), NOTHING
    days, packed, held = 0, bytearray(_pack(before)), array("H", bytes(2 * 8 * _BYTES))
    for day, sums in _day_by_day(tally, begins):
        place = (day - begins).days
        held[place] = sums.scheduled
        if sums[:4] != before[:4]:
            days |= 1 << place
            packed += _pack(sums)
        before = sums
    return Totals(days.to_bytes(_BYTES, "little"), bytes(packed), held.tobytes())


def _pack(sums: Sums) -> bytes:
    return _DAY.pack(*sums[:4])


def _day_by_day(tally: Tally, begins: date) -> Iterator[tuple[date, Sums]]:
    """The sums by each day with a registered lesson, with what was scheduled on that day alone.

    A run may have begun before the school year did.
    """
    table, signs = tally.timetable, tally.signs
    missed, out = _minutes(tally)
    sums, is_broken = NOTHING, True
    for day, (first, last) in table.days.items():
        if first >= tally.end or day.year > begins.year + 1 or table.known[first] == table.known[last]:
            continue
        begun, run, is_broken = _follow(signs[first:last], sums.run, is_broken=is_broken)
        is_whole = _ABSENT in signs[first:last] and _ATTENDED not in signs[first:last]
        if day < begins:
            sums = Sums(run=run + is_whole)
            continue
        held = table.known_minutes[last] - table.known_minutes[first]
        sums = Sums(
            sums.occasions + (begun if tally.counting.occasions_same_day == "several" else min(begun, 1)),
            sums.whole_days + is_whole,
            run + is_whole,
            sums.missed + missed.get(day, 0),
            held - out.get(day, 0),
        )
        yield day, sums


def _follow(signs: Iterable[int], run: int, *, is_broken: bool) -> tuple[int, int, bool]:
    """Through the signs of a day: how many runs begin, how long the latest is, and whether it is over."""
    begun = 0
    for sign in signs:
        if sign == _ABSENT and is_broken:
            begun, run, is_broken = begun + 1, 0, False
        elif sign == _ATTENDED:
            is_broken = True
    return begun, run, is_broken


def _minutes(tally: Tally) -> tuple[dict[date, int], dict[date, int]]:
    """Of each day the minutes that were missed, and those that were not to be attended after all."""
    missed, out = dict[date, int](), dict[date, int]()
    for miss in (*tally.absences, *tally.partial):
        missed[miss.lesson.on] = missed.get(miss.lesson.on, 0) + miss.minutes
    for miss in tally.misses:
        if miss.entry.outcome in OUT_OF_BOTH:
            out[miss.lesson.on] = out.get(miss.lesson.on, 0) + miss.lesson.minutes
    return missed, out
