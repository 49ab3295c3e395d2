"""Enters students and homes; a student is known by school, names and birth date, and may change school.

Where the roster comes from another system, a student is known by their name there first; what that system
does not tell (a class, a telephone number) stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.extensions import db
from casework.people import national
from casework.people.filled import Filled, Regrouped
from casework.people.keys import Elsewhere, keep_keys, students_by_key
from casework.people.models import Guardian, Guardianship, Student, Unit
from casework.people.roster import Home, Pupil, Roster
from casework.people.starts import Start, Starts

Homes = dict[str, tuple[Guardian, Guardianship]]


class Register:
    """The students who are in the instance, read once; each pupil of a roster is entered in it."""

    def __init__(self, roster: Roster, filled: Filled, elsewhere: Elsewhere | None = None) -> None:
        self._filled, self._elsewhere = filled, elsewhere
        self._known: dict[object, list[Student]] = defaultdict(list)
        self._homes: dict[UUID, Homes] = defaultdict(dict)
        self._bonds: list[Guardianship] = []
        self._expected = {(filled.units[pupil.school].id, _named(pupil)) for pupil in roster.students}
        self._by_key: dict[str, Student] = {}
        self._sizes: Counter[UUID | None] = Counter()
        if roster.students:
            self._read()
        sizes = {place: self._sizes[group.id] for place, group in filled.groups.items()}
        self._starts = Starts(roster.students, sizes)

    def _read(self) -> None:
        keys = students_by_key(self._elsewhere.source, self._elsewhere.keys) if self._elsewhere else {}
        keyed = set(keys.values())
        is_one = select(Student).where(Student.merged_into_id.is_(None))
        students = {student.id: student for student in db.session.scalars(is_one)}
        self._sizes.update(student.group_id for student in students.values())
        self._by_key = {key: students[student_id] for key, student_id in keys.items()}
        for student in students.values():
            if student.id not in keyed:  # who is named by key is not taken for another of that name
                name = (student.given_name, student.family_name, student.birth_date)
                self._known[name].append(student)
        bonds = select(Guardian, Guardianship).join(Guardianship, Guardianship.guardian_id == Guardian.id)
        for guardian, bond in db.session.execute(bonds):
            self._homes[bond.student_id][guardian.name] = guardian, bond

    def enter(self, index: int, pupil: Pupil) -> None:
        """Adds the student, or makes name, school, class and home what the roster says at `index`."""
        unit, tally = self._filled.units[pupil.school], self._filled.students
        keyed = self._keyed(index)
        hidden = keyed if keyed and keyed.is_protected else None if keyed else self._protected(pupil)
        if hidden:  # what is kept from people is changed by hand, by those who are named
            tally.same += 1
            self._filled.hidden += 1
            return
        if keyed and keyed.unit_id != unit.id:
            self._filled.moves.append((index, keyed.unit_id))
        student = keyed or self._here(pupil, unit) or self._moving(index, pupil)
        is_new = student is None
        student = student or self._added(pupil, unit)
        is_other = self._placed(student, pupil, unit) | (keyed is not None and _renamed(student, pupil))
        is_other |= _reached(student, pupil)
        for home in pupil.guardians:
            is_other |= self._guardian(student, home)
        tally.new += is_new
        tally.changed += is_other and not is_new
        tally.same += not is_other and not is_new
        self._filled.entered[index] = student.id
        if is_new:
            self._filled.added.add(student.id)

    def _keyed(self, index: int) -> Student | None:
        return self._by_key.get(self._elsewhere.keys[index]) if self._elsewhere else None

    def _placed(self, student: Student, pupil: Pupil, unit: Unit) -> bool:
        """Puts the student into school and class; whether that is another place."""
        group = self._filled.groups.get((unit.name, pupil.group))
        group_id = group.id if group else None
        is_same_school = student.unit_id == unit.id
        if self._elsewhere and not pupil.group and is_same_school:
            group_id = student.group_id
        is_other = student.group_id != group_id or not is_same_school
        start = self._start(pupil, student.group_id, group_id, is_same_school=is_same_school)
        if student.group_id != group_id or start:
            self._filled.regrouped.append(Regrouped(student.id, student.group_id, group_id, *start or ()))
        student.unit_id, student.group_id = unit.id, group_id
        return is_other

    def _start(
        self, pupil: Pupil, before: UUID | None, after: UUID | None, *, is_same_school: bool
    ) -> Start | None:
        """The first day in the class, where it is told."""
        here = self._starts.here(pupil)
        if before in (None, after) or (here and not is_same_school):
            return here
        return self._starts.changed(pupil, is_new=after in self._filled.new_groups)

    def keep(self) -> None:
        """Ties new homes to their students, and students to their names elsewhere, when all are there."""
        db.session.flush()
        db.session.add_all(self._bonds)
        db.session.flush()
        if self._elsewhere:
            named = {self._elsewhere.keys[index]: one for index, one in self._filled.entered.items()}
            seals = zip(self._elsewhere.seals, self._elsewhere.keys, strict=False)
            sealed = {seal: named[key] for seal, key in seals if seal and key in named}
            self._filled.keyed = keep_keys(self._elsewhere.source, named) + keep_keys(national.SOURCE, sealed)

    def _protected(self, pupil: Pupil) -> Student | None:
        return next((one for one in self._known[_named(pupil)] if one.is_protected), None)

    def _here(self, pupil: Pupil, unit: Unit) -> Student | None:
        return next((one for one in self._known[_named(pupil)] if one.unit_id == unit.id), None)

    def _moving(self, index: int, pupil: Pupil) -> Student | None:
        """The only student of that name and birth date, unless the roster has one at the old school too."""
        name = _named(pupil)
        others = [one for one in self._known[name] if (one.unit_id, name) not in self._expected]
        if len(others) != 1 or len(self._known[name]) != 1:
            return None
        self._filled.moves.append((index, others[0].unit_id))
        return others[0]

    def _added(self, pupil: Pupil, unit: Unit) -> Student:
        student = Student(
            id=uuid4(),
            given_name=pupil.given,
            family_name=pupil.family,
            search_name=f"{pupil.given} {pupil.family}".lower(),
            birth_date=pupil.born,
            unit_id=unit.id,
        )
        db.session.add(student)
        self._known[_named(pupil)].append(student)
        return student

    def _guardian(self, student: Student, home: Home) -> bool:
        """Adds or updates somebody at home; whether that is new or another."""
        found = self._homes[student.id].get(home.name)
        if found:
            guardian, bond = found
            may = bond.may_be_contacted if bond.decided_at else home.contact  # what was decided by hand stays
            phone = home.phone or (guardian.phone if self._elsewhere else "")
            email = home.email or guardian.email  # files of many kinds know none
            is_other = (guardian.phone, guardian.email, bond.may_be_contacted) != (phone, email, may)
            guardian.phone, guardian.email, bond.may_be_contacted = phone, email, may
            return is_other
        guardian = Guardian(id=uuid4(), name=home.name, phone=home.phone, email=home.email)
        bond = Guardianship(student_id=student.id, guardian_id=guardian.id, may_be_contacted=home.contact)
        db.session.add(guardian)
        self._bonds.append(bond)
        self._homes[student.id][home.name] = guardian, bond
        return True


def _named(pupil: Pupil) -> object:
    return pupil.given, pupil.family, pupil.born


def _reached(student: Student, pupil: Pupil) -> bool:
    """Gives the student what the roster says of number, address and municipality; whether any is another."""
    before = student.phone or "", student.email or "", student.home_municipality or ""
    told = pupil.phone, pupil.email, pupil.municipality
    after = tuple(new or old for new, old in zip(told, before, strict=True))
    student.phone, student.email, student.home_municipality = after
    return after != before


def _renamed(student: Student, pupil: Pupil) -> bool:
    """Gives the student the name and birth date that the roster has; whether that is another."""
    if (student.given_name, student.family_name, student.birth_date) == _named(pupil):
        return False
    student.given_name, student.family_name, student.birth_date = pupil.given, pupil.family, pupil.born
    student.search_name = student.name.lower()
    return True
