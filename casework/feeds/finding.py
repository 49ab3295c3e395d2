"""Which student and which lesson here a record means, looked up for many records at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from casework.attendance.calendars import calendar_of
from casework.attendance.models import Placement
from casework.engine.school_calendar import SchoolCalendar
from casework.extensions import db
from casework.feeds.profile import Profile
from casework.feeds.records import LessonName, StudentName
from casework.people import national
from casework.people.keys import AT_ONCE, students_anywhere, students_by_key
from casework.people.models import Group, Student, Unit

ANYWHERE = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")  # a UUID
SEPARATORS = str.maketrans("", "", "-+ ")
Stay = tuple[UUID, date, date | None]


@dataclass(frozen=True, slots=True)
class Known:
    """A student here: their class, and the groups whose lessons they have; without any, the class's."""

    id: UUID
    unit_id: UUID
    class_id: UUID | None
    stays: tuple[Stay, ...]


class Finder:
    """Finds students and groups; what it has found it knows. A student who is not found is a code for why."""

    def __init__(self, profile: Profile, today: date) -> None:
        self._source, self._today = profile.source, today
        self._known: dict[StudentName, Known | str] = {}
        self._calendars: dict[UUID, SchoolCalendar] = {}

    def learn(self, names: Iterable[StudentName]) -> Mapping[StudentName, Known | str]:
        """Who is meant by the names, and by all that were asked for before."""
        new = set(names) - self._known.keys()
        if new:
            ids: dict[StudentName, UUID | str] = dict.fromkeys(new, "unknown_student")
            ids |= self._by_key([one for one in new if one.key])
            unknown = [one for one in new if ids[one] == "unknown_student" and one.born]
            ids |= self._by_name(unknown)
            known = known_of({one for one in ids.values() if isinstance(one, UUID)})
            self._known |= {name: known[one] if isinstance(one, UUID) else one for name, one in ids.items()}
        return self._known

    def group_of(self, known: Known, lesson: LessonName) -> UUID | str:
        """The group whose lesson it is; a code where the student has no such lesson.

        Where the school has no group of the name, the lesson is the class's for who has those of a class.
        """
        here = [group for group, first, last in known.stays if first <= lesson.day <= (last or date.max)]
        if not known.stays:
            if not known.class_id:
                return "no_class"
            here = [known.class_id]
        if lesson.group:
            named = next((one for one in here if self.is_called(one, lesson.group)), None)
            if named:
                return named
            if (known.unit_id, lesson.group.casefold()) in self._at_units:
                return "not_in_group"
        if here == [known.class_id] or (len(here) == 1 and not lesson.group):
            return here[0]
        return "unknown_group" if lesson.group else "group_missing"

    def is_called(self, group_id: UUID, name: str) -> bool:
        """Whether the group has that name, whatever its capitals."""
        return self._names.get(group_id) == name.casefold()

    def is_closed(self, known: Known, day: date) -> bool:
        """Whether the student's school is closed on the day, by its calendar; not where it has none."""
        calendar = self._calendars.get(known.unit_id)
        if calendar is None:
            calendar = calendar_of(db.session.get_one(Unit, known.unit_id))
            self._calendars[known.unit_id] = calendar
        return bool(calendar.terms) and not calendar.is_open(day)

    @cached_property
    def _names(self) -> dict[UUID, str]:
        rows = db.session.execute(select(Group.id, Group.name))
        return {group_id: name.casefold() for group_id, name in rows}

    @cached_property
    def _at_units(self) -> set[tuple[UUID, str]]:
        rows = db.session.execute(select(Group.unit_id, Group.name))
        return {(unit_id, name.casefold()) for unit_id, name in rows}

    def _by_key(self, names: Collection[StudentName]) -> dict[StudentName, UUID]:
        """With and without what people put between digits; also of a system in small letters.

        An id that is the same everywhere is looked for everywhere; a personal identity number, by its seal.
        """
        spelled = {one: (one.key, one.key.translate(SEPARATORS)) for one in names}
        wanted, found = {key for keys in spelled.values() for key in keys}, dict[str, UUID]()
        for source in dict.fromkeys((self._source.casefold(), self._source)):
            found |= students_by_key(source, wanted)
        unknown = {key for key in wanted - found.keys() if ANYWHERE.fullmatch(key)}
        found |= students_anywhere(unknown) if unknown else {}
        seals = {key: seal for key in wanted - found.keys() if (seal := national.seal_of(key, self._today))}
        known = students_by_key(national.SOURCE, seals.values()) if seals else {}
        found |= {key: known[seal] for key, seal in seals.items() if seal in known}
        hits = {
            one: next((found[key] for key in keys if key in found), None) for one, keys in spelled.items()
        }
        return {one: student_id for one, student_id in hits.items() if student_id}

    def _by_name(self, names: Collection[StudentName]) -> dict[StudentName, UUID | str]:
        """By both names and the birth date; who has all of them in common with somebody is not told apart."""
        same: dict[tuple[str, str, date], list[UUID]] = {}
        days = sorted({one.born for one in names if one.born})
        for begin in range(0, len(days), AT_ONCE):
            born_then = Student.birth_date.in_(days[begin : begin + AT_ONCE]) & Student.merged_into_id.is_(
                None
            )
            rows = select(Student.id, Student.given_name, Student.family_name, Student.birth_date)
            rows = rows.where(born_then, Student.merged_into_id.is_(None))
            for student_id, given, family, born in db.session.execute(rows):
                same.setdefault((given.casefold(), family.casefold(), born), []).append(student_id)
        found: dict[StudentName, UUID | str] = {}
        for one in names:
            if one.born:
                ids = same.get((one.given.casefold(), one.family.casefold(), one.born), [])
                found |= {one: ids[0] if len(ids) == 1 else "several_students"} if ids else {}
        return found


def known_of(ids: Collection[UUID]) -> dict[UUID, Known]:
    """The students with their class and groups."""
    found: dict[UUID, Known] = {}
    groups: dict[UUID | None, UUID | None] = {}
    every = sorted(ids)
    for begin in range(0, len(every), AT_ONCE):
        some = every[begin : begin + AT_ONCE]
        stays = _stays(some)
        columns = select(Student.id, Student.unit_id, Student.group_id)
        for one, unit_id, class_id in db.session.execute(columns.where(Student.id.in_(some))):
            same = groups.setdefault(class_id, class_id)  # one object for one group
            found[one] = Known(one, unit_id, same, tuple(stays.get(one, ())))
    return found


def _stays(students: Sequence[UUID]) -> dict[UUID, list[Stay]]:
    found: dict[UUID, list[Stay]] = {}
    columns = (Placement.student_id, Placement.group_id, Placement.first_day, Placement.last_day)
    wanted = select(*columns).where(Placement.student_id.in_(students)).order_by(*columns[:3])
    for student_id, group_id, first, last in db.session.execute(wanted):
        found.setdefault(student_id, []).append((group_id, first, last))
    return found
