"""What stands beside the routine on the page of a case, read in one query: wish, follower, participants …"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, select

from casework.access.policy import Person
from casework.cases.act_models import Annulment, Following, Participant
from casework.cases.measure_models import Measure
from casework.cases.models import Case
from casework.cases.signal_models import LOST_GROUND, Signal
from casework.extensions import db
from casework.people.models import User


@dataclass(frozen=True)
class Beside:
    """Whether the reader follows the case, whether somebody asks to annul it, who takes part now.

    And how many measures wait to be followed up, among those that the reader may read; and the first signal
    that it was opened or moved on and that a correction has taken the ground from.
    """

    is_followed: bool
    pending: Annulment | None
    participants: tuple[tuple[Participant, str], ...]
    due_measures: int
    groundless: UUID | None


def beside(case_id: UUID, actor: Person, readable: Collection[str], today: date) -> Beside:
    """The case has one row at least; one for each participant where there are any."""
    mine = and_(Following.case_id == Case.id, Following.user_id == actor.id)
    waits = and_(Annulment.case_id == Case.id, Annulment.status == "pending")
    takes_part = and_(Participant.case_id == Case.id, Participant.until.is_(None))
    due = (
        select(func.count())
        .where(Measure.case_id == Case.id, Measure.ended_at.is_(None), Measure.follow_up_on <= today)
        .where(Measure.confidentiality.in_(readable), Case.closed_at.is_(None))
        .correlate(Case)
        .scalar_subquery()
    )
    groundless = (
        select(Signal.id)
        .where(Signal.student_id == Case.student_id, Signal.case_id == Case.id, LOST_GROUND)
        .order_by(Signal.on, Signal.id)
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Following.since, Annulment, Participant, User.name, due, groundless)
        .select_from(Case)
        .outerjoin(Following, mine)
        .outerjoin(Annulment, waits)
        .outerjoin(Participant, takes_part)
        .outerjoin(User, User.id == Participant.user_id)
        .where(Case.id == case_id)
        .order_by(Participant.since, Participant.added_at)
    ).all()
    since, pending = rows[0][0], rows[0][1]
    present = tuple((row[2], row[2].name or row[3] or "") for row in rows if row[2])
    return Beside(since is not None, pending, present, rows[0][4], rows[0][5])
