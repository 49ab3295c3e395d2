"""The guards that look at what was reported about an action, and at whether tasks are settled."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from casework.engine.each import INSTEAD, each_of
from casework.engine.facts import Facts, MilestoneFact, Need, Proof, Refusal, Remedy, Routine
from casework.engine.guard import Guard


class ActionReported(Guard):
    """Met when the action has one of the asked milestones (or, for a decision, one of the options).

    What is done with each guardian has it for each; who may not be contacted is settled in another way.
    """

    known: ClassVar[tuple[str, ...]] = ()
    state: tuple[str, ...] = Field((), alias="is")

    def answer(self, facts: Facts, routine: Routine) -> Need:
        whom = each_of(facts, self.within, (self.about(),))
        needs = [self._answer(facts, routine, guardian) for guardian in whom]
        return next((need for need in needs if need.refusal), needs[-1])

    def _answer(self, facts: Facts, routine: Routine, guardian: str) -> Need:
        action = self.about()
        here = facts.within(self.within, facts.milestones)
        reported = [m for m in here if m.action == action and (not guardian or m.guardian == guardian)]
        for milestone in reversed(reported):
            if milestone.kind == INSTEAD or self.is_enough(milestone):
                params = {"action": action, "state": milestone.outcome or milestone.kind}
                remedy, code = Remedy("task", milestone.task), f"{self.kind}_reported"
                proof = Proof(code, params, remedy, milestone.at, milestone.by_name)
                return Need(self.subject, proof=proof)
        params = {"action": action, "state": ",".join(self.state)}
        code = f"{self.kind}_other" if reported else f"{self.kind}_missing"
        return Need(self.subject, Refusal(code, params, Remedy("task", action), routine.doers(action)))

    def is_enough(self, milestone: MilestoneFact) -> bool:
        """Whether the milestone is of the asked kind; without `is`, the action's natural one."""
        asked = self.state or self.known[:1]
        return milestone.kind in asked or (bool(milestone.outcome) and milestone.outcome in asked)


class ContactMade(ActionReported):
    """Met when the contact is logged with an outcome."""

    kind = "contact"
    known = ("done", "tried")
    contact: str

    def about(self) -> str:
        return self.contact


class MeetingHeld(ActionReported):
    """Met when the meeting is held and its notes are saved (or is called, where that is asked)."""

    kind = "meeting"
    known = ("held", "called")
    meeting: str

    def about(self) -> str:
        return self.meeting


class ReportSent(ActionReported):
    """Met when the report is sent, or has ended."""

    kind = "report"
    known = ("sent", "ended")
    report: str

    def about(self) -> str:
        return self.report


class NoticeGiven(ActionReported):
    """Met when the notice is sent, or has been received."""

    kind = "notice"
    known = ("sent", "received")
    notice: str

    def about(self) -> str:
        return self.notice

    def is_enough(self, milestone: MilestoneFact) -> bool:
        return milestone.kind in (self.state or self.known)


class ArrangementMade(ActionReported):
    """Met when the arrangement has started, has ended, or has ended with one of its results."""

    kind = "arrangement"
    known = ("started", "ended")
    arrangement: str

    def about(self) -> str:
        return self.arrangement


class DocumentReceived(Guard):
    """Met when the kind of document has come in after somebody asked for it."""

    kind = "document"
    document: str

    def about(self) -> str:
        return self.document

    def answer(self, facts: Facts, routine: Routine) -> Need:
        asking = routine.requests_for(self.document)
        for one in reversed(facts.within(self.within, facts.milestones)):
            if one.action in asking and one.kind == "received":
                params, remedy = {"action": one.action}, Remedy("task", one.task)
                proof = Proof("document_received", params, remedy, one.at, one.by_name)
                return Need(self.subject, proof=proof)
        who = tuple(dict.fromkeys(role for action in asking for role in routine.doers(action)))
        params = {"action": asking[0]} if asking else {}
        remedy = Remedy("task", asking[0]) if asking else Remedy("tasks")
        return Need(self.subject, Refusal("document_missing", params, remedy, who))


class DecisionTaken(ActionReported):
    """Met when the decision is taken, with one of the options in `is` where they are given."""

    kind = "decision"
    known = ("taken",)
    decision: str

    def about(self) -> str:
        return self.decision

    def is_enough(self, milestone: MilestoneFact) -> bool:
        return milestone.kind == "taken" and (not self.state or milestone.outcome in self.state)


class TaskSettled(Guard):
    """Met when the task is done, waived with a reason, or never opened; `is: [done]` accepts done only."""

    kind = "task"
    task: str
    state: tuple[str, ...] = Field((), alias="is")

    def about(self) -> str:
        return self.task

    def answer(self, facts: Facts, routine: Routine) -> Need:
        within = facts.within(self.within, facts.tasks)
        opened = {t.guardian: t for t in within if t.action == self.task and not t.is_beside}  # the last each
        enough = ("done",) if self.state else ("done", "waived")
        remedy = Remedy("task", self.task)
        states = [task.status for task in opened.values()]
        if (not states and not self.state) or (states and all(one in enough for one in states)):
            code = f"task_{states[-1]}" if states else "task_not_opened"
            return Need(self.subject, proof=Proof(code, {"action": self.task}, remedy))
        refusal = Refusal("task_open", {"action": self.task}, remedy, routine.doers(self.task))
        return Need(self.subject, refusal)


class TasksSettled(Guard):
    """Met when every task of the present stage that is not optional is done or waived."""

    kind = "tasks_settled"
    tasks_settled: Literal[True] = True

    def answer(self, facts: Facts, routine: Routine) -> Need:
        left = [task for task in facts.tasks if task.visit == facts.visit and task.holds_up]
        if not left:
            return Need(self.subject, proof=Proof("tasks_settled"))
        who = tuple(dict.fromkeys(role for task in left for role in routine.doers(task.action)))
        params = {"count": str(len(left)), "actions": " ".join(task.action for task in left)}
        return Need(self.subject, Refusal("tasks_open", params, Remedy("tasks"), who))
