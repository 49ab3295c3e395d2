"""What every kind of condition shares: one kind word, and the demands it covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from casework.engine.facts import Facts, StudentFact
from casework.engine.parts import Part
from casework.engine.reading import Event, Look, Reading, in_order


class Condition(Part):
    """A rule on attendance, time, the student or what has happened; its kind word holds what it asks."""

    kind: ClassVar[str]
    covers: tuple[str, ...] = ()

    @property
    def rule(self) -> Any:
        """What the kind word holds."""
        return getattr(self, self.kind)

    @cached_property
    def named_window(self) -> str:
        """The window of the first occasions that it counts, where that is one with a name."""
        words = (one.rule.window for one in self.unfolded() if one.kind == "occasions")
        return next((word for word in words if isinstance(word, str)), "")

    @cached_property
    def stages_needed(self) -> tuple[Condition, ...]:
        """The steps without which it is never met."""
        return tuple(one for one in self.inner() if self.kind == "all" and one.kind == "in_stage")

    def reading(self, look: Look) -> Reading:
        """What the condition answers for one student on one day."""
        raise NotImplementedError

    def when_met(self, look: Look) -> Reading | None:
        """The reading where it is met. Most rules are not: a kind may have a quicker way to see that."""
        found = self.reading(look)
        return found if found.is_met else None

    def each_since(self, look: Look, since: date) -> list[Event] | None:
        """What it finds each time, from the day on and in order of time; None where it is met as a whole."""
        events = self.reading(look).events
        return in_order(one for one in events if one.on >= since) if events else None

    def inner(self) -> tuple[Condition, ...]:
        """The conditions directly inside it."""
        return ()

    def unfolded(self) -> Iterator[Condition]:
        """The condition and every condition inside it."""
        yield self
        for condition in self.inner():
            yield from condition.unfolded()


class StudentCondition(Condition):
    """A condition that can be read from what is known of the student alone."""

    def fits(self, student: StudentFact) -> bool:
        """Whether it is met for the student."""
        raise NotImplementedError

    def holds(self, facts: Facts) -> bool:
        """Whether it is met for the student of the case."""
        return self.fits(facts.student)

    def reading(self, look: Look) -> Reading:
        student = look.circumstances.student
        return Reading(kind=self.kind, is_met=self.fits(student), figure=student.age)
