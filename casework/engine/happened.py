"""The conditions on what has happened: in the case, in the calendar, and what people have said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from casework.engine.clocks import CALENDAR_UNITS, later
from casework.engine.condition import Condition
from casework.engine.counting import CheckDay
from casework.engine.evidence import counted, not_started
from casework.engine.parts import Id, Part, SomeIds
from casework.engine.quantities import Amount, AmountLimit, CountLimit, keeps_to
from casework.engine.reading import Look, Reading
from casework.engine.school_calendar import ONE_DAY
from casework.engine.stretches import days_of, stretch
from casework.engine.windows import Window


class TimesDone(CountLimit):
    """How often actions were done, contacts tried or triggers fired; what was withdrawn does not count."""

    of: SomeIds
    state: Literal["done", "tried"] = Field("done", alias="is")
    window: Window = Field("round", alias="in")
    per: Literal["guardian"] | None = None


class TimePassed(AmountLimit):
    """How much time has passed since a moment; the starting day included."""

    since: Id


class CheckDate(Part):
    """Recurring dates: each week, month …, or days of the year."""

    each: Literal["week", "month", "quarter", "term", "school_year"] | None = None
    dates: tuple[CheckDay, ...] = ()


class Raised(Part):
    """Who may say so, with a reason, and which mark it is about."""

    raised_by: SomeIds
    about: Id | None = None


class Times(Condition):
    """How often something was done or fired."""

    kind = "times"
    times: TimesDone

    def reading(self, look: Look) -> Reading:
        rule = self.times
        deeds = look.circumstances.deeds
        done = [one for one in deeds if one.action in rule.of and one.is_tried == (rule.state == "tried")]
        days = [one.on for one in done] + [one.on for one in look.circumstances.fired if one.rule in rule.of]
        if rule.per:  # for each guardian; the one with the most is enough
            guardians = {one.guardian for one in done}
            each = ([one.on for one in done if one.guardian == guardian] for guardian in guardians)
            days = max(each, key=len, default=[])
        window = days_of(rule.window, look, days)
        if window is None:
            return not_started("times", rule.limit)
        inside = sorted(day for day in days if window[0] <= day <= window[1])
        return counted("times", rule.limit, inside, (), window, rule.window)


class Passed(Condition):
    """Time has passed since a moment."""

    kind = "passed"
    passed: TimePassed

    def reading(self, look: Look) -> Reading:
        word, amount = self.passed.limit
        start = look.moments(self.passed.since)
        if start is None:
            return not_started("passed", self.passed.limit)
        figure, is_met, since = _passed(start, word, amount, look)
        return Reading(
            kind="passed",
            is_met=is_met,
            figure=figure,
            unit=amount.unit if amount.unit == "school_days" else "days",
            limit=self.passed.limit,
            window=(start, look.today),
            since=since if is_met else None,
            anchor=f"since {start.isoformat()}",
        )


def _passed(start: date, word: str, amount: Amount, look: Look) -> tuple[int, bool, date | None]:
    """How much has passed with the starting day, whether the limit is kept to, and the day it was reached."""
    if amount.unit not in (*CALENDAR_UNITS, "school_weeks"):
        figure = look.calendar.count(start, look.reached - ONE_DAY)
        number = amount.number - (word == "at_least")
        since = look.calendar.school_days_after(start - ONE_DAY, number + 1)
        return figure, keeps_to((word, amount.number), figure), since
    days = (look.reached - start).days
    end = (
        look.calendar.school_weeks_after(start, amount.number)
        if amount.unit == "school_weeks"
        else later(start, amount)
    )
    if end is None:  # beyond the calendar: it has not passed
        return days, word in ("at_most", "less_than"), None
    return days, keeps_to((word, end), look.reached), end


class Calendar(Condition):
    """True on certain dates only."""

    kind = "calendar"
    calendar: CheckDate

    def reading(self, look: Look) -> Reading:
        rule, today = self.calendar, look.today
        is_met = any(today.isoformat().endswith(day) for day in rule.dates)
        window = stretch(rule.each, look, today) if rule.each and not is_met else None
        first = look.calendar.next_open(window[0]) if window else None
        is_met |= first == today or (look.catches_up and first is not None and first < today)
        begun = (first or today) if is_met else None
        return _fact("calendar", begun, f"on {begun.isoformat()}" if begun else "")


class Concern(Condition):
    """A person says so, with a reason."""

    kind = "concern"
    concern: Raised

    def reading(self, look: Look) -> Reading:
        raised = look.circumstances.concerns.get(self.concern.about or "")
        return _fact("concern", raised, f"raised {raised}")


class InStage(Condition):
    """The case stands in one of the stages."""

    kind = "in_stage"
    in_stage: SomeIds

    def reading(self, look: Look) -> Reading:
        return _entered("in_stage", look, self.in_stage)

    def when_met(self, look: Look) -> Reading | None:
        facts = look.circumstances.facts
        return self.reading(look) if facts and facts.stage in self.in_stage else None


class Entered(Condition):
    """The case comes to the stage."""

    kind = "entered"
    entered: Id

    def reading(self, look: Look) -> Reading:
        return _entered("entered", look, (self.entered,))


class Started(Condition):
    """Somebody begins the form."""

    kind = "started"
    started: Id

    def reading(self, look: Look) -> Reading:
        facts = look.circumstances.facts
        drafts = facts.within("round", facts.drafts) if facts else ()
        signed = facts.within("round", facts.forms) if facts else ()
        begun = [(one.submission, one.at.date()) for one in drafts if one.form == self.started]
        begun += [(one.submission, one.on) for one in signed if one.form == self.started]
        return _first(self.kind, begun)


class Finalised(Condition):
    """The form is finalised."""

    kind = "finalised"
    finalised: Id

    def reading(self, look: Look) -> Reading:
        facts = look.circumstances.facts
        signed = facts.within("round", facts.forms) if facts else ()
        return _first(self.kind, [(one.submission, one.on) for one in signed if one.form == self.finalised])


class Recorded(Condition):
    """The moment has come."""

    kind = "recorded"
    recorded: Id

    def reading(self, look: Look) -> Reading:
        day = look.moments(self.recorded)
        return _fact("recorded", day, f"since {day}")


class NotYet(Condition):
    """The action has not been done."""

    kind = "not_yet"
    not_yet: Id

    def reading(self, look: Look) -> Reading:
        return Reading(kind="not_yet", is_met=look.moments(self.not_yet) is None)


class Overdue(Condition):
    """A deadline or an answer is missed."""

    kind = "overdue"
    overdue: Id

    def reading(self, look: Look) -> Reading:
        day = look.circumstances.overdue.get(self.overdue)
        return _fact("overdue", day, f"due {day}")


def _entered(kind: str, look: Look, stages: tuple[str, ...]) -> Reading:
    facts = look.circumstances.facts
    if facts and facts.stage in stages:
        return _fact(kind, facts.entered_on or look.today, f"visit {facts.visit}")
    return Reading(kind=kind, is_met=False)


def _first(kind: str, found: Iterable[tuple[str, date]]) -> Reading:
    submission, day = min(found, key=lambda one: one[1], default=("", None))
    return _fact(kind, day, f"form {submission}")


def _fact(kind: str, day: date | None, anchor: str) -> Reading:
    """The reading of something that is so or is not, from the day on."""
    return Reading(kind=kind, is_met=day is not None, since=day, anchor=anchor if day else "")
