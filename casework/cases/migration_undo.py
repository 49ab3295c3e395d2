"""Takes a migration back: all stands as it did, as long as nobody has done anything in the case since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access import policy
from casework.access.policy import Person
from casework.cases.migrating import BATCH, MAY, locked_cases
from casework.cases.migration_models import CaseMigration, MigrationRun
from casework.cases.models import Case
from casework.cases.snapshots import give_back
from casework.engine.places import asks_for_deeds
from casework.errors import Conflict
from casework.extensions import db
from casework.history import actions as history
from casework.history.actions import Entry
from casework.history.events import What
from casework.history.models import Chain
from casework.people import queries as people
from casework.people.models import Student
from casework.versions.queries import model_of


def undoable(rows: Sequence[CaseMigration]) -> set[UUID]:
    """Those of the migrations after which nothing has happened in their case."""
    done = {row.case_id: row for row in rows if row.status == "done"}
    lengths = select(Chain.id, Chain.length, Case.revision).join(Case, Case.id == Chain.id)
    return {
        done[case_id].id
        for case_id, length, revision in db.session.execute(lengths.where(Chain.id.in_(done)))
        if (length, revision) == (done[case_id].seq, done[case_id].revision)
    }


def latest_migration(case_id: UUID) -> CaseMigration | None:
    """What was changed last in the case, where that has not been taken back."""
    done = (CaseMigration.case_id == case_id) & (CaseMigration.status == "done")
    return db.session.scalars(
        select(CaseMigration).where(done).order_by(CaseMigration.at.desc()).limit(1)
    ).one_or_none()


def undo(row: CaseMigration, *, actor: Person, now: datetime) -> None:
    """Gives back what stood in the case. Raises Conflict where something has happened since."""
    if not _undo_each([row], actor=actor, now=now):
        raise Conflict("migration_built_on", case_id=str(row.case_id))


def undo_next(run: MigrationRun, *, actor: Person, now: datetime, most: int = BATCH) -> list[UUID]:
    """Takes back the next cases of the run that nobody has done anything in; the others stay migrated.

    The students whose rules look at what is late, and are to be read anew.
    """
    run.undoing_by_id = actor.id
    is_done = (CaseMigration.run_id == run.id) & (CaseMigration.status == "done")
    rows = select(CaseMigration).where(is_done, CaseMigration.why == "").order_by(CaseMigration.case_id)
    found = db.session.scalars(rows.limit(most).with_for_update()).all()
    taken_back = _undo_each(found, actor=actor, now=now)
    for row in found:
        if row.id not in taken_back:
            row.why = "built_on"
    db.session.flush()
    cases = db.session.scalars(select(Case).where(Case.id.in_(row.case_id for row in found)))
    return [one.student_id for one in cases if asks_for_deeds(model_of(one.workflow_sha).rules)]


def _undo_each(rows: Sequence[CaseMigration], *, actor: Person, now: datetime) -> set[UUID]:
    """Takes back those of the migrations that can be, and answers which."""
    cases = {case.id: case for case in locked_cases([row.case_id for row in rows], actor)}
    free = undoable(rows)
    chosen = [row for row in rows if row.id in free and row.case_id in cases]
    entries = [_entry(row, cases[row.case_id], actor) for row in chosen]
    give_back([(cases[row.case_id], row.before or {}) for row in chosen])
    for row in chosen:
        row.status, row.undone_at, row.undone_by_id = "undone", now, actor.id
        cases[row.case_id].changed_at = now
    if entries:
        history.record_each(What.CASE_MIGRATION_UNDONE, entries, actor=actor, now=now)
    return {row.id for row in chosen}


def _entry(row: CaseMigration, case: Case, actor: Person) -> Entry:
    was = row.before or {}
    rules = model_of(was["sha"]).rules
    place = people.place(db.session.get_one(Student, case.student_id), case.is_handed_over)
    says: dict[str, object] = {
        "migration": str(row.id),
        "workflow": rules.workflow,
        "version": rules.version,
        "sha": was["sha"],
        "title": rules.title,
        "from": case.stage,
        "to": was["stage"],
        "to_title": rules.stage(was["stage"]).name,
        "round": case.round,
        "is_handed_over": was["is_handed_over"],
    }
    return Entry(case.id, policy.decide(actor, MAY, place).role, says)
