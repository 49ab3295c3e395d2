"""What people decide on figures about a student: signals taken up, set aside, paused; tasks not needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from casework.cases import signals
from casework.cases import student_tasks as about
from casework.cases.signal_models import Signal
from casework.catalog import catalog
from casework.engine.deadlines import Deadline
from casework.extensions import db
from casework.people.models import Student
from casework.tasks import student_tasks
from casework.tasks.actions import Report
from casework.tasks.student_tasks import Ground
from casework.versions import actions as versions
from tests.factories import NOW

ROUTINE = "nine-weeks"


def decide_on_figures(student: Student, case_id: UUID, **by: Any) -> None:
    """Acts on three of four signals, calls home about one absence, and needs not about another."""
    model = catalog().workflows[ROUTINE]
    for key in ("taken up", "set aside", "paused", "waits"):
        db.session.add(_signal(student.id, key, versions.keep(model)))
    db.session.flush()
    of_student = {one.key: one for one in signals.signals_of([student.id])[student.id]}
    signals.dismiss(of_student["set aside"], "Idrottsdag.", **by)
    until = NOW.date() + timedelta(days=14)
    signals.pause(of_student["paused"], "illness", "Opererad.", until, **by)
    waits = of_student["waits"]
    waits.workflow = "five-step"
    db.session.flush()
    signals.take_up(student.id, case_id, model.rules, "seventh_time", **by)
    _call_home(student.id, versions.keep(model), **by)


def _signal(student_id: UUID, key: str, sha: str) -> Signal:
    return Signal(
        student_id=student_id,
        workflow=ROUTINE,
        workflow_sha=sha,
        rule="seventh_occasion",
        key=key,
        proposes="seventh_time",
        on=NOW.date(),
        is_over=True,
        measured_at=NOW,
        reading={"window": [], "figure": "7", "is_met": True},
        lessons=[{"key": "2026-11-20 480"}],
        lower=[],
        state="new",
    )


def _call_home(student_id: UUID, sha: str, **by: Any) -> None:
    action = catalog().workflows[ROUTINE].rules.action("call_home_first")
    for key in ("first", "second", "third"):
        ground = Ground(student_id, ROUTINE, sha, action.id, key, NOW.date(), ())
        new = student_tasks.New(ground, action, action.by, Deadline(None))
        student_tasks.open_tasks([new], now=NOW)
    first, second, _ = sorted(student_tasks.tasks_about([student_id])[student_id], key=lambda one: one.key)
    about.report(first, action, Report("tried", NOW.date(), "not_reached", "Ingen svarade."), **by)
    about.waive(second, "Hemmet ringde själva.", **by)
