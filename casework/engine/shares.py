"""The share of scheduled time that is absence: an exact fraction of what the student was to attend.

Lessons that nobody has registered, cancelled lessons and lessons that an adapted timetable leaves out are in
neither part. Leave and school activities are scheduled time that is not absence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

from casework.engine.absence import between, within
from casework.engine.chosen import Choice
from casework.engine.evidence import anchor, not_started
from casework.engine.quantities import keeps_to
from casework.engine.reading import Look, Reading, Share
from casework.engine.school_calendar import Days
from casework.engine.stretches import days_of, is_rolling

if TYPE_CHECKING:
    from casework.engine.counted import AbsenceShare, ShareRise

OUT_OF_BOTH = ("unknown", "not_offered")


def _in_subject(look: Look, rule: AbsenceShare, window: Days, subject: str) -> Share:
    """The share of one subject's lessons, in minutes or in lessons."""
    table, tally = look.tally.timetable, look.tally
    first, last = table.span(*window)
    end = last if rule.of == "scheduled_in_window" else max(min(last, tally.end), first)
    out = {miss.place for miss in tally.misses if miss.entry.outcome in OUT_OF_BOTH}
    had = [
        one
        for place, one in enumerate(table.lessons[first:end], start=first)
        if one.subject == subject and place not in out and (one.is_registered or place >= tally.end)
    ]
    choice = look.choice(rule.counting)
    is_timed = rule.measured_in == "minutes"
    inside = within(choice.timed if is_timed else choice.misses, *window)
    misses = tuple(miss for miss in inside if miss.lesson.subject == subject)
    missed = sum(miss.minutes if is_timed else 1 for miss in misses)
    scheduled = sum(one.minutes if is_timed else 1 for one in had)
    return Share(Fraction(missed), Fraction(scheduled), Fraction(0), misses)


def _shares(rule: AbsenceShare, look: Look, window: Days) -> Share:
    """The share that decides: of everything, or of the subject that comes nearest to meeting the limit."""
    if rule.same is None:
        to_come = rule.of == "scheduled_in_window"
        return share(look, rule.counting, window, rule.measured_in, to_come=to_come)
    first, last = look.tally.timetable.span(*window)
    subjects = sorted({one.subject for one in look.tally.timetable.lessons[first:last]})
    found = [_in_subject(look, rule, window, subject) for subject in subjects]
    read = [one for one in found if one.scheduled] or [Share(Fraction(0), Fraction(0), Fraction(0), ())]
    nearest = max if rule.limit[0] in ("at_least", "more_than") else min
    return nearest(read, key=lambda one: one.percent)


def share(look: Look, counting: str, window: Days, unit: str, *, to_come: bool = False) -> Share:
    """The share of the window up to the day; `to_come` adds what is scheduled in it afterwards."""
    asked = (counting, window, unit, to_come)
    if asked not in look.worked_out.shares:  # several limits are often set on the same
        look.worked_out.shares[asked] = _share(look, counting, window, unit, to_come=to_come)
    return look.worked_out.shares[asked]


def _share(look: Look, counting: str, window: Days, unit: str, *, to_come: bool) -> Share:
    table, tally = look.tally.timetable, look.tally
    first, last = table.span(*window)
    now = max(min(last, tally.end), first)
    inside = between(tally.misses, first, now)
    out = [miss for miss in inside if miss.entry.outcome in OUT_OF_BOTH]
    offered = [miss for miss in inside if miss.entry.outcome == "not_offered"]
    choice = look.choice(counting)
    chosen = choice.between(*window)
    coming = range(now, last) if to_come else range(0)
    if unit == "minutes":
        scheduled = (
            table.known_minutes[now] - table.known_minutes[first] - sum(one.lesson.minutes for one in out)
        )
        scheduled += sum(table.lessons[place].minutes for place in coming)
        missed = sum(miss.minutes for miss in chosen.timed)
        return Share(
            Fraction(missed),
            Fraction(scheduled),
            Fraction(sum(one.lesson.minutes for one in offered)),
            chosen.timed,
        )
    if unit == "lessons":
        scheduled = table.known[now] - table.known[first] - len(out) + len(coming)
        return Share(Fraction(len(chosen.misses)), Fraction(scheduled), Fraction(len(offered)), chosen.misses)
    return _of_parts(look, chosen, unit, (first, now), {miss.place for miss in out}, coming)


def _of_parts(
    look: Look, chosen: Choice, unit: str, places: tuple[int, int], out: set[int], coming: range
) -> Share:
    """The share in days or half days, each of which counts as soon as a lesson in it was to be attended."""
    lessons = look.tally.timetable.lessons
    held = [place for place in range(*places) if lessons[place].is_registered and place not in out]
    scheduled = [lessons[place] for place in (*held, *coming)]
    if unit == "days":
        missed = len(look.tally.days_of(chosen.misses))
        whole = len({one.on for one in scheduled})
    else:
        missed = len(look.tally.whole_sessions(chosen.misses))
        whole = len({look.tally.session_of(one) for one in scheduled})
    return Share(Fraction(missed), Fraction(whole), Fraction(0), chosen.misses)


def percent(rule: AbsenceShare, look: Look) -> Reading:
    """The share in the window, once there is enough to judge by."""
    timed = look.choice(rule.counting).timed
    window = days_of(rule.window, look, (miss.lesson.on for miss in timed))
    if window is None:
        return not_started("percent", rule.limit)
    found = _shares(rule, look, window)
    unread = "" if found.scheduled else "nothing_scheduled"
    if rule.after_school_days and school_days(look, window) < rule.after_school_days:
        unread = "too_early"
    is_met = not unread and keeps_to(rule.limit, found.percent)
    return Reading(
        kind="percent",
        is_met=is_met,
        figure=found.percent,
        unit="percent",
        limit=rule.limit,
        window=window,
        misses=found.misses,
        since=look.today if is_met else None,
        unread=unread,
        full=found.full,
        anchor=anchor(window, rule.window),
        is_rolling=is_rolling(rule.window),
    )


def school_days(look: Look, window: Days) -> int:
    """How many of the student's school days the window has had so far, today included."""
    days = look.tally.timetable.day_list
    return max(bisect_right(days, min(window[1], look.today)) - bisect_left(days, window[0]), 0)


def rise(rule: ShareRise, look: Look) -> Reading:
    """By how many percentage points the share has risen against the earlier window."""
    now, before = days_of(rule.window, look), days_of(rule.against, look)
    if now is None or before is None:
        return not_started("rise", rule.limit)
    one, other = (share(look, rule.counting, window, "minutes") for window in (now, before))
    points = one.percent - other.percent
    unread = "" if one.scheduled and other.scheduled else "nothing_scheduled"
    is_met = not unread and keeps_to(rule.limit, points)
    return Reading(
        kind="rise",
        is_met=is_met,
        figure=points,
        unit="points",
        limit=rule.limit,
        window=now,
        misses=one.misses,
        since=look.today if is_met else None,
        unread=unread,
        anchor=anchor(now, rule.window),
        is_rolling=is_rolling(rule.window),
    )
