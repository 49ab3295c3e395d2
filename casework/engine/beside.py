"""What a model says beside its ladder: triggers, duties, prevention, cohorts and goals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from casework.engine.actions import ActionKind
from casework.engine.conditions import ConditionKind, StudentCondition
from casework.engine.counting import YearGroup
from casework.engine.parts import Element, Id, Ids, Part, SomeIds
from casework.engine.quantities import PercentLimit, Quantity
from casework.remarks import ONE_OF, Wrong, remark

Again = Literal["never", "next_window", "every_time", "when_reached_again"]


class Trigger(Element):
    """A condition that proposes a stage to a person, or opens actions at once."""

    title: str
    when: ConditionKind
    for_students: ConditionKind | None = None
    proposes: Id | None = None
    opens: Ids = ()
    again: Again = "next_window"

    @cached_property
    def uses_up(self) -> bool:
        """Whether the absence that it has fired for is not counted for it again."""
        return self.again == "when_reached_again"

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.proposes and not self.opens:
            raise Wrong(remark("must say what it `proposes` or `opens`"))
        return self


class Pause(Part):
    """Who may silence a rule for a student, why, and how long at most; a reason can have its own limit."""

    by: SomeIds
    reasons: Mapping[Id, str] = Field(min_length=1)
    at_most: Quantity
    at_most_for: Mapping[Id, Quantity] = Field(default_factory=dict)
    covers: tuple[str, ...] = ()


class Duty(Element):
    """What must be done whatever the stage, with or without a case."""

    title: str
    when: ConditionKind | None = None
    for_students: ConditionKind | None = None
    suggested_if: ConditionKind | None = None
    actions: tuple[ActionKind, ...] = Field(min_length=1)
    again: Again = "next_window"
    guidance: str = ""

    @cached_property
    def is_by_calendar(self) -> bool:
        """Whether a date is part of what asks for it."""
        return self.when is not None and any(one.kind == "calendar" for one in self.when.unfolded())

    @property
    def is_begun_by_hand(self) -> bool:
        """Whether a person begins it: nothing that is read does."""
        return self.when is None

    @property
    def is_raised(self) -> bool:
        """Whether somebody's saying so begins it."""
        return self.when is not None and self.when.kind == "concern"

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.is_begun_by_hand and not isinstance(self.for_students, StudentCondition | None):
            raise Wrong(remark("is begun by a person: `for_students` may ask only about the student"))
        if self.is_begun_by_hand and self.suggested_if:
            raise Wrong(remark("is begun by a person: nothing is `suggested_if`"))
        return self


class Rhythm(Part):
    """How often: each month, term or school year; when in it, how many times, over how long."""

    each: Literal["week", "month", "quarter", "term", "school_year"]
    at: Literal["start", "end"] | None = None
    times: Annotated[int, Field(ge=1, le=60)] | None = None
    within: Quantity | None = None


class CohortChoice(Part):
    """Whom prevention is for: a named cohort, year groups, or everybody where neither is said."""

    group: Id | None = None
    year_groups: tuple[YearGroup, ...] = ()

    @model_validator(mode="after")
    def _one_choice(self) -> Self:
        if self.group and self.year_groups:
            raise Wrong(remark("names a `group` or `year_groups`, not both"))
        return self


class Prevention(Element):
    """Work that recurs without a case."""

    title: str
    by: SomeIds
    cohort: CohortChoice | None = None
    when: Literal["continuous", "by_plan"] | Rhythm
    form: Id | None = None
    links: tuple[str, ...] = ()
    guidance: str = ""


class Cohort(Element):
    """A named group of students with dated members."""

    title: str
    members: Literal["by_hand"] = "by_hand"


class Target(PercentLimit):
    """What a goal wants to reach."""


GoalTarget = Annotated[
    Annotated[Target, Tag("target:limit")] | Annotated[Literal["higher", "lower"], Tag("target:word")],
    Discriminator(lambda value: "target:word" if isinstance(value, str) else "target:limit"),
]


class Goal(Element):
    """A figure that the authority follows, with its target."""

    title: str
    measure: Literal["attendance_percent", "by_hand"]
    track: Mapping[Id, str] = Field(default_factory=dict)
    target: GoalTarget | None = None
    for_whom: Id = Field("school", alias="for")
    show: Literal["over_time", "once"] = "over_time"


class DocumentedBy(Part):
    """Who writes down what was done, and where; shown, never in the way."""

    role: Id
    place: Id | None = Field(None, alias="in")
    distributed_to: Ids = ()
    covers: tuple[str, ...] = ()


class FollowUp(Part):
    """How soon and how often a stage is followed up, and by whom."""

    title: str = ""
    every: Quantity | None = None
    same_day: bool = False
    within: Quantity | None = None
    after: Id | None = None
    by: Ids = ()
    form: Id | None = None
    covers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum((bool(self.every), self.same_day, bool(self.within))) != 1:
            raise Wrong(ONE_OF.about(words="every, same_day, within"))
        return self
