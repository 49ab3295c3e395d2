"""The kinds of condition: what triggers, duties and recurring actions look at. One small class each."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from casework.engine.condition import Condition, StudentCondition
from casework.engine.counted import (
    Absence,
    Day,
    LateArrivals,
    Lesson,
    Mixed,
    Occasion,
    Occasions,
    Percent,
    Rise,
    Run,
    Session,
)
from casework.engine.evidence import all_of, one_of
from casework.engine.facts import StudentFact
from casework.engine.happened import (
    Calendar,
    Concern,
    Entered,
    Finalised,
    InStage,
    NotYet,
    Overdue,
    Passed,
    Recorded,
    Started,
    TimePassed,
    Times,
    TimesDone,
)
from casework.engine.parts import Part
from casework.engine.quantities import CountLimit, keeps_to
from casework.engine.reading import Look, Reading

__all__ = [
    "KINDS",
    "Condition",
    "ConditionKind",
    "StudentCondition",
    "StudentConditionKind",
    "TimePassed",
    "TimesDone",
]

COMPULSORY, ELSEWHERE = "under_compulsory_schooling", "from_another_municipality"
BUILT_IN = (COMPULSORY, ELSEWHERE)
BareOrId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,59}$")]


class StudentTrait(Part):
    """What must be true of the student: one of the traits that are built in, a year group (`7`), a mark."""

    has: tuple[BareOrId, ...] = Field((), alias="is")
    has_not: tuple[BareOrId, ...] = Field((), alias="is_not")


class Age(StudentCondition):
    """Completed years on the day."""

    kind = "age"
    age: CountLimit

    def fits(self, student: StudentFact) -> bool:
        return student.age is not None and keeps_to(self.age.limit, student.age)


class Student(StudentCondition):
    """What is true of the student."""

    kind = "student"
    student: StudentTrait

    def fits(self, student: StudentFact) -> bool:
        traits = student.traits
        return traits.issuperset(self.student.has) and traits.isdisjoint(self.student.has_not)


class AnyCondition(Condition):
    """At least one of the conditions is met."""

    kind = "any"
    any: tuple[ConditionKind, ...] = Field(min_length=2)

    def reading(self, look: Look) -> Reading:
        return one_of(condition.reading(look) for condition in self.any)

    def when_met(self, look: Look) -> Reading | None:
        for condition in self.any:
            if condition.when_met(look):
                return self.reading(look)
        return None

    def inner(self) -> tuple[Condition, ...]:
        return self.any


class AllConditions(Condition):
    """Every one of the conditions is met."""

    kind = "all"
    all: tuple[ConditionKind, ...] = Field(min_length=2)

    def reading(self, look: Look) -> Reading:
        steps = [condition.reading(look) for condition in self.stages_needed]
        if not all(one.is_met for one in steps):  # about cases that stand elsewhere: the rest says nothing
            return all_of(steps)
        return all_of(condition.reading(look) for condition in self.all)

    def when_met(self, look: Look) -> Reading | None:
        for condition in self._in_order:
            if not condition.when_met(look):
                return None
        return self.reading(look)

    @cached_property
    def _in_order(self) -> tuple[Condition, ...]:
        return (*self.stages_needed, *self.all)  # where the case stands costs nothing to see

    def inner(self) -> tuple[Condition, ...]:
        return self.all


_FLAT = (
    *(Occasion, Lesson, Session, Day, Occasions, LateArrivals, Run, Absence, Percent, Rise, Mixed),
    *(Times, Passed, Age, Student, Calendar, Concern),
    *(InStage, Entered, Started, Finalised, Recorded, Overdue, NotYet),
)
KINDS: dict[str, type[Condition]] = {one.kind: one for one in (*_FLAT, AnyCondition, AllConditions)}


def _kind_of(value: Any) -> str | None:
    """The tag of the one kind word; None when there is none or more than one."""
    if isinstance(value, Condition):
        return f"condition:{value.kind}"
    words = [word for word in KINDS if word in value] if isinstance(value, dict) else []
    return f"condition:{words[0]}" if len(words) == 1 else None


ConditionKind = Annotated[
    Annotated[Occasion, Tag("condition:occasion")]
    | Annotated[Lesson, Tag("condition:lesson")]
    | Annotated[Session, Tag("condition:session")]
    | Annotated[Day, Tag("condition:day")]
    | Annotated[Occasions, Tag("condition:occasions")]
    | Annotated[LateArrivals, Tag("condition:late_arrivals")]
    | Annotated[Run, Tag("condition:run")]
    | Annotated[Absence, Tag("condition:absence")]
    | Annotated[Percent, Tag("condition:percent")]
    | Annotated[Rise, Tag("condition:rise")]
    | Annotated[Mixed, Tag("condition:mixed")]
    | Annotated[Times, Tag("condition:times")]
    | Annotated[Passed, Tag("condition:passed")]
    | Annotated[Age, Tag("condition:age")]
    | Annotated[Student, Tag("condition:student")]
    | Annotated[Calendar, Tag("condition:calendar")]
    | Annotated[Concern, Tag("condition:concern")]
    | Annotated[InStage, Tag("condition:in_stage")]
    | Annotated[Entered, Tag("condition:entered")]
    | Annotated[Started, Tag("condition:started")]
    | Annotated[Finalised, Tag("condition:finalised")]
    | Annotated[Recorded, Tag("condition:recorded")]
    | Annotated[Overdue, Tag("condition:overdue")]
    | Annotated[NotYet, Tag("condition:not_yet")]
    | Annotated[AnyCondition, Tag("condition:any")]
    | Annotated[AllConditions, Tag("condition:all")],
    Discriminator(
        _kind_of,
        custom_error_type="one_kind_word",
        custom_error_message=", ".join(KINDS),  # the words that are known
    ),
]
StudentConditionKind = Annotated[
    Annotated[Age, Tag("condition:age")] | Annotated[Student, Tag("condition:student")],
    Discriminator(
        _kind_of,
        custom_error_type="one_kind_word",
        custom_error_message="age, student",  # the words that are known
    ),
]
AnyCondition.model_rebuild()
AllConditions.model_rebuild()
