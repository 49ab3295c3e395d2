"""One student in front of the routine's rules, with what they said before: values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from casework.cases.facts import Situation
from casework.cases.signals import KnownSignal
from casework.clock import school_date
from casework.engine.deadlines import Regular
from casework.engine.facts import Facts, StudentFact
from casework.engine.looking import look_at
from casework.engine.reading import Circumstances, Deed, Fired, Look
from casework.engine.register import Register
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import Workflow
from casework.signals.mark_models import StudentMark
from casework.tasks.known import KnownTask
from casework.tasks.student_models import StudentReport

FIRED = ("new", "noted", "taken_up", "dismissed")
UP_OR_DOWN = ("back", "restart", "return")


@dataclass(frozen=True)
class KnownStudent:
    """One student as the rules see them on a day, with what they have proposed before.

    `since`: the first day for which something else is registered now; None where that is not known.
    `regular`: when the class has mentor time and the school's team meets.
    """

    workflow: Workflow
    register: Register
    calendar: SchoolCalendar
    today: date
    is_over: bool
    known: StudentFact
    situation: Situation | None
    signals: tuple[KnownSignal, ...]
    tasks: tuple[KnownTask, ...] = ()
    reports: tuple[StudentReport, ...] = ()
    since: date | None = None
    regular: Mapping[str, Regular] = field(default_factory=dict)
    marks: tuple[StudentMark, ...] = ()

    def has_changed(self, day: date) -> bool:
        """Whether what is registered for the day, or for one before it, may have changed."""
        return self.since is None or day >= self.since

    @property
    def stands(self) -> tuple[KnownSignal, ...]:
        """The signals that count as fired; a rule that was silenced is read afresh after that."""
        mine = (one for one in self.signals if one.workflow == self.workflow.workflow)
        return tuple(one for one in mine if one.state in FIRED or self.is_quiet(one))

    def is_quiet(self, signal: KnownSignal) -> bool:
        """Whether the signal was silenced and still is."""
        return (
            signal.state == "paused" and signal.quiet_until is not None and signal.quiet_until >= self.today
        )

    def look(self) -> Look:
        """The student as the rules see them now."""
        day = (self.register, self.calendar, self.today, self.circumstances())
        return look_at(self.workflow, *day, is_over=self.is_over)

    def circumstances(self, but: KnownSignal | None = None) -> Circumstances:
        """What stands beside the figures; for a signal of an earlier day, as it was then."""
        facts = self.situation.facts if self.situation else None
        if but is not None:
            facts = _facts_then(self.situation, but) if self.situation and but.case_id else None
        earlier = [one for one in self.stands if one is not but and (but is None or one.on <= but.on)]
        visits = self.situation.visits if facts and self.situation else ()
        begun = [one.entered_at for one in visits if facts and one.round == facts.round]
        day = but.on if but else self.today
        entered = [one.entered_at for one in visits if but is None or one.entered_at <= but.measured_at]
        return Circumstances(
            facts=facts,
            student=self.known,
            round_on=school_date(min(begun)) if begun else None,
            fired=tuple(Fired(one.rule, one.key, one.on, self._used_up(one)) for one in earlier),
            opened=tuple(self._opened()),
            deeds=(*(_deeds(self.workflow, facts) if facts else ()), *self._done()),
            concerns=dict(self._concerns(day, max(entered, default=None))),
            overdue=dict(self._overdue()),
            resets=sum(1 for one in visits if _is_reset(self.workflow, one.transition)),
        )

    def _used_up(self, signal: KnownSignal) -> tuple[str, ...]:
        """The lessons that the rule of the signal does not count again."""
        if any(one.uses_up for one in self.workflow.triggers if one.id == signal.rule):
            return tuple(str(one["key"]) for one in signal.lessons)
        return ()

    def _opened(self) -> Iterable[Fired]:
        """The tasks that stand beside the stages; those that a trigger opened go with its signal."""
        for one in self.tasks:
            if one.status != "withdrawn" and one.workflow == self.workflow.workflow:
                key = one.key if one.rule == one.action else one.key.removeprefix(f"{one.action} ")
                yield Fired(one.rule, key, one.on)

    def _concerns(self, day: date, entered: datetime | None) -> Iterable[tuple[str, date]]:
        """The marks that somebody has set, each with its day.

        What was said before the case came to where it stands has been weighed then, and raises nothing more.
        """
        for one in sorted(self.marks, key=lambda one: one.since):
            if one.since <= day and not one.ended_at and (entered is None or one.set_at > entered):
                yield one.mark, one.since

    def _overdue(self) -> Iterable[tuple[str, date]]:
        """The actions whose day has passed, in the case and beside it; what is optional is never late."""
        of_case = self.situation.tasks if self.situation else ()
        dated = [(one.action, one.status, one.due_on) for one in self.tasks]
        must = (one for one in of_case if not one.is_optional)
        dated += [(one.action, one.status, one.due_on) for one in must]
        for action, status, due_on in dated:
            if (
                status == "open"
                and due_on
                and (due_on < self.today or (due_on == self.today and self.is_over))
            ):
                yield action, due_on

    def _done(self) -> Iterable[Deed]:
        """What was done in tasks that belong to no case."""
        mine = {one.id: one for one in self.tasks if one.workflow == self.workflow.workflow}
        for report in self.reports:
            task = mine.get(report.task_id)
            action = self.workflow.any_action(task.action) if task else None
            if action and report.kind in ("tried", action.natural):
                whom = str(task.guardian_id or "") if task else ""
                yield Deed(action.id, report.happened_on, whom, is_tried=report.kind == "tried")


def _facts_then(situation: Situation, signal: KnownSignal) -> Facts | None:
    """The facts of the case as they were on the day of the signal; none where it was opened later."""
    facts, day = situation.facts, signal.on
    visits = [one for one in situation.visits if one.entered_at <= signal.measured_at]
    if not visits:
        return None
    visit = visits[-1]
    return replace(
        facts,
        stage=visit.stage,
        visit=str(visit.id),
        round=visit.round,
        entered_on=school_date(visit.entered_at),
        forms=tuple(one for one in facts.forms if one.on <= day),
        milestones=tuple(one for one in facts.milestones if one.on <= day),
        today=day,
    )


def _deeds(workflow: Workflow, facts: Facts) -> Iterable[Deed]:
    for one in facts.milestones:
        action = workflow.find_action(one.action)
        if one.kind == "tried" or (action and one.kind == action.natural):
            yield Deed(one.action, one.on, one.guardian, is_tried=one.kind == "tried")


def _is_reset(workflow: Workflow, transition: str) -> bool:
    """Whether the way led down or began anew."""
    return any(one.id == transition and one.kind in UP_OR_DOWN for one in workflow.transitions)
