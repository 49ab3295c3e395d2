"""The meetings of the demonstration: one booked, one held with what came of it, and a team's week."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.cases.task_care import Wanted
from casework.clock import school_date
from casework.demo.teller import morning
from casework.extensions import db
from casework.meetings import agenda
from casework.meetings.actions import call_meeting
from casework.meetings.after import Outcome, conclude
from casework.meetings.models import Meeting
from casework.meetings.planned import Plan, Somebody
from casework.meetings.queries import people_of
from casework.people.home import home_of
from casework.people.models import Student, User
from casework.people.queries import person
from casework.tasks.models import Task

SIP = "sip_meeting"
THURSDAY_LAST, WEDNESDAY_NEXT = 4, 9  # days before and after the Monday of this week


def gather(now: datetime) -> None:
    """Lets people meet where nobody has called a meeting yet."""
    if db.session.scalar(select(Meeting.id).limit(1)):
        return
    _book("Amina", now)
    _meet("Milo", now)
    hanna = _who("hanna", now)
    for team in agenda.teams_of(hanna):
        agenda.fill(hanna, team, agenda.monday(school_date(now)), now=now)


def _book(given: str, now: datetime) -> None:
    """The meeting with others that the routine asks for, in a week; the consent is still to come."""
    case, student = _open_case(given)
    wanted = select(Task).where(Task.case_id == case.id, Task.action == SIP, Task.status == "open")
    outside = Somebody("outside", name="Disa Utanverk", body="Socialtjänsten", email="disa@exempel.test")
    at = morning(now, _since_monday(now) - WEDNESDAY_NEXT) + timedelta(hours=2)
    plan = Plan(at, 60, (*_around(student, ("sofia", "omar"), now), outside), place="Lilla salen")
    task = db.session.scalars(wanted).one()
    call_meeting(case, task, "", plan, actor=_who("sofia", now), now=now)


def _meet(given: str, now: datetime) -> None:
    """A meeting with the home that the routine does not ask for, on Thursday last week."""
    case, student = _open_case(given)
    held = morning(now, _since_monday(now) + THURSDAY_LAST) + timedelta(hours=2)
    called = held - timedelta(days=1)
    plan = Plan(
        held, 30, _around(student, ("omar", "sofia"), now), place="Rum 12", about="Hur morgnarna går."
    )
    omar = _who("omar", now)
    meeting = call_meeting(case, None, "Samtal om morgnarna", plan, actor=omar, now=called)
    rows = people_of(meeting.id)
    decided = Wanted("Fråga hur det går med den tidiga bussen", ("mentor",), due_on=school_date(now))
    outcome = Outcome([one.id for one in rows], {}, [decided])
    after = held + timedelta(hours=1)
    conclude(case, meeting, outcome, seen=str(meeting.revision), actor=omar, now=after)


def _since_monday(now: datetime) -> int:
    return school_date(now).weekday()


def _around(student: Student, colleagues: tuple[str, ...], now: datetime) -> tuple[Somebody, ...]:
    """The colleagues, the student, and everybody at home whom the school may contact."""
    staff = [Somebody("staff", user_id=_who(name, now).id) for name in colleagues]
    home = [
        Somebody("guardian", guardian_id=one.guardian.id)
        for one in home_of(student, school_date(now))
        if one.may_be_contacted
    ]
    return (*staff, Somebody("student"), *home)


def _open_case(given: str) -> tuple[Case, Student]:
    rows = select(Case.id, Student).join(Student, Student.id == Case.student_id)
    wanted = rows.where(Student.given_name == given, Case.closed_at.is_(None))
    case_id, student = db.session.execute(wanted).one()
    return locked_case(case_id), student


def _who(username: str, now: datetime) -> Person:
    user = db.session.scalars(select(User).where(User.username == username)).one()
    return person(user, school_date(now))
