"""When things are due on a school calendar. The starting day is never counted; days are local dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from casework.engine.beside import FollowUp
from casework.engine.moments import Due
from casework.engine.quantities import Amount
from casework.engine.school_calendar import ONE_DAY, SchoolCalendar
from casework.engine.stretches import after

Roll = Literal["before", "after"]
WEEKS = 20  # within which a regular time comes again, or it is not kept


@dataclass(frozen=True)
class Deadline:
    """A day by which (or, as a target, on which) something is to be done.

    `day` is None while the clock has not started (`waits_for` says for what) and where the calendar ends
    before it. `moved_from` is the day without school that it was moved from; `by_clock` a time on the day,
    `at_clock` that of the regular time that it waits for.
    """

    day: date | None
    is_target: bool = False
    moved_from: date | None = None
    waits_for: str = ""
    by_clock: str = ""
    at_clock: str = ""

    def is_late(self, on: date) -> bool:
        """Whether something done (or booked) on the day comes too late."""
        return self.day is not None and on > self.day


@dataclass(frozen=True)
class Regular:
    """A time that is kept each week: its weekday, 0 for Monday, and the clock on it where that is said."""

    weekday: int
    clock: str = ""


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """What deadlines count from: the day the task opened, moments, meetings, and regular times.

    `meetings`: the days on which they are booked or held; `regular`: mentor time and team meetings.
    """

    calendar: SchoolCalendar
    opened_on: date
    moments: Callable[[str], date | None]
    meetings: Mapping[str, date] = field(default_factory=dict)
    regular: Mapping[str, Regular] = field(default_factory=dict)

    def next_time(self, name: str) -> date | None:
        """The first such weekday with school after the task opened; None where nobody keeps one."""
        kept = self.regular.get(name)
        if kept is None:
            return None
        first = self.opened_on + ONE_DAY * ((kept.weekday - self.opened_on.weekday() - 1) % 7 + 1)
        weeks = (first + ONE_DAY * 7 * number for number in range(WEEKS))
        return next((day for day in weeks if self.calendar.is_open(day)), None)


def deadline(due: Due, clocks: Clocks) -> Deadline:
    """When the action is due."""
    if due.before or due.together_with:
        return _by_meeting(due, clocks)
    if due.next:
        found = clocks.next_time(due.next)
        if found:
            return Deadline(found, by_clock=due.by_clock or "", at_clock=clocks.regular[due.next].clock)
        return _moved(_after(clocks.opened_on, due.otherwise, clocks.calendar), due, clocks.calendar)
    if due.same_day:
        return _moved(clocks.opened_on, due, clocks.calendar)
    begun = clocks.moments(due.after) if due.after else clocks.opened_on
    if begun is None:
        return Deadline(None, bool(due.target), waits_for=due.after or "", by_clock=due.by_clock or "")
    return _moved(_after(begun, due.within or due.target, clocks.calendar), due, clocks.calendar)


def _by_meeting(due: Due, clocks: Clocks) -> Deadline:
    """The day of the meeting, or the last school day before it, but not before the task was opened."""
    meeting = due.before or due.together_with or ""
    day = clocks.meetings.get(meeting)
    if day is None:
        return Deadline(None, waits_for=meeting, by_clock=due.by_clock or "")
    if due.before:
        earlier = clocks.calendar.last_open(day - ONE_DAY) or day
        day = min(max(earlier, clocks.opened_on), day)
    return Deadline(day, by_clock=due.by_clock or "")


def _after(begun: date, amount: Amount | None, calendar: SchoolCalendar) -> date | None:
    return after(begun, amount, calendar) if amount else begun


def _moved(day: date | None, due: Due, calendar: SchoolCalendar) -> Deadline:
    found, moved_from = rolled(day, due.if_closed, calendar)
    return Deadline(found, bool(due.target), moved_from, by_clock=due.by_clock or "")


def rolled(day: date | None, roll: Roll, calendar: SchoolCalendar) -> tuple[date | None, date | None]:
    """The day, or the school day before or after it where it has no school; and the day it was moved from."""
    if day is None or calendar.is_open(day):
        return day, None
    found = calendar.last_open(day) if roll == "before" else calendar.next_open(day)
    return found, day


def next_follow_up(follow_up: FollowUp, clocks: Clocks, last_done: date | None = None) -> Deadline:
    """When a stage is to be followed up next: so long after it was done last, else after the stage began.

    What comes again is counted from the day it was done; a day without school moves to the next school day.
    """
    if follow_up.every:
        return _rolled_after(_after(last_done or clocks.opened_on, follow_up.every, clocks.calendar), clocks)
    begun = clocks.moments(follow_up.after) if follow_up.after else clocks.opened_on
    if begun is None:
        return Deadline(None, waits_for=follow_up.after or "")
    return _rolled_after(_after(begun, follow_up.within, clocks.calendar), clocks)


def next_time(every: Amount, clocks: Clocks, last_done: date | None) -> Deadline:
    """When an action that comes again is due next; the first time, on the day that its task opened."""
    first = _after(last_done, every, clocks.calendar) if last_done else clocks.opened_on
    return _rolled_after(first, clocks)


def answer_day(within: Amount, sent_on: date, calendar: SchoolCalendar) -> Deadline:
    """Until when an answer is expected to what was sent on the day."""
    found, moved_from = rolled(after(sent_on, within, calendar), "after", calendar)
    return Deadline(found, moved_from=moved_from)


def _rolled_after(day: date | None, clocks: Clocks) -> Deadline:
    found, moved_from = rolled(day, "after", clocks.calendar)
    return Deadline(found, moved_from=moved_from)
