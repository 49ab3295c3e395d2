"""Works out anew what attendance proposes for some students, and keeps it.

What is worked out for touched students only is what working it out for everybody would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import add
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance import queries as attendance
from casework.attendance.calendars import calendars_for
from casework.cases.facts import Situation, kept_of, situations_of
from casework.cases.models import Case
from casework.cases.signal_models import DECIDED, Signal
from casework.cases.signals import signals_of
from casework.cases.waiting import note_waiting
from casework.clock import is_evening, school_date
from casework.engine.deadlines import Regular
from casework.engine.proposals import Proposal
from casework.engine.school_calendar import SchoolCalendar
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.people.models import Student, Unit
from casework.people.regular_times import kept
from casework.signals import judging
from casework.signals.judging import Verdict, judge
from casework.signals.measured import kept_lessons, kept_reading
from casework.signals.opening import beside, keep_tasks
from casework.signals.surroundings import Groups, groups_of, homes_where_asked, known_of, reads_from
from casework.tasks import student_tasks
from casework.versions import actions as versions
from casework.versions.queries import model_in, model_of, models_on

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
class _School:
    """What holds for all students of a school."""

    model: LocalisedWorkflow | None
    calendar: SchoolCalendar
    team_weekday: int | None


def _evaluate(ids: Sequence[UUID], day: Day) -> Tally:
    students = _locked(ids)
    schools = _schools({one.unit_id for one in students}, day.today)
    cases = _open_cases(ids)
    models = _models(students, schools, cases)
    counted = {one.id: one for one in students if one.id in models}
    if not counted:
        return Tally()
    situations = _situations([case for student, case in cases.items() if student in counted], day.now)
    registers = attendance.registers_of(counted, reads_from(day.today), day.today)
    groups = groups_of({one.group_id for one in counted.values() if one.group_id})
    around = beside([*counted], homes_where_asked(counted.values(), models, day.today))
    signals, total = _signals(counted, models.values()), Tally()
    touched, new = list[Situation](), list[student_tasks.New]()
    for one in counted.values():
        model, situation = models[one.id], situations.get(one.id)
        said = around.said(one.id, model.rules.workflow)
        student = judging.Student(
            workflow=model.rules,
            register=registers[one.id],
            calendar=schools[one.unit_id].calendar,
            today=day.today,
            is_over=day.is_over,
            known=known_of(one, groups, day.today, said),
            situation=situation,
            signals=tuple(signals.get(one.id, ())),
            tasks=tuple(around.tasks.get(one.id, ())),
            reports=tuple(around.reports.get(one.id, ())),
            since=day.since,
            regular=_regular(one, groups, schools[one.unit_id]),
            marks=said,
        )
        verdict = judge(student)
        done = _keep(one, student, model, verdict, day)
        touched += [situation] if situation and done != Tally() else []
        again, more = keep_tasks(one, student, model, verdict, around, now=day.now)
        tasks = Tally(0, 0, 0, again + len(more), len(verdict.closed), len(verdict.flagged))
        total += done + tasks
        new += more
    student_tasks.open_tasks(new, now=day.now)
    _tell(touched, day)
    return total


def _locked(ids: Sequence[UUID]) -> Sequence[Student]:
    """The students as they are now; nobody changes them meanwhile."""
    locked = select(Student).where(Student.id.in_(ids)).order_by(Student.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def _signals(students: Collection[UUID], models: Iterable[LocalisedWorkflow]) -> dict[UUID, list[Signal]]:
    """The signals, without what was measured then: only rules that use an absence once ask which it was."""
    is_used_up = any(rule.uses_up for model in models for rule in model.rules.triggers)
    lessons = () if is_used_up else (Signal.lessons,)
    return signals_of(students, later=(Signal.reading, Signal.lower, *lessons))


def _open_cases(ids: Sequence[UUID]) -> dict[UUID, Case]:
    """The open cases by student, locked: nobody moves them meanwhile."""
    wanted = select(Case).where(Case.student_id.in_(ids), Case.closed_at.is_(None)).order_by(Case.id)
    rows = db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True))
    return {case.student_id: case for case in rows}


def _models(
    students: Sequence[Student], schools: Mapping[UUID, _School], cases: Mapping[UUID, Case]
) -> dict[UUID, LocalisedWorkflow]:
    """The routine that is read for each student for whom one counts; its text is kept for what follows."""
    read = {one.id: _model(one, schools[one.unit_id], cases) for one in students}
    found = {student_id: model for student_id, model in read.items() if model}
    for model in {one.sha: one for one in found.values()}.values():
        versions.keep(model)
    return found


def _model(student: Student, school: _School, cases: Mapping[UUID, Case]) -> LocalisedWorkflow | None:
    """The routine that is read for the student: the case's, else the school's; none where none counts."""
    case = cases.get(student.id)
    model = model_of(case.workflow_sha) if case else school.model
    return model if model and _counts(model.rules) and school.calendar.terms else None


def _counts(workflow: Workflow) -> bool:
    """Whether the routine has a rule that is read by itself."""
    return bool(workflow.triggers or workflow.each_time or any(duty.when for duty in workflow.duties))


def _schools(units: Collection[UUID], today: date) -> dict[UUID, _School]:
    offered = models_on(today)
    rows = db.session.scalars(select(Unit).where(Unit.id.in_(units))).all()
    calendars = calendars_for(rows)
    return {one.id: _School(model_in(offered, one), calendars[one.id], one.team_weekday) for one in rows}


def _situations(cases: Sequence[Case], now: datetime) -> dict[UUID, Situation]:
    if not cases:
        return {}
    kept = kept_of(cases, school_date(now))
    return {one.student.id: one for one in situations_of(cases, kept, NOBODY, now)}


def _regular(student: Student, groups: Groups, school: _School) -> dict[str, Regular]:
    """When the class has mentor time and the team of the school meets."""
    group = groups.get(student.group_id or student.id)
    weekday, clock = (group.mentor_weekday, group.mentor_clock) if group else (None, "")
    return kept(weekday, clock, school.team_weekday)


def _keep(
    one: Student, student: judging.Student, model: LocalisedWorkflow, verdict: Verdict, day: Day
) -> Tally:
    gone = [row for row in verdict.groundless if row.state != "taken_up"]
    acted_on = [row for row in verdict.groundless if row.state == "taken_up"]
    for row in gone:
        row.state, row.changed_at = "withdrawn", day.now
    for row in acted_on:
        row.changed_at = day.now
    mine = [row for row in student.signals if row.workflow == model.rules.workflow]
    rows = {(row.rule, row.key): row for row in mine if row.state not in DECIDED}
    for proposal, state in verdict.arisen:
        name = (proposal.trigger.id, proposal.key)
        row = rows.get(name) or Signal(student_id=one.id, rule=name[0], key=name[1])
        _measure(row, student, model, verdict, proposal, day)
        row.state = state
        db.session.add(row)
    return Tally(sum(1 for _, state in verdict.arisen if state == "new"), len(gone), len(acted_on))


def _measure(
    row: Signal,
    student: judging.Student,
    model: LocalisedWorkflow,
    verdict: Verdict,
    proposal: Proposal,
    day: Day,
) -> None:
    """Writes down what was read, on which day, by which version of the routine."""
    row.workflow, row.workflow_sha = model.rules.workflow, model.sha
    row.case_id = student.situation.case.id if student.situation else None
    row.proposes = proposal.trigger.proposes or ""
    row.on, row.is_over, row.measured_at = day.today, day.is_over, day.now
    row.reading = kept_reading(proposal.reading)
    row.lessons = kept_lessons(verdict.findings.look, proposal.reading)
    row.lower = list(verdict.findings.unmet) if row.proposes == verdict.findings.proposed else []
    row.changed_at = None


def _tell(situations: Sequence[Situation], day: Day) -> None:
    """Notes whom cases wait for, now that something else is proposed."""
    db.session.flush()
    cases = [one.case for one in situations]
    if cases:
        note_waiting(situations_of(cases, kept_of(cases, day.today), NOBODY, day.now), now=day.now)
