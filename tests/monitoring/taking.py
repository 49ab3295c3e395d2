"""A case with the administration, and what its people do in it by the program's own actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework import clock
from casework.cases import doing, work
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.answers import settled
from casework.people.models import Student, User
from casework.people.queries import person
from casework.records.models import Submission
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.clients import Client
from tests.factories import School, make_case
from tests.filling import EVERYTHING, sign

CLEAR = {"school_did_its_part": "yes", "causal_link": "clear", "proposal": "injunction_with_penalty"}
ASSESSMENT = "compulsory_school_assessment"


def berit(school: School) -> Any:
    """Who works at the administration, as an actor."""
    return person(db.session.get_one(User, school.administration), clock.school_date(clock.now()))


def taken_on(school: School) -> UUID:
    """A case that the administration has taken on."""
    student = db.session.get_one(Student, school.student)
    case = make_case(student=student, stage="compulsory_school_monitoring")
    does(school, case.id, "acceptance", "accepted")
    return case.id


def does(school: School, case_id: UUID, action: str, outcome: str = "") -> None:
    """The administration reports on the open task of the action."""
    is_it = (Task.case_id == case_id) & (Task.action == action) & (Task.status == "open")
    task, now = db.session.scalars(select(Task).where(is_it)).one(), clock.now()
    report = Report(
        "taken" if outcome else "done", clock.school_date(now), outcome, "Underlaget är komplett."
    )
    doing.report_task(locked_case(case_id), task, report, actor=berit(school), now=now)


def assesses(school: School, case_id: UUID, **answers: str) -> None:
    """The administration signs its assessment, or a version that says otherwise."""
    by, now, form = berit(school), clock.now(), catalog().forms[ASSESSMENT]
    signed = (Submission.case_id == case_id) & (Submission.form == ASSESSMENT)
    old = db.session.scalars(select(Submission).where(signed, Submission.status == "finalised")).one_or_none()
    if old is None:
        sign(locked_case(case_id), ASSESSMENT, actor=by, now=now, other={**CLEAR, **answers})
        return
    draft = work.begin_form(locked_case(case_id), form, actor=by, now=now, corrects=old)
    whole = settled(form.in_language("sv"), {**old.answers, **answers}, EVERYTHING)
    work.finalise_form(locked_case(case_id), draft, form, whole, actor=by, now=now)


def notes(who: Client, case_id: UUID, kind: str, status: int = 303, **said: Any) -> Any:
    """Somebody notes it; where it leads, or the page of the answer."""
    return who.send(who.get(f"/cases/{case_id}/monitoring/{kind}/new"), status=status, **said)
