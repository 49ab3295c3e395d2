"""Makes the world of the matrix by the program's own actions, with a canary in every text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from casework.cases import actions, consents, doing, work
from casework.cases.approvals import decide_approval
from casework.cases.models import Approval, Consent
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.answers import settled
from casework.messages.staff import Wanted, want
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.records import actions as records
from casework.records import together
from casework.records.models import Submission
from casework.records.together import Sent
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.attachments.attaching import attach_canaries
from tests.factories import make_school, make_student
from tests.factories import work as unit
from tests.filling import EVERYTHING, asked
from tests.matrix.acts import act, contribute, ids, release, with_given
from tests.matrix.elsewhere import taken
from tests.matrix.work import send_a_letter
from tests.matrix.world import NOW, Cell, World

HANDED_OVER = ("compulsory_school_monitoring",)
STAGES = ("report", "mapping", "investigation", "analysis", *HANDED_OVER)
ROLES = (
    "mentor other_mentor subject_teacher counsellor nurse health_team rector administration "
    "administrator stranger"
)


def make_world(app: Flask) -> World:
    """The world, made by the program's own actions."""
    with unit(app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        unit_of, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        born = date(2011, 5, 5)
        second = make_student(unit=unit_of, group=group, given="Vidar", family="Låtsberg", born=born)
        third = make_student(unit=unit_of, group=group, given="Viola", family="Attrappmo", born=born)
        world = World({name: getattr(school, name) for name in ROLES.split()}, {})
        _write_to(world)
        for place, who in (("school", student), ("authority", second)):
            Maker(world, place, who).make()
            world.cases[place].classmate = third.id
    return world


def _write_to(world: World) -> None:
    """Everybody wants every mail there is."""
    for name, user_id in world.people.items():
        want(user_id, Wanted(f"{name}@exempel.test", 8, is_told_at_once=True))


def make_stage(app: Flask, stage: str) -> World:
    """The same people around one case, which stands at the stage."""
    with unit(app):
        school = make_school()
        world = World({name: getattr(school, name) for name in ROLES.split()}, {})
        StageMaker(world, stage, db.session.get_one(Student, school.student)).make()
    return world


class Maker:
    """Brings one case to where it is wanted, with a canary in every text."""

    def __init__(self, world: World, place: str, student: Student) -> None:
        self.world, self.place, self.student = world, place, student

    def make(self) -> None:
        """Opens the case and brings it there."""
        word = self.world.canary
        model = catalog().workflows["five-step"]
        reason = word(self.place, "case")
        case = actions.open_case(
            self.student, model, "report", reason=reason, actor=self.who("mentor"), now=NOW
        )
        self.case_id = case.id
        self.world.cases[self.place] = Cell(case.id, self.student.id)
        self._work_through()
        self._record_ids()

    def _work_through(self) -> None:
        """At the school: a pending request in the analysis; else handed over."""
        for go in self.ways[:3]:
            go()
        self.ask_to_hand_over()
        if self.place == "authority":
            self.approve()
        self.attach()
        if self.place == "school":
            self.draft()
        self.act()
        sender = "mentor" if self.place == "school" else "administration"
        send_a_letter(locked_case(self.case_id), self.who(sender), partial(self.world.canary, self.place))

    @property
    def ways(self) -> tuple[Callable[[], None], ...]:
        """From each stage to the next."""
        return self.to_mapping, self.to_investigation, self.to_analysis, self.to_monitoring

    def to_mapping(self) -> None:
        """The first concern is told."""
        self.sign("mentor", "student_guardian_checklist")
        self._report("mentor")
        self.move("health_team", "start_mapping")

    def to_investigation(self) -> None:
        """The mapping is done, with what a teacher has given."""
        self.contribute()
        self.sign("mentor", "initial_mapping")
        self.sign("counsellor", "school_social_mapping")
        self.move("health_team", "start_investigation")

    def to_analysis(self) -> None:
        """The investigation is done."""
        self.sign("nurse", "absence_investigation")
        self.sign("health_team", "attendance_action_plan")
        self.move("health_team", "start_analysis")

    def to_monitoring(self) -> None:
        """The case is with the administration."""
        self.ask_to_hand_over()
        self.approve()

    def ask_to_hand_over(self) -> None:
        """The team asks the rector."""
        self.sign("health_team", "in_depth_evaluation", {"school_did_its_part": "yes"})
        self.sign("health_team", "authority_report")
        self.consent()
        self.move("health_team", "hand_over", summary=self.world.canary(self.place, "case"))

    def consent(self) -> None:
        """The home has agreed to something."""
        case = locked_case(self.case_id)
        consents.record_consent(
            case,
            "share_with_partners",
            given_by=self.world.canary(self.place, "case"),
            given_on=NOW.date(),
            scope=self.world.canary(self.place, "case"),
            valid_to=None,
            actor=self.who("health_team"),
            now=NOW,
        )

    def approve(self) -> None:
        """The rector says yes to the hand-over."""
        approval = db.session.scalars(select(Approval).where(Approval.case_id == self.case_id)).one()
        said = {"reason": self.world.canary(self.place, "case"), "actor": self.who("rector"), "now": NOW}
        decide_approval(locked_case(self.case_id), approval, is_approved=True, **said)

    def contribute(self) -> None:
        """A teacher gives what was asked for."""
        contribute(self.case_id, self.who, partial(self.world.canary, self.place))

    def attach(self) -> None:
        """Files of each class."""
        canary = partial(self.world.canary, self.place)
        self.attached = attach_canaries(self.case_id, self.who("nurse"), canary)

    def act(self) -> None:
        """The everyday acts, each with its text."""
        act(self.case_id, self.who, partial(self.world.canary, self.place))
        release(self.world.canaries, self.case_id, self.place, self.who)

    def who(self, name: str) -> Any:
        """The person by role."""
        return person(db.session.get_one(User, self.world.people[name]), NOW.date())

    def sign(self, name: str, form_id: str, other: dict[str, Any] | None = None) -> None:
        """Signs the form with a canary of the section's class in every text."""
        case, actor, definition = locked_case(self.case_id), self.who(name), catalog().forms[form_id]
        draft = work.begin_form(case, definition, actor=actor, now=NOW)
        form = definition.in_language("sv")
        answers, given = with_given(self.case_id, form, {**self.answers(form_id), **(other or {})})
        records.save_draft(draft, answers, revision=draft.revision, actor=actor, now=NOW)
        signed, origins = settled(form, answers, EVERYTHING), dict(taken(form, self.case_id, self._sung))
        said: dict[str, Any] = {"origins": origins, "given": given, "actor": actor}
        work.finalise_form(case, draft, definition, signed, **said, now=NOW)

    def answers(self, form_id: str) -> dict[str, Any]:
        """Valid answers to the form, each text of its own."""
        form = catalog().forms[form_id].in_language("sv")
        answers = asked(form)
        for section in form.sections:
            for one in section.fields:
                if one.id in answers:
                    answers[one.id] = self._sung(answers[one.id], one.confidentiality)
        return answers

    def _sung(self, value: Any, confidentiality: str) -> Any:
        """The answer with each free text replaced by a canary."""
        if isinstance(value, list):
            return [self._sung(item, confidentiality) for item in value]
        if isinstance(value, dict):
            return {key: self._sung(item, confidentiality) for key, item in value.items()}
        is_text = isinstance(value, str) and " " in value
        return self.world.canary(self.place, confidentiality) if is_text else value

    def move(self, name: str, transition: str, *, summary: str = "") -> None:
        """Takes the step."""
        case = locked_case(self.case_id)
        actions.advance_case(case, transition, "", reason="", summary=summary, actor=self.who(name), now=NOW)

    def _report(self, name: str) -> None:
        """Notes a contact, with a canary as the note."""
        model = catalog().workflows["five-step"].rules
        for task in self._tasks():
            action = model.action(task.action)
            if action.do == "contact" and "mentor" in action.by:  # type: ignore[attr-defined] # every kind has it
                report = Report("done", NOW.date(), "reached", self.world.canary(self.place, "case"))
                doing.report_task(locked_case(self.case_id), task, report, actor=self.who(name), now=NOW)
                return

    def draft(self) -> None:
        """A draft that is under way, with two texts at one question."""
        case, definition = locked_case(self.case_id), catalog().forms["closing_evaluation"]
        draft = work.begin_form(case, definition, actor=self.who("rector"), now=NOW)
        answers = self.answers("closing_evaluation")
        records.save_draft(draft, answers, revision=draft.revision, actor=self.who("rector"), now=NOW)
        self._two_texts(draft, "school_lessons")

    def _two_texts(self, draft: Submission, field: str) -> None:
        """Somebody has written otherwise at the question, and nobody has chosen yet."""
        form = catalog().forms[draft.form].in_language("sv")
        text = self.world.canary(self.place, form.field(field).confidentiality)
        together.take_in(draft, Sent(uuid4(), {field: text}), actor=self.who("health_team"), now=NOW)

    def _tasks(self) -> list[Task]:
        return list(
            db.session.scalars(select(Task).where(Task.case_id == self.case_id, Task.status == "open"))
        )

    def _record_ids(self) -> None:
        cell = self.world.cases[self.place]
        forms = db.session.scalars(select(Submission).where(Submission.case_id == self.case_id)).all()
        approvals = db.session.scalars(select(Approval.id).where(Approval.case_id == self.case_id)).all()
        given = db.session.scalars(select(Consent.id).where(Consent.case_id == self.case_id)).all()
        cell.values = {
            "submission_id": {str(one.form): one.id for one in forms},
            "task_id": {one.action: one.id for one in self._tasks()},
            "approval_id": _by_place(approvals),
            "consent_id": _by_place(given),
            **ids(self.case_id),
            "version_id": self.attached,
        }


def _by_place(found: Sequence[UUID]) -> dict[str, UUID]:
    return {str(place): one for place, one in enumerate(found)}


class StageMaker(Maker):
    """Brings a case to the stage that the place is called by, and no further."""

    def _work_through(self) -> None:
        for reached, go in zip(STAGES, self.ways, strict=False):
            if reached == self.place or (reached == "analysis" and self.place == "closed"):
                break
            go()
        if self.place == "mapping":
            self.contribute()
        if self.place not in HANDED_OVER:
            self.consent()
        self.attach()
        if self.place not in (*HANDED_OVER, "closed"):
            self.draft()
        self.act()
        if self.place == "closed":
            self.sign("rector", "closing_evaluation")
            self.move("rector", "close")
