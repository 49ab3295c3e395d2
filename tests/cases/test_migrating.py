"""Cases that go on with another version: what is done stays done, and taking it back gives back exactly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from benchmarks.ground.copies import copy_cases
from casework.cases import doing
from casework.cases.facts import situation_of
from casework.cases.migrating import begin_run, go_on
from casework.cases.migration_models import CaseMigration, MigrationRun
from casework.cases.migration_undo import undo, undo_next, undoable
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.cases.proof import faults
from casework.database import Base
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.tasks.actions import Report
from casework.tasks.models import Task, TaskRole
from tests.databases import Place
from tests.factories import NOW, School, make_case, make_school, make_student, work
from tests.versions.texts import CALLED, model, renamed_stage, second

LATER = NOW + timedelta(hours=1)
STAGES = ("report", "mapping", "investigation", "analysis", "compulsory_school_monitoring")
# What a run leaves behind on purpose; everything else of a case is given back.
LEFT = {"case": {"revision", "changed_at"}}
OF_CASES = ("case", "case_waiting", "visit", "task", "task_role", "milestone", "submission", "approval")


def rector(school: School) -> Any:
    return person(db.session.get_one(User, school.rector), NOW.date())


def ladder(school: School, stages: Sequence[str] = STAGES) -> list[UUID]:
    """One case in each of the stages."""
    unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
    return [make_case(student=make_student(unit=unit, group=group), stage=stage).id for stage in stages]


def migrate(
    school: School, cases: Sequence[UUID], to: LocalisedWorkflow, stages: dict[str, str] | None = None
) -> UUID:
    seen = {case_id: db.session.get_one(Case, case_id).revision for case_id in cases}
    run = begin_run(seen, to, stages or {}, "Beslutat i nämnden.", actor=rector(school), now=LATER)
    go_on(run, actor=rector(school), now=LATER, most=1000)
    return run.id


def states(run_id: UUID) -> dict[UUID, tuple[str, str]]:
    rows = db.session.scalars(select(CaseMigration).where(CaseMigration.run_id == run_id))
    return {row.case_id: (row.status, row.why) for row in rows}


def row_of(case_id: UUID) -> UUID:
    return db.session.scalars(select(CaseMigration.id).where(CaseMigration.case_id == case_id)).one()


def picture() -> dict[str, list[dict[str, Any]]]:
    """Every row of the cases, but for what says that something has happened."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in OF_CASES:
            kept = [column for column in table.columns if column.name not in LEFT.get(table.name, ())]
            rows = db.session.execute(select(*kept)).mappings()
            found[table.name] = sorted((dict(row) for row in rows), key=str)
    return found


def sound() -> bool:
    return not list(breaches()) and not list(faults())


def test_cases_of_every_stage_go_on_and_come_back_exactly(database: Place) -> None:
    with work(database.app):
        school = make_school()
        cases = ladder(school)
        before = picture()
    with work(database.app):
        run_id = migrate(school, cases, model(renamed_stage()), {"investigation": "inquiry"})
        assert set(states(run_id).values()) == {("done", "")}
    with work(database.app):
        assert picture() != before
        assert sound()
        moved = {db.session.get_one(Case, case_id).stage for case_id in cases}
        assert moved == {"report", "mapping", "inquiry", "analysis", "compulsory_school_monitoring"}
    with work(database.app):
        undo_next(db.session.get_one(MigrationRun, run_id), actor=rector(school), now=LATER, most=1000)
        assert {status for status, _ in states(run_id).values()} == {"undone"}
    with work(database.app):
        assert picture() == before
        assert sound()


