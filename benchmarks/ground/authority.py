"""A large made-up authority: schools full of students, open cases, and people who are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from benchmarks.ground.copies import copy_cases
from casework import clock, demo, migrations
from casework.cases.models import Case
from casework.extensions import db, unit_of_work
from casework.people.actions import NO_PASSWORD
from casework.people.models import (
    Group,
    Guardian,
    Guardianship,
    RoleGrant,
    Student,
    StudentWord,
    Unit,
    User,
)
from casework.people.names import words_of
from casework.people.sign_in_models import UserSession

TEAM = ("rector", "school_counsellor", "school_nurse", *["student_health_team"] * 3)
FAMILY = ("Exempelsson", "Låtsberg", "Påhittsén", "Provström", "Sagodahl", "Skenlund", "Testhammar")
GIVEN = ("Alva", "Björn", "Elsa", "Hugo", "Iman", "Juni", "Leo", "Milo", "Noor", "Saga", "Vera", "Östen")
ALWAYS = {"valid_from": date(2000, 1, 1), "valid_to": date(2999, 12, 31)}

TABLES = (Unit, Group, Student, StudentWord, Guardian, Guardianship, User, RoleGrant)  # parents first

Rows = dict[type[Any], list[dict[str, Any]]]


@dataclass(frozen=True)
class Size:
    """How large the authority is: classes per school, students per class, open cases in all."""

    schools: int
    groups: int
    students: int
    cases: int


@dataclass(frozen=True)
class Reader:
    """One who uses the program: the session that they are signed in with."""

    role: str
    session: UUID


def make(app: Flask, size: Size) -> list[Reader]:
    """Fills the application's empty database and answers twenty people who are signed in."""
    with app.app_context():
        migrations.upgrade()
        demo.load(lambda _: None)
        with unit_of_work():
            session = db.session()
            students = _people(session, size)
            copy_cases(session, _open_cases(session), _spread(students, size.cases))
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("ANALYZE"))  # what its own housekeeping does within a minute or two
            return _readers(session, clock.now())


def add_central_reader(app: Flask) -> Reader:
    """One more who is signed in: a health team of the authority, which sees every case of every school."""
    with app.app_context(), unit_of_work():
        session, now = db.session(), clock.now()
        authority = session.scalars(select(Unit.id).where(Unit.kind == "authority")).one()
        rows: Rows = {User: [], RoleGrant: []}
        _hold(rows, "Centrala elevhälsan", "student_health_team", authority)
        for table, found in rows.items():
            session.execute(table.__table__.insert(), found)
        return _signed_in(session, "student_health_team", rows[User][0]["id"], now)


def _spread(students: list[UUID], count: int) -> list[UUID]:
    """So many of the students, from every class about as many."""
    return [students[place * len(students) // count] for place in range(count)]


def _open_cases(session: Session) -> list[UUID]:
    """The demonstration's open cases, which the others are copies of."""
    return list(session.scalars(select(Case.id).where(Case.closed_at.is_(None)).order_by(Case.number)))


def _people(session: Session, size: Size) -> list[UUID]:
    """Schools with classes, students, homes and staff; answers the students."""
    authority = session.scalars(select(Unit).where(Unit.kind == "authority")).one()
    rows: Rows = {table: [] for table in TABLES}
    for number in range(size.schools):
        _school(rows, f"Skola {number + 1}", authority.id, size)
    _hold(rows, f"Handläggare {size.schools}", "administration", authority.id)
    for table, found in rows.items():
        session.execute(table.__table__.insert(), found)
    return [row["id"] for row in rows[Student]]


def _school(rows: Rows, name: str, authority: UUID, size: Size) -> None:
    school = _add(rows, Unit, name=name, kind="school", parent_id=authority, workflow="five-step")
    for place, role in enumerate(TEAM):
        _hold(rows, f"{role} {place} {name}", role, school)
    for number in range(size.groups):
        group = _add(rows, Group, unit_id=school, name=f"{number // 4 + 5}{'ABCD'[number % 4]}")
        _hold(rows, f"mentor {number} {name}", "mentor", school, group)
        for given, family in _names(size.students):
            _student(rows, given, family, unit_id=school, group_id=group)


def _names(count: int) -> Iterator[tuple[str, str]]:
    for number in range(count):
        yield GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]


def _student(rows: Rows, given: str, family: str, **where: UUID) -> None:
    name = f"{given} {family}".lower()
    born = date(2013, 1, 1)
    student = _add(
        rows, Student, given_name=given, family_name=family, search_name=name, birth_date=born, **where
    )
    rows[StudentWord] += [{"student_id": student, "word": word} for word in words_of(name)]
    guardian = _add(rows, Guardian, name=f"Kim {family}", phone="070-174 06 05")
    _add(rows, Guardianship, student_id=student, guardian_id=guardian, may_be_contacted=True)


def _hold(rows: Rows, name: str, role: str, unit: UUID, group: UUID | None = None) -> None:
    """Somebody with an account who has the role there."""
    shown = name.replace("_", " ").capitalize()
    user = _add(
        rows,
        User,
        username=name.casefold().replace(" ", "."),
        name=shown,
        password_hash=NO_PASSWORD,
        language="sv",
        is_active=True,
    )
    _add(rows, RoleGrant, user_id=user, role=role, unit_id=unit, group_id=group, **ALWAYS)


def _add(rows: Rows, table: type[Any], **values: Any) -> UUID:
    row_id = uuid4()
    rows[table].append({**values, "id": row_id})
    return row_id


def _readers(session: Session, now: datetime) -> list[Reader]:
    """A working day's mix: most see a whole school, some one class, one the whole authority."""
    mix = {"student_health_team": 8, "mentor": 6, "rector": 3, "school_counsellor": 2, "administration": 1}
    return [reader for role, count in mix.items() for reader in _holders(session, role, count, now)]


def _holders(session: Session, role: str, count: int, now: datetime) -> Iterator[Reader]:
    users = session.scalars(
        select(User.id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(RoleGrant.role == role, User.password_hash == NO_PASSWORD)
        .order_by(User.name)
    ).all()
    for user_id in users[:: max(1, len(users) // count)][:count]:
        yield _signed_in(session, role, user_id, now)


def _signed_in(session: Session, role: str, user_id: UUID, now: datetime) -> Reader:
    row = UserSession(user_id=user_id, started_at=now, seen_at=now + timedelta(minutes=-2))
    session.add(row)
    session.flush()
    return Reader(role, row.id)
