"""Cases that somebody follows: what has happened in each since they last looked; nothing is sent anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select

from casework.access import scope
from casework.access.models import Reading
from casework.access.policy import Person
from casework.cases.act_models import Following
from casework.cases.models import Case
from casework.cases.queries import COLUMNS, CaseRow
from casework.database import keep_once
from casework.extensions import db
from casework.history.models import Event
from casework.people.models import Group, Student


@dataclass(frozen=True)
class Followed:
    """A case that the reader follows, and how much others have done in it since the reader was there."""

    row: CaseRow
    news: int


def follow(case_id: UUID, *, actor: Person, now: datetime) -> None:
    """Follows the case from now on; the caller has seen to it that the actor may read it."""
    keep_once(db.session(), Following(user_id=actor.id, case_id=case_id, since=now))


def unfollow(case_id: UUID, *, actor: Person) -> None:
    """Follows the case no longer."""
    mine = (Following.user_id == actor.id) & (Following.case_id == case_id)
    db.session.execute(delete(Following).where(mine))


def followed_by(actor: Person, *, limit: int) -> Sequence[Followed]:
    """The cases that the actor follows and may still read, those with the most news first."""
    seen = (
        select(func.max(Reading.at))
        .where(Reading.user_id == actor.id, Reading.case_id == Case.id, Reading.is_allowed)
        .scalar_subquery()
    )
    others = Event.actor_id != actor.id
    news = (
        select(func.count())
        .select_from(Event)
        .where(Event.chain_id == Case.id, others, Event.at > func.coalesce(seen, Following.since))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Case, Student, Group.name, news.label("news"))
        .join(Following, Following.case_id == Case.id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Following.user_id == actor.id, scope.within(actor, "case:read", COLUMNS))
        .where(Case.annulled_at.is_(None))
        .order_by(news.desc(), Following.since)
        .limit(limit)
    )
    return [Followed(CaseRow(case, student, group or ""), count) for case, student, group, count in rows]
