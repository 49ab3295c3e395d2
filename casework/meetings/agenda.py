"""The agenda of a team: which cases it goes through in a week, and what becomes of each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.models import Case, CaseWaiting
from casework.cases.queries import COLUMNS, CaseRow
from casework.cases.signal_models import Signal
from casework.database import keep_once
from casework.errors import NotAcceptable, NotHere
from casework.extensions import db
from casework.meetings.models import AgendaPoint
from casework.people.models import Group, Student, Unit

WORK = "agenda:work"
TEAMS = ("student_health_team", "attendance_team")
ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Team:
    """A team of a school."""

    unit_id: UUID
    unit: str
    role: str


@dataclass(frozen=True)
class Point:
    """One case on the agenda."""

    row: AgendaPoint
    case: CaseRow


def monday(day: date) -> date:
    """The first day of the day's week."""
    return day - timedelta(days=day.weekday())


def teams_of(actor: Person) -> list[Team]:
    """The teams whose agendas the actor goes through, by school: their own, else that of student health."""
    having = [grant for grant in actor.grants if actor.table.may(grant.role, WORK)]
    held = {
        (unit, grant.role if grant.role in TEAMS else TEAMS[0]) for grant in having for unit in grant.units
    }
    known = select(Unit).where(Unit.id.in_({unit for unit, _ in held}), Unit.kind == "school")
    names = {unit.id: unit.name for unit in db.session.scalars(known)} if held else {}
    found = [Team(unit, names[unit], role) for unit, role in held if unit in names]
    return sorted(found, key=lambda one: (one.unit, TEAMS.index(one.role)))


def points_of(actor: Person, team: Team, week_on: date) -> Sequence[Point]:
    """What stands on the agenda of the week, in the order in which one walks through it."""
    rows = db.session.execute(
        select(AgendaPoint, Case, Student, Group.name)
        .join(Case, Case.id == AgendaPoint.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(
            AgendaPoint.unit_id == team.unit_id,
            AgendaPoint.team == team.role,
            AgendaPoint.week_on == week_on,
            Case.annulled_at.is_(None),
            scope.within(actor, WORK, COLUMNS),
        )
        .order_by(AgendaPoint.put_at, Student.search_name, AgendaPoint.id)
    )
    return [Point(row, CaseRow(case, student, group or "")) for row, case, student, group in rows]


def proposed(actor: Person, team: Team, week_on: date) -> Mapping[UUID, str]:
    """The open cases that wait for the team or have a new signal, and do not stand there yet; with why."""
    waits = _cases(actor, team, week_on).join(CaseWaiting, CaseWaiting.case_id == Case.id)
    signals = _cases(actor, team, week_on).join(Signal, Signal.case_id == Case.id)
    asked = {
        "signal": signals.where(Signal.state == "new"),
        "waits": waits.where(CaseWaiting.role == team.role),
    }
    return {
        case_id: why for why, wanted in asked.items() for case_id in db.session.scalars(wanted.distinct())
    }


def _cases(actor: Person, team: Team, week_on: date) -> Select[UUID]:
    there = select(AgendaPoint.case_id).where(
        AgendaPoint.unit_id == team.unit_id, AgendaPoint.team == team.role, AgendaPoint.week_on == week_on
    )
    return (
        select(Case.id)
        .join(Student, Student.id == Case.student_id)
        .where(
            Student.unit_id == team.unit_id,
            Case.closed_at.is_(None),
            Case.annulled_at.is_(None),
            Case.id.not_in(there),
            scope.within(actor, WORK, COLUMNS),
        )
    )


def fill(actor: Person, team: Team, week_on: date, *, now: datetime) -> int:
    """Puts there what is proposed; how many cases."""
    found = proposed(actor, team, week_on)
    for case_id, why in found.items():
        _put(team, week_on, case_id, why, actor=actor, now=now)
    return len(found)


def put(case: Case, team: Team, week_on: date, *, actor: Person, now: datetime) -> None:
    """Puts the case on the agenda of the week; one that was done already is open again."""
    if week_on != monday(week_on):
        raise NotAcceptable("stale_page")
    _put(team, week_on, case.id, "put", actor=actor, now=now)


def _put(team: Team, week_on: date, case_id: UUID, why: str, *, actor: Person, now: datetime) -> None:
    said = {"unit_id": team.unit_id, "team": team.role, "week_on": week_on, "case_id": case_id}
    keep_once(db.session(), AgendaPoint(**said, why=why, status="open", put_at=now, put_by_id=actor.id))
    wanted = select(AgendaPoint).filter_by(**said).with_for_update()
    row = db.session.scalars(wanted).one()
    row.status, row.settled_at, row.settled_by_id = "open", None, None
    db.session.flush()


def point_in(case_id: UUID, point_id: UUID) -> AgendaPoint:
    """The point, if it is about the case; else NotHere."""
    found = db.session.get(AgendaPoint, point_id)
    if found is None or found.case_id != case_id:
        raise NotHere
    return found


def team_of(actor: Person, point: AgendaPoint) -> Team:
    """The team whose point it is; NotHere where the actor does not go through its agenda."""
    for one in teams_of(actor):
        if (one.unit_id, one.role) == (point.unit_id, point.team):
            return one
    raise NotHere


def settle(point: AgendaPoint, status: str, *, actor: Person, now: datetime) -> bool:
    """The team is done with the case this week, or takes it up in the next.

    False where somebody was first: then it stays as they have settled it.
    """
    if status not in ("done", "moved"):
        raise NotAcceptable("stale_page")
    db.session.refresh(point, with_for_update=True)
    if point.status != "open":
        return False
    point.status, point.settled_at, point.settled_by_id = status, now, actor.id
    db.session.flush()
    if status == "moved":
        team = Team(point.unit_id, "", point.team)
        _put(team, point.week_on + ONE_WEEK, point.case_id, "moved", actor=actor, now=now)
    return True
