"""The guards that look at time, at the student, and at what the figures propose."""

from __future__ import annotations

from typing import Literal

from casework.engine.clocks import later, moment_on
from casework.engine.conditions import StudentTrait, TimePassed, TimesDone
from casework.engine.each import INSTEAD, each_of
from casework.engine.facts import Facts, Need, Proof, Refusal, Remedy, Routine
from casework.engine.guard import Guard
from casework.engine.moments import Moment
from casework.engine.quantities import CountLimit, keeps_to


class MomentCome(Guard):
    """Met when the moment has come."""

    kind = "recorded"
    recorded: str

    def about(self) -> str:
        return self.recorded

    def answer(self, facts: Facts, routine: Routine) -> Need:
        moment = routine.find_moment(self.recorded)
        day = moment_on(self.recorded, moment, facts)
        params = {"moment": moment.title if moment else self.recorded}
        if day:
            return Need(self.subject, proof=Proof("moment_come", params | {"day": day.isoformat()}))
        return Need(self.subject, Refusal("moment_not_come", params, *_brought_by(moment, routine)))


def _brought_by(moment: Moment | None, routine: Routine) -> tuple[Remedy, tuple[str, ...]]:
    """Where the moment is brought about, and who can; nobody brings about one that is built in."""
    if moment and moment.origin.form:
        return Remedy("form", moment.origin.form), routine.finalisers(moment.origin.form)
    actions = moment.origin.actions if moment else ()
    who = tuple(dict.fromkeys(role for action in actions for role in routine.doers(action)))
    return Remedy("task", actions[0]) if who else Remedy("tasks"), who


class DoneOften(Guard):
    """Met when the actions together have been done, or contacts tried, so many times; or each guardian."""

    kind = "times"
    times: TimesDone

    def about(self) -> str:
        return " ".join(self.times.of)

    def answer(self, facts: Facts, routine: Routine) -> Need:
        word, limit = self.times.limit
        counts = self._counts(facts)
        done = next((one for one in counts if not keeps_to((word, limit), one)), counts[-1])
        if keeps_to((word, limit), done):
            told = {"action": self.times.of[0], "count": str(done), "state": self.times.state}
            return Need(self.subject, proof=Proof("times_done", told))
        who = tuple(dict.fromkeys(role for action in self.times.of for role in routine.doers(action)))
        params = {"action": self.times.of[0], "count": str(done), "limit": str(limit), "word": word}
        return Need(self.subject, Refusal("times_not_done", params, Remedy("task", self.times.of[0]), who))

    def _counts(self, facts: Facts) -> list[int]:
        """How often: tasks that are done, or attempts that reached nobody; for each guardian where asked.

        Whoever was met in another way has not been called at all, and nobody waits for that.
        """
        told = [one for one in facts.within(self.within, facts.milestones) if one.action in self.times.of]
        found = [one.guardian for one in told if one.kind == "tried"]
        if self.times.state == "done":
            tasks = [one for one in facts.within(self.within, facts.tasks) if one.action in self.times.of]
            found = [one.guardian for one in tasks if one.status == "done"]
        if not self.times.per:
            return [len(found)]
        whom = each_of(facts, self.within, self.times.of)
        other_ways = {one.guardian for one in told if one.kind == INSTEAD}
        return [found.count(one) for one in whom if one not in other_ways] or [len(found)]


class TimeGone(Guard):
    """Met when the time has passed since the moment; the starting day counts, and the whole last day too."""

    kind = "passed"
    passed: TimePassed

    def about(self) -> str:
        return self.passed.since

    def answer(self, facts: Facts, routine: Routine) -> Need:
        moment = routine.find_moment(self.passed.since)
        start = moment_on(self.passed.since, moment, facts)
        if start is None or facts.today is None:
            return Need(self.subject, Refusal("clock_not_started", {}, *_brought_by(moment, routine)))
        word, amount = self.passed.limit
        end = later(start, amount)
        told = {"since": start.isoformat(), "day": end.isoformat()}
        if keeps_to((word, end), facts.today):
            return Need(self.subject, proof=Proof("time_passed", told))
        code = "time_not_passed" if word in ("at_least", "more_than") else "time_too_long"
        return Need(self.subject, Refusal(code, told))


class AgeReached(Guard):
    """Met when the student's completed years keep to the limit."""

    kind = "age"
    age: CountLimit

    def answer(self, facts: Facts, routine: Routine) -> Need:
        is_met = facts.student.age is not None and keeps_to(self.age.limit, facts.student.age)
        if is_met:
            return Need(self.subject, proof=Proof("age_fits", {"age": str(facts.student.age)}))
        return Need(self.subject, Refusal("age_differs", {"age": str(facts.student.age or "")}))


class StudentIs(Guard):
    """Met when what is asked is true of the student."""

    kind = "student"
    student: StudentTrait

    def about(self) -> str:
        return " ".join((*self.student.has, *self.student.has_not))

    def answer(self, facts: Facts, routine: Routine) -> Need:
        traits = facts.student.traits
        if traits.issuperset(self.student.has) and traits.isdisjoint(self.student.has_not):
            return Need(self.subject, proof=Proof("student_fits"))
        return Need(self.subject, Refusal("student_differs"))


class SignalGiven(Guard):
    """Met when the figures propose exactly the stage that the step leads to."""

    kind = "signal"
    signal: Literal[True] = True

    def answer(self, facts: Facts, routine: Routine) -> Need:
        if facts.towards in facts.proposed:
            return Need(self.subject, proof=Proof("signal_given"))
        return Need(self.subject, Refusal("signal_missing"))
