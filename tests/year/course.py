"""The course of a case through the year: opened, worked in day by day, moved on, closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import CaseWaiting
from casework.engine.actions import Decision, Documentation, FormAction
from casework.engine.workflow import Step
from casework.extensions import db
from casework.tasks.models import Task
from tests.clients import Client
from tests.year import monitoring
from tests.year.meetings import Meetings
from tests.year.school import School

UP = ("forward", "hand_over")
A_DAY = 3  # tasks at most that are done in a case on one day
LONG = timedelta(days=13)  # after which a case moves on where no signal says when


class Course(Meetings):
    """A case with its way through the routine."""

    def __init__(self, school: School, given: str, *, goes_far: bool = False) -> None:
        super().__init__(school, given)
        self.goes_far = goes_far
        self.entered = school.today
        self.stages: list[str] = []
        self._tried: set[UUID] = set()

    @property
    def is_open(self) -> bool:
        """Whether the case is opened and not closed."""
        return bool(self.case) and self.row().closed_at is None

    @property
    def stage(self) -> str:
        """What the log calls the stage."""
        return self.school.spoken.stage(self.row().stage).title

    def opens_at(self, who: Client, stage: str, reason: str, url: str = "") -> None:
        """Somebody opens the case in the stage, from a signal's page or the student's."""
        self.school.goes_on()
        page = who.get(url or f"{self.student}/open")
        self.case = who.send(page, stage=stage, reason=reason)
        self.stands_in(stage)
        assert self.told()[0] == "case:opened"
        self._comes_to()
        self.school.tells(who, f"opens a case for {self.given} at “{self.stage}”: {reason}")
        self._waits_for_somebody()

    def _comes_to(self) -> None:
        self.entered = self.school.today
        if not self.row().closed_at:
            self.stages.append(self.row().stage)

    @property
    def leaves(self) -> bool:
        """Whether the last step hands the student over to others outside, and everything there is done."""
        last = self.rules.stages[-1]
        papers = (one for one in last.actions if isinstance(one, Documentation))
        hands_over = any(self.rules.side(party) == "outside" for one in papers for party in one.parties)
        left = [one for one in self.tasks() if not self.action_of(one).every and not one.is_optional]
        return hands_over and self.row().stage == last.id and not left

    def day(self) -> None:
        """What is done in the case on a day: meetings are held, minutes passed on, some tasks done."""
        self.holds_meetings()
        self.shares_minutes()
        if monitoring.has_page(self):
            monitoring.prepares(self)
        done = 0
        while done < A_DAY and (
            task := next((one for one in self.to_do() if one.id not in self._tried), None)
        ):
            self._tried.add(task.id)
            self.works(task)
            done += 1
        self._tried.clear()
        self._waits_for_somebody()

    def to_do(self) -> list[Task]:
        """The tasks that somebody would do today; what others are asked for comes first."""
        booked = self.booked()
        waiting = {one.task_id for one in booked}
        found = [one for one in self.tasks() if one.id not in waiting and self._is_time(one, bool(booked))]
        return sorted(found, key=lambda one: not one.is_contribution)

    def works(self, task: Task) -> None:
        """Does the task; what the board decides is entered where compulsory schooling is monitored."""
        is_decision = isinstance(self.action_of(task), Decision)
        if not is_decision or task.id != monitoring.board_task(self):
            super().works(task)
        elif monitoring.is_heard(self):
            who = self.school.at("administration")
            self._prepares(self.action_of(task).needs, who, False)
            monitoring.decides(self)

    def _is_time(self, task: Task, is_called: bool) -> bool:
        """Whether it is done today: not what waits for a meeting, nor what need not be done."""
        action = self.action_of(task)
        if not set(self.cast.able(action.by, is_handed_over=self.row().is_handed_over)):
            return False
        if action.every or task.number > 1:
            return not task.due_on or task.due_on <= self.school.today
        if isinstance(action, FormAction) and action.parties and is_called:
            return False
        return not task.is_optional or task.is_contribution or self.is_deep

    @property
    def is_deep(self) -> bool:
        """Whether the case goes far and stands in one of the last steps, where what may be done is done."""
        return self.goes_far and self.rules.order[self.row().stage] >= max(2, len(self.rules.stages) - 2)

    def _waits_for_somebody(self) -> None:
        """Whom the case waits for can be found at the school or the authority."""
        if not self.is_open:
            return
        with self.app.app_context():
            roles = set(db.session.scalars(select(CaseWaiting.role).where(CaseWaiting.case_id == self.id)))
        assert roles, f"the case of {self.given} waits for nobody"
        handed = self.row().is_handed_over
        assert any(
            set(self.cast.able([role], is_handed_over=handed)) for role in roles if role in self.cast.people
        ), roles

    # Its way

    def ways_out(self, kinds: Iterable[str]) -> list[Step]:
        """The steps of these kinds from where the case stands, the nearest first."""
        row = self.row()
        last = list(self.rules.order)[row.place]
        found = [one for one in self.rules.steps_from(row.stage, last) if one.transition.kind in kinds]
        return sorted(found, key=lambda one: self.rules.order.get(one.target, 99))

    def is_ripe(self, proposed: Iterable[str]) -> bool:
        """Whether the case goes on: all that is asked for here is done, and a signal or time says so."""
        left = [one for one in self.tasks() if one.number == 1 and not one.is_optional]
        if [one for one in left if not self.action_of(one).every]:
            return False
        ahead = [one for one in proposed if self.rules.order[one] > self.rules.order[self.row().stage]]
        has_signals = any(one.proposes for one in self.rules.triggers)
        return (
            bool(ahead)
            if has_signals and not self._is_last_of_signals()
            else self.school.today - self.entered > LONG
        )

    def _is_last_of_signals(self) -> bool:
        order = self.rules.order
        return order[self.row().stage] >= max(
            order[one.proposes] for one in self.rules.triggers if one.proposes
        )

    def rises(self) -> bool:
        """Somebody moves the case on, with what the step still asks for; whether there was a way."""
        found = self.ways_out(UP)
        if not found:
            return False
        self._takes(found[0])
        return True

    def closes(self, reason: str) -> None:
        """Somebody closes the case, with what that asks for."""
        monitoring.ends(self)
        found = self.ways_out(("close",))
        assert found, f"no way to close from {self.row().stage}"
        self._takes(found[0], reason)
        assert self.row().closed_at
        assert not self.tasks()
        page = self.somebody(found[0].transition.by).get(self.case)
        assert self.school.say("Closed") in page.main.text

    def _takes(self, step: Step, reason: str = "") -> None:
        who = self.somebody(step.transition.by)
        said = ""
        for guard in step.transition.needs:
            if self.lacking([guard], who, step.target, reason):
                said = self.does(self.way(guard, who)) or said
        unmet = self.unmet(step, reason or said)
        assert not unmet, f"{step.event}: {[one.subject for one in unmet]}"
        self.school.goes_on()
        before, number = self.stage, len(self.told())
        self.takes(step, reason or said)
        assert len(self.told()) > number
        self._comes_to()
        if step.transition.approved_by:
            second = self.second(step)
            self.school.tells(who, f"asks to go on with the case of {self.given}")
            self.school.tells(second, "declines, and approves when asked again")
        if self.row().closed_at:
            what = f"closes the case of {self.given}"
        else:
            what = f"moves the case of {self.given} from “{before}” to “{self.stage}”"
        self.school.tells(who, what + (f": {reason or said}" if reason or said else ""))
        self._waits_for_somebody()
