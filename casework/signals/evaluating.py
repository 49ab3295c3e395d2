"""Works out anew what attendance proposes for some students, and keeps it.

What is worked out for touched students only is what working it out for everybody would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import add
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance import queries as attendance
from casework.cases.facts import Situation, kept_of, situations_of
from casework.cases.models import Case
from casework.cases.signal_models import DECIDED, Signal
from casework.cases.signals import KnownSignal, known_signals, signals_by_id
from casework.cases.waiting import note_waiting
from casework.clock import is_evening, school_date
from casework.engine.proposals import Proposal
from casework.engine.workflow import LocalisedWorkflow
from casework.extensions import db
from casework.people.models import Student
from casework.signals.judging import Verdict, judge
from casework.signals.known_student import KnownStudent
from casework.signals.measured import kept_lessons, kept_reading
from casework.signals.opening import Beside, Changes, beside, note_tasks
from casework.signals.routines import models_for, regular_of, schools_of
from casework.signals.surroundings import groups_of, homes_where_asked, known_of, reads_from

AT_ONCE = 500  # students
NOBODY = Person(UUID(int=0), "")  # the program itself: it holds no role


@dataclass(frozen=True)
class Tally:
    """How many signals and tasks have come, gone, and lost the ground on which somebody had acted."""

    arisen: int = 0
    withdrawn: int = 0
    flagged: int = 0
    tasks_opened: int = 0
    tasks_closed: int = 0
    tasks_flagged: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(add, vars(self).values(), vars(other).values()))


@dataclass(frozen=True)
class Day:
    """The day that is read, and whether it is over; `now` is when.

    `since`: the first day for which something else is registered than when the students were read last.
    """

    today: date
    is_over: bool
    now: datetime
    since: date | None = None

    @classmethod
    def at(cls, now: datetime, since: date | None = None) -> Day:
        """The day of the moment; what is registered in the evening is read as of a day that is over."""
        return cls(school_date(now), is_evening(now), now, since)


def evaluate(students: Collection[UUID], day: Day) -> Tally:
    """Works out the signals of the students. Those of a school without a calendar are left as they are."""
    every, total = sorted(students), Tally()
    for begin in range(0, len(every), AT_ONCE):
        total += _evaluate(every[begin : begin + AT_ONCE], day)
    return total


@dataclass(frozen=True)
class _Judged:
    """A student, by which routine, and what its rules say."""

    row: Student
    model: LocalisedWorkflow
    student: KnownStudent
    verdict: Verdict


def _evaluate(ids: Sequence[UUID], day: Day) -> Tally:
    students = _locked(ids)
    schools = schools_of({one.unit_id for one in students}, day.today)
    cases = _open_cases(ids)
    models = models_for(students, schools, cases)
    counted = {one.id: one for one in students if one.id in models}
    if not counted:
        return Tally()
    situations = _situations([case for student, case in cases.items() if student in counted], day.now)
    registers = attendance.registers_of(counted, reads_from(day.today), day.today)
    groups = groups_of({one.group_id for one in counted.values() if one.group_id})
    around = beside([*counted], homes_where_asked(counted.values(), models, day.today))
    is_used_up = any(rule.uses_up for model in models.values() for rule in model.rules.triggers)
    signals = known_signals(counted, with_lessons=is_used_up)
    judged = []
    for one in counted.values():
        model = models[one.id]
        said = around.said(one.id, model.rules.workflow)
        student = KnownStudent(
            workflow=model.rules,
            register=registers[one.id],
            calendar=schools[one.unit_id].calendar,
            today=day.today,
            is_over=day.is_over,
            known=known_of(one, groups, day.today, said),
            situation=situations.get(one.id),
            signals=tuple(signals.get(one.id, ())),
            tasks=tuple(around.tasks.get(one.id, ())),
            reports=tuple(around.reports.get(one.id, ())),
            since=day.since,
            regular=regular_of(one, groups, schools[one.unit_id]),
            marks=said,
        )
        judged.append(_Judged(one, model, student, judge(student)))
    return _keep(judged, around, day)


def _keep(judged: Sequence[_Judged], around: Beside, day: Day) -> Tally:
    """Writes down what the rules say of the students."""
    rows = signals_by_id([row.id for one in judged for row in _changing(one)])
    touched, changes, total = list[Situation](), Changes(), Tally()
    for one in judged:
        done = _keep_signals(one, rows, day)
        touched += [one.student.situation] if one.student.situation and done != Tally() else []
        note_tasks(one.row, one.student, one.model, one.verdict, around, changes, now=day.now)
        total += done
    db.session.flush()
    changes.keep(day.now)
    _tell(touched, day)
    opened = len(changes.new) + len(changes.again)
    return total + Tally(0, 0, 0, opened, len(changes.closed), len(changes.flagged))


def _locked(ids: Sequence[UUID]) -> Sequence[Student]:
    """The students as they are now; nobody changes them meanwhile."""
    locked = select(Student).where(Student.id.in_(ids)).order_by(Student.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def _open_cases(ids: Sequence[UUID]) -> dict[UUID, Case]:
    """The open cases by student, locked: nobody moves them meanwhile."""
    wanted = select(Case).where(Case.student_id.in_(ids), Case.closed_at.is_(None)).order_by(Case.id)
    rows = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True))
    return {case.student_id: case for case in rows}


def _situations(cases: Sequence[Case], now: datetime) -> dict[UUID, Situation]:
    if not cases:
        return {}
    kept = kept_of(cases, school_date(now))
    return {one.student.id: one for one in situations_of(cases, kept, NOBODY, now)}


def _changing(one: _Judged) -> Iterator[KnownSignal]:
    """The signals that are written anew: without ground now, with it again, or arisen once more."""
    yield from one.verdict.groundless
    yield from one.verdict.regained
    named = {(proposal.trigger.id, proposal.key) for proposal, _ in one.verdict.arisen}
    for signal in one.student.signals if named else ():
        if (signal.rule, signal.key) in named and _may_be_measured(signal, one):
            yield signal


def _may_be_measured(signal: KnownSignal, one: _Judged) -> bool:
    return signal.workflow == one.model.rules.workflow and signal.state not in DECIDED


def _keep_signals(one: _Judged, rows: Mapping[UUID, Signal], day: Day) -> Tally:
    gone = [rows[row.id] for row in one.verdict.groundless if row.state != "taken_up"]
    acted_on = [rows[row.id] for row in one.verdict.groundless if row.state == "taken_up"]
    for row in gone:
        row.state, row.changed_at = "withdrawn", day.now
    for row in acted_on:
        row.changed_at = day.now
    for known in one.verdict.regained:
        rows[known.id].changed_at = None
    there = {(row.rule, row.key): row.id for row in one.student.signals if _may_be_measured(row, one)}
    for proposal, state in one.verdict.arisen:
        name = (proposal.trigger.id, proposal.key)
        row = rows[there[name]] if name in there else Signal(student_id=one.row.id, rule=name[0], key=name[1])
        _measure(row, one, proposal, day)
        row.state = state
        db.session.add(row)
    return Tally(sum(1 for _, state in one.verdict.arisen if state == "new"), len(gone), len(acted_on))


def _measure(row: Signal, one: _Judged, proposal: Proposal, day: Day) -> None:
    """Writes down what was read, on which day, by which version of the routine."""
    situation, findings = one.student.situation, one.verdict.findings
    row.workflow, row.workflow_sha = one.model.rules.workflow, one.model.sha
    row.case_id = situation.case.id if situation else None
    row.proposes = proposal.trigger.proposes or ""
    row.on, row.is_over, row.measured_at = day.today, day.is_over, day.now
    row.reading = kept_reading(proposal.reading)
    row.lessons = kept_lessons(findings.look, proposal.reading)
    row.lower = list(findings.unmet) if row.proposes == findings.proposed else []
    row.changed_at = None


def _tell(situations: Sequence[Situation], day: Day) -> None:
    """Notes whom cases wait for, now that something else is proposed."""
    cases = [one.case for one in situations]
    if cases:
        note_waiting(situations_of(cases, kept_of(cases, day.today), NOBODY, day.now), now=day.now)
