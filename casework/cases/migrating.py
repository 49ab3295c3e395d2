"""Lets running cases go on with another version of their routine, or with another routine: all or none."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access import policy, scope
from casework.access.policy import Person
from casework.attendance.calendars import calendars_of
from casework.cases import effects as words
from casework.cases.deadlines import keep_deadlines
from casework.cases.each_guardian import keep_reachable
from casework.cases.facts import Situation, kept_of, situations_of
from casework.cases.migration_models import CaseMigration, MigrationRun
from casework.cases.models import Case
from casework.cases.moved_days import days_move
from casework.cases.queries import COLUMNS
from casework.cases.snapshots import keep
from casework.cases.waiting import note_waiting
from casework.clock import school_date
from casework.engine.migration import Shift, former_id, shift
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import NotAcceptable
from casework.extensions import db
from casework.history import actions as history
from casework.history.actions import Entry
from casework.history.events import What
from casework.people import queries as people
from casework.people.models import Student
from casework.tasks import actions as tasks
from casework.tasks.actions import Stay, Wanted
from casework.versions import actions as versions
from casework.versions.queries import model_of

MAY = "case:migrate"
BATCH = 100  # cases in one unit of work; others can write in between


def shift_of(situation: Situation, model: LocalisedWorkflow, stages: Mapping[str, str]) -> Shift:
    """What would change for the case."""
    return shift(situation.workflow, model.rules, situation.facts, stages)


def begin_run(
    chosen: Mapping[UUID, int],
    model: LocalisedWorkflow,
    stages: Mapping[str, str],
    reason: str,
    *,
    actor: Person,
    now: datetime,
) -> MigrationRun:
    """Notes which cases (id → the state that was looked at) are to go on with the version, and why.

    Nothing changes for any of them before `go_on`.
    """
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    if not chosen:
        raise NotAcceptable("no_case_chosen")
    run = MigrationRun(
        to_sha=versions.keep(model), stages=dict(stages), reason=reason.strip(), at=now, by_id=actor.id
    )
    db.session.add(run)
    db.session.flush()
    rows = [
        CaseMigration(case_id=case_id, run_id=run.id, status="waiting", revision=revision)
        for case_id, revision in chosen.items()
    ]
    db.session.add_all(rows)
    db.session.flush()
    return run


def go_on(run: MigrationRun, *, actor: Person, now: datetime, most: int = BATCH) -> None:
    """Migrates the next cases of the run that still wait for it."""
    waiting = select(CaseMigration).where(CaseMigration.run_id == run.id, CaseMigration.status == "waiting")
    rows = db.session.scalars(waiting.order_by(CaseMigration.case_id).limit(most).with_for_update()).all()
    cases = {case.id: case for case in locked_cases([row.case_id for row in rows], actor)}
    model = model_of(run.to_sha)
    kept = kept_of(list(cases.values()), school_date(now), model.rules)
    by_case, moved = {row.case_id: row for row in rows}, []
    for row in rows:
        if row.case_id not in cases:
            row.status, row.why = "stayed", "out_of_reach"
    for situation in situations_of(list(cases.values()), kept, actor, now):
        row = by_case[situation.case.id]
        changed = shift_of(situation, model, run.stages)
        why = _is_over(situation, row, model) or changed.hindrance
        row.status, row.why = ("stayed", why) if why else ("done", "")
        if not why:
            moved.append((situation, changed, row))
    _carry_out(moved, model, run, actor=actor, now=now)
    moved_cases = [situation.case for situation, _, _ in moved]
    after = situations_of(moved_cases, kept.anew(moved_cases), actor, now)
    keep_reachable(after)
    keep_deadlines(after, actor=actor, now=now, is_told=False)
    note_waiting(after, now=now)
    for situation, _, row in moved:
        row.revision = situation.case.revision
    db.session.flush()


def locked_cases(case_ids: Collection[UUID], actor: Person) -> Sequence[Case]:
    """Those of the cases that the actor may migrate, locked for this unit of work."""
    wanted = select(Case).join(Student, Student.id == Case.student_id)
    wanted = wanted.where(Case.id.in_(case_ids), scope.within(actor, MAY, COLUMNS)).order_by(Case.id)
    return db.session.scalars(wanted.with_for_update(of=Case).execution_options(populate_existing=True)).all()


def _is_over(situation: Situation, row: CaseMigration, model: LocalisedWorkflow) -> str:
    case = situation.case
    if case.closed_at:
        return "closed"
    if case.workflow_sha == model.sha:
        return "there_already"
    return "changed" if case.revision != row.revision else ""


Moved = tuple[Situation, Shift, CaseMigration]


def _carry_out(
    moved: Sequence[Moved], model: LocalisedWorkflow, run: MigrationRun, *, actor: Person, now: datetime
) -> None:
    before = keep([(situation, changed) for situation, changed, _ in moved])
    calendars = calendars_of({situation.student.unit_id for situation, _, _ in moved})
    entries = [
        _entry(*one, calendars[one[0].student.unit_id], model=model, run=run, actor=actor) for one in moved
    ]
    roles: dict[UUID, list[str]] = {}
    for situation, changed, row in moved:
        row.at, row.before = now, before[situation.case.id]
        roles |= _change_tasks(situation, changed, model, actor=actor, now=now)
        _change_case(situation, changed, model)
    tasks.set_roles(roles)
    db.session.flush()  # what was called otherwise has its new name before the name is given anew
    _open_tasks(moved, model, now=now)
    events = history.record_each(What.CASE_MIGRATED, entries, actor=actor, now=now) if entries else []
    for (_, _, row), event in zip(moved, events, strict=True):
        row.seq = event.seq


def _change_tasks(
    situation: Situation, changed: Shift, model: LocalisedWorkflow, *, actor: Person, now: datetime
) -> dict[UUID, list[str]]:
    """Changes the tasks that are there; answers who may do those that go on."""
    rows = {str(task.id): task for task in situation.tasks}
    for fact in changed.strangers:
        rows[fact.task].action = former_id(situation.workflow, fact.action)
    for fact in changed.drops:
        tasks.leave_task(rows[fact.task], actor=actor, now=now)
    by_hand = [rows[fact.task] for fact in changed.keeps if fact.is_by_hand]
    for task in by_hand:
        task.stage = task.stage if task.stage in model.rules.order else changed.target
    asked = [fact for fact in changed.keeps + changed.revives if not fact.is_by_hand]
    going_on = {rows[fact.task]: model.rules.action(fact.action) for fact in asked}
    for task, action in going_on.items():
        stage = changed.target if task.stage == changed.source else task.stage
        tasks.ask_anew(task, action, stage)
    return {task.id: [*map(model.rules.rights, action.by)] for task, action in going_on.items()}


def _change_case(situation: Situation, changed: Shift, model: LocalisedWorkflow) -> None:
    """The stay goes on, in the stage as the new version calls it; earlier stays keep their names."""
    case, rules = situation.case, model.rules
    for visit in situation.visits:
        if visit is not situation.visit and visit.stage not in rules.order and not visit.title:
            visit.title = situation.workflow.stage(visit.stage).name
    situation.visit.stage, situation.visit.title = changed.target, ""
    case.workflow_sha, case.stage, case.place = model.sha, changed.target, rules.order[changed.target]
    case.is_handed_over = rules.side(rules.stage(changed.target).owner) == "authority"


def _open_tasks(moved: Sequence[Moved], model: LocalisedWorkflow, *, now: datetime) -> None:
    """Opens what the new version asks for, and notes which tasks those are."""
    rights = model.rules.rights
    wanted = [
        Wanted(
            Stay(one.case.id, one.visit.id, changed.target, one.case.round),
            action,
            tuple(map(rights, action.by)),
            guardian,
        )
        for one, changed, _ in moved
        for action, guardian in changed.opens
    ]
    opened = tasks.open_tasks(wanted, now=now)
    for _, _, row in moved:
        mine = [str(task.id) for task in opened if task.case_id == row.case_id]
        row.before = {**(row.before or {}), "opened": mine}


def _entry(
    situation: Situation,
    changed: Shift,
    row: CaseMigration,
    calendar: SchoolCalendar,
    *,
    model: LocalisedWorkflow,
    run: MigrationRun,
    actor: Person,
) -> Entry:
    rules, place = model.rules, people.place(situation.student, situation.case.is_handed_over)
    follows = [*words.migration_effects(situation.workflow, rules, changed)]
    follows += [one for one in [days_move(situation, changed, rules, calendar)] if one]
    says: dict[str, object] = {
        "migration": str(row.id),
        "workflow": rules.workflow,
        "version": rules.version,
        "sha": model.sha,
        "title": rules.title,
        "from": changed.source,
        "to": changed.target,
        "to_title": rules.stage(changed.target).name,
        "round": situation.case.round,
        "is_handed_over": rules.side(rules.stage(changed.target).owner) == "authority",
        "reason": run.reason,
        "effects": words.kept(follows),
    }
    return Entry(situation.case.id, policy.decide(actor, MAY, place).role, says)
