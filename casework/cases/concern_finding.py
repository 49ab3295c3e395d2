"""Reports of concern for somebody who asks: their own, those about a student, those that wait for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from casework.access import policy, scope
from casework.access.classes import CLASSES
from casework.access.policy import OWN_TEXT, Confidentiality, Context, Person, Place
from casework.cases.concern_models import Concern
from casework.catalog import catalog
from casework.errors import NotHere
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student, User
from casework.people.queries import STUDENT_COLUMNS
from casework.records.models import Submission

WRITE, DECIDE = "concern:write", "concern:decide"
SIGNED = Concern.state != "draft"
NEWEST = Concern.replaced_at.is_(None)
DECIDER = aliased(User)


@dataclass(frozen=True)
class Reported:
    """A report, whom it is about, the names of who wrote it and of who has acted on it, and where it lies."""

    row: Concern
    student: Student
    by: str
    decided_by: str
    case_id: UUID | None  # of the case in which it lies

    @property
    def place(self) -> Place:
        """Where the student belongs, for the policy."""
        return people.place(self.student)

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where they belong, for the access log."""
        return self.student.id, self.place


def draft_of(student_id: UUID, form: str, author: Person) -> Concern | None:
    """What the author has begun and not signed."""
    return db.session.scalars(
        select(Concern).where(
            Concern.student_id == student_id,
            Concern.author_id == author.id,
            Concern.form == form,
            Concern.state == "draft",
            Concern.corrects_id.is_(None),
        )
    ).one_or_none()


def correction_of(signed: Concern) -> Concern | None:
    """What its author has begun in place of the signed report and not signed."""
    draft = select(Concern).where(Concern.corrects_id == signed.id, Concern.state == "draft")
    return db.session.scalars(draft).one_or_none()


def versions_of(row: Concern) -> Sequence[Concern]:
    """The signed versions of the report, the first in front."""
    known = (Concern.student_id == row.student_id, Concern.author_id == row.author_id, SIGNED)
    rows = db.session.scalars(select(Concern).where(*known, Concern.form == row.form)).all()
    by_id, after = {one.id: one for one in rows}, {one.corrects_id: one for one in rows}
    first = row
    while first.corrects_id:
        first = by_id[first.corrects_id]
    found = [first]
    while found[-1].id in after:
        found.append(after[found[-1].id])
    return found


def corrected_by(row: Concern) -> Concern | None:
    """The version that the report corrects."""
    return db.session.get(Concern, row.corrects_id) if row.corrects_id else None


def reports_about(student_id: UUID, reader: Person) -> Sequence[Reported]:
    """The reports about a student whom the reader may see: their own, drafts too, and those to take up.

    Each in its newest version.
    """
    is_theirs = (Concern.author_id == reader.id) | and_(SIGNED, may_decide(reader))
    return _reported(Concern.student_id == student_id, NEWEST, is_theirs)


def own_reports(reader: Person, *, limit: int) -> Sequence[Reported]:
    """What the reader has reported, each in its newest version, of students from whom nothing keeps them."""
    mine = scope.not_forbidden(reader, STUDENT_COLUMNS)
    return _reported(SIGNED, NEWEST, Concern.author_id == reader.id, mine, limit=limit)


def own_report(student_id: UUID, concern_id: UUID, reader: Person) -> Reported:
    """A report that the reader has signed; NotHere where it is not one, or something keeps them from it."""
    mine = scope.not_forbidden(reader, STUDENT_COLUMNS)
    found = _reported(SIGNED, _is(student_id, concern_id), Concern.author_id == reader.id, mine)
    if not found or not policy.decide(reader, OWN_TEXT, found[0].place, own_context(found[0])).is_allowed:
        raise NotHere
    return found[0]


def own_draft(student_id: UUID, concern_id: UUID, reader: Person) -> Reported:
    """What the reader has begun and not signed; NotHere where it is not that."""
    found = _reported(_is(student_id, concern_id), Concern.author_id == reader.id, Concern.state == "draft")
    if not found:
        raise NotHere
    return found[0]


