"""Moments that clocks start from, and when an action is due."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from casework.engine.parts import Id, Ids, Part
from casework.engine.quantities import Quantity
from casework.remarks import ONE_OF, Wrong, remark

BUILT_IN = ("case_opened", "stage_entered", "first_absence", "enrolled")
ORIGINS = (
    "contact",
    "meeting",
    "notice",
    "report",
    "request",
    "decision",
    "arrangement",
    "documentation",
    "work",
    "form",
)
WAYS = ("same_day", "within", "target", "before", "together_with", "next")


class Origin(Part):
    """Where a moment comes from: a milestone of an action, or a form (its signing, or a date in it)."""

    contact: Ids = ()
    meeting: Ids = ()
    notice: Ids = ()
    report: Ids = ()
    request: Ids = ()
    decision: Ids = ()
    arrangement: Ids = ()
    documentation: Ids = ()
    work: Ids = ()
    form: Id | None = None
    state: Id | None = Field(None, alias="is")
    field: Id | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(bool(getattr(self, word)) for word in ORIGINS) != 1:
            raise Wrong(ONE_OF.about(words=", ".join(ORIGINS)))
        if self.field and not self.form:
            raise Wrong(remark("`field` names a date of a `form`"))
        return self

    @property
    def kind(self) -> str:
        """The word that says where it comes from."""
        return next(word for word in ORIGINS if getattr(self, word))

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions whose milestone it is."""
        return () if self.form else tuple(getattr(self, self.kind))


class Moment(Part):
    """A point in time that clocks start from; always the latest one."""

    title: str
    origin: Origin = Field(alias="from")
    covers: tuple[str, ...] = ()


def _spread(value: object) -> object:
    return {"same_day": True} if value == "same_day" else value


class Due(Part):
    """When an action is to be done: a latest day, a target, or together with something else."""

    same_day: Literal[True] | None = None
    within: Quantity | None = None
    target: Quantity | None = Field(None, alias="at")
    after: Id | None = None
    before: Id | None = None
    together_with: Id | None = Field(None, alias="with")
    next: Literal["mentor_time", "team_meeting"] | None = None
    otherwise: Quantity | None = None
    by_clock: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    if_closed: Literal["before", "after"] = "after"
    covers: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(getattr(self, way) is not None for way in WAYS) != 1:
            raise Wrong(ONE_OF.about(words="same_day, within, at, before, with, next"))
        if self.after and not (self.within or self.target):
            raise Wrong(remark("`after` belongs to `within` or `at`"))
        if bool(self.next) != bool(self.otherwise):
            raise Wrong(remark("`next` and `otherwise` belong together"))
        return self


DueDate = Annotated[Due, BeforeValidator(_spread)]
