"""What a routine's rules say of one student now, beside what they said before: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework.cases.signals import KnownSignal
from casework.engine.beside import Trigger
from casework.engine.firing import fires
from casework.engine.looking import look_at, read
from casework.engine.proposals import Findings, Proposal, evaluate, leads_on, spent_by
from casework.engine.workflow import Workflow
from casework.signals.ground import lost_ground, regained_ground
from casework.signals.known_student import KnownStudent
from casework.tasks.known import KnownTask


@dataclass(frozen=True)
class Verdict:
    """What is new, with what was read; the signals and tasks whose ground is gone.

    Tasks are `flagged` where somebody has touched them; others are `closed`, as if they had never been.
    `regained` had lost theirs and have it again; `left` is the student with what has its ground still, or was
    acted on.
    """

    findings: Findings
    arisen: tuple[tuple[Proposal, str], ...]
    groundless: tuple[KnownSignal, ...]
    closed: tuple[KnownTask, ...]
    flagged: tuple[KnownTask, ...]
    regained: tuple[KnownSignal, ...]
    tasks_regained: tuple[KnownTask, ...]
    left: KnownStudent


def judge(student: KnownStudent) -> Verdict:
    """What the rules say now. A rule that is silenced says nothing; what it said before is read again."""
    groundless = tuple(one for one in student.stands if not _holds(student, one))
    untouched = [one for one in groundless if one.state != "taken_up"]  # acted on, its absence stays used
    left = student
    if untouched:
        left = replace(student, signals=tuple(one for one in student.signals if one not in untouched))
    look = left.look()
    live = [one for one in student.tasks if one.status in ("open", "done")]
    lost = lost_ground(left, live, look)
    regained = tuple(_regained(student)), tuple(regained_ground(left, live, look))
    touched = {one.task_id for one in student.reports}
    flagged = [one for one in lost if one.status == "done" or one.id in touched]
    closed = [one for one in lost if one not in flagged]
    if closed:
        left = replace(left, tasks=tuple(one for one in student.tasks if one not in closed))
        look = look.among(left.circumstances())
    findings = evaluate(student.workflow, look)
    arisen = tuple(_arisen(left, findings))
    return Verdict(findings, arisen, groundless, tuple(closed), tuple(flagged), *regained, left)


def _arisen(student: KnownStudent, findings: Findings) -> Iterable[tuple[Proposal, str]]:
    """Proposals that have not been made before, each with the state that it begins in."""
    quiet = {one.rule for one in student.signals if student.is_quiet(one)}
    has_case = student.situation is not None
    for proposal in findings.met:
        trigger = proposal.trigger
        if proposal.is_new and trigger.id not in quiet and _is_about_cases(student.workflow, trigger):
            is_open = leads_on(student.workflow, trigger, findings.stage, has_case=has_case)
            yield proposal, "new" if is_open else "noted"


def _is_about_cases(workflow: Workflow, trigger: Trigger) -> bool:
    """Whether it proposes a step with cases, or to close one."""
    target = trigger.proposes or ""
    return bool(target) and (target not in workflow.order or workflow.stage(target).case == "needed")


def _holds(student: KnownStudent, signal: KnownSignal) -> bool:
    """Whether the rule is still met for the day of the signal, by what is registered now."""
    if signal.state in ("dismissed", "paused") or signal.changed_at:
        return True
    open_case = student.situation.case.id if student.situation else None
    if signal.case_id != open_case:  # the case is closed, or was opened since: what waited is read afresh
        return signal.state != "new"
    trigger = _trigger_of(student, signal)
    if trigger is None:
        return signal.state != "new"
    return not student.has_changed(signal.on) or _is_met_then(student, signal, trigger)


def _regained(student: KnownStudent) -> Iterable[KnownSignal]:
    """The signals that somebody has acted on, whose ground had gone and is there again."""
    open_case = student.situation.case.id if student.situation else None
    for signal in student.stands:
        is_flagged = signal.state == "taken_up" and signal.changed_at and signal.case_id == open_case
        trigger = _trigger_of(student, signal) if is_flagged and student.has_changed(signal.on) else None
        if trigger and _is_met_then(student, signal, trigger):
            yield signal


def _trigger_of(student: KnownStudent, signal: KnownSignal) -> Trigger | None:
    return next((one for one in student.workflow.triggers if one.id == signal.rule), None)


def _is_met_then(student: KnownStudent, signal: KnownSignal, trigger: Trigger) -> bool:
    around = student.circumstances(signal)
    day = (student.register, student.calendar, signal.on, around)
    look = look_at(student.workflow, *day, is_over=signal.is_over)
    reading = read(trigger.when, look, spent_by(trigger, look))
    key, _ = fires(trigger, reading, look)
    return reading.is_met and (reading.is_rolling or key == signal.key)
