"""What people do around the matrix' cases: tasks, contacts, measures, messages, each text with its canary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.policy import Person
from casework.attachments.files import received
from casework.attendance import leave
from casework.cases import task_care
from casework.cases.facts import situation_of
from casework.cases.measure_models import Measure
from casework.cases.models import Case
from casework.catalog import catalog
from casework.contacts import actions as contacts
from casework.engine.beside import Cohort
from casework.engine.school_calendar import ONE_WEEK
from casework.extensions import db
from casework.letter_kinds import LetterKind
from casework.letters import actions as letters
from casework.letters.writing import Sending
from casework.messages import actions as outgoing
from casework.messages.models import Message
from casework.monitoring import actions as monitoring
from casework.people import queries as people
from casework.people.models import Guardianship, Student
from casework.plans import actions as plans
from casework.plans.actions import FollowUp
from casework.prevention.cohorts import add_members
from casework.prevention.queries import school_for
from casework.signals import marks
from casework.signals.marks import Word

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
Who = Callable[[str], Any]
LETTERS = (
    ("authority_report", "mentor", "school"),
    ("concern_report_summary", "counsellor", "student_health"),
)
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


def begin_letters(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """A letter of each class that is not sent yet."""
    for kind, by, text_class in LETTERS:
        letters.write_letter(case, *_letter(kind, canary(text_class)), actor=who(by), now=NOW)


def send_a_letter(case: Case, by: Person, canary: Callable[[str], str]) -> None:
    """One that was sent; the file is any."""
    said = _letter("authority_report", canary("school"))
    row = letters.write_letter(case, *said, actor=by, now=NOW)
    sending = Sending("internal_mail", NOW.date(), canary("school"))
    with received(BytesIO(canary("school").encode())) as arrived:
        seen = letters.state_of(row)
        letters.send_letter(case, row, sending, seen, arrived, actor=by, now=NOW)


def _letter(kind: str, text: str) -> tuple[LetterKind, letters.Said]:
    found = catalog().letters[kind].in_language("sv")
    return found, letters.Said(found.to[0], text, "sv", address=text, own_text=text)


def follow_up(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """The mentor follows up what the plan has decided, where the case has come so far."""
    for measure in measures_of(case):
        said = FollowUp("partly", "some", "change", NOW.date() + timedelta(days=9), canary("school"))
        plans.follow_up(case, measure, said, seen=str(measure.revision), actor=who("mentor"), now=NOW)


def say_of_the_student(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """An assessment of each class, one that has ended among them, and leave that the mentor asks for."""
    student = db.session.get_one(Student, case.student_id)
    for name, text_class in (("mentor", "school"), ("nurse", "student_health")):
        word = Word("nine-weeks", name, canary(text_class), NOW.date(), canary(text_class), text_class)
        row = marks.set_mark(student, word, actor=who(name), now=NOW)
    marks.end_mark(row, canary("student_health"), actor=who("counsellor"), now=NOW)
    days = leave.Days(NOW.date() + ONE_WEEK, NOW.date() + 2 * ONE_WEEK)
    leave.ask_leave(student, days, canary("school"), actor=who("mentor"), now=NOW)


def marks_about(case_id: UUID) -> dict[str, UUID]:
    """The assessments of the student of the case, by class."""
    student_id = db.session.get_one(Case, case_id).student_id
    return {one.confidentiality: one.id for one in marks.marks_of([student_id])[student_id]}


def monitor_it(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """What the administration notes of the guardian and of the board, where it has the case."""
    if not case.is_handed_over:
        return
    bond = db.session.scalars(select(Guardianship).where(Guardianship.student_id == case.student_id)).one()
    about: dict[str, Any] = {"guardians": (str(bond.guardian_id),), "text": canary("school")}
    board = {"outcome": "more_work", "reference": canary("school"), "text": canary("school")}
    for said in (
        monitoring.Said("asked", NOW.date(), **about),
        monitoring.Said("board", NOW.date(), **board),
    ):
        monitoring.note_act(case, said, actor=who("administration"), now=NOW)


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
