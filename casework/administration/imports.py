"""Files of people, from what was sent to what is in the instance: read, tried out, then carried out whole."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.administration import actions, headings, queries
from casework.administration.lines import Known, LineFault
from casework.administration.queries import HeldRole
from casework.administration.regrouping import Regrouping, regrouping
from casework.administration.staff_file import Language, read_staff
from casework.administration.student_file import read_students
from casework.administration.student_numbers import keep_numbers, number_columns
from casework.administration.tables import Unreadable, lines_of, table_of
from casework.attendance.classes import change_classes
from casework.cases.remaining import named_at
from casework.clock import school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people import filling
from casework.people.filled import Change, Filled, Tally
from casework.people.models import User
from casework.people.roster import Pupil, Roster, School, Staff

FileKind = Literal["staff", "students"]


@dataclass(frozen=True)
class Sent:
    """A file that has been read: who stands in it, on which lines, and everything that is wrong with it."""

    kind: FileKind
    text: str
    roster: Roster
    rows: int
    lines: tuple[int, ...] = ()
    numbers: tuple[dict[str, str], ...] = ()  # of each student, by system
    first_lines: dict[str, int] = field(default_factory=dict)
    faults: tuple[LineFault, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def units(self) -> set[str]:
        """The units that the file speaks of."""
        held = {role.at for one in self.roster.staff for role in one.roles}
        return held | {pupil.school for pupil in self.roster.students}


@dataclass(frozen=True)
class Absent:
    """A role that holds here and does not stand in the file."""

    grant_id: UUID
    name: str
    username: str
    role: str
    where: str
    until: date
    cases: int = field(default=0, repr=False)  # open ones there for which the person is named

    @staticmethod
    def of(held: Sequence[HeldRole], but: UUID) -> tuple[Absent, ...]:
        """The roles as they are offered, to everybody but who has them."""
        offered = [(one.grant, one.user, one.where) for one in held if one.user.id != but]
        named = named_at({user.id for _, user, _ in offered})
        return tuple(
            Absent(
                *(grant.id, user.name, user.username, grant.role, where, grant.valid_to),
                cases=named[user.id, grant.unit_id, grant.group_id],
            )
            for grant, user, where in offered
        )


@dataclass(frozen=True)
class Outcome:
    """What the file has done, or would do; of students only numbers and lines."""

    students: Tally
    accounts: Tally
    roles: Tally
    new_users: tuple[str, ...]
    closed: tuple[str, ...]
    changes: tuple[Change, ...]
    moves: tuple[tuple[int, str], ...]  # the line, and the school that the student comes from
    absent: tuple[Absent, ...]
    absent_students: int
    own_line: int  # the line that would change the sender's own roles; 0 where there is none
    keyed: int  # numbers of students that are new here
    classes: Regrouping
    begun: frozenset[UUID] = field(repr=False)  # students of whom becomes known since when they are in class

    @property
    def digest(self) -> str:
        """Tells whether two outcomes are one."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def is_nothing(self) -> bool:
        """Whether everything is in the instance already, as the file has it."""
        tallies = (self.students, self.accounts, self.roles)
        return not (self.keyed or self.begun) and not any(one.new or one.changed for one in tallies)


def read_file(kind: FileKind, text: str, *, language: Language, today: date) -> Sent:
    """The file in the text. Raises Unreadable where it is no such table, or there are no schools yet."""
    authority, schools = queries.authority(), queries.schools()
    if not authority or not schools:
        raise Unreadable("no_schools")
    classes = {row.unit.name: tuple(group.name for group in row.classes) for row in schools}
    known = Known(authority.name, classes, today)
    columns = headings.known(kind)
    if kind == "students":
        columns |= number_columns(heading for _, row in lines_of(text)[:1] for heading in row)
    table = table_of(text, columns, headings.required(kind, language))
    units = tuple(
        School.model_construct(name=row.unit.name, workflow=row.unit.workflow, groups=classes[row.unit.name])
        for row in schools
    )
    if kind == "staff":
        staff = read_staff(table.rows, known, language)
        roster = _roster(authority.name, units, staff=tuple(staff.staff.values()))
        faults = tuple(staff.faults)
        return Sent(kind, text, roster, len(table.rows), (), (), staff.first_lines, faults, table.unused)
    students = read_students(table.rows, known)
    roster = _roster(authority.name, units, students=tuple(students.pupils))
    lines, numbers, faults = tuple(students.lines), tuple(students.numbers), tuple(students.faults)
    return Sent(kind, text, roster, len(table.rows), lines, numbers, {}, faults, table.unused)


