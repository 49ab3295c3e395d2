"""Merges two rows of one student, whole or not at all; what was signed, read and told can still be proved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access import policy
from casework.access.policy import Person
from casework.cases.models import Case
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.merging import attendance, home, moving
from casework.merging.attendance import Both, Word
from casework.merging.home import Rebinds
from casework.people import queries as people
from casework.people.decided import merge_content
from casework.people.merged import StudentMerge
from casework.people.models import Student
from casework.people.protecting import end_all_readers
from casework.signals import evaluating

LONGEST_REASON = 1000


@dataclass(frozen=True)
class Merged:
    """What has moved, or would: how many of each, and what the two say of the same lessons."""

    moved: Mapping[str, int]
    both: Both

    @property
    def digest(self) -> str:
        """Tells whether two outcomes are one."""
        differing = [(str(one.lesson.id), one.into, one.other) for one in self.both.differing]
        return hashlib.sha256(repr((sorted(self.moved.items()), differing)).encode()).hexdigest()


def refusals(into: Student, other: Student) -> list[str]:
    """Why the two cannot be merged, as codes; none where they can."""
    is_open = Case.closed_at.is_(None) & Case.student_id.in_([into.id, other.id])
    found = []
    if len(db.session.scalars(select(Case.id).where(is_open)).all()) > 1:
        found.append("both_open")
    if moving.drafts_of_both(into.id, other.id):
        found.append("both_begun")
    if home.homes_differ(into.id, other.id):
        found.append("homes_differ")
    return found


def carry_out(
    into: Student,
    other: Student,
    reason: str,
    decided: Mapping[UUID, Word],
    *,
    actor: Person,
    now: datetime,
) -> Merged:
    """Moves everything to the row that stays; in a rehearsal it shows what it would do.

    Raises NotAcceptable without a reason, and where `refusals` says why.
    """
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    if into.id == other.id or into.merged_into_id or other.merged_into_id or refusals(into, other):
        raise NotAcceptable("not_mergeable")
    today, rebinds = school_date(now), Rebinds()
    readable = policy.readable(actor, people.place(into))
    both = attendance.compared(into, other)
    moving.keep_protection(into, other, actor=actor, now=now, today=today)
    moved = {
        "absences": len(both.moving) + len(both.taken),
        "groups": attendance.move_timetable(into, other, today),
    }
    moved |= _move(into, other, readable, rebinds, actor=actor, now=now)
    db.session.flush()
    attendance.move(both, into, other, decided, reason.strip(), actor=actor, now=now)
    _empty(into, other, actor=actor, now=now)
    _tell(into, other, reason.strip(), moved, decided, rebinds, actor=actor, now=now)
    evaluating.evaluate([into.id], evaluating.Day.at(now))
    return Merged(moved, both)


def _move(
    into: Student, other: Student, readable: frozenset[str], rebinds: Rebinds, *, actor: Person, now: datetime
) -> dict[str, int]:
    """Moves what hangs on the student; how many of each."""
    return {
        "cases": moving.move_cases(into.id, other.id),
        "leave": moving.move_leave(into.id, other.id, rebinds),
        "marks": moving.move_marks(into.id, other.id, rebinds),
        "signals": moving.move_signals(into.id, other.id, rebinds),
        "home": home.move_home(into.id, other.id, rebinds, actor=actor, now=now),
        "tasks": moving.move_tasks(into.id, other.id, actor=actor, now=now),
        "reports": moving.move_reports(into.id, other.id, readable, rebinds),
        "cohorts": moving.move_groups(into.id, other.id, rebinds),
        "notices": moving.move_notices(into.id, other.id, now=now),
        "names": moving.move_names(into.id, other.id),
        "kept_away": moving.move_keeping_away(into.id, other.id, rebinds),
    }


def merge(
    into: Student,
    other: Student,
    reason: str,
    decided: Mapping[UUID, Word],
    digest: str,
    *,
    actor: Person,
    now: datetime,
) -> None:
    """Merges the two as it was shown. Raises Conflict where it would do something else by now.

    Raises NotAcceptable where it is not decided whose word holds in each lesson of which they differ.
    """
    locked = select(Student).where(Student.id.in_([into.id, other.id])).order_by(Student.id)
    db.session.scalars(locked.with_for_update().execution_options(populate_existing=True)).all()
    done = carry_out(into, other, reason, decided, actor=actor, now=now)
    if done.digest != digest:
        raise Conflict("merge_changed")
    if {one.lesson.id for one in done.both.differing} - decided.keys():
        raise NotAcceptable("merge_undecided")


def _empty(into: Student, other: Student, *, actor: Person, now: datetime) -> None:
    """The row that goes is in no class and no search, and nobody sees it; it leads to the one that stays."""
    end_all_readers(other, actor=actor, now=now)
    other.merged_into_id, other.group_id, other.is_protected = into.id, None, True
    other.words = []
    into.phone, into.email = into.phone or other.phone, into.email or other.email
    into.home_municipality = into.home_municipality or other.home_municipality
    other.phone = other.email = other.home_municipality = ""
    db.session.flush()


def _tell(
    into: Student,
    other: Student,
    reason: str,
    moved: Mapping[str, int],
    decided: Mapping[UUID, Word],
    rebinds: Rebinds,
    *,
    actor: Person,
    now: datetime,
) -> None:
    row = StudentMerge(
        id=uuid4(),
        from_id=other.id,
        into_id=into.id,
        reason=reason,
        moved=dict(moved),
        decided={str(lesson): word for lesson, word in decided.items()},
        at=now,
        by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    says: dict[str, object] = {"merge": str(row.id), "from": str(other.id), "into": str(into.id)}
    says |= {"reason": reason, "moved": row.moved, "rebinds": rebinds, "content": merge_content(row)}
    for student in (other, into):
        history.record_about(What.STUDENT_MERGED, student.id, actor=actor, now=now, **says)
