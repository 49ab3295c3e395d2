"""OneRoster 1.1 and 1.2, and Microsoft School Data Sync 2 and 2.1, which speak nearly the same language.

What differs is seen by the columns: roles stand with the user or in a table of their own, guardians with the
student or in a table of relationships, the birth date in `demographics`. Which groups are classes OneRoster
says (`homeroom`), School Data Sync does not; who is mentor is known where that is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from casework.people.names import Unfit, fit_username
from casework.rosters.feed import AtHome, Class, Fault, Feed, Later, Learner, Mentor, Place
from casework.rosters.tables import Delivery, Row, birth_in, day_of, name_in

DELETED = "tobedeleted"
GUARDIANS = {"guardian", "parent"}
TEACHERS = {"teacher", "faculty"}
STUDENT = "student"
HOMEROOM = "homeroom"


@dataclass
class _Users:
    """The rows about people by their keys, and what each is to whom."""

    rows: dict[str, Row] = field(default_factory=dict)
    schools: dict[str, str] = field(default_factory=dict)  # of students
    enrolled: dict[str, date] = field(default_factory=dict)
    later: dict[str, date] = field(default_factory=dict)
    born: dict[str, Row] = field(default_factory=dict)
    homes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    past: int = 0

    def is_guardian(self, key: str) -> bool:
        """Whether the person is one, or nobody says what they are."""
        said = {self.rows[key]["role"].lower(), *self.roles[key]} - {""}
        return not said or bool(said & GUARDIANS)


@dataclass
class _Groups:
    """The rows of groups by key; in which of them students are since when, and who is a teacher there."""

    rows: dict[str, Row] = field(default_factory=dict)
    students: dict[str, dict[str, date | None]] = field(default_factory=lambda: defaultdict(dict))
    later: dict[str, tuple[date, str]] = field(default_factory=dict)
    teachers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_oneroster(delivery: Delivery, source: str, form: str, *, is_whole: bool, today: date) -> Feed:
    """What the tables say. Raises Unreadable for tables without what every such table has."""
    orgs = delivery.rows("orgs.csv", ("sourcedId", "name"))
    users, groups = _users(delivery, today), _groups(delivery, today)
    learners = [_learner(users, groups, key, today) for key in users.schools]
    mentors = list(_mentors(users, groups))
    faults = [one for one in (*learners, *mentors) if isinstance(one, Fault)]
    faults += _unknown(delivery, users, groups) if is_whole else ()
    return Feed(
        source=source,
        form=form,
        is_whole=is_whole,
        schools=tuple(Place(key=row["sourcedId"], name=row["name"]) for row in orgs if _is_there(row)),
        learners=tuple(one for one in learners if isinstance(one, Learner)),
        mentors=tuple(one for one in mentors if isinstance(one, Mentor)),
        gone=frozenset(row["sourcedId"] for row in delivery.rows("users.csv") if not _is_there(row)),
        past=users.past,
        later=Later.of(_later(users, groups)),
        faults=tuple(faults),
    )


def _users(delivery: Delivery, today: date) -> _Users:
    found = _Users()
    for row in delivery.rows("users.csv", ("sourcedId", "givenName", "familyName")):
        if _is_there(row):
            found.rows[row["sourcedId"]] = row
            for key in row.several("agentSourcedIds"):
                found.homes[row["sourcedId"]].append(key)
            if row["role"].lower() == STUDENT:
                found.schools[row["sourcedId"]] = next(iter(row.several("orgSourcedIds")), "")
    _add_roles(found, delivery, today)
    for row in delivery.rows("relationships.csv"):
        if _is_there(row) and row["relationshipRole"].lower() in GUARDIANS:
            found.homes[row["userSourcedId"]].append(row["relationshipUserSourcedId"])
    for row in delivery.rows("demographics.csv"):
        found.born[row["userSourcedId"] or row["sourcedId"]] = row
    return found


def _add_roles(found: _Users, delivery: Delivery, today: date) -> None:
    """What people are, where that stands in a table of its own; students by their main school."""
    for row in delivery.rows("roles.csv"):
        found.roles[row["userSourcedId"]].add(row["role"].lower())
    roles = [row for row in delivery.rows("roles.csv") if row["role"].lower() == STUDENT]
    for row in sorted(roles, key=_is_primary):  # the main school last: it holds
        key, first = row["userSourcedId"], _first_day(row)
        if key in found.rows and _holds(row, today):
            found.schools[key] = row["orgSourcedId"]
            found.enrolled |= {key: first} if first else {}
        elif first and first > today and _is_there(row):
            found.later[key] = first
    found.past = len({row["userSourcedId"] for row in roles} - found.schools.keys() - found.later.keys())


def _groups(delivery: Delivery, today: date) -> _Groups:
    found = _Groups()
    for row in delivery.rows("classes.csv", ("sourcedId", "title")):
        if _is_there(row):
            found.rows[row["sourcedId"]] = row
    for row in delivery.rows("enrollments.csv", ("classSourcedId", "userSourcedId", "role")):
        role, group, first = row["role"].lower(), row["classSourcedId"], _first_day(row)
        if not _holds(row, today):
            is_later = first and first > today and _is_there(row) and role == STUDENT
            if first and is_later and group in found.rows and _is_class(found.rows[group]):
                found.later[row["userSourcedId"]] = first, found.rows[group]["title"]
        elif role == STUDENT:
            found.students[row["userSourcedId"]].setdefault(group, first)
        elif role in TEACHERS and group in found.rows and _is_class(found.rows[group]):
            found.teachers[row["userSourcedId"]].append(group)
    return found


def _learner(users: _Users, groups: _Groups, key: str, today: date) -> Learner | Fault:
    row = users.rows[key]
    given, family = name_in(row, "givenName"), name_in(row, "familyName")
    of_birth = users.born.get(key, row)
    born = birth_in(of_birth, "birthDate", today)
    for found in (given, family, born):
        if isinstance(found, Fault):
            return found
    known = [groups.rows[one] for one in groups.students[key] if one in groups.rows]
    own = next((one for one in known if _is_class(one)), None)
    return Learner(
        key=key,
        given=str(given),
        family=str(family),
        born=born if isinstance(born, date) else None,
        school=users.schools[key],
        group=own["title"] if own else "",
        since=groups.students[key][own["sourcedId"]] if own else None,
        enrolled=users.enrolled.get(key),
        maybe=tuple(dict.fromkeys(one["title"] for one in known if not one["classType"])),
        homes=tuple(_homes(users, key)),
        file=row.file,
        line=row.line,
    )


def _homes(users: _Users, key: str) -> Iterator[AtHome]:
    for one in dict.fromkeys(users.homes[key]):
        if one not in users.rows or not users.is_guardian(one):
            continue
        row = users.rows[one]
        given, family = name_in(row, "givenName"), name_in(row, "familyName")
        if not isinstance(given, Fault) and not isinstance(family, Fault):
            yield AtHome(name=f"{given} {family}", phone=(row["phone"] or row["sms"])[:40])


def _mentors(users: _Users, groups: _Groups) -> Iterator[Mentor | Fault]:
    for key, taught in groups.teachers.items():
        row = users.rows.get(key)
        if row is None:
            continue
        given, family = name_in(row, "givenName"), name_in(row, "familyName")
        if isinstance(given, Fault) or isinstance(family, Fault):
            yield row.fault("unfit_name", "familyName", is_name=True)
            continue
        try:
            username = fit_username(row["username"])
        except Unfit:
            yield row.fault("unfit_username", "username")
            continue
        classes = (groups.rows[one] for one in dict.fromkeys(taught))
        yield Mentor(
            username=username,
            name=f"{given} {family}",
            classes=tuple(Class(school=_school(one), name=one["title"]) for one in classes),
            file=row.file,
            line=row.line,
        )


def _later(users: _Users, groups: _Groups) -> Iterator[tuple[date, str]]:
    """When students begin who are not there yet, and in which class; in that of a new term nobody begins."""
    for key, (day, name) in groups.later.items():
        here = {groups.rows[one]["title"] for one in groups.students[key] if one in groups.rows}
        if key in users.rows and name not in here:
            yield day, name
    for key in users.later.keys() - users.schools.keys() - groups.later.keys():
        if key in users.rows:
            yield users.later[key], ""


def _unknown(delivery: Delivery, users: _Users, groups: _Groups) -> Iterator[Fault]:
    """Lines that name a person or group whom no table has, in a delivery of everything."""
    gone = {row["sourcedId"] for name in ("users.csv", "classes.csv") for row in delivery.rows(name)}
    for row in delivery.rows("enrollments.csv"):
        for column, known in (("classSourcedId", groups.rows), ("userSourcedId", users.rows)):
            if row[column] not in known and row[column] not in gone:
                yield row.fault("unknown_key", column)


def _school(group: Row) -> str:
    return group["schoolSourcedId"] or group["orgSourcedId"]


def _is_class(group: Row) -> bool:
    return group["classType"].lower() == HOMEROOM


def _is_there(row: Row) -> bool:
    return row["status"].lower() != DELETED


def _is_primary(role: Row) -> bool:
    return "true" in (role["isPrimary"].lower(), role["primary"].lower()) or role["roleType"] == "primary"


def _first_day(row: Row) -> date | None:
    return day_of(row["beginDate"] or row["roleStartDate"])


def _holds(row: Row, today: date) -> bool:
    """Whether the role or membership is there and holds on the day; without days it does."""
    first = _first_day(row)
    last = day_of(row["endDate"] or row["roleEndDate"])
    return _is_there(row) and (first is None or first <= today) and (last is None or today <= last)
