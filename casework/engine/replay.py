"""What a model would have done with recorded attendance, as if every proposal were followed on its day.

Nothing is done in the cases that open here: no task is ticked off, no form is written. So what waits for that
does not come, and neither does the follow-up that recurs by the calendar alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from casework.engine.action import SYSTEM, Action
from casework.engine.asking import asked
from casework.engine.facts import Actor, Facts, StudentFact
from casework.engine.looking import look_at
from casework.engine.proposals import Findings, Proposal, evaluate, leads_on
from casework.engine.reading import Circumstances, Fired
from casework.engine.register import Register
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import CLOSED, Workflow

NOBODY = Actor("", "", frozenset())


@dataclass(frozen=True)
class Asked:
    """A task that would have been opened: on which day, for which roles; one of them does it."""

    on: date
    action: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Played:
    """The days on which a case would have been opened, and the tasks."""

    opened: tuple[date, ...]
    tasks: tuple[Asked, ...]

    @property
    def noticed(self) -> date | None:
        """The first day on which a case would have been opened."""
        return min(self.opened, default=None)


def replay(
    workflow: Workflow,
    register: Register,
    calendar: SchoolCalendar,
    days: Iterable[date],
    student: Callable[[date], StudentFact],
) -> Played:
    """What the model would have done with the student on the days, each of them read when it was over."""
    play = _Play(workflow)
    for day in days:
        around = play.around(day, student(day))
        play.follow(evaluate(workflow, look_at(workflow, register, calendar, day, around)))
    return Played(tuple(play.opened), tuple(play.tasks))


class _Play:
    """Where the student's case would stand, and what has come of it so far."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.case: Facts | None = None
        self.fired: list[Fired] = []
        self.opened: list[date] = []
        self.tasks: list[Asked] = []
        self.asked: set[str] = set()
        self.first: date | None = None
        self.resets = 0

    def around(self, day: date, student: StudentFact) -> Circumstances:
        """What stands beside the figures on the day."""
        self.first = self.first or day
        facts = replace(self.case, today=day, student=student) if self.case else None
        begun = self.case.opened_on if self.case else None
        return Circumstances(
            facts=facts, student=student, round_on=begun, fired=tuple(self.fired), resets=self.resets
        )

    def follow(self, findings: Findings) -> None:
        """Does what the day's findings propose and ask for."""
        new = [one for one in findings.met if one.is_new]
        self.fired += [Fired(one.trigger.id, one.key, findings.day, one.reading.evidence) for one in new]
        self._ask(findings)
        if findings.proposed and any(self._leads_to(findings, one) for one in new):
            self._move(findings.proposed, findings)

    def _leads_to(self, findings: Findings, proposal: Proposal) -> bool:
        trigger = proposal.trigger
        has_case = self.case is not None
        leads = leads_on(self.workflow, trigger, findings.stage, has_case=has_case)
        return trigger.proposes == findings.proposed and leads

    def _ask(self, findings: Findings) -> None:
        """Asks for what the rules open, each time or at once, and for what the duties ask."""
        for one in asked(findings):
            is_within = self.first is not None and one.on >= self.first
            if is_within and one.key not in self.asked:
                self.asked.add(one.key)
                self._task(one.action, findings)
                if one.rule == one.action.id:
                    self.fired.append(Fired(one.rule, one.key, findings.day, one.lessons))
        self.fired += [Fired(met.duty.id, met.key, findings.day) for met in findings.duties if met.is_new]

    def _task(self, action: Action, findings: Findings) -> None:
        is_for = action.for_students is None or action.for_students.fits(findings.look.circumstances.student)
        if is_for and action.by != (SYSTEM,):
            self.tasks.append(Asked(findings.day, action.id, action.by))

    def _move(self, target: str, findings: Findings) -> None:
        """Opens the case in the step, moves it there, or closes it."""
        if target == CLOSED:
            self.case = None
            return
        day = findings.day
        if self.case is None:
            self.opened.append(day)
            self.case = Facts(stage=target, visit="1", round=1, actor=NOBODY, opened_on=day, entered_on=day)
            self.asked = {one for one in self.asked if not one.startswith("once ")}
        else:
            self.resets += self.workflow.order[target] < self.workflow.order[self.case.stage]
            visit = str(int(self.case.visit) + 1)
            self.case = replace(self.case, stage=target, visit=visit, entered_on=day)
        for action in self.workflow.actions_at(target):
            key = f"once {action.id}"
            if not action.optional and not (action.happens_once and key in self.asked):
                self.asked.add(key)
                self._task(action, findings)
