"""Makes what tests need: fixed values, keywords only. Call inside `with work(app):`, which keeps it all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from casework.cases.models import Case
from casework.demo.story import Story
from casework.extensions import db, unit_of_work
from casework.people.models import Group, Guardian, Guardianship, RoleGrant, Student, Unit, User

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LONG_AGO, FAR_AHEAD = date(2020, 1, 1), date(2099, 12, 31)
Row = TypeVar("Row")
STAGES = ("report", "mapping", "investigation", "analysis", "compulsory_school_monitoring", "closed")


@contextmanager
def work(app: Flask) -> Iterator[None]:
    """The application's context with one unit of work, over as soon as the block is."""
    with app.app_context(), unit_of_work():
        yield


def make_unit(*, name: str = "Ekbackaskolan", kind: str = "school", parent: Unit | None = None) -> Unit:
    """A school, or an authority."""
    workflow = "five-step" if kind == "school" else ""
    return _kept(Unit(name=name, kind=kind, parent_id=parent.id if parent else None, workflow=workflow))


def make_group(*, unit: Unit, name: str = "8B") -> Group:
    """A class."""
    return _kept(Group(unit_id=unit.id, name=name))


def make_student(
    *,
    unit: Unit,
    group: Group | None = None,
    given: str = "Alva",
    family: str = "Exempelsson",
    born: date = date(2012, 3, 14),
) -> Student:
    """A student with one guardian, who may be contacted."""
    student = _kept(
        Student(
            given_name=given,
            family_name=family,
            search_name=f"{given} {family}".lower(),
            birth_date=born,
            unit_id=unit.id,
            group_id=group.id if group else None,
        )
    )
    guardian = _kept(Guardian(name=f"Karl {family}", phone="070-174 06 05"))
    _kept(Guardianship(student_id=student.id, guardian_id=guardian.id, may_be_contacted=True))
    return student


def make_user(
    *,
    role: str | None = "mentor",
    unit: Unit | None = None,
    group: Group | None = None,
    name: str = "Karin Mallsjö",
    username: str = "",
    language: str = "sv",
    valid_from: date = LONG_AGO,
    valid_to: date = FAR_AHEAD,
) -> User:
    """A member of staff who holds the role at the unit; without a password, see `client_as`."""
    known_as = username or name.partition(" ")[0].lower()
    user = _kept(User(username=known_as, name=name, password_hash="", language=language, is_active=True))
    if role:
        assert unit
        make_grant(user=user, role=role, unit=unit, group=group, valid_from=valid_from, valid_to=valid_to)
    return user


def make_grant(
    *,
    user: User,
    role: str,
    unit: Unit,
    group: Group | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date = FAR_AHEAD,
) -> RoleGrant:
    """One more role for the user."""
    group_id = group.id if group else None
    return _kept(
        RoleGrant(
            user_id=user.id,
            role=role,
            unit_id=unit.id,
            group_id=group_id,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    )


@dataclass(frozen=True)
class School:
    """A school with one person in each role, by their ids; `elsewhere` is a student next door."""

    authority: UUID
    unit: UUID
    group: UUID
    student: UUID
    elsewhere: UUID
    mentor: UUID
    other_mentor: UUID
    subject_teacher: UUID
    counsellor: UUID
    nurse: UUID
    health_team: UUID
    rector: UUID
    administration: UUID
    administrator: UUID
    stranger: UUID


def make_school() -> School:
    """The authority with two schools, and everybody whom a case meets."""
    authority = make_unit(name="Fjordskogs kommun", kind="authority")
    unit = make_unit(parent=authority)
    next_door = make_unit(name="Strandskolan", parent=authority)
    group, other_group = make_group(unit=unit), make_group(unit=unit, name="8A")
    counsellor = make_user(role="student_health_team", unit=unit, name="Sofia Demogren")
    make_grant(user=counsellor, role="school_counsellor", unit=unit)
    nurse = make_user(role="student_health_team", unit=unit, name="Leila Provensjö")
    make_grant(user=nurse, role="school_nurse", unit=unit)
    return School(
        authority=authority.id,
        unit=unit.id,
        group=group.id,
        student=make_student(unit=unit, group=group).id,
        elsewhere=make_student(unit=next_door, given="Anton", family="Låtsberg").id,
        mentor=make_user(unit=unit, group=group).id,
        other_mentor=make_user(unit=unit, group=other_group, name="Omar Modellin").id,
        subject_teacher=make_user(role="subject_teacher", unit=unit, group=group, name="Nils Skissgård").id,
        counsellor=counsellor.id,
        nurse=nurse.id,
        health_team=make_user(role="student_health_team", unit=unit, name="Hanna Utkastdal").id,
        rector=make_user(role="rector", unit=unit, name="Per Modellberg").id,
        administration=make_user(role="administration", unit=authority, name="Berit Pärmlund").id,
        administrator=make_user(role="system_administrator", unit=authority, name="Isak Serverin").id,
        stranger=make_user(role="rector", unit=next_door, name="Maja Kulissgren").id,
    )


def make_case(*, student: Student, stage: str = "report", now: datetime = NOW) -> Case:
    """The student's case, brought to the stage by the people of `make_school` with what its gates ask for.

    `closed` was closed from the first stage; in monitoring the administration has not taken a stand yet.
    """
    story = Story(student, today=now)
    story.opens("karin", "report", "Borta sex förmiddagar.")
    for reached, go in zip(STAGES, WAYS, strict=False):
        if reached == stage:
            break
        if stage == "closed":
            story.signs("karin", "closing_evaluation")
            story.moves("per", "close")
            break
        go(story)
    newest = select(Case).where(Case.student_id == student.id).order_by(Case.number.desc()).limit(1)
    return db.session.scalars(newest).one()


def _to_mapping(story: Story) -> None:
    story.signs("karin", "student_guardian_checklist")
    story.moves("hanna", "start_mapping")


def _to_investigation(story: Story) -> None:
    story.signs("karin", "initial_mapping")
    story.signs("sofia", "school_social_mapping")
    story.moves("hanna", "start_investigation")


def _to_analysis(story: Story) -> None:
    story.signs("hanna", "absence_investigation")
    story.signs("hanna", "attendance_action_plan")
    story.moves("hanna", "start_analysis")


def _to_monitoring(story: Story) -> None:
    story.signs("hanna", "in_depth_evaluation")
    story.signs("hanna", "authority_report")
    story.moves("hanna", "hand_over", summary="Åtgärderna är provade.")
    story.decides("per", is_approved=True, reason="Underlaget är komplett.")


WAYS = (_to_mapping, _to_investigation, _to_analysis, _to_monitoring)


def _kept(row: Row) -> Row:
    db.session.add(row)
    db.session.flush()
    return row
