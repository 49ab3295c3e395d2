"""Reads monitoring: what was noted in a case, the matter as rules see it, and all monitored cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.facts import Situation
from casework.cases.models import Case, Visit
from casework.cases.monitored import ASSESSMENT, ORDER, live_acts, monitoring_stages
from casework.cases.monitoring_models import MonitoringAct
from casework.cases.queries import COLUMNS, CaseRow
from casework.cases.student_facts import student_at
from casework.clock import school_date
from casework.engine.conditions import COMPULSORY
from casework.errors import NotHere
from casework.extensions import db
from casework.monitoring.rules import Assessed, Matter
from casework.people.merged import known_again
from casework.people.models import Group, Guardian, Guardianship, Student, Unit, User
from casework.records.models import Submission
from casework.versions.queries import model_of

NOTE = "monitoring:note"
MOST = 500  # cases in the list; an authority monitors far fewer


@dataclass(frozen=True)
class NamedAct:
    """What was noted, with the name of who wrote it."""

    act: MonitoringAct
    by: str


@dataclass(frozen=True)
class Monitored:
    """A case that is monitored: where it belongs, the matter, and since when the authority has it."""

    row: CaseRow
    school: str
    matter: Matter


@dataclass(frozen=True)
class Home:
    """Who answers for the student now, and whom of earlier rows of the student each of them is."""

    guardians: tuple[str, ...]
    same: Mapping[str, str]


def acts_of(case_id: UUID) -> Sequence[NamedAct]:
    """Everything noted in the case, with what was replaced, in the order of the days that it is about."""
    rows = (
        select(MonitoringAct, User.name)
        .join(User, User.id == MonitoringAct.written_by_id)
        .where(MonitoringAct.case_id == case_id)
        .order_by(*ORDER)
    )
    return [NamedAct(*row) for row in db.session.execute(rows)]


def act_in(case_id: UUID, act_id: UUID) -> MonitoringAct:
    """What was noted, if it belongs to the case and nothing has replaced it; else NotHere."""
    live = {one.id: one for one in live_acts([one.act for one in acts_of(case_id)])}
    if act_id not in live:
        raise NotHere
    return live[act_id]


def matter_in(situation: Situation, acts: Sequence[MonitoringAct], guardians: Iterable[str]) -> Matter:
    """The matter of a case that is loaded with all that has happened in it."""
    case = situation.case
    today = situation.facts.today or school_date(case.opened_at)
    signed = [one for one in situation.submissions if one.form == ASSESSMENT and one.round == case.round]
    newest = next((one for one in reversed(signed) if one.status == "finalised"), None)
    since = school_date(situation.visit.entered_at)
    assessed = assessed_in(newest) if newest else Assessed()
    home = Home(tuple(guardians), known_again([situation.student.id])[situation.student.id])
    return _matter(case, situation.student, acts, assessed, home, since, today)


def matters_of(cases: Sequence[tuple[Case, Student]], today: date) -> dict[UUID, Matter]:
    """The matter of each case, in as many queries for many as for one."""
    ids, students = [case.id for case, _ in cases], [student.id for _, student in cases]
    acts, assessed, since, home = _acts(ids), _assessed(ids), _since(ids), _guardians(students)
    same = known_again(students)
    return {
        case.id: _matter(
            case,
            student,
            acts[case.id],
            assessed.get((case.id, case.round), Assessed()),
            Home(tuple(str(one.id) for one in home[student.id]), same[student.id]),
            since.get(case.id, today),
            today,
        )
        for case, student in cases
    }


def _matter(
    case: Case,
    student: Student,
    acts: Sequence[MonitoringAct],
    assessed: Assessed,
    home: Home,
    since: date,
    today: date,
) -> Matter:
    return Matter(
        noted=tuple(live_acts(acts)),
        assessed=assessed,
        guardians=home.guardians,
        same=home.same,
        today=today,
        since=since,
        country=model_of(case.workflow_sha).rules.country,
        is_compulsory=COMPULSORY in student_at(student, today).traits,
    )


def guardians_of(student_id: UUID) -> Sequence[Guardian]:
    """Those at home who answer for the student, by name."""
    return _guardians([student_id])[student_id]


def _acts(case_ids: Collection[UUID]) -> dict[UUID, list[MonitoringAct]]:
    found: dict[UUID, list[MonitoringAct]] = defaultdict(list)
    rows = select(MonitoringAct).where(MonitoringAct.case_id.in_(case_ids))
    for one in db.session.scalars(rows.order_by(*ORDER)):
        found[one.case_id].append(one)
    return found


def _assessed(case_ids: Collection[UUID]) -> dict[tuple[UUID, int], Assessed]:
    """What the newest signed assessment of each round says."""
    signed = (Submission.form == ASSESSMENT) & (Submission.status == "finalised")
    rows = select(Submission).where(Submission.case_id.in_(case_ids), signed)
    return {
        (one.case_id, one.round): assessed_in(one)
        for one in db.session.scalars(rows.order_by(Submission.finalised_at))
    }


def assessed_in(signed: Submission) -> Assessed:
    """What the signed assessment says."""
    return Assessed(
        is_signed=True,
        school_part=str(signed.answers.get("school_did_its_part", "")),
        cause=str(signed.answers.get("causal_link", "")),
        proposal=str(signed.answers.get("proposal", "")),
    )


def _since(case_ids: Collection[UUID]) -> dict[UUID, date]:
    """Since when each case stands where it stands."""
    rows = select(Visit.case_id, Visit.entered_at).where(Visit.case_id.in_(case_ids))
    found = db.session.execute(rows.order_by(Visit.entered_at))
    return {case_id: school_date(entered_at) for case_id, entered_at in found}


def _guardians(student_ids: Collection[UUID]) -> dict[UUID, list[Guardian]]:
    found: dict[UUID, list[Guardian]] = defaultdict(list)
    rows = (
        select(Guardianship.student_id, Guardian)
        .join(Guardian, Guardian.id == Guardianship.guardian_id)
        .where(Guardianship.student_id.in_(student_ids))
        .order_by(Guardian.name, Guardian.id)
    )
    for student_id, guardian in db.session.execute(rows):
        found[student_id].append(guardian)
    return found


def monitored(actor: Person, today: date) -> list[Monitored]:
    """The cases with the authority that the routine monitors where they stand, for who may note there."""
    rows = db.session.execute(
        select(Case, Student, Group.name, Unit.name)
        .join(Student, Student.id == Case.student_id)
        .join(Unit, Unit.id == Student.unit_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(Case.is_handed_over, Case.closed_at.is_(None), scope.within(actor, NOTE, COLUMNS))
        .order_by(Case.number)
    ).all()
    here = [row for row in rows if row[0].stage in monitoring_stages(model_of(row[0].workflow_sha).rules)]
    here = here[:MOST]
    matters = matters_of([(row[0], row[1]) for row in here], today)
    return [
        Monitored(CaseRow(case, student, group or ""), school, matters[case.id])
        for case, student, group, school in here
    ]
