"""What people do around the matrix' cases: tasks, contacts, measures, messages, each text with its canary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from casework.cases import task_care
from casework.cases.facts import situation_of
from casework.cases.measure_models import Measure
from casework.cases.models import Case
from casework.contacts import actions as contacts
from casework.engine.beside import Cohort
from casework.engine.school_calendar import ONE_WEEK
from casework.extensions import db
from casework.messages import actions as outgoing
from casework.messages.models import Message
from casework.people import queries as people
from casework.people.models import Guardianship, Student
from casework.plans import actions as plans
from casework.plans.actions import FollowUp
from casework.prevention.cohorts import add_members
from casework.prevention.queries import school_for

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Who = Callable[[str], Any]
WRITERS = {"mentor": "school", "counsellor": "student_health", "nurse": "medical"}


def measures_of(case: Case) -> Sequence[Measure]:
    """What the plans of the case have decided."""
    return db.session.scalars(select(Measure).where(Measure.case_id == case.id)).all()


def add_a_task(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """A task that the principal adds, and that who is responsible for the stage lets rest."""
    wanted = task_care.Wanted(canary("case"), ("mentor",), due_on=NOW.date())
    task = task_care.add_task(case, wanted, actor=who("rector"), now=NOW)
    (role,) = task_care.deciders(situation_of(case, who("rector"), NOW), task)
    said: dict[str, Any] = {"actor": who(role.removeprefix("student_")), "now": NOW}
    task_care.put_off(case, task, "paused", NOW.date() + ONE_WEEK, canary("case"), **said)


def talk_about_it(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """A contact of each class: with whom, what was agreed and what was said."""
    student = db.session.get_one(Student, case.student_id)
    about = contacts.About(student, case.id, people.place(student, case.is_handed_over), "mentor")
    for name, text_class in WRITERS.items():
        told = dict.fromkeys(("party_name", "agreement", "note"), canary(text_class))
        said = contacts.Said(NOW, "other", "agreed", text_class, **told)
        contacts.log_contact(about, said, actor=who(name), now=NOW)


def follow_up(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """The mentor follows up what the plan has decided, where the case has come so far."""
    for measure in measures_of(case):
        said = FollowUp("partly", "some", "change", NOW.date() + timedelta(days=9), canary("school"))
        plans.follow_up(case, measure, said, seen=str(measure.revision), actor=who("mentor"), now=NOW)


def put_into_a_group(case: Case, who: Who) -> None:
    """The principal has put the student into a group of preventive work."""
    student, rector = db.session.get_one(Student, case.student_id), who("rector")
    school = school_for(rector, student.unit_id, NOW.date())
    group = Cohort(id="project_group", title="Projektgruppen")
    add_members(school, group, [student], NOW.date(), actor=rector, now=NOW)


def give_up_a_message(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """A notice to the home that could not be sent, with what an administrator has written about that."""
    bond = db.session.scalars(select(Guardianship).where(Guardianship.student_id == case.student_id)).one()
    row = Message(
        id=uuid4(),
        kind="absence",
        state="dead",
        student_id=case.student_id,
        guardian_id=bond.guardian_id,
        on=NOW.date(),
        channels=["sms"],
        opened_at=NOW,
        due_at=NOW,
        answer="no_number",
    )
    db.session.add(row)
    db.session.flush()
    outgoing.give_up(row.id, canary("case"), actor=who("administrator"), now=NOW)
