"""The one row filter: what the policy allows, as a condition that every list, count and search carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from casework.access.policy import Grant, Person, may_at_all
from casework.expressions import Among


@dataclass(frozen=True)
class Columns:
    """The columns that say where a row belongs; `handed_over` is None for rows that never are.

    `student` and `is_protected` are None for rows that are about no student, such as classes.
    """

    unit: Any
    group: Any
    handed_over: Any = None
    student: Any = None
    is_protected: Any = None


@lru_cache(maxsize=1024)  # the same for the same roles: people come back with every page
def within(person: Person, permission: str, columns: Columns) -> ColumnElement[bool]:
    """True for the rows that the person may; the same answer as `policy.decide` gives for each."""
    having = (grant for grant in person.grants if person.table.may(grant.role, permission))
    allowed = or_(false(), *(_reached(person, grant, columns) for grant in having))
    return and_(allowed, not_forbidden(person, columns))


@lru_cache(maxsize=1024)
def holding(
    person: Person, named: Callable[[str], ColumnElement[bool]], columns: Columns, *, beside: str = ""
) -> ColumnElement[bool]:
    """True for rows where a role is `named` that the person has towards that student.

    Among rows that `within` lets through for `beside`, a permission, who has one role only has it at each.
    """
    roles = {grant.role for grant in person.grants}
    if len(roles) == 1 and may_at_all(person, beside):
        return named(roles.pop())
    places: dict[str, list[ColumnElement[bool]]] = {}
    for grant in person.grants:
        places.setdefault(grant.role, []).append(_reached(person, grant, columns))
    held = or_(false(), *(and_(named(role), or_(*there)) for role, there in places.items()))
    return and_(held, not_forbidden(person, columns))


def not_forbidden(person: Person, columns: Columns) -> ColumnElement[bool]:
    """True for rows of students who are not kept from the person, whatever roles they hold."""
    if columns.student is None:
        return true()
    open_to_me: ColumnElement[bool] = columns.is_protected.is_(False)
    if person.named:
        open_to_me = or_(open_to_me, columns.student.in_(sorted(person.named)))
    if person.conflicts:
        return and_(open_to_me, columns.student.not_in(sorted(person.conflicts)))
    return open_to_me


@lru_cache(maxsize=1024)
def and_may(person: Person, permission: str, columns: Columns) -> ColumnElement[bool]:
    """What `holding` leaves to ask about a permission: nothing, where each of the person's roles has it.

    Long conditions that say nothing new cost every page time, above all where databases plan how to answer.
    """
    alone = (replace(person, grants=(grant,)) for grant in person.grants)
    if all(may_at_all(one, permission) for one in alone):
        return true()
    return within(person, permission, columns)


def _reached(person: Person, grant: Grant, columns: Columns) -> ColumnElement[bool]:
    reach = person.table.reach(grant.role)
    here = Among(columns.unit, grant.units)
    if reach == "unit":
        return here
    if reach == "group" and grant.group is not None:
        return and_(here, columns.group == grant.group)
    if reach == "handed_over" and columns.handed_over is not None:
        return and_(here, columns.handed_over.is_(True))
    return false()
