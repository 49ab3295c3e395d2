"""What people say of a student for the rules of the routine, as its page lays it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import url_for

from casework.access.policy import Confidentiality, Person, decide, readable, roles_at
from casework.cases.pages.reading import class_note
from casework.cases.queries import routine_of
from casework.clock import school_date
from casework.engine.marks import Sayable, may_say, sayable
from casework.engine.workflow import Workflow
from casework.people import queries as people
from casework.people.models import Student
from casework.signals.finding import DECIDE
from casework.signals.mark_models import CLASSES, StudentMark
from casework.signals.marks import marks_for
from casework.web.dates import day as day_text
from casework.web.dates import moment
from casework.web.languages import language
from casework.web.text import gettext


@dataclass(frozen=True)
class MarkRow:
    """One assessment: what is said, who reads it, why, by whom; why it ended, where that can be done."""

    title: str
    class_note: str
    days: str
    reason: str
    who: str
    ended: str = ""
    end_url: str | None = None


@dataclass(frozen=True)
class MarkPage:
    """Those that hold and those that have ended; whether the routine asks for any, where one is made."""

    holding: tuple[MarkRow, ...]
    ended: tuple[MarkRow, ...]
    is_asked: bool
    new_url: str | None


def classes_of(actor: Person, student: Student) -> tuple[Confidentiality, ...]:
    """The classes of assessments that the actor reads, the wider one first."""
    reads = readable(actor, people.place(student))
    return tuple(one for one in CLASSES if one in reads)


def offered(actor: Person, student: Student, today: date) -> tuple[str, list[Sayable]]:
    """The routine whose rules are read for the student; what the actor may say that is not said already."""
    place, workflow = people.place(student), _routine(student, today)
    if workflow is None or not decide(actor, DECIDE, place).is_allowed:
        return "", []
    held = workflow.held(roles_at(actor, place))
    said = [one for one, _ in marks_for(student.id, classes_of(actor, student))]
    there = {one.mark for one in said if not one.ended_at and one.workflow == workflow.workflow}
    return workflow.workflow, [one for one in sayable(workflow) if one.is_for(held) and one.mark not in there]


def may_end(actor: Person, student: Student, one: StudentMark, today: date) -> bool:
    """Whether the actor may end it: who may say it, by the routine whose rules are read for the student."""
    return _may_end(actor, student, one, _routine(student, today))


def _may_end(actor: Person, student: Student, one: StudentMark, workflow: Workflow | None) -> bool:
    place = people.place(student)
    if not decide(actor, DECIDE, place).is_allowed:
        return False
    if workflow is None or workflow.workflow != one.workflow:
        return True
    return may_say(workflow, one.mark, workflow.held(roles_at(actor, place)))


def value(one: Sayable) -> str:
    """How a form names it."""
    return one.mark or "-"


def _routine(student: Student, today: date) -> Workflow | None:
    """The case's routine, else the school's, in the reader's words."""
    model = routine_of(student, today)
    return model.in_language(language()) if model else None


def mark_page(actor: Person, student: Student, now: datetime) -> MarkPage:
    """The page for who may see the student's attendance."""
    found = marks_for(student.id, classes_of(actor, student))
    workflow = _routine(student, school_date(now))
    _, left = offered(actor, student, school_date(now))
    names = people.names_of(one.ended_by_id for one, _ in found)
    return MarkPage(
        tuple(
            _row(one, name, may_end=_may_end(actor, student, one, workflow))
            for one, name in found
            if not one.ended_at
        ),
        tuple(
            _ended(one, name, names[one.ended_by_id], one.ended_at)
            for one, name in found
            if one.ended_by_id and one.ended_at
        ),
        is_asked=bool(workflow and sayable(workflow)),
        new_url=url_for("signals.new_mark", student_id=student.id) if left else None,
    )


def _row(one: StudentMark, name: str, *, may_end: bool) -> MarkRow:
    url = url_for("signals.end_mark", student_id=one.student_id, mark_id=one.id)
    return MarkRow(
        title=one.title,
        class_note=class_note(one.confidentiality),
        days=gettext("Since %(day)s", day=day_text(one.since)),
        reason=one.reason,
        who=f"{name}, {moment(one.set_at)}",
        end_url=url if may_end else None,
    )


def _ended(one: StudentMark, name: str, by: str, at: datetime) -> MarkRow:
    row = _row(one, name, may_end=False)
    days = gettext("%(first)s to %(last)s", first=day_text(one.since), last=day_text(school_date(at)))
    ended = gettext("Ended by %(name)s: “%(reason)s”", name=by, reason=one.end_reason)
    return replace(row, days=days, ended=ended)
