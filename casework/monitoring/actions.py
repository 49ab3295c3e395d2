"""Notes what happens in monitoring, and corrects it by a new row; keeps the way to an injunction closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.cases import doing, undo
from casework.cases.demands import demand_allowed, demand_case_open
from casework.cases.facts import Situation, situation_of
from casework.cases.models import Case
from casework.cases.monitored import monitoring_stages
from casework.cases.monitoring_models import MonitoringAct
from casework.clock import school_date
from casework.engine.actions import Decision
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.monitoring.kinds import AGAINST_GUARDIANS, BOARD, KINDS, NOT_HEARD
from casework.monitoring.proof import act_content
from casework.monitoring.queries import NOTE, acts_of, guardians_of, matter_in
from casework.monitoring.rules import Matter, closed_by
from casework.tasks.actions import Report
from casework.tasks.models import Task

CLASS = "school"  # who reads the assessment reads what was noted


@dataclass(frozen=True)
class Said:
    """What somebody says has happened; of whom at home, until when, with which number and words."""

    kind: str
    happened_on: date
    guardians: tuple[str, ...] = ()
    is_about_student: bool = False
    until: date | None = None
    outcome: str = ""
    reference: str = ""
    text: str = ""
    is_void: bool = False


def note_act(case: Case, said: Said, *, actor: Person, now: datetime) -> MonitoringAct:
    """Notes it. The board's decision is also reported on the routine's own task, where that waits.

    Raises Conflict where the way to an injunction is closed, Refused where the task needs more first, and
    NotAcceptable for what does not fit together.
    """
    situation = situation_of(case, actor, now)
    role, matter = _demand(situation, actor), _matter(situation)
    _demand_sound(said, matter, school_date(now))
    if said.kind == "board":
        _demand_open_way(said, matter, case)
        _report_decision(situation, said, actor=actor, now=now)
    return _write(case, said, None, role, actor, now)


def correct_act(case: Case, old: MonitoringAct, said: Said, *, actor: Person, now: datetime) -> MonitoringAct:
    """Writes a row that stands in place of the earlier one; Conflict where it has been replaced already."""
    situation = situation_of(case, actor, now)
    role, matter = _demand(situation, actor), _matter(situation)
    others = replace(matter, noted=tuple(one for one in matter.noted if one is not old))
    if said.is_void:
        said = _as_it_was(said, old)
    else:  # it may still be about somebody who is no longer at home
        home = tuple(dict.fromkeys((*others.guardians, *matter.whom(old))))
        _demand_sound(said, replace(others, guardians=home), school_date(now))
    if said.kind == "board":
        if not said.is_void and _orders_more(said, old, matter):
            _demand_open_way(said, others, case)
        _report_anew(situation, old, said, actor=actor, now=now)
    return _write(case, said, old, role, actor, now)


def _as_it_was(said: Said, old: MonitoringAct) -> Said:
    """What never happened keeps everything but the words, which say why."""
    if not said.text.strip():
        raise NotAcceptable("reason_missing")
    return replace(
        said,
        happened_on=old.happened_on,
        guardians=tuple(old.guardians),
        is_about_student=old.is_about_student,
        until=old.until,
        outcome=old.outcome,
        reference=old.reference,
    )


def _orders_more(said: Said, old: MonitoringAct, matter: Matter) -> bool:
    return said.outcome != old.outcome or bool(set(said.guardians) - set(matter.whom(old)))


def _demand(situation: Situation, actor: Person) -> str:
    """The role in which the actor notes it; Conflict where the case is not monitored now."""
    case = situation.case
    role = demand_allowed(case, situation.student, actor, NOTE)
    demand_case_open(case)
    if not (case.is_handed_over and case.stage in monitoring_stages(situation.workflow)):
        raise Conflict("case_changed", case_id=str(case.id))
    return role


def _matter(situation: Situation) -> Matter:
    acts = [one.act for one in acts_of(situation.case.id)]
    return matter_in(situation, acts, (str(one.id) for one in guardians_of(situation.student.id)))


def _demand_sound(said: Said, matter: Matter, today: date) -> None:
    kind = KINDS[said.kind]
    known = BOARD[matter.country] if said.kind == "board" else kind.outcomes
    is_told = bool(said.text.strip()) or not (kind.needs_text or said.outcome == NOT_HEARD)
    is_dated = said.happened_on <= today and (said.until is None or said.until >= said.happened_on)
    needs_day = said.kind == "heard" and said.outcome != NOT_HEARD
    is_about = _is_about_somebody(said, matter)
    fits = said.outcome in (known or ("",)) and (said.until is not None or not needs_day)
    if not (is_told and is_dated and fits and is_about):
        raise NotAcceptable("not_an_act")
    if not _follows(said, matter):
        raise NotAcceptable("act_too_early")
    if said.kind == "board" and not said.reference.strip():
        raise NotAcceptable("not_an_act")


def _is_about_somebody(said: Said, matter: Matter) -> bool:
    kind, named = KINDS[said.kind], set(said.guardians)
    if not named <= set(matter.guardians) or (said.is_about_student and kind.whom != "home"):
        return False
    needs = kind.whom == "guardians" and (said.kind != "board" or said.outcome in AGAINST_GUARDIANS)
    return bool(named) or said.is_about_student or not (needs or kind.whom == "home")


def _follows(said: Said, matter: Matter) -> bool:
    """Whether what must have been before was, of each guardian, on the day that is said."""
    after = KINDS[said.kind].after
    then = replace(matter, noted=tuple(one for one in matter.noted if one.happened_on <= said.happened_on))
    if after == "board":
        board = then.decided
        return board is not None and set(said.guardians) <= set(matter.whom(board))
    return not after or all(then.last(after, one) for one in said.guardians)


def _demand_open_way(said: Said, matter: Matter, case: Case) -> None:
    if said.outcome in AGAINST_GUARDIANS and closed_by(matter):
        raise Conflict("injunction_closed", case_id=str(case.id))


def decision_task(situation: Situation, outcome: str = "") -> Task | None:
    """The routine's own open task of entering the board's decision, if it knows the outcome."""
    for task in situation.tasks:
        action = situation.workflow.find_action(task.action)
        if task.status == "open" and isinstance(action, Decision) and _is_of_board(action, outcome):
            return task
    return None


def _is_of_board(action: Decision, outcome: str) -> bool:
    known = {one for each in BOARD.values() for one in each}
    return len(known & set(action.options)) > 1 and (not outcome or outcome in action.options)


def _report_decision(situation: Situation, said: Said, *, actor: Person, now: datetime) -> None:
    task = decision_task(situation, said.outcome)
    if task is not None:
        report = Report("taken", said.happened_on, said.outcome, said.text)
        doing.report_task(situation.case, task, report, actor=actor, now=now)


def _report_anew(
    situation: Situation, old: MonitoringAct, said: Said, *, actor: Person, now: datetime
) -> None:
    """The report on the routine's task follows the correction. Raises Refused where something rests on it."""
    if not said.is_void and (said.outcome, said.happened_on) == (old.outcome, old.happened_on):
        return
    case, here = situation.case, {one.id: one for one in situation.tasks}
    for report, _ in situation.milestones:
        task = here[report.task_id]
        action = situation.workflow.find_action(task.action)
        is_it = (report.outcome, report.happened_on) == (old.outcome, old.happened_on)
        is_now = task.visit_id == situation.visit.id
        if is_it and is_now and isinstance(action, Decision) and _is_of_board(action, old.outcome):
            undo.take_report_back(case, task, report.id, said.text, actor=actor, now=now)
            if not said.is_void:
                _report_decision(situation_of(case, actor, now), said, actor=actor, now=now)
            return


def _write(
    case: Case, said: Said, old: MonitoringAct | None, role: str, actor: Person, now: datetime
) -> MonitoringAct:
    row = MonitoringAct(
        case_id=case.id,
        kind=said.kind,
        guardians=sorted(said.guardians),
        is_about_student=said.is_about_student,
        happened_on=said.happened_on,
        until=said.until,
        outcome=said.outcome,
        reference=said.reference.strip(),
        text=said.text.strip(),
        is_void=said.is_void,
        replaces_id=old.id if old else None,
        written_at=now,
        written_by_id=actor.id,
        role=role,
    )
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as error:  # what was noted is replaced once; the newest is corrected next
        raise Conflict("note_replaced", case_id=str(case.id)) from error
    _record(row, old, actor=actor, now=now)
    return row


def _record(row: MonitoringAct, old: MonitoringAct | None, *, actor: Person, now: datetime) -> None:
    says: dict[str, object] = {"act": str(row.id), "kind": row.kind, "confidentiality": CLASS}
    says["content"] = act_content(row)
    what = What.MONITORING_NOTED
    if old:
        what, says["replaces"] = What.MONITORING_CORRECTED, str(old.id)
    history.record(what, row.case_id, actor=actor, role=row.role, now=now, **says)
