"""What a routine has beside its ladder for people to begin: what is begun, who may, and beginning it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person, roles_at
from casework.attendance.calendars import calendar_of
from casework.cases import student_tasks as about
from casework.cases.queries import open_case_of
from casework.clock import school_date
from casework.engine.action import Action
from casework.engine.beside import Duty
from casework.engine.condition import Condition, StudentCondition
from casework.engine.deadlines import Clocks, Deadline, deadline
from casework.engine.facts import StudentFact
from casework.engine.roles import ANY_STAFF
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.errors import Conflict, NotAllowed, NotHere
from casework.extensions import db
from casework.history import actions as history
from casework.history.events import What
from casework.history.models import Event, Payload
from casework.people import queries as people
from casework.people.models import Student, User
from casework.signals.marks import marks_of
from casework.signals.surroundings import groups_of, known_of
from casework.tasks import student_tasks
from casework.tasks.queries import tasks_of
from casework.tasks.student_models import StudentTask
from casework.tasks.student_tasks import Ground, New
from casework.versions import actions as versions


@dataclass(frozen=True)
class Beginning:
    """A duty that a person begins: what has come of it for the student, and whether it is the reader's.

    `is_in_case`: the open case has the same, to do or done.
    """

    duty: Duty
    tasks: Sequence[StudentTask]
    is_mine: bool
    is_in_case: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something that it asked for waits still."""
        return any(one.status == "open" for one in self.tasks)

    @property
    def can_begin(self) -> bool:
        """Whether it can be begun now; where the routine says once, it is begun only once."""
        is_over = self.duty.again == "never" and bool(self.tasks)
        return not (self.is_open or self.is_in_case or is_over)


def beginnings(student: Student, workflow: Workflow, actor: Person, today: date) -> list[Beginning]:
    """What can be begun for the student, in the order of the routine; everybody's reports stand elsewhere."""
    known = _known(student, workflow, today)
    held = workflow.held(roles_at(actor, people.place(student)))
    asked, of_case = about.tasks_of_student(student.id), _of_case(student.id)
    return [
        Beginning(
            duty,
            [one for one in asked if (one.workflow, one.rule) == (workflow.workflow, duty.id)],
            bool(held & beginners(duty)),
            any(action.same_as in of_case for action in first_actions(duty)),
        )
        for duty in workflow.duties
        if duty.is_begun_by_hand and beginners(duty) and _is_for(duty.for_students, known)
    ]


def first_actions(duty: Duty) -> list[Action]:
    """What the duty asks for when it begins; what follows has an `if`."""
    return [action for action in duty.actions if not action.applies_if]


def beginners(duty: Duty) -> frozenset[str]:
    """Who may begin it: whoever does one of the first things. Nobody where these are everybody's."""
    return frozenset(role for action in first_actions(duty) for role in action.by) - {ANY_STAFF}


def begin(student: Student, model: LocalisedWorkflow, duty_id: str, *, actor: Person, now: datetime) -> None:
    """Opens what the duty asks for first, and notes in the student's history who began it.

    Raises NotHere for no such duty, NotAllowed for somebody else's, Conflict where it is begun already.
    """
    db.session.scalars(select(Student.id).where(Student.id == student.id).with_for_update()).one()
    workflow, today = model.rules, school_date(now)
    offered = beginnings(student, workflow, actor, today)
    found = next((one for one in offered if one.duty.id == duty_id), None)
    if found is None:
        raise NotHere
    if not found.is_mine:
        raise NotAllowed
    if not found.can_begin:
        raise Conflict("duty_begun")
    versions.keep(model)
    opened = _open(student, model, found, now=now)
    says = {"duty": duty_id, "title": found.duty.title, "sha": model.sha, "tasks": opened}
    history.record_about(What.DUTY_BEGUN, student.id, actor=actor, now=now, **says)


def begun_by(student_id: UUID) -> dict[str, tuple[datetime, str]]:
    """By the id of each duty that has been begun, when that was last and who did, as the history says."""
    told = select(Payload.body, Event.at, User.name).join(Payload, Payload.event_id == Event.id)
    told = told.join(User, User.id == Event.actor_id).order_by(Event.seq)
    rows = told.where(Event.chain_id == student_id, Event.kind == What.DUTY_BEGUN)
    return {str(body["duty"]): (at, name) for body, at, name in db.session.execute(rows)}


def _open(student: Student, model: LocalisedWorkflow, found: Beginning, *, now: datetime) -> dict[str, str]:
    """The new tasks, each by its id what it asks for."""
    workflow, today, duty = model.rules, school_date(now), found.duty
    known = _known(student, workflow, today)
    calendar = calendar_of(people.unit(student.unit_id))
    clocks = Clocks(calendar=calendar, opened_on=today, moments=lambda _: None)
    number = len({one.key.rpartition(" ")[2] for one in found.tasks}) + 1
    new = list[New]()
    for action in first_actions(duty):
        for guardian in about.whom(action, student, today) if _is_for(action.for_students, known) else ():
            doable = about.doable(action, guardian, workflow, student, today)
            key = f"{action.id} {duty.id} begun {number}"
            ground = Ground(student.id, workflow.workflow, model.sha, duty.id, key, today, (), guardian)
            due = deadline(doable.due, clocks) if doable.due else Deadline(None)
            new.append(New(ground, doable, tuple(map(workflow.rights, doable.by)), due))
    opened = student_tasks.open_tasks(new, now=now)
    return {str(task): one.action.id for task, one in zip(opened, new, strict=True)}


def _of_case(student_id: UUID) -> frozenset[str]:
    """What the open case asks for or has done in this round."""
    case = open_case_of(student_id)
    if case is None:
        return frozenset()
    here = (one for one in tasks_of([case.id]) if one.round == case.round)
    return frozenset(one.action for one in here if one.status in ("open", "done"))


def _known(student: Student, workflow: Workflow, today: date) -> StudentFact:
    said = [one for one in marks_of([student.id]).get(student.id, ()) if one.workflow == workflow.workflow]
    groups = groups_of({student.group_id} if student.group_id else set[UUID]())
    return known_of(student, groups, today, said)


def _is_for(rule: Condition | None, known: StudentFact) -> bool:
    return not isinstance(rule, StudentCondition) or rule.fits(known)  # the model lets no other stand here
