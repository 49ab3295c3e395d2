"""The everyday acts of the matrix' cases, each text with its canary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from casework.access.table import product
from casework.attachments.files import received
from casework.attendance import actions as lessons
from casework.attendance import queries
from casework.attendance.leave_models import StudentLeave
from casework.attendance.marks import kept_said
from casework.cases import (
    around,
    asks,
    concern_files,
    concerns,
    extracts,
    notes,
    signals,
    student_care,
)
from casework.cases import student_tasks as about_students
from casework.cases.act_models import Annulment, Ask, Note, Participant
from casework.cases.annulments import request_annulment
from casework.cases.concern_models import Concern
from casework.cases.contributions import save_contribution
from casework.cases.extract_models import Extract
from casework.cases.extracts import Held, Wanted
from casework.cases.measure_models import Measure
from casework.cases.models import Case
from casework.cases.monitoring_models import MonitoringAct
from casework.cases.moves import locked_case
from casework.cases.signal_models import Signal
from casework.catalog import catalog
from casework.contacts.models import LoggedContact
from casework.engine.deadlines import Deadline
from casework.extensions import db
from casework.forms.answers import settled
from casework.forms.contributed import put_together
from casework.forms.definition import Form
from casework.letters.models import Letter
from casework.people import protecting
from casework.people.models import Guardianship, Student
from casework.people.protection_models import ConflictOfInterest, NamedReader, Withholding
from casework.people.withholding import withhold
from casework.prevention.models import CohortMember
from casework.records import contributions
from casework.records.models import Submission
from casework.tasks import student_tasks
from casework.tasks.actions import Report
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from casework.tasks.student_tasks import Ground
from casework.versions import actions as versions
from tests.filling import EVERYTHING, asked
from tests.matrix.meeting import meet, meeting_ids
from tests.matrix.work import (
    NOW,
    WRITERS,
    Who,
    add_a_task,
    begin_letters,
    follow_up,
    give_up_a_message,
    marks_about,
    monitor_it,
    put_into_a_group,
    say_of_the_student,
    talk_about_it,
)


def act(case_id: UUID, who: Who, canary: Callable[[str], str]) -> None:
    """A note of each class, what somebody asks of others, and a wish to annul the case."""
    case = locked_case(case_id)
    for name, text_class in WRITERS.items():
        said: dict[str, Any] = {"confidentiality": text_class, "happened_on": NOW.date()}
        notes.write_note(case, canary(text_class), **said, actor=who(name), now=NOW)
    if not case.is_handed_over:
        add_a_task(case, who, canary)
    who_comes = around.Somebody("Disa Utanverk", canary("case"), "070-174 06 40")
    around.add_participant(case, who_comes, NOW.date(), actor=who("health_team"), now=NOW)
    around.name_responsible(case, who("nurse").id, actor=who("rector"), now=NOW)
    talk_about_it(case, who, canary)
    begin_letters(case, who, canary)
    put_into_a_group(case, who)
    _keep_from_the_stranger(case, who)
    _keep_from_the_home(case, who, canary)
    _ask(case, who, canary)
    follow_up(case, who, canary)
    report_worries(case, who, canary)
    miss_a_lesson(case_id, who, canary)
    say_of_the_student(case, who, canary)
    give_up_a_message(case, who, canary)
    monitor_it(case, who, canary)
    meet(case, who, canary)
    request_annulment(case, canary("case"), actor=who("mentor"), now=NOW)


def _ask(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """The mentor asks for help; the team asks the principal for something that the mentor may not read."""
    said: dict[str, Any] = {"confidentiality": "school", "actor": who("mentor"), "now": NOW}
    asks.ask_others(case, asks.HELP, canary("school"), **said)
    if not case.is_handed_over:
        said |= {"confidentiality": "student_health", "actor": who("health_team")}
        asks.ask_others(case, "close__closed", canary("student_health"), **said)


def report_worries(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """The subject teacher, who reads nothing of the case, has signed, corrects and begins reports."""
    form, by = catalog().forms["concern_report"], who("subject_teacher")
    rules = form.in_language("sv")
    about, said = concerns.About(case.student_id, form), {"actor": by, "now": NOW}
    answers = asked(rules, {"what_seen": canary("reported"), "child_says": canary("reported")})
    row = concerns.save_draft(about, answers, page=contributions.Page(uuid4()), **said)
    with received(BytesIO(canary("reported").encode())) as arrived:
        concern_files.attach_to_report(
            row, "concern", row.confidentiality, canary("reported"), arrived, now=NOW
        )
    whole = settled(rules, answers, EVERYTHING)
    concerns.sign(row, whole, seen=str(row.revision), role="subject_teacher", **said)
    corrected = {**answers, "what_seen": canary("begun"), "child_says": canary("begun")}
    concerns.save_draft(replace(about, corrects=row), corrected, page=contributions.Page(uuid4()), **said)
    begun = {**answers, "what_seen": canary("begun"), "child_says": canary("begun")}
    concerns.save_draft(about, begun, page=contributions.Page(uuid4()), **said)


def _keep_from_the_stranger(case: Case, who: Who) -> None:
    """A naming and a conflict of somebody whom no role brings near: rows for addresses to name."""
    student = db.session.get_one(Student, case.student_id)
    said: dict[str, Any] = {"actor": who("rector"), "now": NOW}
    protecting.name_reader(student, who("stranger").id, NOW.date(), **said)
    protecting.state_conflict(student, who("stranger").id, **said)


def _keep_from_the_home(case: Case, who: Who, canary: Callable[[str], str]) -> None:
    """An answer that is kept from the guardian; why is for who decides about those at home."""
    bond = db.session.scalars(select(Guardianship).where(Guardianship.student_id == case.student_id)).one()
    said: dict[str, Any] = {"actor": who("rector"), "now": NOW}
    withhold(bond, "student_guardian_checklist", ["s_own_explanation"], canary("home"), **said)


def miss_a_lesson(case_id: UUID, who: Who, canary: Callable[[str], str]) -> None:
    """An absence with the reason that somebody has given for it, and a signal that somebody has dismissed."""
    student = db.session.get_one(Student, locked_case(case_id).student_id)
    lesson = lessons.schedule(student.group_id, NOW.date(), 480, 60, subject="NO")
    said, by = {student.id: lessons.Said("absent")}, {"actor": who("mentor"), "now": NOW}
    others = {one: lessons.Said("unknown") for one in queries.students_of(lesson) - {student.id}}
    had = {one: kept_said(row) for one, row in queries.entries_of(lesson).items()}
    lessons.register_lesson(lesson, others | had | said, **by)
    lessons.decide_validity(lesson, student.id, "valid", canary("school"), **by)
    row = Signal(
        student_id=student.id,
        case_id=case_id,
        workflow="nine-weeks",  # a routine that counts, and says who may silence a rule
        workflow_sha=versions.keep(catalog().workflows["nine-weeks"]),
        rule="seventh_occasion",
        key="seventh_occasion",
        proposes="seventh_time",
        on=NOW.date(),
        is_over=True,
        measured_at=NOW,
        reading={"window": [], "inner": [], "figure": "", "unit": "", "unread": "", "is_met": True},
        lessons=[],
        lower=[],
        state="new",
    )
    db.session.add(row)
    _call_about_it(row, who, canary)
    signals.dismiss(row, canary("school"), actor=who("rector"), now=NOW)


def _call_about_it(row: Signal, who: Who, canary: Callable[[str], str]) -> None:
    """A task beside the case, with what the mentor has noted about an attempt, and why it is put off."""
    rules = catalog().workflows["nine-weeks"].rules
    action = rules.action("call_home_first")
    ground = Ground(row.student_id, row.workflow, row.workflow_sha, action.id, "first", row.on, ())
    new = student_tasks.New(ground, action, action.by, Deadline(row.on))
    student_tasks.open_tasks([new], now=NOW)
    task = student_tasks.tasks_about([row.student_id])[row.student_id][0]
    tried = Report("tried", NOW.date(), "not_reached", canary("school"))
    about_students.report(task, action, tried, actor=who("mentor"), now=NOW)
    student = db.session.get_one(Student, row.student_id)
    later: dict[str, Any] = {"actor": who("mentor"), "now": NOW}
    until = "extended", NOW.date() + timedelta(days=7), canary("school")
    student_care.put_off(student, task, (rules, action), until, **later)


def contribute(case_id: UUID, who: Who, canary: Callable[[str], str]) -> None:
    """The subject teacher gives a row to the initial mapping."""
    case, (task,) = locked_case(case_id), _asked(case_id)
    rows = [{"subject": "NO", "picture": canary("own")}]
    said: dict[str, Any] = {"page": contributions.Page(uuid4()), "colleagues": []}
    view = {"teacher_reports": rows}
    save_contribution(case, task, view, given=view, **said, actor=who("subject_teacher"), now=NOW)


def with_given(case_id: UUID, form: Form, answers: dict[str, Any]) -> tuple[dict[str, Any], list[UUID]]:
    """The answers with what others have given to the form, and what that was."""
    found = contributions.given_to(case_id, form.id, 1)
    whole = put_together(form, answers, (one.given or {} for one in found))
    return whole, [one.id for one in found]


def _asked(case_id: UUID) -> Sequence[Task]:
    asked = select(Task).where(Task.case_id == case_id, Task.action == "teachers_view")
    return db.session.scalars(asked).all()


def ids(case_id: UUID) -> dict[str, dict[str, UUID]]:
    """What addresses about the acts name."""
    return {
        "contact_id": {one.confidentiality: one.id for one in _rows(LoggedContact, case_id)},
        "letter_id": {f"{one.kind} {one.status}": one.id for one in _rows(Letter, case_id)},
        "measure_id": {str(place): one.id for place, one in enumerate(_rows(Measure, case_id))},
        "act_id": {one.kind: one.id for one in _rows(MonitoringAct, case_id)},
        "note_id": {one.confidentiality: one.id for one in _rows(Note, case_id)},
        "participant_id": {"any": _rows(Participant, case_id)[0].id},
        "asked_id": {f"{one.round}": one.id for one in _asked(case_id)},
        "ask_id": {one.confidentiality: one.id for one in _rows(Ask, case_id)},
        "annulment_id": {"any": _rows(Annulment, case_id)[0].id},
        "reader_id": {"any": _about_student(NamedReader, case_id)},
        "bond_id": {"any": _about_student(Guardianship, case_id)},
        "extract_id": {one.kind: one.id for one in _rows(Extract, case_id)},
        "withholding_id": {"any": _withheld(case_id)},
        "student_task_id": {"any": _about_student(StudentTask, case_id)},
        "leave_id": {"any": _about_student(StudentLeave, case_id)},
        "mark_id": marks_about(case_id),
        "signal_id": {"any": _about_student(Signal, case_id)},
        "concern_id": {"signed": _signed(case_id)},
        "begun_id": {"correction": _correction(case_id)},
        "concern_file_id": {"any": concern_files.files_of(_signed(case_id))[0].file_id},
        "conflict_id": {"any": _about_student(ConflictOfInterest, case_id)},
        "member_id": {"any": _about_student(CohortMember, case_id)},
        **meeting_ids(case_id),
    }


def release(world_canaries: dict[str, tuple[str, str]], case_id: UUID, place: str, who: Who) -> None:
    """The counsellor releases one text of student health to the school, which reads it from then on.

    Nothing where the case has not come so far that there is such a text.
    """
    signed = db.session.scalars(
        select(Submission).where(Submission.case_id == case_id, Submission.form == "school_social_mapping")
    ).one_or_none()
    if signed is None:
        return
    text = str(signed.answers["wellbeing"])
    said = ("school", "school", "Granbackaskolan", None, "general_clause", None, "Morgnarna.")
    held = Held({"wellbeing": "student_health"}, {"school"}, product().grounds_in("SE", "sv"), "SE")
    by: dict[str, Any] = {"actor": who("counsellor"), "now": NOW}
    extracts.release_extract(locked_case(case_id), signed, Wanted(("wellbeing",), *said), held, **by)
    assert world_canaries[text] == (place, "student_health")
    world_canaries[text] = (place, "school")


def _about_student(kind: Any, case_id: UUID) -> UUID:
    of_case = select(Case.student_id).where(Case.id == case_id).scalar_subquery()
    return db.session.scalars(select(kind.id).where(kind.student_id == of_case)).one()


def _signed(case_id: UUID) -> UUID:
    of_case = select(Case.student_id).where(Case.id == case_id).scalar_subquery()
    signed = select(Concern.id).where(Concern.student_id == of_case, Concern.signed_at.is_not(None))
    return db.session.scalars(signed).one()


def _correction(case_id: UUID) -> UUID:
    begun = select(Concern.id).where(Concern.corrects_id == _signed(case_id))
    return db.session.scalars(begun).one()


def _withheld(case_id: UUID) -> UUID:
    rows = select(Withholding.id).join(Guardianship).join(Case, Case.student_id == Guardianship.student_id)
    return db.session.scalars(rows.where(Case.id == case_id)).one()


def _rows(kind: Any, case_id: UUID) -> list[Any]:
    return list(db.session.scalars(select(kind).where(kind.case_id == case_id)))
