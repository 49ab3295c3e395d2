"""What others have been asked for and given to a form that somebody fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.errors import Conflict
from casework.extensions import db
from casework.records.models import Contribution, Submission
from casework.tasks.models import Task


@dataclass(frozen=True)
class Page:
    """The page that sends: its own id, which of its sendings this is, and which saving it showed."""

    id: UUID
    turn: int = 1
    seen: int = 0


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
    page: Page,
    role: str,
    given: Mapping[str, object] | None,
    actor: Person,
    now: datetime,
) -> Contribution:
    """Keeps the actor's answers, laid over those that stand: questions that were not sent stay as they are.

    `given` are the answers as they are given to the form; None while they are still being written.
    Conflict where the form was signed, or another page of the same person has saved since. What one page
    sends twice, or what arrives after a later sending of it, changes nothing.
    """
    kept = contribution_of(task.id, actor.id)
    if kept is None:
        kept = Contribution(case_id=task.case_id, task_id=task.id, form=form, user_id=actor.id, role=role)
        kept.answers = {}
        db.session.add(kept)
    elif kept.laid_in_id:
        raise Conflict("form_locked", case_id=str(task.case_id))
    elif kept.page_id == page.id and page.turn <= kept.page_turn:
        return kept
    elif kept.page_id != page.id and kept.revision != page.seen:
        raise Conflict("saved_elsewhere", case_id=str(task.case_id))
    whole = {**kept.answers, **answers}
    kept.answers = {name: answer for name, answer in whole.items() if answer}
    kept.page_id, kept.page_turn, kept.saved_at = page.id, page.turn, now
    if given is not None:
        kept.given, kept.given_at = dict(given), now
    db.session.flush()
    return kept


def lay_in(given: Sequence[UUID], signed: Submission) -> None:
    """Notes that the contributions stand in the signed version; from now on they are as locked as that."""
    for kept in db.session.scalars(select(Contribution).where(Contribution.id.in_(given))):
        kept.laid_in_id = signed.id
    db.session.flush()
