"""Who takes over open cases: those that a colleague no longer reaches, and the load of one who leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import false, func, or_, select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.cases import around, task_care
from casework.cases.measure_models import Measure
from casework.cases.measures_passed import is_read_by, pass_measures, running_with
from casework.cases.models import Case, Visit
from casework.cases.moves import locked_case
from casework.cases.queries import COLUMNS
from casework.clock import school_date
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Group, Student, User
from casework.people.queries import Colleague

MENTOR = "mentor"
PRESENT = (Visit.case_id == Case.id) & Visit.left_at.is_(None)
MOST = 100  # cases that are looked at in one go


@dataclass(frozen=True)
class LeftBehind:
    """A case, who was named for it, and the mentors of the class, who may take over; each with their name."""

    case: Case
    student: Student
    group: str
    former_id: UUID
    former: str
    mentors: tuple[tuple[UUID, str], ...]

    @property
    def heir(self) -> tuple[UUID, str] | None:
        """The only mentor, who is proposed."""
        return self.mentors[0] if len(self.mentors) == 1 else None

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where the case belongs, for the access log."""
        return self.student.id, people.place(self.student, self.case.is_handed_over)


def left_behind(actor: Person, today: date) -> list[LeftBehind]:
    """The open cases that the actor may change and whose named colleague no longer reaches them."""
    rows = db.session.execute(
        select(Case, Student, Group.name, User.id, User.name)
        .join(Student, Student.id == Case.student_id)
        .join(Visit, PRESENT)
        .join(User, User.id == Visit.responsible_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Case.closed_at.is_(None), scope.within(actor, around.CHANGE, COLUMNS))
        .order_by(Student.unit_id, Group.name, Case.number)
    ).all()
    near = around.colleagues_near([one for _, one, *_ in rows], today)
    found = []
    for case, student, group, former_id, former in rows:
        there = near[student.id]
        if former_id not in around.eligible(case, there):
            found.append(LeftBehind(case, student, group or "", former_id, former, _mentors(case, there)))
    return found[:MOST]


def hand_on(chosen: Collection[UUID], *, actor: Person, now: datetime) -> int:
    """Names the only mentor of the class for those of the cases that are left behind; how many they were."""
    rows = [one for one in left_behind(actor, school_date(now)) if one.case.id in chosen and one.heir]
    if not rows:
        raise NotAcceptable("no_case_chosen")
    for one in rows:
        heir_id, _ = one.heir or (UUID(int=0), "")
        _take_over(one.case.id, one.student, one.former_id, heir_id, actor=actor, now=now)
    return len(rows)


@dataclass(frozen=True)
class Held:
    """A case for which a colleague is named or has measures in hand, and those who may take over, by name."""

    case: Case
    student: Student
    group: str
    heirs: Mapping[UUID, str]
    measures: int = 0
    is_named: bool = True

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where the case belongs, for the access log."""
        return self.student.id, people.place(self.student, self.case.is_handed_over)


def loads(actor: Person) -> Sequence[tuple[UUID, str, int]]:
    """The colleagues who are named for open cases that the actor may change, or have measures there in hand.

    Measures of the classes that the actor reads. Id, name and how many cases.
    """
    number = func.count(Case.id.distinct())
    rows = db.session.execute(
        select(User.id, User.name, number)
        .select_from(Case)
        .join(Student, Student.id == Case.student_id)
        .join(Visit, PRESENT)
        .outerjoin(Measure, (Measure.case_id == Case.id) & Measure.ended_at.is_(None) & is_read_by(actor))
        .join(User, or_(User.id == Visit.responsible_id, User.id == Measure.responsible_id))
        .where(Case.closed_at.is_(None), scope.within(actor, around.CHANGE, COLUMNS))
        .group_by(User.id, User.name)
        .order_by(User.name)
    )
    return [(user_id, name, count) for user_id, name, count in rows]


def load_of(user_id: UUID, actor: Person, today: date) -> list[Held]:
    """The open cases that the colleague is named for, or has measures in, and the actor may change.

    At most a hundred.
    """
    in_hand = select(Measure.case_id).where(Measure.responsible_id == user_id, Measure.ended_at.is_(None))
    in_hand = in_hand.where(is_read_by(actor)).correlate(Case, Student)
    rows = db.session.execute(
        select(Case, Student, Group.name, func.coalesce(Visit.responsible_id == user_id, false()))
        .join(Student, Student.id == Case.student_id)
        .join(Visit, PRESENT)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Case.closed_at.is_(None), or_(Visit.responsible_id == user_id, Case.id.in_(in_hand)))
        .where(scope.within(actor, around.CHANGE, COLUMNS))
        .order_by(Student.unit_id, Group.name, Case.number)
        .limit(MOST)
    ).all()
    near = around.colleagues_near([one for _, one, *_ in rows], today)
    measures = running_with(user_id, [case.id for case, *_ in rows], actor)
    found = []
    for case, student, group, is_named in rows:
        there = around.eligible(case, near[student.id])
        heirs = {heir: name for heir, name in there.items() if heir != user_id}
        found.append(Held(case, student, group or "", heirs, measures.get(case.id, 0), bool(is_named)))
    return found


def hand_over(
    former_id: UUID, heirs: Mapping[UUID, UUID], held: Sequence[Held], *, actor: Person, now: datetime
) -> int:
    """Names for each of the held cases the colleague who takes over, all or none; how many they were.

    Tasks that the colleague has taken and measures in their hands go with the case.
    """
    chosen = [one for one in held if one.case.id in heirs]
    if not chosen:
        raise NotAcceptable("no_heir_chosen")
    for one in chosen:
        heir_id = heirs[one.case.id]
        if not one.is_named and heir_id not in one.heirs:
            raise NotAcceptable("not_a_colleague")
        named = one.is_named
        _take_over(one.case.id, one.student, former_id, heir_id, is_named=named, actor=actor, now=now)
    return len(chosen)


def _take_over(
    case_id: UUID,
    student: Student,
    former_id: UUID,
    heir_id: UUID,
    *,
    is_named: bool = True,
    actor: Person,
    now: datetime,
) -> None:
    case = locked_case(case_id)
    if is_named:
        around.name_responsible(case, heir_id, actor=actor, now=now)
    task_care.pass_on(case, former_id, heir_id, actor=actor, now=now)
    near = people.colleagues_for(student, school_date(now))
    pass_measures(case_id, former_id, heir_id, near, actor=actor, now=now)


def _mentors(case: Case, colleagues: Collection[Colleague]) -> tuple[tuple[UUID, str], ...]:
    return tuple(around.eligible(case, [one for one in colleagues if one.role == MENTOR]).items())