def test_tasks_follow_the_version_and_those_of_whoever_may_do_them_too(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (case_id,) = ladder(school, ["mapping"])
    with work(database.app):
        migrate(school, [case_id], model(second()))
    with work(database.app):
        tasks = {one.action: one for one in db.session.scalars(select(Task).where(Task.case_id == case_id))}
        assert tasks["ask_what_school_can_do"].status == "left"
        assert tasks[CALLED].status == "open"
        roles = select(TaskRole.role).where(TaskRole.task_id == tasks[CALLED].id)
        assert list(db.session.scalars(roles)) == ["mentor"]
        kept = db.session.get_one(CaseMigration, row_of(case_id)).before or {}
        touched = {one for one in tasks.values() if one.status in ("open", "left") and one.stage == "mapping"}
        assert kept["tasks"].keys() == {str(one.id) for one in touched if one.action != CALLED}
        situation = situation_of(db.session.get_one(Case, case_id), rector(school), LATER)
        assert situation.workflow.version == 2
        assert CALLED in {task.action for task in situation.facts.tasks}


def test_a_case_moves_on_by_the_rules_of_the_version_it_goes_on_with(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (case_id,) = ladder(school, ["mapping"])
        migrate(school, [case_id], model(second()))
    with work(database.app):
        karin = person(db.session.get_one(User, school.mentor), NOW.date())
        task = db.session.scalars(select(Task).where(Task.action == CALLED)).one()
        report = Report("done", LATER.date(), "reached", "Pappa svarade.")
        doing.report_task(locked_case(case_id), task, report, actor=karin, now=LATER)
        situation = situation_of(locked_case(case_id), rector(school), LATER)
        assert any(one.action == CALLED for one in situation.facts.milestones)
    with work(database.app):
        row = db.session.scalars(select(CaseMigration)).one()
        assert undoable([row]) == set()
        with pytest.raises(Conflict):
            undo(row, actor=rector(school), now=LATER)
        assert row.status == "done"


def test_a_case_that_was_changed_meanwhile_stays_and_one_that_was_not_goes(database: Place) -> None:
    with work(database.app):
        school = make_school()
        changed, same = ladder(school, ["mapping", "mapping"])
    with work(database.app):
        seen = {one: db.session.get_one(Case, one).revision for one in (changed, same)}
        run = begin_run(seen, model(second()), {}, "Beslut.", actor=rector(school), now=LATER)
        run_id = run.id
    with work(database.app):
        locked_case(changed).changed_at = LATER
    with work(database.app):
        go_on(db.session.get_one(MigrationRun, run_id), actor=rector(school), now=LATER)
        assert states(run_id) == {changed: ("stayed", "changed"), same: ("done", "")}


def test_a_stage_that_is_not_mapped_keeps_its_cases(database: Place) -> None:
    with work(database.app):
        school = make_school()
        mapping, investigation = ladder(school, ["mapping", "investigation"])
        run_id = migrate(school, [mapping, investigation], model(renamed_stage()))
        assert states(run_id) == {mapping: ("done", ""), investigation: ("stayed", "stage_gone")}
        assert db.session.get_one(Case, investigation).stage == "investigation"


def test_nobody_migrates_cases_that_their_role_does_not_reach(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (case_id,) = ladder(school, ["mapping"])
        seen = {case_id: db.session.get_one(Case, case_id).revision}
        stranger = person(db.session.get_one(User, school.stranger), NOW.date())
        run = begin_run(seen, model(second()), {}, "Beslut.", actor=stranger, now=LATER)
        go_on(run, actor=stranger, now=LATER)
        assert states(run.id) == {case_id: ("stayed", "out_of_reach")}
        assert states(migrate(school, [case_id], model(second()))) == {case_id: ("done", "")}


def test_a_run_needs_a_reason_and_a_case(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (case_id,) = ladder(school, ["mapping"])
        for chosen, reason in (({case_id: 1}, " "), ({}, "Beslut.")):
            with pytest.raises(NotAcceptable):
                begin_run(chosen, model(second()), {}, reason, actor=rector(school), now=LATER)
        assert db.session.scalar(select(MigrationRun.id)) is None


def test_there_and_back_again_by_a_third_version_asks_nothing_twice(database: Place) -> None:
    with work(database.app):
        school = make_school()
        (case_id,) = ladder(school, ["investigation"])
        names = [one.action for one in db.session.scalars(select(Task).where(Task.case_id == case_id))]
        migrate(school, [case_id], model(second()))
        migrate(school, [case_id], model(renamed_stage(3)), {"investigation": "inquiry"})
    with work(database.app):
        after = [one.action for one in db.session.scalars(select(Task).where(Task.case_id == case_id))]
        assert sorted(after) == sorted(names)
        assert sound()
        assert db.session.get_one(Student, db.session.get_one(Case, case_id).student_id)


def many(database: Place, count: int) -> None:
    """Lets so many copies of cases in every stage go on, and takes that back."""
    with work(database.app):
        school = make_school()
        patterns = ladder(school)
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        students = [make_student(unit=unit, group=group).id for _ in range(count - len(patterns))]
        copy_cases(db.session(), patterns, students)
        cases = list(db.session.scalars(select(Case.id)))
        before = picture()
    with work(database.app):
        run_id = migrate(school, cases, model(renamed_stage()), {"investigation": "inquiry"})
        assert [*states(run_id).values()] == [("done", "")] * count
        assert picture() != before
    with work(database.app):
        undo_next(db.session.get_one(MigrationRun, run_id), actor=rector(school), now=LATER, most=1000)
        assert {status for status, _ in states(run_id).values()} == {"undone"}
    with work(database.app):
        assert picture() == before


def test_many_cases_come_back_exactly(database: Place) -> None:
    many(database, 40)


@pytest.mark.long
@pytest.mark.in_turn(2)
def test_five_hundred_cases_come_back_exactly(database: Place) -> None:
    many(database, 500)
