"""Who works with a student no longer, of those who have taken something upon themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from casework.people.models import RoleGrant, Student, Unit, User


def has_left(user_id: Any, today: date, *, roles: Any = None) -> ColumnElement[bool]:
    """True where the user has no open account, or no role around the student's school; of these, if given.

    For rows that are joined with the student; `roles` is a select of role names.
    """
    here = or_(
        RoleGrant.unit_id == Student.unit_id,
        RoleGrant.unit_id.in_(select(Unit.id).where(Unit.kind == "authority")),
    )
    held = (RoleGrant.valid_from <= today) & (RoleGrant.valid_to >= today)
    there = (
        select(RoleGrant.id)
        .join(User, User.id == RoleGrant.user_id)
        .where(RoleGrant.user_id == user_id, User.is_active, held, here)
        .where(RoleGrant.role.in_(roles) if roles is not None else true())
        .correlate_except(RoleGrant, User)
    )
    return ~there.exists()
