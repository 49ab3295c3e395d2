"""Since when students are in their classes, as a roster says it; what most of a class share says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from casework.people.roster import Pupil

FEW = 3  # so many may come to a class on the same day without its being the class's own
Place = tuple[str, str]  # school and class, by their names


class Start(NamedTuple):
    """A first day in the class; or only at the school, which says nothing of who changes class there."""

    day: date
    is_school: bool = False


class Starts:
    """The first days that a roster tells, beside those of the others in the class.

    A day that most of a class have in common is when the class began in the other system, its term there, or
    when everybody was moved to that system: whoever has it may have been in the class before.
    """

    def __init__(self, pupils: Collection[Pupil], sizes: Mapping[Place, int]) -> None:
        """`sizes` says how many students the classes have here."""
        self._since = Counter((one.school, one.group, one.since) for one in pupils)
        self._enrolled = Counter((one.school, one.group, one.enrolled) for one in pupils)
        self._named = Counter((one.school, one.group) for one in pupils)
        self._sizes = sizes

    def here(self, pupil: Pupil) -> Start | None:
        """The first day of a student who comes to the school, or is in the class already."""
        since = self._own(pupil, pupil.since, self._since)
        enrolled = self._own(pupil, pupil.enrolled, self._enrolled)
        if since is None or enrolled is None:
            return Start(since) if since else Start(enrolled, is_school=True) if enrolled else None
        return Start(max(since, enrolled))

    def changed(self, pupil: Pupil, *, is_new: bool) -> Start | None:
        """The first day of a student who was in another class of the school.

        Also one that most share: a whole class may come to another. Not where that class `is_new` here: it
        may be the same under another name, and its lessons are known by the old one.
        """
        own = self.here(pupil)
        if own and not own.is_school:
            return own
        return Start(pupil.since) if pupil.since and pupil.group and not is_new else None

    def _own(
        self, pupil: Pupil, day: date | None, days: Mapping[tuple[str, str, date | None], int]
    ) -> date | None:
        place = pupil.school, pupil.group
        size = max(self._named[place], self._sizes.get(place, 0))
        is_own = pupil.group and days[*place, day] <= max(FEW, size // 2)
        return day if is_own else None
