"""A case in which a meeting with those from outside is asked for, and what tests of meetings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.consents import record_consent, withdraw_consent
from casework.cases.models import Case, Consent
from casework.cases.moves import locked_case
from casework.extensions import db
from casework.meetings.actions import call_meeting
from casework.meetings.models import Meeting
from casework.meetings.planned import Plan, Somebody
from casework.people import queries as people
from casework.people.models import Guardian, Guardianship, Student, User
from casework.tasks.models import Task
from tests.factories import NOW, School, make_case, work

SOON = NOW + timedelta(days=4)
OUTSIDE = Somebody("outside", name="Disa Utanverk", body="Socialtjänsten", email="disa@exempel.test")


@dataclass
class Around:
    """A case in the analysis, where the routine may ask for a meeting with others."""

    app: Flask
    school: School
    case_id: UUID

    def who(self, name: str) -> Person:
        """The person by role."""
        user = db.session.get_one(User, getattr(self.school, name))
        return people.person(user, NOW.date())

    def task(self, action: str = "sip_meeting") -> Task:
        """The open task of the action."""
        wanted = select(Task).where(Task.case_id == self.case_id, Task.action == action)
        return db.session.scalars(wanted).one()

    def plan(self, *more: Somebody, at: datetime = SOON, **said: Any) -> Plan:
        """A meeting with the team, the student, who is at home, and `more`."""
        karl = db.session.scalars(select(Guardian.id).where(Guardian.email == "karl@exempel.test")).one()
        here = (
            Somebody("staff", user_id=self.school.health_team),
            Somebody("staff", user_id=self.school.mentor),
            Somebody("student"),
            Somebody("guardian", guardian_id=karl),
        )
        return Plan(at, 45, (*here, *more), place="Rum 12", **said)

    def call(self, *more: Somebody, by: str = "health_team", **said: Any) -> Meeting:
        """Calls it for the task."""
        plan = self.plan(*more, **said)
        actor = self.who(by)
        return call_meeting(locked_case(self.case_id), self.task(), "", plan, actor=actor, now=NOW)

    def consent(self) -> Consent:
        """The home agrees."""
        said: dict[str, Any] = {"given_by": "Karl Exempelsson", "scope": "SIP-mötet", "valid_to": None}
        said |= {"given_on": date(2026, 11, 19), "actor": self.who("health_team"), "now": NOW}
        return record_consent(locked_case(self.case_id), "share_with_partners", **said)

    def withdraw(self, now: datetime = NOW) -> None:
        """And agrees no longer."""
        row = db.session.scalars(select(Consent).where(Consent.case_id == self.case_id)).one()
        withdraw_consent(locked_case(self.case_id), row, actor=self.who("health_team"), now=now)

    @property
    def url(self) -> str:
        """Where the pages of its meetings lie."""
        return f"/cases/{self.case_id}/meetings"


@pytest.fixture
def around(app: Flask, school: School) -> Around:
    """Mail is set up; the mentor and the guardian have an address."""
    app.config["MAIL"] = {"host": "localhost", "sender": "Casework <skola@exempel.test>"}
    with work(app):
        student = db.session.get_one(Student, school.student)
        case: Case = make_case(student=student, stage="analysis")
        db.session.get_one(User, school.mentor).email = "karin@exempel.test"
        bond = db.session.scalars(select(Guardianship).where(Guardianship.student_id == student.id)).one()
        db.session.get_one(Guardian, bond.guardian_id).email = "karl@exempel.test"
        return Around(app, school, case.id)
