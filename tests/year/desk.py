"""What people do about the tasks of one case, each on the page that the program offers for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casework.engine.action import Action
from casework.engine.actions import Contact, Contribution, Decision, FormAction, Meeting, Request
from casework.engine.former import action_of
from casework.engine.guard import Guard
from casework.extensions import db
from casework.history.models import Event
from casework.history.queries import events_of
from casework.tasks.models import Task
from tests.clients import Client
from tests.filling import asked, form_of, on_page, sign_online
from tests.pages import Page
from tests.stories.acts import Act
from tests.stories.doing import WHY
from tests.stories.walk import Walk
from tests.year.leaning import answers, chosen, leaning
from tests.year.school import School

AT_HOME = {"student", "guardians", "home", "guardian"}
CLOSED = ("done", "waived")


class Desk(Walk):
    """The case of one student, with everybody at the school; lays down what they do in the log."""

    def __init__(self, school: School, given: str) -> None:
        self.school, self.given = school, given
        self.app, self.rules, self.cast, self.clients = school.app, school.rules, school.cast, school.clients
        self.student_id = school.student(given)
        self.student, self.case = f"/students/{self.student_id}", ""
        self.wanted = leaning(self.rules)
        self._spare: dict[Client, dict[str, Any]] = {}
        self._letters: set[str] = set()
        self._written: set[UUID] = set()
        self._has_missed = False

    @property
    def id(self) -> UUID:
        """The case's id."""
        return UUID(self.case.rsplit("/", 1)[-1])

    def told(self) -> list[str]:
        """The kinds of everything that the history of the case tells, the oldest first."""
        with self.app.app_context():
            return [event.kind for event in reversed(events_of(self.id))]

    def lacking(
        self, guards: Sequence[Guard], client: Client, target: str = "", reason: str = ""
    ) -> list[Guard]:
        """Those of the guards that are not met; where there are none, nothing is looked up."""
        return super().lacking(guards, client, target, reason) if guards else []

    def number(self) -> int:
        """How much the history of the case tells."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).where(Event.chain_id == self.id)) or 0

    def acts(self, who: Client, what: str, act: Callable[[], Any]) -> Any:
        """Somebody does something in the case: the history tells it, and so does the log."""
        self.school.goes_on()
        before = self.number()
        found = act()
        assert self.number() > before, f"the history does not tell: {what}"
        self.school.tells(who, what)
        return found

    def state(self, task: Task) -> str:
        """How the task stands."""
        with self.app.app_context():
            return db.session.get_one(Task, task.id).status

    def action_of(self, task: Task) -> Action:
        """What the task asks for."""
        return action_of(self.rules, task.action, task.title, task.by_hand)

    def title(self, task: Task) -> str:
        """What the log calls the task."""
        found = self.school.spoken.find_action(task.action) or self.school.spoken.any_action(task.action)
        about = f"“{found.title if found and not task.by_hand else task.title}”"
        return f"{about} ({self.given})"

    # One task

    def works(self, task: Task) -> None:
        """Whoever is asked does the task as its page offers, or as far as it goes today."""
        action = self.action_of(task)
        who = self.somebody(self._cleared(action.by, action.form) if action.form else action.by)
        self._prepares(action.needs, who, False)
        if self.lacking(action.needs, who):
            return  # a meeting has been called for it, or the like
        if isinstance(action, Contribution):
            self._gives(task, who)
        elif isinstance(action, FormAction):
            self._signs(Act("signs", action.form), False)
        elif isinstance(action, Contact) and set(action.parties) & AT_HOME:
            self._calls(task, action, who)
        elif isinstance(action, Meeting):
            self.meets(task, action, who)
        elif not self._writes(task, who):
            self._notes_it(task, action, who)

    def meets(self, task: Task, action: Meeting, who: Client) -> None:
        """Calls the meeting; see `Meetings`."""
        raise NotImplementedError

    def page(self, task: Task, who: Client) -> Page:
        """The page of the task."""
        return who.get(f"{self.case}/tasks/{task.id}")

    def _notes_it(self, task: Task, action: Action, who: Client) -> None:
        """Says on the task's page how it went."""
        page, kind = self.page(task, who), action.natural
        offered = list(action.outcomes(kind))
        option = chosen(self.wanted, action.id, "", offered) if offered else ""
        said = {f"{kind}-note": WHY} | ({f"{kind}-outcome": option} if option else {})
        if isinstance(action, Contact):
            said[f"{kind}-outcome"] = "reached"
        verb = "does"
        if isinstance(action, Decision):
            verb = "decides"
        answer = self.school.spoken.any_action(action.id)
        texts = answer.outcomes(kind) if answer and option else {}
        what = f"{verb} {self.title(task)}" + (f": {texts[option]}" if option in texts else "")
        self.acts(who, what, lambda: who.send(page, f"/report/{kind}", **said))
        self._is_closed(task, who)

    def _is_closed(self, task: Task, who: Client) -> None:
        assert self.state(task) == "done", f"{task.action} is {self.state(task)}"
        assert self.school.say("This task is done.") in self.page(task, who).main.text

    def waives(self, task: Task, reason: str) -> None:
        """Somebody says that the task is not needed, and why."""
        who = self.somebody(self.rules.waivers(self.action_of(task)))
        sent = {**who.tokens(), "waive-reason": reason}
        url = f"{self.case}/tasks/{task.id}/waive"
        self.acts(who, f"says that {self.title(task)} is not needed: {reason}", lambda: who.post(url, sent))
        assert self.state(task) == "waived"

    def _calls(self, task: Task, action: Contact, who: Client) -> None:
        """Calls the student or the home and logs it; the first time nobody answers, and one tries again."""
        url = f"{self.case}/tasks/{task.id}/contact"
        page = who.get(url)
        parties = [one.attributes["value"] for one in page.all("input", name="party")]
        at_home = [one for one in parties if one not in ("student", "other")]
        party = "student" if "student" in action.parties or not at_home else at_home[0]
        whom = "the student" if party == "student" else "the home"
        if party != "student" and not self._has_missed:
            self._has_missed = True
            what = f"calls {whom} for {self.title(task)}: nobody answers; tries again"
            self.acts(who, what, lambda: who.send(page, url, party=party, outcome="not_reached"))
            assert self.state(task) == "open"
            return
        said = {"party": party, "outcome": "reached", "note": WHY, "agreement": "Vi hörs varje fredag."}
        what = f"reaches {whom} for {self.title(task)}"
        self.acts(who, what, lambda: who.send(page, url, **said))
        assert self.state(task) == "done", task.action

    def _gives(self, task: Task, who: Client) -> None:
        """A teacher answers the questions that they are asked."""
        url = f"{self.case}/contributions/{task.id}"
        page = who.get(url)
        names = [one.attributes["name"] for one in page.form().everything() if "name" in one.attributes]
        there = {name.split("__")[0].split("-")[0] for name in names}
        action = self.rules.action(task.action)
        assert isinstance(action, Contribution)
        form = form_of(who, action.to_form)
        said = {key: value for key, value in asked(form).items() if key in there}
        self.acts(
            who,
            f"gives {self.title(task)}",
            lambda: who.send(page, do="give", **on_page(form, said)),
        )
        assert self.state(task) == "done"

    def signs(self, form: str) -> None:
        """Whoever signs the form of the case does."""
        self._signs(Act("signs", form), False)

    def _signs(self, act: Act, brief: bool) -> None:
        who = self.somebody(self._cleared(act.by or self.rules.finalisers(act.about), act.about))
        tasks = [one for _, one in self.rules.actions() if one.form == act.about]
        self._prepares([guard for one in tasks[:1] for guard in one.needs], who, False)
        form = form_of(who, act.about)
        said = answers(form, self.wanted, self.school.today) | self._answers(who, act)
        with self.app.app_context():
            title = self.app.extensions["casework_catalog"].forms[act.about].in_language("en").title
        what = f"fills in and signs “{title}” ({self.given})"
        self.acts(who, what, lambda: sign_online(who, self.case, act.about, said))

    def _reports(self, act: Act, brief: bool) -> None:
        """What a step still asks for is done as any other task."""
        task = self.open_task(act.about)
        if act.state:
            self.wanted[act.about, "", act.state] += 1000
        while self.state(task) == "open" and not isinstance(self.action_of(task), Meeting):
            self.works(task)

    def _settles_one(self, task: Task, brief: bool) -> None:
        self.works(task)

    def open_task(self, action: str) -> Task:
        """The open task of the action."""
        found = self.tasks(action)
        assert found, f"{action} is not open in {self.row().stage}"
        return found[-1]

    def _consents(self, act: Act, brief: bool) -> None:
        who = self.somebody(self.rules.recorders(act.about))
        page = who.get(f"{self.case}/consents/new/{act.about}")
        said = {"given_by": "Vårdnadshavaren", "scope": "De får se planen."}
        self.acts(who, f"notes a consent of the home ({self.given})", lambda: who.send(page, **said))

    # Letters

    def _writes(self, task: Task, who: Client) -> bool:
        """Writes and sends the letter that the task offers, the first time that there is one of its kind."""
        kind = self._letter_for(task)
        if not kind or kind in self._letters or task.id in self._written:
            return False
        links = [one.attributes["href"] for one in self.page(task, who).main.all("a")]
        listed = [one for one in links if "/letters?task=" in one]
        kinds = [one.attributes["href"] for one in who.get(listed[0]).main.all("a")] if listed else []
        found = [one for one in kinds if f"/letters/new/{kind}?" in one]
        if not found:
            return False
        self._written.add(task.id)
        self._sends(found[0], kind, who, f" for {self.title(task)}")
        action = self.action_of(task)
        is_over = not isinstance(action, Request) and len(action.milestones) == 1
        assert self.state(task) == ("done" if is_over else "open")
        return True

    def _letter_for(self, task: Task) -> str:
        """The kind of letter that is called as the task is."""
        with self.app.app_context():
            known = self.app.extensions["casework_catalog"].letters
        words = set(task.action.split("_")) - {"report", "meeting"}
        return next((kind for kind in known if words & set(kind.split("_"))), "")

    def informs(self) -> None:
        """The principal sends the home a letter with what the routine says."""
        self._sends(
            f"{self.case}/letters/new/routine_information", "routine_information", self.school.at("rector")
        )

    def _sends(self, address: str, kind: str, who: Client, what_for: str = "") -> None:
        """Writes the letter, and sends it as a PDF that stands in the register."""
        self._letters.add(kind)
        page = who.get(address)
        to = page.all("input", name="recipient")[0].attributes["value"]
        names = {one.attributes.get("name") for one in page.form().everything()}
        body = {"name": "Mottagaren"} if "name" in names else {}
        heading, url = page.heading, who.send(page, recipient=to, **body)
        page = who.get(f"{url}/send")
        way = page.all("input", name="way")[0].attributes["value"]
        number = f"BUN 2026/{100 + len(self.told())}"
        how = f"a PDF, {way.replace('_', ' ')}, as {number} in the register"
        what = f"sends “{heading}”{what_for or f' ({self.given})'}: {how}"
        self.acts(who, what, lambda: who.send(page, "/send", way=way, number=number))
        answer = who.raw.get(f"{url}/letter.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
        shown = self.school.at("rector").get("/register/").main.text
        assert number in shown
