"""What others have been asked for and given to a form that somebody fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.errors import Conflict
from casework.extensions import db
from casework.records.models import Contribution, Submission
from casework.tasks.models import Task


def contribution_of(task_id: UUID, person_id: UUID) -> Contribution | None:
    """What the person has written for the task so far."""
    return db.session.scalars(
        select(Contribution).where(Contribution.task_id == task_id, Contribution.user_id == person_id)
    ).one_or_none()


def given_to(case_id: UUID, form: str, case_round: int) -> Sequence[Contribution]:
    """What has been given to the form in the round and stands in no signed version yet, oldest first."""
    return db.session.scalars(
        select(Contribution)
        .join(Task, Task.id == Contribution.task_id)
        .where(
            Contribution.case_id == case_id,
            Contribution.form == form,
            Contribution.given_at.is_not(None),
            Contribution.laid_in_id.is_(None),
            Task.round == case_round,
        )
        .order_by(Contribution.given_at, Contribution.id)
    ).all()


def givers_of(task_ids: Sequence[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Who has given theirs: pairs of task and person."""
    rows = db.session.execute(
        select(Contribution.task_id, Contribution.user_id).where(
            Contribution.task_id.in_(task_ids), Contribution.given_at.is_not(None)
        )
    )
    return frozenset((task_id, user_id) for task_id, user_id in rows)


def save_contribution(
    task: Task,
    form: str,
    answers: Mapping[str, object],
    *,
    revision: int,
    role: str,
    is_given: bool,
    actor: Person,
    now: datetime,
) -> Contribution:
    """Keeps the actor's answers; Conflict where the form was signed, or they were saved elsewhere since."""
    kept = contribution_of(task.id, actor.id)
    if kept is None:
        kept = Contribution(case_id=task.case_id, task_id=task.id, form=form, user_id=actor.id, role=role)
        db.session.add(kept)
    elif kept.laid_in_id:
        raise Conflict("form_locked", case_id=str(task.case_id))
    elif kept.revision != revision:
        raise Conflict("form_saved", case_id=str(task.case_id))
    kept.answers, kept.saved_at = dict(answers), now
    if is_given:
        kept.given, kept.given_at = dict(answers), now
    db.session.flush()
    return kept


def lay_in(given: Sequence[UUID], signed: Submission) -> None:
    """Notes that the contributions stand in the signed version; from now on they are as locked as that."""
    for kept in db.session.scalars(select(Contribution).where(Contribution.id.in_(given))):
        kept.laid_in_id = signed.id
    db.session.flush()
