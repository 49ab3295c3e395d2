"""A mentor of the demonstration is away for some days, and a colleague stands in."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from casework.clock import school_date
from casework.extensions import db
from casework.people.models import Substitution, User
from casework.people.queries import person
from casework.people.substitutes import name_substitute

AWAY, SUBSTITUTE, DAYS = "tove", "anders", 4


def stand_in(now: datetime) -> None:
    """Names the substitute from today on, where nobody has named any."""
    if db.session.scalar(select(Substitution.id).limit(1)):
        return
    people = {one.username: one for one in db.session.scalars(select(User))}
    today = school_date(now)
    away = people[AWAY]
    days = today, today + timedelta(days=DAYS)
    name_substitute(away, people[SUBSTITUTE].id, days, actor=person(away, today), now=now)
