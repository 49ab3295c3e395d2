"""Running cases on other versions than one that they could go on with, and the runs that let them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import defer

from casework.access import scope
from casework.access.policy import Person
from casework.cases.migrating import MAY
from casework.cases.migration_models import CaseMigration, MigrationRun
from casework.cases.models import Case
from casework.cases.queries import COLUMNS
from casework.extensions import db
from casework.people.models import Group, Student, User
from casework.versions.models import WorkflowVersion
from casework.versions.queries import Version, earlier, version_by, versions

MOST = 500  # cases looked at together; the others come when these have gone on


@dataclass(frozen=True)
class Running:
    """An open case with whom it is about."""

    case: Case
    student: Student
    group: str

    @property
    def name(self) -> str:
        """The student with the class."""
        return f"{self.student.name}, {self.group}" if self.group else self.student.name


def running_elsewhere(actor: Person, workflow: str, sha: str) -> tuple[list[Running], int]:
    """The actor's open cases on other versions of the routine, the oldest first; and how many there are."""
    where = _elsewhere(actor, workflow, sha)
    total = select(func.count()).select_from(Case).join(Student, Student.id == Case.student_id)
    total = total.join(WorkflowVersion, WorkflowVersion.sha == Case.workflow_sha).where(where)
    rows = db.session.execute(
        select(Case, Student, Group.name)
        .join(Student, Student.id == Case.student_id)
        .join(WorkflowVersion, WorkflowVersion.sha == Case.workflow_sha)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(where)
        .order_by(Case.number)
        .limit(MOST)
    )
    return [Running(case, student, group or "") for case, student, group in rows], db.session.scalar(
        total
    ) or 0


def open_cases_on(shas: Iterable[str]) -> Counter[str]:
    """How many open cases stand on each of the texts."""
    on_one = Case.workflow_sha.in_([*shas]) & Case.closed_at.is_(None)
    rows = select(Case.workflow_sha, func.count()).where(on_one).group_by(Case.workflow_sha)
    return Counter({row[0]: row[1] for row in db.session.execute(rows)})


def all_versions() -> dict[str, list[Version]]:
    """Every version that there is or that a case has run on, by routine, the newest first."""
    found = {name: [*of_one] for name, of_one in versions().items()}
    known = {one.model.sha for of_one in found.values() for one in of_one}
    ran = select(Case.workflow_sha).where(Case.workflow_sha.not_in(known)).distinct()
    for version in map(earlier, db.session.scalars(ran).all()):
        found.setdefault(version.model.rules.workflow, []).append(version)
    return {
        name: sorted(of_one, key=lambda one: one.number, reverse=True)
        for name, of_one in sorted(found.items())
    }


def any_version(sha: str) -> Version | None:
    """The version with that text, where it is there or a case has run on it."""
    ran = select(Case.id).where(Case.workflow_sha == sha).limit(1)
    return version_by(sha) or (earlier(sha) if db.session.scalar(ran) is not None else None)


def counts_elsewhere(actor: Person, in_force: dict[str, str]) -> Counter[str]:
    """How many open cases of the actor's each routine has on other versions than the one in force."""
    rows = db.session.execute(
        select(WorkflowVersion.workflow, WorkflowVersion.sha, func.count())
        .select_from(Case)
        .join(Student, Student.id == Case.student_id)
        .join(WorkflowVersion, WorkflowVersion.sha == Case.workflow_sha)
        .where(Case.closed_at.is_(None), scope.within(actor, MAY, COLUMNS))
        .group_by(WorkflowVersion.workflow, WorkflowVersion.sha)
    )
    found: Counter[str] = Counter()
    for workflow, sha, count in rows:
        found[workflow] += count if in_force.get(workflow, sha) != sha else 0
    return found


def _elsewhere(actor: Person, workflow: str, sha: str) -> ColumnElement[bool]:
    is_open = Case.closed_at.is_(None) & scope.within(actor, MAY, COLUMNS)
    return is_open & (WorkflowVersion.workflow == workflow) & (Case.workflow_sha != sha)


@dataclass(frozen=True)
class RunRow:
    """A case of a run with how that went."""

    migration: CaseMigration
    case: Case
    student: Student
    group: str

    @property
    def name(self) -> str:
        """The student with the class."""
        return f"{self.student.name}, {self.group}" if self.group else self.student.name


def run_for(actor: Person, run_id: UUID) -> tuple[MigrationRun, str, list[RunRow]] | None:
    """The run, who began it, and its cases that the actor may migrate; None where there are no such."""
    rows = db.session.execute(
        select(MigrationRun, User.name, CaseMigration, Case, Student, Group.name)
        .options(defer(CaseMigration.before))
        .join(User, User.id == MigrationRun.by_id)
        .join(CaseMigration, CaseMigration.run_id == MigrationRun.id)
        .join(Case, Case.id == CaseMigration.case_id)
        .join(Student, Student.id == Case.student_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(MigrationRun.id == run_id, scope.within(actor, MAY, COLUMNS))
        .order_by(Student.search_name, Case.number)
    ).all()
    if not rows:
        return None
    return rows[0][0], rows[0][1], [RunRow(row[2], row[3], row[4], row[5] or "") for row in rows]


def is_run_for(actor: Person, run_id: UUID) -> bool:
    """Whether the run has a case that the actor may migrate."""
    found = select(CaseMigration.id).join(Case, Case.id == CaseMigration.case_id)
    found = found.join(Student, Student.id == Case.student_id)
    mine = (CaseMigration.run_id == run_id) & scope.within(actor, MAY, COLUMNS)
    return db.session.scalar(found.where(mine).limit(1)) is not None


def runs_of(actor: Person, *, limit: int) -> Sequence[tuple[MigrationRun, int]]:
    """The latest runs with cases of the actor's, and how many those are."""
    rows = db.session.execute(
        select(MigrationRun, func.count())
        .join(CaseMigration, CaseMigration.run_id == MigrationRun.id)
        .join(Case, Case.id == CaseMigration.case_id)
        .join(Student, Student.id == Case.student_id)
        .where(scope.within(actor, MAY, COLUMNS))
        .group_by(MigrationRun.id)
        .having(func.count() > 1)
        .order_by(MigrationRun.at.desc())
        .limit(limit)
    )
    return [(run, count) for run, count in rows]
