"""Reports that come back each week, while they have no case, to who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, or_, select

from casework.access import scope
from casework.access.policy import Person
from casework.attendance.calendars import calendar_of
from casework.cases.concern_finding import (
    NEWEST,
    Reported,
    may_decide,
    own_report,
    report_for,
    reported_twofold,
    wait_for_reader,
)
from casework.cases.concern_models import Concern, ConcernReview
from casework.cases.concern_proof import review_content
from casework.clock import school_date
from casework.engine.school_calendar import ONE_WEEK
from casework.errors import Conflict, NotAcceptable, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student, User
from casework.people.queries import STUDENT_COLUMNS
from casework.people.working import has_left
from casework.records.queries import definition_on


def first_follow_up(row: Concern) -> date | None:
    """The day that the report itself names for it; none on a form that is not followed up each week."""
    weekly = definition_on(row.form, row.form_sha).in_language("sv").weekly
    said = row.answers.get(weekly or "", "")
    return date.fromisoformat(str(said)) if said else None


def is_followed(row: Concern) -> bool:
    """Whether it is still looked at each week."""
    is_there = row.follow_up_on is not None and row.replaced_at is None
    return is_there and row.submission_id is None and row.state in ("new", "taken_up")


def followed_by(student_id: UUID, concern_id: UUID, reader: Person) -> Reported:
    """The report for who follows it up: who wrote it, or who takes up such reports; else NotHere."""
    try:
        return own_report(student_id, concern_id, reader)
    except NotHere:
        return report_for(student_id, concern_id, reader)


def follow_up(
    row: Concern, said: str, *, is_last: bool, seen: str, role: str, actor: Person, now: datetime
) -> ConcernReview:
    """Keeps what was seen, and the next day, a week on; with `is_last` it does not come back.

    Raises Conflict where it stands otherwise than was `seen` or is not followed up any more.
    """
    if not is_followed(row) or str(row.revision) != seen:
        raise Conflict("report_settled")
    if not said.strip():
        raise NotAcceptable("reason_missing")
    student = db.session.get_one(Student, row.student_id)
    row.follow_up_on = None if is_last else _a_week_on(student, school_date(now))
    review = ConcernReview(
        id=uuid4(),
        concern_id=row.id,
        said=said.strip(),
        next_on=row.follow_up_on,
        at=now,
        by_id=actor.id,
        role=role,
    )
    db.session.add(review)
    db.session.flush()
    says: dict[str, Any] = {
        "concern": str(row.id),
        "review": str(review.id),
        "content": review_content(review),
    }
    history.record_about(What.CONCERN_FOLLOWED_UP, row.student_id, actor=actor, now=now, **says)
    return review


def _a_week_on(student: Student, today: date) -> date:
    """The first day of school from the same weekday of the next week on: breaks are skipped."""
    day = today + ONE_WEEK
    return calendar_of(people.unit(student.unit_id)).next_open(day) or day


def reviews_of(concern_id: UUID) -> Sequence[tuple[ConcernReview, str]]:
    """The follow-ups of the report, each with who has made it, the latest first."""
    rows = (
        select(ConcernReview, User.name)
        .join(User, User.id == ConcernReview.by_id)
        .where(ConcernReview.concern_id == concern_id)
        .order_by(ConcernReview.at.desc(), ConcernReview.id)
    )
    return [(review, name) for review, name in db.session.execute(rows)]


def is_due_for(reader: Person, today: date) -> ColumnElement[bool]:
    """True for reports that the reader is to follow up by today; what was in the hands of somebody who has
    left waits for those who take up such reports."""
    runs = and_(NEWEST, Concern.submission_id.is_(None), Concern.state.in_(("new", "taken_up")))
    mine = and_(Concern.author_id == reader.id, scope.not_forbidden(reader, STUDENT_COLUMNS))
    left = and_(has_left(Concern.author_id, today), may_decide(reader))
    return and_(Concern.follow_up_on <= today, runs, or_(mine, left))


def waiting_reports(reader: Person, today: date, *, limit: int) -> tuple[list[Reported], list[Reported]]:
    """The reports that the reader is to take up or set aside, and those that they are to follow up."""
    return reported_twofold(wait_for_reader(reader), is_due_for(reader, today), limit=limit)
