"""Who is at work: with an open account and a role on the day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from casework.people.models import RoleGrant, User


def at_work(today: date) -> Select[UUID]:
    """Those with an open account who hold a role today."""
    held = (RoleGrant.valid_from <= today) & (RoleGrant.valid_to >= today)
    rows = select(RoleGrant.user_id).join(User, User.id == RoleGrant.user_id)
    return rows.where(User.is_active, held)
