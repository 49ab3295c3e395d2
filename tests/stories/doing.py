"""What people do in a case of any model: whatever it says, by whom it names, on the pages of the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.access.table import product
from casework.cases import doing
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.engine.actions import Contact, Contribution, Decision, FormAction
from casework.engine.guards import Guard, TaskSettled
from casework.engine.workflow import Step, Workflow
from casework.extensions import db
from casework.forms.choices import Multi
from casework.people.models import User
from casework.people.queries import person
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import work
from tests.filling import form_of, sign, sign_online
from tests.stories.acts import Act, Ground, Way, ways
from tests.stories.cast import make_cast

WHY = "Så bestämde vi tillsammans."
REAL_NOW = clock.now


class Elsewhere(Exception):
    """The act belongs to a stage in which the case does not stand."""


class Doing:
    """One case with the people around it, each at a browser of their own; what they do between its steps."""

    def __init__(self, place: Place, rules: Workflow) -> None:
        self.app, self.rules = place.app, rules
        with work(self.app):
            self.cast = make_cast(rules)
        self.student = f"/students/{self.cast.student}"
        self.case = ""
        self.later = timedelta()
        self.seen: set[str] = set()
        self._spare: dict[Client, dict[str, Any]] = {}
        self.clients = {user: client_as(self.app, user) for user, _ in self.cast.everybody()}

    # Who

    def row(self) -> Case:
        """The case as the database has it."""
        with self.app.app_context():
            return db.session.get_one(Case, UUID(self.case.rsplit("/", 1)[-1]))

    def somebody(self, roles: Iterable[str], avoiding: Iterable[UUID] = ()) -> Client:
        """The first who has one of the roles and reaches the case now."""
        asked, handed = tuple(roles), bool(self.case) and self.row().is_handed_over
        able = [one for one in self.cast.able(asked, is_handed_over=handed) if one not in set(avoiding)]
        assert able, f"nobody with {asked} can change the case as it stands"
        return self.clients[able[0]]

    def others(self, roles: Iterable[str]) -> list[Client]:
        """Those who reach the case and have none of the roles."""
        handed = self.row().is_handed_over
        able = set(self.cast.able(self.cast.people, is_handed_over=handed))
        can = ((user, held) for user, held in self.cast.everybody() if user in able)
        return [self.clients[user] for user, held in can if not held & set(roles)]

    def person(self, client: Client) -> Person:
        """Who sits at the browser."""
        assert client.user_id
        return person(db.session.get_one(User, client.user_id), clock.school_date(clock.now()))

    def spare(self, who: Client) -> dict[str, Any]:
        """The tokens of a page for what will be refused: that uses none of them up."""
        if who not in self._spare:
            self._spare[who] = who.tokens()
        return self._spare[who]

    # What the engine says

    def situation(self, client: Client, reason: str = "") -> Situation:
        """The case as the engine sees it for the person; inside an app context."""
        case = db.session.get_one(Case, UUID(self.case.rsplit("/", 1)[-1]))
        return situation_of(case, self.person(client), clock.now(), reason)

    def ground(self, step: Step) -> Ground:
        """What the ways to the step start from."""
        who = self.somebody(step.transition.by)
        with self.app.app_context():
            return Ground(self.rules, self.situation(who).facts, step.transition.needs)

    def unmet(self, step: Step, reason: str = "") -> list[Guard]:
        """The guards of the step that are not met, asked of the engine one by one."""
        return self.lacking(step.transition.needs, self.somebody(step.transition.by), step.target, reason)

    def lacking(
        self, guards: Sequence[Guard], client: Client, target: str = "", reason: str = ""
    ) -> list[Guard]:
        """Those of the guards that are not met."""
        with self.app.app_context():
            facts = replace(self.situation(client, reason).facts, towards=target)
            return [guard for guard in guards if guard.need(facts, self.rules).refusal]

    # What people do

    def does(self, way: Way, *, brief: bool = False) -> str:
        """Somebody does each act on its page; answers the reason that is said at the step, if one is."""
        said = ""
        for act in way:
            if act.kind == "says":
                said = WHY
            else:
                getattr(self, f"_{act.kind}")(act, brief)
        return said

    def _signs(self, act: Act, brief: bool) -> None:
        filled_in = [one for _, one in self.rules.actions() if one.form == act.about]
        who = self.somebody(self._cleared(act.by or self.rules.finalisers(act.about), act.about))
        self._prepares([guard for one in filled_in[:1] for guard in one.needs], who, brief)
        answers = self._answers(who, act)
        if brief:
            with work(self.app):
                sign(self.locked(), act.about, actor=self.person(who), now=clock.now(), other=answers)
        else:
            sign_online(who, self.case, act.about, answers)

    def _cleared(self, roles: tuple[str, ...], form_id: str) -> list[str]:
        """The roles, those first who may read most of what the form asks."""
        with self.app.app_context():
            form = catalog().forms[form_id].in_language("sv")
        classes = {section.confidentiality for section in form.sections}
        return sorted(roles, key=lambda role: len(classes - product().reads(self.rules.rights(role))))

    def _answers(self, who: Client, act: Act) -> dict[str, Any]:
        form = form_of(who, act.about)
        chosen = dict(act.answers)
        for field in {name for name, _ in act.other}:
            unwanted = {option for name, option in act.other if name == field}
            chosen[field] = next(one for one in form.field(field).known_options if one not in unwanted)
        return {
            field: [option] if isinstance(form.field(field), Multi) else option
            for field, option in chosen.items()
        }

    def _prepares(self, needs: Sequence[Guard], who: Client, brief: bool) -> None:
        """Does what must be done before, where something must."""
        for guard in self.lacking(needs, who):
            self.does(self.way(guard, who), brief=brief)

    def way(self, guard: Guard, who: Client) -> Way:
        """The usual way to meet the guard."""
        with self.app.app_context():
            found = ways(guard, Ground(self.rules, self.situation(who).facts))
        assert found, f"no act of the model meets “{guard.subject}”"
        return found[0]

    def _reports(self, act: Act, brief: bool) -> None:
        action, task = self.rules.action(act.about), self.task(act.about)
        who, (kind, outcome) = self.somebody(action.by), self._what(act)
        address = f"{self.case}/tasks/{task}"
        sent = {f"{kind}-note": WHY} | ({f"{kind}-outcome": outcome} if outcome else {})
        lacking = self.lacking(action.needs, who) if kind == action.natural else []
        if lacking and not brief:
            day = str(clock.school_date(clock.now()))
            early = {**self.spare(who), **sent, f"{kind}-happened_on": day}
            who.post(f"{address}/report/{kind}", early, 409)
        self._prepares(lacking, who, brief)
        if brief:
            self._notes(task, Report(kind, clock.school_date(clock.now()), outcome, WHY), who)
        else:
            assert who.send(who.get(address), f"/report/{kind}", **sent) == self.case

    def _notes(self, task: UUID, report: Report, who: Client) -> None:
        """The report without its page."""
        with work(self.app):
            row = db.session.get_one(Task, task)
            doing.report_task(self.locked(), row, report, actor=self.person(who), now=clock.now())

    def locked(self) -> Case:
        """The case for a unit of work."""
        return locked_case(UUID(self.case.rsplit("/", 1)[-1]))

    def _what(self, act: Act) -> tuple[str, str]:
        """The milestone and the answer that goes with it."""
        action = self.rules.action(act.about)
        if isinstance(action, Contact):
            return "done", "not_reached" if act.state == "tried" else "reached"
        if isinstance(action, Decision):
            return "taken", act.state
        if act.state in action.milestones:
            return act.state, next(iter(action.outcomes(act.state)), "")
        return "ended", act.state

    def task(self, action: str) -> UUID:
        """The open task of the action."""
        found = self.tasks(action)
        if not found:
            raise Elsewhere(action)
        return found[-1].id

    def tasks(self, action: str = "") -> list[Task]:
        """The open tasks of the case, or of the action."""
        case = UUID(self.case.rsplit("/", 1)[-1])
        opened = select(Task).where(Task.case_id == case, Task.status == "open").order_by(Task.opened_at)
        with self.app.app_context():
            return [one for one in db.session.scalars(opened) if action in ("", one.action)]

    def _consents(self, act: Act, brief: bool) -> None:
        who = self.somebody(self.rules.recorders(act.about))
        page = who.get(f"{self.case}/consents/new/{act.about}")
        who.send(page, given_by="Karl Exempelsson", scope="De får se planen.")

    def _settles(self, act: Act, brief: bool) -> None:
        if act.about and not self.tasks(act.about):
            settled = TaskSettled(task=act.about)
            if self.lacking([settled], self.somebody(self.rules.doers(act.about))):
                raise Elsewhere(act.about)
        while left := [one for one in self.tasks(act.about) if one.number == 1 and self._must(one, act)]:
            self._settles_one(left[0], brief)

    @staticmethod
    def _must(task: Task, act: Act) -> bool:
        """Whether the task holds the case up; what comes again does so the first time only."""
        return bool(act.about) or not task.is_optional

    def _settles_one(self, task: Task, brief: bool) -> None:
        action = self.rules.action(task.action)
        if brief or isinstance(action, Contribution):
            who = self.somebody(self.rules.waivers(action))
            sent = {**who.tokens(), "waive-reason": WHY}
            who.post(f"{self.case}/tasks/{task.id}/waive", sent)
        elif isinstance(action, FormAction):
            self.does((Act("signs", action.form),))
        else:
            self.does((Act("reports", action.id, self._natural(action.id)),))

    def _natural(self, name: str) -> str:
        action = self.rules.action(name)
        return next(iter(action.outcomes("taken")), action.natural)

    def _waits(self, act: Act, brief: bool) -> None:
        """Time goes by until every clock of the model has run out."""
        self.later += timedelta(days=400)
