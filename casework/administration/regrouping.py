"""What becomes of the classes where people come in: who goes where, and who is mentor there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.extensions import db
from casework.people.filled import Filled
from casework.people.models import Group, RoleGrant, Student, Unit, User

MENTOR = "mentor"
Place = tuple[UUID, UUID | None]  # school and class, by their ids


@dataclass(frozen=True, order=True)
class Class:
    """A class by its names; its own is empty for students in none."""

    school: str
    name: str


@dataclass(frozen=True)
class Way:
    """How many students go from a class to a class: the same one where they stay, None for who is new.

    `since` is a first day that is told and was not known; not `is_told` are those a whole file leaves out.
    """

    before: Class | None
    after: Class
    number: int
    since: date | None = None
    is_told: bool = True


@dataclass(frozen=True)
class Mentor:
    """A mentor of a class: whether the role is new, the account too, and whether a whole file tells of it."""

    name: str
    is_new: bool = False
    is_new_account: bool = False
    is_told: bool = True


@dataclass(frozen=True)
class Regrouping:
    """The ways of the students, the mentors of each class, and the classes that are new.

    Students with a protected identity are not among them.
    """

    ways: tuple[Way, ...] = ()
    mentors: tuple[tuple[Class, tuple[Mentor, ...]], ...] = ()
    new: tuple[Class, ...] = ()


def regrouping(
    filled: Filled,
    begun: Mapping[UUID, date],
    units: Collection[UUID],
    today: date,
    *,
    is_whole: bool,
    has_mentors: bool,
) -> Regrouping:
    """What has become of the schools' students and classes; the same few questions, however many they are.

    `begun` is what `change_classes` has answered; `is_whole` and `has_mentors` say of whom the file tells.
    """
    classes, here = _classes(), _students(units)
    before, entered = _before(filled, here), set(filled.entered.values())
    found = Counter(
        (before[one], place, begun.get(one), not is_whole or one in entered) for one, place in here.items()
    )
    ways = [
        Way(classes[was] if was else None, classes[now], number, since, is_told)
        for (was, now, since, is_told), number in found.items()
    ]
    return Regrouping(
        ways=tuple(sorted(ways, key=repr)),
        mentors=_mentors(filled, units, classes, today, is_whole=is_whole and has_mentors),
        new=tuple(sorted(one for (_, group), one in classes.items() if group in filled.new_groups)),
    )


def _classes() -> dict[Place, Class]:
    """What every class is called, and every school for those in none."""
    rows = db.session.execute(
        select(Unit.id, Unit.name, Group.id, Group.name).outerjoin(Group, Group.unit_id == Unit.id)
    ).all()
    found: dict[Place, Class] = {(unit, None): Class(school, "") for unit, school, _, _ in rows}
    found.update(((unit, group), Class(school, name)) for unit, school, group, name in rows if group)
    return found


def _students(units: Collection[UUID]) -> dict[UUID, Place]:
    """Where every student of the schools is now."""
    is_one = Student.merged_into_id.is_(None) & ~Student.is_protected
    rows = db.session.execute(
        select(Student.id, Student.unit_id, Student.group_id).where(Student.unit_id.in_(units), is_one)
    )
    return {student: (unit, group) for student, unit, group in rows}


def _before(filled: Filled, here: Mapping[UUID, Place]) -> dict[UUID, Place | None]:
    """Where each of the students was; nowhere those who are new."""
    schools = {filled.entered[index]: unit for index, unit in filled.moves if index in filled.entered}
    groups = {one.student_id: one.before for one in filled.regrouped}
    return {
        one: None if one in filled.added else (schools.get(one, unit), groups.get(one, group))
        for one, (unit, group) in here.items()
    }


def _mentors(
    filled: Filled,
    units: Collection[UUID],
    classes: Mapping[Place, Class],
    today: date,
    *,
    is_whole: bool,
) -> tuple[tuple[Class, tuple[Mentor, ...]], ...]:
    """Whose role holds for each class today; of a whole file, whether it tells of it."""
    held = (RoleGrant.role == MENTOR) & (RoleGrant.valid_from <= today) & (RoleGrant.valid_to >= today)
    rows = db.session.execute(
        select(RoleGrant.unit_id, RoleGrant.group_id, User.id, User.name, User.username)
        .join(User, User.id == RoleGrant.user_id)
        .where(held, RoleGrant.unit_id.in_(units), RoleGrant.group_id.is_not(None), User.is_active)
        .order_by(User.name, User.username)
    )
    found: dict[Class, dict[str, Mentor]] = {}
    for unit, group, user, name, username in rows:
        place = MENTOR, unit, group, user
        found.setdefault(classes[unit, group], {})[username] = Mentor(
            name=name,
            is_new=place in filled.begun,
            is_new_account=username in filled.new_users,
            is_told=not is_whole or place in filled.granted,
        )
    return tuple((one, tuple(mentors.values())) for one, mentors in sorted(found.items()))
