"""A meeting and a point of a team's agenda in the matrix' cases, each text with its canary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Case
from casework.extensions import db
from casework.meetings import agenda
from casework.meetings.actions import call_meeting
from casework.meetings.models import AgendaPoint, Invited, Meeting
from casework.meetings.planned import Plan, Somebody
from casework.people.models import Student
from tests.matrix.work import NOW, Who


def meet(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """The team calls the mentor, the student and somebody from outside; place and time stand in the mail."""
    outside = Somebody("outside", name=canary("case"), body=canary("case"), email="disa@exempel.test")
    people = (Somebody("staff", user_id=who("mentor").id), Somebody("student"), outside)
    plan = Plan(NOW + timedelta(hours=1), 45, people, place="Rum 12", about=canary("case"))
    call_meeting(case, None, canary("case"), plan, actor=who("health_team"), now=NOW)
    unit = db.session.get_one(Student, case.student_id).unit_id
    team = agenda.Team(unit, "", agenda.TEAMS[0])
    agenda.put(case, team, agenda.monday(NOW.date()), actor=who("health_team"), now=NOW)


def meeting_ids(case_id: UUID) -> dict[str, dict[str, UUID]]:
    """What addresses about them name."""
    meeting = db.session.scalars(select(Meeting.id).where(Meeting.case_id == case_id)).one()
    called = select(Invited.party, Invited.id).where(Invited.meeting_id == meeting)
    point = db.session.scalars(select(AgendaPoint.id).where(AgendaPoint.case_id == case_id)).one()
    parties = dict(db.session.execute(called).all())
    return {"meeting_id": {"any": meeting}, "called_id": parties, "point_id": {"any": point}}
