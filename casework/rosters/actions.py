"""Enters what another system has delivered: tried out first, then carried out whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.administration import actions as administration
from casework.administration import queries
from casework.administration.imports import Absent
from casework.administration.regrouping import Regrouping, regrouping
from casework.attendance.classes import change_classes
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people import filling, recovery
from casework.people.filled import Change, Filled, Tally
from casework.people.keys import UnitKey
from casework.people.models import User
from casework.rosters.feed import Class, Fault, Feed
from casework.rosters.matching import MENTOR, Matched, match
from casework.rosters.waiting import forget_old


@dataclass(frozen=True)
class Outcome:
    """What the feed has done, or would do; of students only numbers and lines."""

    students: Tally
    accounts: Tally
    roles: Tally
    new_users: tuple[str, ...]
    closed: tuple[str, ...]
    changes: tuple[Change, ...]
    new_classes: tuple[Class, ...]
    moves: int  # students who change school
    hidden: int  # students with a protected identity, of whom nothing changes
    marked: int  # students whose identity becomes protected
    keyed: int  # students whose number in the other system is new here
    missing: int  # students of these schools who do not stand in a whole feed
    gone: int  # students whom the other system has taken out
    absent: tuple[Absent, ...]  # mentors of these schools who do not stand in a whole feed
    not_here: tuple[tuple[str, int], ...]
    faults: tuple[Fault, ...]
    classes: Regrouping
    begun: frozenset[UUID] = field(repr=False)  # students of whom becomes known since when they are in class

    @property
    def digest(self) -> str:
        """Tells whether two outcomes are one."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def is_nothing(self) -> bool:
        """Whether everything is here already, as the feed has it."""
        tallies = (self.students, self.accounts, self.roles)
        more = self.marked or self.keyed or self.begun
        return not more and not any(one.new or one.changed for one in tallies)


def carry_out(feed: Feed, *, actor: Person, now: datetime) -> Outcome:
    """Enters what can be; in a rehearsal that shows what it would do. Raises Unreadable without schools."""
    today = school_date(now)
    matched = match(feed, db.session.get_one(User, actor.id).username)
    filled = filling.load(matched.roster, today=today, elsewhere=matched.elsewhere)
    begun = change_classes(filled.regrouped, today)
    there = set(matched.schools.values())
    present = queries.students_at(there)
    marked = _protect(feed, matched, filled, actor, now)
    _keep_schools(feed.source, matched)
    named = set(filled.entered.values())
    is_whole = feed.is_whole
    absent = queries.absent(filled.granted, there, today) if is_whole and feed.mentors else []
    return Outcome(
        students=filled.students,
        accounts=filled.accounts,
        roles=filled.roles,
        new_users=tuple(filled.new_users),
        closed=tuple(filled.closed),
        changes=tuple(filled.changes),
        new_classes=matched.new_classes,
        moves=len(filled.moves),
        hidden=filled.hidden,
        marked=marked,
        keyed=filled.keyed,
        missing=present - len(named) if is_whole else 0,
        gone=len(feed.gone),
        absent=Absent.of([held for held in absent if held.grant.role == MENTOR], actor.id),
        not_here=tuple(sorted(matched.not_here.items())),
        faults=matched.faults,
        classes=regrouping(filled, begun, there, today, is_whole=is_whole, has_mentors=bool(feed.mentors)),
        begun=frozenset(begun),
    )


def keep(feed: Feed, digest: str, ends: Collection[UUID] = (), *, actor: Person, now: datetime) -> Outcome:
    """Enters what can be, and ends those of the absent roles that were chosen.

    Raises Conflict where it would do something else than was shown, NotAcceptable for what was never offered.
    """
    try:
        outcome = carry_out(feed, actor=actor, now=now)
    except IntegrityError:  # somebody else was writing the same at that moment
        raise Conflict("file_outcome") from None
    if digest != outcome.digest:
        raise Conflict("file_outcome")
    if not set(ends) <= {one.grant_id for one in outcome.absent}:
        raise NotAcceptable("stale_page")
    forget_old(now=now)
    administration.end_roles([held for one in ends if (held := queries.role(one))], actor=actor, now=now)
    if outcome.is_nothing:
        return outcome
    counts = {"new": outcome.students.new, "changed": outcome.students.changed, "roles": outcome.roles.new}
    says = {name: str(number) for name, number in counts.items()} | {"form": feed.form}
    administration.note("feed:entered", says, actor=actor, now=now)
    return outcome


def _protect(feed: Feed, matched: Matched, filled: Filled, actor: Person, now: datetime) -> int:
    """Protects whom the other system marks and nobody has here; a marking that is gone lifts nothing."""
    words = dict(matched.marked)
    words |= {filled.entered[no]: word for no, word in matched.markings.items() if no in filled.entered}
    reasons = {student_id: f"{feed.form}: {word}" for student_id, word in words.items()}
    return recovery.protect_as_told(reasons, actor=actor, now=now)


def _keep_schools(source: str, matched: Matched) -> None:
    """Keeps by which name the system knows each school, so that it may be called otherwise some day."""
    for key, unit_id in matched.schools.items():
        row = db.session.get(UnitKey, (source, key)) or UnitKey(source=source, value=key)
        row.unit_id = unit_id
        db.session.add(row)
    db.session.flush()
