"""How an authority counts absence: what is registered, what counts as one occasion, and named choices."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from casework.engine.parts import Id, Part
from casework.engine.quantities import Quantity
from casework.remarks import Wrong, remark

# What `counting:` may name without being declared.
BUILT_IN = ("any", "valid", "invalid", "reported", "unreported", "documented", "undocumented", "not_attended")
REGISTERED = ("present", "approved_leave", "school_activity")


def _day_of_year(value: str) -> str:
    try:
        date.fromisoformat(value if len(value) > 5 else f"2024-{value}")  # a leap year
    except ValueError:
        raise Wrong(remark("“%(value)s” is no day; write it like 08-01", value=value)) from None
    return value


MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_day_of_year)]
CheckDay = Annotated[str, Field(pattern=r"^(\d{4}-)?\d{2}-\d{2}$"), AfterValidator(_day_of_year)]
YearGroup = Annotated[str, Field(pattern=r"^(F|[0-9]|1[0-3])$")]


class NoReason(Part):
    """What an absence becomes when nobody has said why."""

    becomes: Literal["valid", "invalid", "undecided"]
    after: Quantity | Literal["end_of_day"]


class SchoolWeek(Part):
    """Which weekdays a school week has, from 1 (Monday)."""

    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)


class Counting(Part):
    """One way of counting; where year groups count differently there is one block for each."""

    registered_by: Literal["lesson", "session", "day", "hour"]
    sessions_a_day: Annotated[int, Field(ge=1, le=4)] | None = None
    occasions_same_day: Literal["one", "several"] = "one"
    a_day_is: Literal["whole", "any_part"] = "whole"
    an_hour_is: Literal["clock", "lesson"] = "clock"
    not_counted: tuple[Literal["approved_leave", "school_activity"], ...] = (
        "approved_leave",
        "school_activity",
    )
    no_reason_given: NoReason | None = None
    half_year_begins: tuple[MonthDay, ...] = ()
    quarter_begins: tuple[MonthDay, ...] = ()
    school_week: SchoolWeek | None = None
    for_year_groups: tuple[YearGroup, ...] = ()
    covers: tuple[str, ...] = ()


class Absences(Part):
    """A named choice of absence for `counting:`."""

    title: str
    validity: Literal["valid", "invalid", "undecided"] | None = None
    reported: bool | None = None
    documented: bool | None = None
    codes: tuple[str, ...] = ()
    kinds: tuple[Literal["absent", "late", "left_early"], ...] = ()
    longer_than: Quantity | None = None
    each: Literal["lesson", "session", "day", "occasion"] | None = None
    not_within: Id | None = None


class Leave(Part):
    """Who may grant leave up to which length; without `up_to`, any."""

    by: Id
    up_to: Quantity | None = None
    covers: tuple[str, ...] = ()


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) else value


CountingBlocks = Annotated[tuple[Counting, ...], BeforeValidator(_listed)]