def own_context(one: Reported) -> Context:
    """What the policy is asked about somebody's own report: all of it was written by one person."""
    wanted = next(name for name in CLASSES if name == one.row.confidentiality)
    return Context(wanted, one.row.author_id, one.row.signed_role, is_alone=True)


def report_for(student_id: UUID, concern_id: UUID, reader: Person) -> Reported:
    """A signed report that the reader may take up or set aside; NotHere where it is not one of these."""
    found = _reported(SIGNED, _is(student_id, concern_id), may_decide(reader))
    if not found:
        raise NotHere
    return found[0]


def locked_report(student_id: UUID, concern_id: UUID) -> Concern:
    """The report about the student as it is now, locked for this unit of work."""
    wanted = select(Concern).where(_is(student_id, concern_id)).with_for_update()
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:  # thrown away meanwhile
        raise NotHere
    return found


def wait_for_reader(reader: Person) -> ColumnElement[bool]:
    """True for reports that nobody has acted on and that the reader may act on."""
    return and_(Concern.state == "new", NEWEST, may_decide(reader))


def may_decide(reader: Person) -> ColumnElement[bool]:
    """True for reports that a role of the reader's may act on, of a class that this role reads."""
    if not policy.may_at_all(reader, DECIDE):
        return false()
    return scope.holding(reader, _is_cleared, STUDENT_COLUMNS)


def _is_cleared(role: str) -> ColumnElement[bool]:
    table = catalog().access
    return Concern.confidentiality.in_(sorted(table.reads(role))) if table.may(role, DECIDE) else false()


def classes_of(reader: Person, place: Place, confidentiality: str) -> frozenset[Confidentiality]:
    """The classes of text that the reader writes in a report of the class: what they read, and that class."""
    read = policy.readable(reader, place)
    return frozenset(one for one in CLASSES if one in read or one == confidentiality)


def written_in(author: Person, one: Reported) -> frozenset[Confidentiality]:
    """The classes of text in which the author writes, or has written, their report."""
    if one.row.state == "draft":
        return classes_of(author, one.place, one.row.confidentiality)
    read = author.table.reads(one.row.signed_role)
    return frozenset(name for name in CLASSES if name in read or name == one.row.confidentiality)


def _is(student_id: UUID, concern_id: UUID) -> ColumnElement[bool]:
    return and_(Concern.id == concern_id, Concern.student_id == student_id)


def reported_twofold(
    first: ColumnElement[bool], second: ColumnElement[bool], *, limit: int
) -> tuple[list[Reported], list[Reported]]:
    """The reports of which the first holds, and those of which the second does, oldest first: one query."""
    rows = db.session.execute(
        _joined(first, second)
        .where(or_(first, second))
        .order_by(Concern.signed_at.asc(), Concern.id)
        .limit(2 * limit)
    ).all()
    return (
        [Reported(*row[:-2]) for row in rows if row[-2]][:limit],
        [Reported(*row[:-2]) for row in rows if row[-1]][:limit],
    )


def _reported(*where: ColumnElement[bool], limit: int | None = None) -> Sequence[Reported]:
    """The reports, the newest first; whoever asks lays the scope on them."""
    rows = _joined().where(*where).order_by(Concern.signed_at.desc(), Concern.id).limit(limit)
    return [Reported(*row) for row in db.session.execute(rows)]


def _joined(*more: ColumnElement[bool]) -> Any:
    return (
        select(Concern, Student, User.name, func.coalesce(DECIDER.name, ""), Submission.case_id, *more)
        .join(Student, Student.id == Concern.student_id)
        .join(User, User.id == Concern.author_id)
        .outerjoin(DECIDER, DECIDER.id == Concern.decided_by_id)
        .outerjoin(Submission, Submission.id == Concern.submission_id)
    )
