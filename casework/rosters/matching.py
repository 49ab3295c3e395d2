"""Whom a feed speaks of: its schools and students as they are known here, and what cannot be entered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from casework.administration import queries
from casework.administration.queries import SchoolRow
from casework.administration.tables import Unreadable
from casework.catalog import catalog
from casework.extensions import db
from casework.people.keys import Elsewhere, students_by_key, units_by_key
from casework.people.models import Group, Student
from casework.people.names import is_key
from casework.people.roster import Held, Home, Pupil, Roster, School, Staff
from casework.rosters.feed import Class, Fault, Feed, Learner
from casework.web.sheets import shown

MENTOR = "mentor"
LONGEST_CLASS: int = Group.name.type.length or 0


@dataclass
class Matched:
    """What of the feed can be entered, as a roster. `markings` are words for protection by place in it.

    `marked` are such words of students who are here, whether or not anything else of them can be entered.
    """

    roster: Roster
    elsewhere: Elsewhere
    schools: Mapping[str, UUID]  # the feed's schools that are here, by their keys there
    markings: dict[int, str]
    marked: Mapping[UUID, str]
    lines: tuple[tuple[str, int], ...]  # in which file and line each student stands
    faults: tuple[Fault, ...]
    not_here: Mapping[str, int]  # schools that are not here, and how many of the students are there
    new_classes: tuple[Class, ...]


@dataclass
class _Found:
    pupils: list[Pupil] = field(default_factory=list)
    learners: list[Learner] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)
    not_here: Counter[str] = field(default_factory=Counter)


def match(feed: Feed, own_username: str) -> Matched:
    """Whom the feed speaks of; whoever enters it gets no role by it. Raises Unreadable without schools."""
    authority, rows = queries.authority(), queries.schools()
    if not authority or not rows:
        raise Unreadable("no_schools")
    here = _schools(feed, rows)
    known = _known(feed)
    found = _match_students(feed, here, rows, known)
    staff = list(_staff(feed, here, own_username))
    faults = [one for one in staff if isinstance(one, Fault)]
    people = tuple(one for one in staff if isinstance(one, Staff))
    new = _new_classes(found.pupils, people, rows)
    roster = Roster.model_construct(
        authority=authority.name,
        schools=tuple(_school(row, new) for row in rows),
        students=tuple(found.pupils),
        staff=people,
    )
    return Matched(
        roster=roster,
        elsewhere=Elsewhere(
            feed.source,
            tuple(one.key for one in found.learners),
            tuple(one.seal for one in found.learners),
        ),
        schools={key: row.unit.id for key, row in here.items()},
        markings={index: one.marking for index, one in enumerate(found.learners) if one.marking},
        marked={known[key].id: word for key, word in feed.marked.items() if key in known},
        lines=tuple((one.file, one.line) for one in found.learners),
        faults=(*feed.faults, *found.faults, *faults),
        not_here=dict(found.not_here),
        new_classes=new,
    )


def _schools(feed: Feed, rows: list[SchoolRow]) -> dict[str, SchoolRow]:
    """The feed's schools that are here: by their keys, else by what they are called."""
    by_id = {row.unit.id: row for row in rows}
    by_name = {row.unit.name.casefold(): row for row in rows}
    keyed = units_by_key(feed.source)
    places = [place for place in feed.schools if is_key(place.key)]
    found: dict[str, SchoolRow] = {}
    for place in places:
        known = by_id.get(keyed[place.key]) if place.key in keyed else None
        row = known or by_name.get(place.name.strip().casefold())
        found |= {place.key: row} if row else {}
    return found


def _match_students(
    feed: Feed, here: Mapping[str, SchoolRow], rows: list[SchoolRow], known: Mapping[str, Student]
) -> _Found:
    found, names = _Found(), {place.key: place.name for place in feed.schools}
    by_unit = {row.unit.id: row for row in rows}
    for told in feed.learners:
        learner, student = _at_school_here(told, here), known.get(told.key)
        row = here.get(learner.school)
        if row is None and not learner.school and student:
            row = by_unit.get(student.unit_id)
        if not is_key(learner.key) or (row is None and not learner.school):
            found.faults.append(_fault(learner, "no_school" if is_key(learner.key) else "unfit_key"))
            continue
        if row is None:
            found.not_here[shown(names.get(learner.school) or learner.school)] += 1
            continue
        pupil = _pupil(learner, student, row)
        same = student.id if student else _named(pupil)
        if isinstance(pupil, Pupil) and same in found.seen:
            pupil = _fault(learner, "student_twice")
        found.seen.add(same)
        if isinstance(pupil, Fault):
            found.faults.append(pupil)
        else:
            found.pupils.append(pupil)
            found.learners.append(learner)
    return found


