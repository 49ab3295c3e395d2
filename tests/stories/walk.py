"""A case of any model on its way: steps are refused, asked for, decided on and taken on their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Approval
from casework.engine.actions import Contribution, FormAction
from casework.engine.guards import Guard
from casework.engine.workflow import Step
from casework.extensions import db
from tests.clients import Client
from tests.stories.doing import WHY, Doing


class Walk(Doing):
    """The steps of the case."""

    def address(self, step: Step) -> str:
        """The page of the step."""
        return f"{self.case}/advance/{step.transition.id}?to={step.target}"

    def opens(self, step: Step) -> None:
        """Somebody opens the case in the stage, and not without saying why."""
        who = self.somebody(step.transition.by)
        page = who.get(f"{self.student}/open")
        who.send(page, status=422, stage=step.target, reason=" ")
        self.case = who.send(page, stage=step.target, reason=WHY)
        self.stands_in(step.target)

    def takes(self, step: Step, said: str) -> None:
        """Somebody takes the step from its page; where a second person decides, they say no, then yes."""
        who = self.somebody(step.transition.by)
        page = who.get(self.address(step))
        assert page.one("html").attributes["lang"] == self.rules.language
        asked = {one.attributes.get("name") for one in page.form().everything()}
        sent = {name: text for name, text in (("reason", said or WHY), ("summary", WHY)) if name in asked}
        led_to = who.send(page, **sent)
        assert led_to == self.case
        if step.transition.approved_by:
            self._decide(step, who, sent)
        self.stands_in(step.target)

    def _decide(self, step: Step, who: Client, sent: dict[str, str]) -> None:
        self.stands_in(step.source)
        yes = {**self.spare(who), "revision": str(self.row().revision), "decision": "approve"}
        who.post(self.request(), yes, 403)
        self.second(step).send(self.second(step).get(self.request()), decision="decline", reason=WHY)
        self.stands_in(step.source)
        who.send(who.get(self.address(step)), **sent)
        self.second(step).send(self.second(step).get(self.request()), decision="approve")

    def second(self, step: Step) -> Client:
        """Somebody who decides about the request: neither who asked nor who signed what it rests on."""
        with self.app.app_context():
            asked = db.session.get_one(Approval, UUID(self.request().rsplit("/", 1)[-1]))
            facts = self.situation(self.somebody(step.transition.by)).facts
            avoided = [asked.requested_by_id, *(UUID(fact.by) for fact in facts.forms)]
        return self.somebody(step.transition.approved_by, avoided)

    def request(self) -> str:
        """The address of the newest request."""
        case = UUID(self.case.rsplit("/", 1)[-1])
        newest = select(Approval.id).where(Approval.case_id == case).order_by(Approval.requested_at.desc())
        with self.app.app_context():
            return f"{self.case}/approvals/{db.session.scalars(newest).first()}"

    def is_refused(self, step: Step, guards: Sequence[Guard], said: str) -> None:
        """Somebody sends the step though it is shut: refused, with exactly these reasons; the case stays."""
        who = self.somebody(step.transition.by)
        sent = {**self.spare(who), "revision": str(self.row().revision), "summary": WHY, "reason": said}
        with self.app.app_context():
            facts = replace(self.situation(who, said).facts, towards=step.target)
            refusals = [guard.refusal(facts, self.rules) for guard in guards]
        at_the_step = all(one and one.is_asked_at_the_step for one in refusals)
        page = who.post(self.address(step), sent, 422 if at_the_step else 409)
        if not at_the_step:
            lines = [one.text for one in page.main.one("ul", class_="bullets").all("li")]
            assert len(lines) == len(refusals), (lines, refusals)
        self.stands_in(step.source)

    def is_for_others(self, step: Step) -> None:
        """Somebody without the role sends the step: refused."""
        for who in self.others(step.transition.by)[:1]:
            sent = {**self.spare(who), "revision": str(self.row().revision), "summary": WHY, "reason": WHY}
            who.post(self.address(step), sent, 403)
            self.stands_in(step.source)

    def stands_in(self, stage: str) -> None:
        """The case stands there."""
        assert self.row().stage == stage

    def looks(self, step: Step) -> None:
        """Whoever takes the step looks at the case, whoever has a task at its page; once in each stage."""
        if step.source in self.seen:
            return
        self.seen.add(step.source)
        self.somebody(step.transition.by).get(self.case)
        for task in self.tasks():
            action = self.rules.action(task.action)
            if not isinstance(action, FormAction | Contribution):
                self.somebody(action.by).get(f"{self.case}/tasks/{task.id}")
