"""Compares with the history what was done about students outside their cases: on signals, and on tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.cases.signal_models import DECIDED, Signal
from casework.cases.signed import delay_content, milestone_content, waiver_content
from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound
from casework.tasks.student_models import StudentReport, StudentTask, StudentTaskDelay

ON_SIGNAL = "decision on a signal"

# Event → what its row is called, and which word of the event holds the row's id.
_BINDS: Mapping[str, tuple[str, str]] = {
    What.SIGNAL_TAKEN_UP: (ON_SIGNAL, "signal"),
    What.SIGNAL_DISMISSED: (ON_SIGNAL, "signal"),
    What.SIGNAL_PAUSED: (ON_SIGNAL, "signal"),
    What.STUDENT_TASK_REPORTED: ("report about a student", "report"),
    What.STUDENT_TASK_REOPENED: ("report about a student", "report"),
    What.STUDENT_TASK_WAIVED: ("waiver about a student", "task"),
    What.STUDENT_TASK_PUT_OFF: ("delay about a student", "delay"),
}
# What begins and ends a waiver: only what ends it names a report.
_WAIVERS: Mapping[str, tuple[str, str]] = dict.fromkeys(
    (What.STUDENT_TASK_WAIVED, What.STUDENT_TASK_REOPENED), ("waiver about a student", "task")
)


def signal_content(row: Signal) -> str:
    """What was proposed for whom on which figures, and who decided what about it, when and why."""
    return content(
        student=row.student_id,
        case=row.case_id,
        workflow=row.workflow,
        workflow_sha=row.workflow_sha,
        rule=row.rule,
        key=row.key,
        proposes=row.proposes,
        on=row.on,
        is_over=row.is_over,
        measured_at=row.measured_at,
        reading=row.reading,
        lessons=row.lessons,
        lower=row.lower,
        state=row.state,
        decided_at=row.decided_at,
        decided_by=row.decided_by_id,
        cause=row.cause,
        reason=row.reason,
        quiet_until=row.quiet_until,
    )


def faults() -> Iterator[str]:
    """Every decision and report that is missing, changed or without its event; told by id."""
    try:
        yield from row_faults(_told(), kept())
    except UNREADABLE as error:
        yield f"what was done about students cannot be read: {type(error).__name__}"


def _told() -> Contents:
    """What events tell of; a task that was opened again is not waived any more."""
    lifted = {key for key, report in bound(_WAIVERS, "report").items() if report}
    return {key: said for key, said in bound(_BINDS).items() if key not in lifted}


def kept() -> Contents:
    """The rows that an event has to tell of, with the hashes of what they say now."""
    found: Contents = {}
    for signal in db.session.scalars(select(Signal).where(Signal.state.in_(DECIDED))):
        found[ON_SIGNAL, str(signal.id)] = signal_content(signal)
    for report in db.session.scalars(select(StudentReport)):
        found["report about a student", str(report.id)] = milestone_content(report)
    for delay in db.session.scalars(select(StudentTaskDelay)):
        found["delay about a student", str(delay.id)] = delay_content(delay)
    for task in db.session.scalars(select(StudentTask).where(StudentTask.status == "waived")):
        found["waiver about a student", str(task.id)] = waiver_content(task)
    return found
