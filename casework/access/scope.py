"""The one row filter: what the policy allows, as a condition that every list, count and search carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from casework.access.policy import PERMISSIONS, REACHES, Grant, Person


@dataclass(frozen=True)
class Columns:
    """The columns that say where a row belongs; `handed_over` is None for rows that never are."""

    unit: Any
    group: Any
    handed_over: Any = None


@lru_cache(maxsize=1024)  # the same for the same roles: people come back with every page
def within(person: Person, permission: str, columns: Columns) -> ColumnElement[bool]:
    """True for the rows that the person may; the same answer as `policy.decide` gives for each."""
    roles = PERMISSIONS.get(permission, frozenset())
    allowed = [_reached(grant, columns) for grant in person.grants if grant.role in roles]
    return or_(false(), *allowed)


@lru_cache(maxsize=1024)
def holding(
    person: Person, named: Callable[[str], ColumnElement[bool]], columns: Columns
) -> ColumnElement[bool]:
    """True for rows where a role is `named` that the person has towards that student."""
    places: dict[str, list[ColumnElement[bool]]] = {}
    for grant in person.grants:
        places.setdefault(grant.role, []).append(_reached(grant, columns))
    return or_(false(), *(and_(named(role), or_(*there)) for role, there in places.items()))


def _reached(grant: Grant, columns: Columns) -> ColumnElement[bool]:
    reach = REACHES.get(grant.role)
    here: ColumnElement[bool] = columns.unit.in_(grant.units)
    if reach == "unit":
        return here
    if reach == "group" and grant.group is not None:
        return and_(here, columns.group == grant.group)
    if reach == "handed_over" and columns.handed_over is not None:
        return and_(here, columns.handed_over.is_(True))
    return false()
