"""Compares what is decided about students with the history: whom they are kept from, what a home may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import or_, select

from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.events import What
from casework.history.queries import bound, bound_together
from casework.people.decided import (
    conflict_content,
    lift_content,
    merge_content,
    naming_content,
    naming_end_content,
    protection_content,
    rights_content,
    withholding_content,
)
from casework.people.merged import StudentMerge
from casework.people.models import Guardianship, Student
from casework.people.protection_models import ConflictOfInterest, NamedReader, Protection, Withholding

# Event → what its row is called, and which word of the event holds the row's id.
_BINDS: Mapping[str, tuple[str, str]] = {
    What.STUDENT_PROTECTED: ("protection", "protection"),
    What.STUDENT_UNPROTECTED: ("end of protection", "protection"),
    What.READER_NAMED: ("named reader", "reader"),
    What.READER_ENDED: ("end of named reader", "reader"),
    What.CONFLICT_STATED: ("conflict of interest", "conflict"),
    What.CONFLICT_LIFTED: ("end of conflict of interest", "conflict"),
    What.HOME_DECIDED: ("rights at home", "bond"),
    What.HOME_WITHHELD_NO_LONGER: ("end of answer kept from the home", "withholding"),
    What.STUDENT_MERGED: ("merge", "merge"),
}


def faults() -> Iterator[str]:
    """Every decision about a student that is not as the history says; told by id, not by name."""
    try:
        yield from row_faults(told(), kept())
        yield from _mark_faults()
    except UNREADABLE as error:
        yield f"what is decided about students cannot be read: {type(error).__name__}"


def told() -> Contents:
    """The rows that the events tell of, with the hashes that they were bound with; the newest event holds."""
    return bound(_BINDS) | bound_together(What.HOME_WITHHELD, "answer kept from the home", "withheld")


def kept() -> Contents:
    """The rows that an event has to tell of, with the hashes of what they say now."""
    found = _kept_at_home()
    for mark in db.session.scalars(select(Protection)):
        found["protection", str(mark.id)] = protection_content(mark)
        if mark.lifted_at or mark.lifted_by_id or mark.lift_reason:
            found["end of protection", str(mark.id)] = lift_content(mark)
    for named in db.session.scalars(select(NamedReader)):
        found["named reader", str(named.id)] = naming_content(named)
        if named.ended_at or named.ended_by_id:
            found["end of named reader", str(named.id)] = naming_end_content(named)
    for conflict in db.session.scalars(select(ConflictOfInterest)):
        found["conflict of interest", str(conflict.id)] = conflict_content(conflict)
        if conflict.lifted_at or conflict.lifted_by_id or conflict.lift_reason:
            found["end of conflict of interest", str(conflict.id)] = lift_content(conflict)
    for merge in db.session.scalars(select(StudentMerge)):
        found["merge", str(merge.id)] = merge_content(merge)
    return found


def _kept_at_home() -> Contents:
    found: Contents = {}
    is_decided = or_(Guardianship.decided_at.is_not(None), Guardianship.decided_by_id.is_not(None))
    for bond in db.session.scalars(select(Guardianship).where(is_decided)):
        found["rights at home", str(bond.id)] = rights_content(bond)
    for answer in db.session.scalars(select(Withholding)):
        found["answer kept from the home", str(answer.id)] = withholding_content(answer)
        if answer.lifted_at or answer.lifted_by_id or answer.lift_reason:
            found["end of answer kept from the home", str(answer.id)] = lift_content(answer)
    return found


def _mark_faults() -> Iterator[str]:
    """Students who are kept from people without a decision that holds, or are not in spite of one."""
    holds = select(Protection.student_id).where(Protection.lifted_at.is_(None))
    merged = select(StudentMerge.from_id)
    for student_id, is_protected in db.session.execute(
        select(Student.id, Student.is_protected)
        .where(Student.is_protected != or_(Student.id.in_(holds), Student.id.in_(merged)))
        .order_by(Student.id)
    ):
        yield f"student {student_id}: is_protected is {is_protected}, the decisions say {not is_protected}"
    into = select(Student.id, Student.merged_into_id, StudentMerge.into_id)
    into = into.outerjoin(StudentMerge, StudentMerge.from_id == Student.id)
    is_other = Student.merged_into_id.is_distinct_from(StudentMerge.into_id)
    for student_id, leads, says in db.session.execute(into.where(is_other).order_by(Student.id)):
        yield f"student {student_id}: leads to {leads}, was merged into {says}"