def _roster(
    authority: str,
    schools: tuple[School, ...],
    *,
    staff: tuple[Staff, ...] = (),
    students: tuple[Pupil, ...] = (),
) -> Roster:
    return Roster.model_construct(authority=authority, schools=schools, staff=staff, students=students)


def without_own_roles(sent: Sent, *, actor: Person, now: datetime) -> Sent:
    """The file without the sender's lines, where they would change what the sender may do; in a rehearsal."""
    me = db.session.get_one(User, actor.id).username
    if me not in sent.first_lines or not (line := carry_out(sent, actor=actor, now=now).own_line):
        return sent
    others = tuple(one for one in sent.roster.staff if one.username != me)
    fault = LineFault(line, "own_roles", "username", me)
    return replace(
        sent, roster=sent.roster.model_copy(update={"staff": others}), faults=(*sent.faults, fault)
    )


def carry_out(sent: Sent, *, actor: Person, now: datetime) -> Outcome:
    """Fills the instance with what is right in the file; inside a rehearsal that shows what it would do.

    Where something is wrong, nobody knows who does not stand in it.
    """
    today = school_date(now)
    filled = filling.load(sent.roster, today=today)
    begun = change_classes(filled.regrouped, today)
    named = {filled.units[name].id for name in sent.units}
    is_sound = not sent.faults
    absent = queries.absent(filled.granted, named, today) if sent.kind == "staff" and is_sound else []
    return Outcome(
        students=filled.students,
        accounts=filled.accounts,
        roles=filled.roles,
        new_users=tuple(filled.new_users),
        closed=tuple(filled.closed),
        changes=tuple(filled.changes),
        moves=tuple((sent.lines[index], _name(filled, unit_id)) for index, unit_id in filled.moves),
        absent=Absent.of(absent, actor.id),
        absent_students=_absent_students(named, filled) if sent.kind == "students" and is_sound else 0,
        own_line=_own_line(sent, filled, actor),
        keyed=keep_numbers(sent.numbers, filled.entered),
        classes=regrouping(filled, begun, named, today, is_whole=not sent.faults, has_mentors=False)
        if sent.kind == "students"
        else Regrouping(),
        begun=frozenset(begun),
    )


def keep(
    sent: Sent, digest: str, ends: Collection[UUID], *, leaves_out: bool, actor: Person, now: datetime
) -> Outcome:
    """Carries the file out, without its faulty lines if that is said; ends the absent roles that were chosen.

    Raises Conflict where it would do something else than was shown, NotAcceptable for what was never offered.
    """
    try:
        outcome = carry_out(sent, actor=actor, now=now)
    except IntegrityError:  # somebody else was writing the same at that moment
        raise Conflict("file_outcome") from None
    if outcome.digest != digest:
        raise Conflict("file_outcome")
    offered = {one.grant_id for one in outcome.absent}
    if (sent.faults and not leaves_out) or outcome.own_line or not set(ends) <= offered:
        raise NotAcceptable("stale_page")
    actions.end_roles([held for one in ends if (held := queries.role(one))], actor=actor, now=now)
    tally = outcome.accounts if sent.kind == "staff" else outcome.students
    counts = {"new": str(tally.new), "changed": str(tally.changed), "roles": str(outcome.roles.new)}
    actions.note(f"file:{sent.kind}", counts, actor=actor, now=now)
    for change in outcome.changes:
        actions.note(f"file:{change.kind}", _says(change), actor=actor, now=now)
    return outcome


def _says(change: Change) -> dict[str, str]:
    return {
        "username": change.username,
        "role": change.role,
        "where": change.where,
        "before": change.before,
        "after": change.after,
    }


def _own_line(sent: Sent, filled: Filled, actor: Person) -> int:
    """The first line about the sender, where the file would change what the sender may do."""
    me = db.session.get_one(User, actor.id).username
    is_other = any(change.username == me and change.kind != "name" for change in filled.changes)
    return sent.first_lines.get(me, 0) if is_other else 0


def _name(filled: Filled, unit_id: UUID) -> str:
    return next((name for name, unit in filled.units.items() if unit.id == unit_id), "")


def _absent_students(unit_ids: set[UUID], filled: Filled) -> int:
    return queries.students_at(unit_ids) - len(set(filled.entered.values()))