def _at_school_here(learner: Learner, here: Mapping[str, SchoolRow]) -> Learner:
    """The student in the first of their schools that is here; as told where none is."""
    if learner.school in here:
        return learner
    seat = next((one for one in learner.also if one.school in here), None)
    return learner.model_copy(update=dict(seat)) if seat else learner


def _known(feed: Feed) -> dict[str, Student]:
    """The students whom the other system has a name for that is known here."""
    every = {*(one.key for one in feed.learners), *feed.marked}
    keys = students_by_key(feed.source, [one for one in every if is_key(one)])
    students = {one.id: one for one in db.session.scalars(select(Student))} if keys else {}
    return {key: students[student_id] for key, student_id in keys.items()}


def _pupil(learner: Learner, student: Student | None, row: SchoolRow) -> Pupil | Fault:
    """The student as a roster has them; what the feed does not tell is as it is here."""
    given = learner.given or (student.given_name if student else "")
    family = learner.family or (student.family_name if student else "")
    born = learner.born or (student.birth_date if student else None)
    if not given or not family:
        return _fault(learner, "no_name")
    if born is None:
        return _fault(learner, "no_birth_date")
    is_other = student and (given, family) != (student.given_name, student.family_name)
    if student and is_other and born != student.birth_date:
        return _fault(learner, "other_person")
    homes = tuple(Home(name=one.name, phone=one.phone) for one in learner.homes)
    group = _class(learner, row)
    named = {"given": given, "family": family, "born": born, "municipality": learner.municipality}
    begins = {"since": learner.since, "enrolled": learner.enrolled}
    return Pupil(**named, **begins, school=row.unit.name, group=group, guardians=homes)


def _class(learner: Learner, row: SchoolRow) -> str:
    """The class; of groups that may be classes, the only one whose name a class here has."""
    classes = {group.name.casefold(): group.name for group in row.classes}
    if learner.group and len(learner.group) <= LONGEST_CLASS:
        return classes.get(learner.group.casefold(), learner.group)
    known = [classes[name.casefold()] for name in learner.maybe if name.casefold() in classes]
    return known[0] if len(known) == 1 else ""


def _staff(feed: Feed, here: Mapping[str, SchoolRow], own_username: str) -> Iterator[Staff | Fault]:
    if MENTOR not in catalog().access.for_classes:
        return
    for one in feed.mentors:
        held = tuple(_held(group, here) for group in one.classes if group.school in here)
        if held and one.username == own_username:
            yield Fault(file=one.file, line=one.line, code="own_roles")
        elif held:
            language = "nb" if here[one.classes[0].school].unit.country == "NO" else "sv"
            yield Staff(username=one.username, name=one.name, language=language, roles=held)


def _held(group: Class, here: Mapping[str, SchoolRow]) -> Held:
    row = here[group.school]
    name = {one.name.casefold(): one.name for one in row.classes}.get(group.name.casefold(), group.name)
    return Held(role=MENTOR, at=row.unit.name, group=name)


def _new_classes(pupils: list[Pupil], staff: tuple[Staff, ...], rows: list[SchoolRow]) -> tuple[Class, ...]:
    """The classes that the roster names and that are not here yet, by what the school is called."""
    named = {(one.school, one.group) for one in pupils if one.group}
    named |= {(role.at, role.group) for one in staff for role in one.roles}
    there = {(row.unit.name, group.name) for row in rows for group in row.classes}
    return tuple(Class(school=school, name=name) for school, name in sorted(named - there))


def _school(row: SchoolRow, new: tuple[Class, ...]) -> School:
    groups = (*(one.name for one in row.classes), *(one.name for one in new if one.school == row.unit.name))
    return School.model_construct(name=row.unit.name, workflow=row.unit.workflow, groups=groups)


def _named(pupil: Pupil | Fault) -> object:
    if isinstance(pupil, Fault):
        return None
    return pupil.given, pupil.family, pupil.born, pupil.school


def _fault(learner: Learner, code: str) -> Fault:
    return Fault(file=learner.file, line=learner.line, code=code)
