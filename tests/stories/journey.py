"""One case and the people around it, each at a browser of their own; says what a person does in one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.cases.facts import situation_of
from casework.cases.models import Approval, Case
from casework.cases.moves import locked_case
from casework.engine.steps import assess
from casework.extensions import db
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.tasks.models import Task
from casework.web.text import gettext
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import make_case, make_grant, make_school, make_user, work
from tests.filling import sign, sign_online
from tests.pages import Page

CONSENT: dict[str, Any] = {"given_by": "Karl Exempelsson", "scope": "Socialtjänsten får se planen."}


class Journey:
    """The staff of `make_school`, with the case that they follow."""

    def __init__(self, place: Place) -> None:
        self.app = place.app
        with work(self.app):
            self.school = make_school()
        self.case = ""
        self._at: dict[UUID, Client] = {}

    def at(self, user: UUID) -> Client:
        """The browser of the user, opened when it is first needed."""
        if user not in self._at:
            self._at[user] = client_as(self.app, user)
        return self._at[user]

    @property
    def mentor(self) -> Client:
        """Karin, mentor of the student's class."""
        return self.at(self.school.mentor)

    @property
    def other_mentor(self) -> Client:
        """Omar, mentor of the class beside it."""
        return self.at(self.school.other_mentor)

    @property
    def teacher(self) -> Client:
        """Nils, who teaches the class."""
        return self.at(self.school.subject_teacher)

    @property
    def counsellor(self) -> Client:
        """Sofia, school counsellor and in the health team."""
        return self.at(self.school.counsellor)

    @property
    def nurse(self) -> Client:
        """Leila, school nurse and in the health team."""
        return self.at(self.school.nurse)

    @property
    def team(self) -> Client:
        """Hanna, in the health team and nothing else."""
        return self.at(self.school.health_team)

    @property
    def rector(self) -> Client:
        """Per, the rector."""
        return self.at(self.school.rector)

    @property
    def administration(self) -> Client:
        """Berit, at the administration."""
        return self.at(self.school.administration)

    @property
    def stranger(self) -> Client:
        """Maja, rector of another school."""
        return self.at(self.school.stranger)

    def somebody(self, *roles: str, name: str) -> Client:
        """One more colleague at the school, with these roles."""
        with work(self.app):
            unit = db.session.get_one(Unit, self.school.unit)
            user = make_user(role=roles[0], unit=unit, name=name)
            for role in roles[1:]:
                make_grant(user=user, role=role, unit=unit)
        return self.at(user.id)

    @property
    def case_id(self) -> UUID:
        """The case's id."""
        return UUID(self.case.rsplit("/", 1)[-1])

    def begins_in(self, stage: str) -> None:
        """The case as the usual way has brought it to the stage."""
        with work(self.app):
            student = db.session.get_one(Student, self.school.student)
            self.case = f"/cases/{make_case(student=student, stage=stage).id}"

    def another_student(self, given: str = "Bo") -> str:
        """The address of one more student in the class."""
        with work(self.app):
            unit, group = (
                db.session.get_one(Unit, self.school.unit),
                db.session.get_one(Group, self.school.group),
            )
            row = Student(given_name=given, family_name="Provlund", search_name=f"{given} provlund".lower())
            row.unit_id, row.group_id = unit.id, group.id
            row.birth_date = db.session.get_one(Student, self.school.student).birth_date
            db.session.add(row)
            db.session.flush()
            return f"/students/{row.id}"

    def opens(self, who: Client, stage: str = "report", reason: str = "Borta sex förmiddagar.") -> None:
        """Somebody opens the student's case."""
        page = who.get(f"/students/{self.school.student}/open")
        self.case = who.send(page, stage=stage, reason=reason)

    def row(self) -> Case:
        """The case as the database has it."""
        with self.app.app_context():
            return db.session.get_one(Case, self.case_id)

    def stands_in(self, stage: str, waits_for: str = "") -> None:
        """The case stands there, and waits for that role where one is named."""
        row = self.row()
        assert row.stage == stage
        assert not waits_for or row.waiting_for == [waits_for]

    def offered(self, who: Client) -> set[str]:
        """The steps that the case page offers the reader."""
        links = (
            one.attributes["href"] for one in who.get(self.case).main.all("a") if "href" in one.attributes
        )
        return {urlsplit(link).path.rsplit("/", 1)[-1] for link in links if "/advance/" in link}

    def signs(self, who: Client, form: str, **other: Any) -> str:
        """Somebody fills the form in and signs it; answers its address."""
        return sign_online(who, self.case, form, other)

    def has_signed(self, who: Client, *forms: str, **other: Any) -> None:
        """Somebody has signed the forms already; without their browser."""
        for form in forms:
            with work(self.app):
                actor = self.person(who)
                sign(locked_case(self.case_id), form, actor=actor, now=clock.now(), other=other)

    def person(self, who: Client) -> Person:
        """Who sits at the browser, with the roles of today."""
        assert who.user_id
        return person(db.session.get_one(User, who.user_id), clock.school_date(clock.now()))

    def refusals(self, who: Client, name: str) -> dict[str, tuple[str, ...]]:
        """Why the step cannot be taken, as codes, each with the roles that can mend it."""
        with self.app.app_context():
            case = db.session.get_one(Case, self.case_id)
            situation = situation_of(case, self.person(who), clock.now())
            step = situation.step(name, "")
            assert step
            return {one.code: one.who for one in assess(situation.workflow, step, situation.facts).refusals}

    def steps(self, who: Client, name: str, to: str = "", **said: Any) -> None:
        """Somebody takes the step from its page."""
        where = f"?to={to}" if to else ""
        led_to = who.send(who.get(f"{self.case}/advance/{name}{where}"), **said)
        assert led_to == self.case

    def may_not_step(
        self, who: Client, name: str, status: int, *reasons: str, to: str = "", **said: Any
    ) -> None:
        """Somebody sends the step though the page has no button for it: refused, with all the reasons."""
        where = f"?to={to}" if to else ""
        sent = {**who.tokens(), "revision": str(self.row().revision), "summary": "I korthet.", **said}
        page = who.post(f"{self.case}/advance/{name}{where}", sent, status)
        self.tells(page, *reasons)

    def tells(self, page: Page, *reasons: str) -> None:
        """The page says these things."""
        for reason in reasons:
            assert reason in page.text, f"“{reason}” is not in: {page.main.text[:900]}"

    def asks(self, who: Client, reason: str = "Skolan har gjort det den kan.") -> str:
        """Somebody asks for the hand-over; answers the address of the request."""
        page = who.get(f"{self.case}/advance/hand_over")
        said: dict[str, Any] = {"summary": "Åtgärderna är provade."}
        if any(one.attributes.get("name") == "reason" for one in page.form().everything()):
            said["reason"] = reason
        who.send(page, **said)
        return self.request()

    def request(self) -> str:
        """The address of the newest request."""
        newest = select(Approval.id).where(Approval.case_id == self.case_id)
        with self.app.app_context():
            found = db.session.scalars(newest.order_by(Approval.requested_at.desc())).first()
        return f"{self.case}/approvals/{found}"

    def state_of(self, request: str) -> str:
        """How the request stands."""
        with self.app.app_context():
            return db.session.get_one(Approval, UUID(request.rsplit("/", 1)[-1])).status

    def decides(self, who: Client, request: str, decision: str, reason: str = "") -> None:
        """Somebody decides about the request from its page."""
        who.send(who.get(request), decision=decision, reason=reason)

    def may_not_decide(self, who: Client, request: str, status: int, *reasons: str) -> None:
        """Somebody sends an approval though the page has no button for it."""
        sent = {**who.tokens(), "revision": str(self.row().revision), "decision": "approve"}
        self.tells(who.post(request, sent, status), *reasons)

    def task(self, action: str) -> str:
        """The address of the newest task of the action."""
        newest = select(Task.id).where(Task.case_id == self.case_id, Task.action == action)
        with self.app.app_context():
            found = db.session.scalars(newest.order_by(Task.opened_at.desc())).first()
        return f"{self.case}/tasks/{found}"

    def does(self, who: Client, action: str, milestone: str, **said: Any) -> None:
        """Somebody notes something about the task from its page."""
        fields: dict[str, Any] = {f"{milestone}-{name}": value for name, value in said.items()}
        led_to = who.send(who.get(self.task(action)), f"/report/{milestone}", **fields)
        assert led_to == self.case

    def consents(self, who: Client) -> str:
        """Somebody notes a consent; answers the address where it is withdrawn."""
        listed = who.send(who.get(f"{self.case}/consents/new/share_with_partners"), **CONSENT)
        links = who.get(listed).main.all("a")
        return next(one.attributes["href"] for one in links if one.attributes["href"].endswith("/withdraw"))

    def say(self, text: str, **params: object) -> str:
        """The program's words in Swedish."""
        with self.app.test_request_context(), force_locale("sv"):
            return gettext(text, **params)

    def title(self, form: str) -> str:
        """The form's title in Swedish."""
        with self.app.app_context():
            return self.forms()[form]

    def forms(self) -> Mapping[str, str]:
        """The titles of all forms."""
        known = self.app.extensions["casework_catalog"].forms
        return {name: form.in_language("sv").title for name, form in known.items()}
