"""The conditions that count absence: occasions, runs, sums, shares, each with what it counts and when."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from casework.engine import figures, lengths, shares
from casework.engine.condition import Condition
from casework.engine.parts import Id, Ids, Part
from casework.engine.quantities import AmountLimit, CountLimit, PercentLimit, Quantity
from casework.engine.reading import Event, Look, Reading, in_order
from casework.engine.windows import Window
from casework.remarks import Wrong, remark

Share = Literal["minutes", "lessons", "sessions", "days"]


class Each(Part):
    """Every single one of what is counted."""

    counting: Id = "any"


class OccasionCount(CountLimit):
    """How many occasions begin in the window; `lasting` keeps the long ones, `same` those that are alike."""

    counting: Id = "any"
    window: Window = Field("term", alias="in")
    lasting: Quantity | None = None
    same: Literal["weekday", "subject", "time_of_day"] | None = None


class LateCount(CountLimit):
    """How many late arrivals there are in the window."""

    counting: Id = "any"
    window: Window = Field("term", alias="in")


class RunLength(AmountLimit):
    """How long the present or latest unbroken absence is."""

    counting: Id = "any"


class AbsenceSum(AmountLimit):
    """How much absence there is in the window, in the unit of the limit."""

    counting: Id = "any"
    window: Window = Field("term", alias="in")

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if self.limit[1].unit in ("months", "years"):
            raise Wrong(remark("absence is summed in minutes, hours, lessons, sessions, days or weeks"))
        return self


class AbsenceShare(PercentLimit):
    """The share of the student's own scheduled time that is absence; a minimum base before it is read.

    With `same: subject` it is read for each subject by itself, and one of them is enough.
    """

    of: Literal["scheduled_so_far", "scheduled_in_window"] = "scheduled_so_far"
    measured_in: Share = "minutes"
    counting: Id = "any"
    window: Window = Field("term", alias="in")
    same: Literal["subject"] | None = None
    after_school_days: int = Field(0, ge=0, le=200)


class ShareRise(PercentLimit):
    """By how many percentage points the share has risen against an earlier time."""

    counting: Id = "any"
    window: Window = Field({"last": "4 weeks"}, alias="in", validate_default=True)
    against: Window


class MixedCount(CountLimit):
    """Events of several choices of absence added; each absence belongs to the first that fits."""

    of: Ids = Field(min_length=1)
    window: Window = Field("term", alias="in")


class Occasion(Condition):
    """Each occasion, as it is registered."""

    kind = "occasion"
    occasion: Each

    def reading(self, look: Look) -> Reading:
        return figures.each("occasion", look, self.occasion.counting)

    def each_since(self, look: Look, since: date) -> list[Event] | None:
        return in_order(figures.events_of(look.times_in(self.occasion.counting, (since, date.max))))


class Lesson(Condition):
    """Each lesson with absence, as it is registered."""

    kind = "lesson"
    lesson: Each

    def reading(self, look: Look) -> Reading:
        return figures.each("lesson", look, self.lesson.counting)


class Session(Condition):
    """Each half-day session with absence."""

    kind = "session"
    session: Each

    def reading(self, look: Look) -> Reading:
        return figures.each("session", look, self.session.counting)


class Day(Condition):
    """Each day with absence."""

    kind = "day"
    day: Each

    def reading(self, look: Look) -> Reading:
        return figures.each("day", look, self.day.counting)


class Occasions(Condition):
    """A number of occasions in a window."""

    kind = "occasions"
    occasions: OccasionCount

    def reading(self, look: Look) -> Reading:
        return figures.occasions(self.occasions, look)


class LateArrivals(Condition):
    """A number of late arrivals in a window."""

    kind = "late_arrivals"
    late_arrivals: LateCount

    def reading(self, look: Look) -> Reading:
        return figures.late_arrivals(self.late_arrivals, look)


class Run(Condition):
    """An unbroken absence of some length."""

    kind = "run"
    run: RunLength

    def reading(self, look: Look) -> Reading:
        return lengths.run(self.run, look)

    def when_met(self, look: Look) -> Reading | None:
        return super().when_met(look) if lengths.may_reach(self.run, look) else None


class Absence(Condition):
    """A sum of absence in a window."""

    kind = "absence"
    absence: AbsenceSum

    def reading(self, look: Look) -> Reading:
        return lengths.absence(self.absence, look)


class Percent(Condition):
    """A share of the scheduled time in a window."""

    kind = "percent"
    percent: AbsenceShare

    def reading(self, look: Look) -> Reading:
        return shares.percent(self.percent, look)


class Rise(Condition):
    """A sudden change of the share against an earlier time."""

    kind = "rise"
    rise: ShareRise

    def reading(self, look: Look) -> Reading:
        return shares.rise(self.rise, look)


class Mixed(Condition):
    """A number of events of several kinds together."""

    kind = "mixed"
    mixed: MixedCount

    def reading(self, look: Look) -> Reading:
        return figures.mixed(self.mixed, look)
