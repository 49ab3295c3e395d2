"""What must hold of a case whatever people have done with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casework.access.policy import Person
from casework.cases.act_models import Annulment
from casework.cases.facts import situation_of
from casework.cases.fold import stage_by_history
from casework.cases.models import Approval, Case, CaseWaiting, Visit
from casework.cases.waiting import waiting_of
from casework.extensions import db
from casework.history.queries import breaches
from casework.records.models import Submission
from tests.property.oracle import Ledger

NOBODY = Person(UUID(int=0), "")


@dataclass
class Kept:
    """The answers as they were kept: signed ones for good, those in drafts until they are saved again.

    Drafts that were put away stay where they are.
    """

    signed: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    drafts: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    put_away: dict[UUID, dict[str, Any]] = field(default_factory=dict)


def what_must_hold(case_id: UUID, ledger: Ledger, kept: Kept, now: datetime) -> None:
    """Fails where the case is not as the ledger says, or anything that was kept is not found again."""
    case = db.session.get_one(Case, case_id, populate_existing=True)
    assert case.stage == ledger.stage
    assert stage_by_history(case_id) == ledger.stage
    present = select(func.count()).where(Visit.case_id == case_id, Visit.left_at.is_(None))
    assert db.session.scalar(present) == (0 if ledger.stage == "closed" else 1)
    pending = select(func.count()).where(Approval.case_id == case_id, Approval.status == "pending")
    assert db.session.scalar(pending) == (1 if ledger.request else 0)
    wishes = select(func.count()).where(Annulment.case_id == case_id, Annulment.status == "pending")
    assert db.session.scalar(wishes) == (1 if ledger.wish else 0)
    assert (case.annulled_at is not None) == ledger.is_annulled
    assert not list(breaches(case_id))
    _waiting_is_up_to_date(case, now)
    _answers_are_there(case_id, kept)


def _waiting_is_up_to_date(case: Case, now: datetime) -> None:
    fresh = waiting_of(situation_of(case, NOBODY, now))
    assert (case.waiting_for, case.waiting_code) == (list(fresh.roles), fresh.code)
    assert case.waiting_params == fresh.params
    listed = db.session.scalars(select(CaseWaiting.role).where(CaseWaiting.case_id == case.id)).all()
    assert sorted(listed) == sorted({*fresh.roles, *fresh.also})


def _answers_are_there(case_id: UUID, kept: Kept) -> None:
    rows = db.session.execute(
        select(Submission.id, Submission.status, Submission.answers).where(Submission.case_id == case_id)
    ).all()
    found = {row.id: row for row in rows}
    assert set(found) == set(kept.signed) | set(kept.drafts) | set(kept.put_away)
    for submission, answers in kept.signed.items():
        assert found[submission].status in ("finalised", "replaced")
        assert found[submission].answers == answers
    for submission, answers in kept.drafts.items():
        assert found[submission].status == "draft"
        assert found[submission].answers == answers
    for submission, answers in kept.put_away.items():
        assert found[submission].status == "discarded"
        assert found[submission].answers == answers
