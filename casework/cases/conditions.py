"""What lists and counts of cases are narrowed down by, as conditions that go beside the row filter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, false, or_, select

from casework.access import scope
from casework.access.policy import Person
from casework.cases.filters import Filter
from casework.cases.models import Case, CaseWaiting
from casework.cases.queries import COLUMNS, LONGEST_NUMBER
from casework.clock import day_begins, sunday
from casework.people import finding
from casework.people.models import Group, Student
from casework.people.working import has_left
from casework.records.models import Contribution
from casework.tasks.models import Task, TaskRole
from casework.versions.queries import model_of


@dataclass(frozen=True)
class Known:
    """What filters are worked out with: the school's date, and the versions of models that cases run on."""

    today: date
    versions: frozenset[str] = frozenset()


def number_in(text: str) -> int | None:
    """The number that the text is, as people write those of cases: 214 or #214."""
    digits = text.strip().removeprefix("#")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    return int(digits) if is_number else None


def waits_for_my_work(actor: Person, today: date) -> ColumnElement[bool]:
    """True for open tasks that a role of the actor's has towards the student may do.

    What a colleague has taken waits for them alone, until it is overdue or they have left or lost the role;
    what rests waits for nobody.
    """
    mine = scope.holding(actor, _asks_for, COLUMNS)
    is_open = (Task.status == "open") & Case.closed_at.is_(None)
    work = Task.is_optional.is_(False) & scope.and_may(actor, "case:read", COLUMNS)
    given = select(Contribution.task_id).where(
        Contribution.task_id == Task.id,
        Contribution.user_id == actor.id,
        Contribution.given_at.is_not(None),
    )
    asked = scope.and_may(actor, "contribution:give", COLUMNS) & ~given.exists()
    doers = select(TaskRole.role).where(TaskRole.task_id == Task.id).correlate(Task)
    taken = or_(Task.owner_id == actor.id, has_left(Task.owner_id, today, roles=doers))
    free = Task.owner_id.is_(None) | taken | (Task.due_on < today)
    awake = Task.rests_until.is_(None) | (Task.rests_until <= today)
    return is_open & mine & free & awake & case((Task.is_contribution, asked), else_=work)


def overdue_with_others(actor: Person, today: date) -> ColumnElement[bool]:
    """True for overdue tasks of others in steps that a role of the actor's is responsible for."""
    answers = scope.holding(actor, _answers_to, COLUMNS, beside="case:read")
    is_late = (Task.status == "open") & (Task.due_on < today) & Task.is_optional.is_(False)
    seen = scope.within(actor, "case:read", COLUMNS) & Case.closed_at.is_(None)
    return is_late & answers & seen & ~scope.holding(actor, _asks_for, COLUMNS)


def _answers_to(role: str) -> ColumnElement[bool]:
    """True for tasks of which the role is told where they are overdue."""
    return Task.answers_to == role


def waits_for_me(actor: Person) -> ColumnElement[bool]:
    """True, of the cases that the actor may see, for those that wait for a role of theirs there."""
    return scope.holding(actor, _waits_for, COLUMNS, beside="case:read")


def step_waits_for(actor: Person) -> ColumnElement[bool]:
    """True for open cases that the actor may see and that wait for a role of theirs."""
    return scope.within(actor, "case:read", COLUMNS) & Case.closed_at.is_(None) & waits_for_me(actor)


def _waits_for(role: str) -> ColumnElement[bool]:
    """True for cases that wait for the role: looked up once for all cases, not for each of them."""
    return Case.id.in_(select(CaseWaiting.case_id).where(CaseWaiting.role == role))


def _asks_for(role: str) -> ColumnElement[bool]:
    """True for tasks that the role may do."""
    return Task.id.in_(select(TaskRole.task_id).where(TaskRole.role == role))


def left_by(actor: Person, wanted: Filter, known: Known) -> ColumnElement[bool]:
    """True for the cases that the filter leaves, whoever may see them."""
    found = _in_view(actor, wanted.view)
    number = number_in(wanted.query)
    found &= finding.named_like(wanted.query) if number is None else Case.number == number
    if wanted.stage:
        found &= Case.stage == wanted.stage
    if wanted.group:
        found &= Student.group_id.in_(select(Group.id).where(Group.name == wanted.group))
    if wanted.waits_for:
        found &= _waits_for(wanted.waits_for)
    if wanted.owner:
        found &= _owned_by(wanted.owner, known.versions)
    if wanted.waited:
        found &= Case.waiting_since < day_begins(known.today - timedelta(days=int(wanted.waited) - 1))
    if wanted.due:
        found &= _due(wanted.due, known.today)
    return found


def _due(when: str, today: date) -> ColumnElement[bool]:
    """True for cases whose next task is due then; `week`: until its Sunday, what is overdue too."""
    if when == "none":
        return Case.next_due_on.is_(None)
    if when == "overdue":
        return Case.next_due_on < today
    return Case.next_due_on <= (today if when == "today" else sunday(today))


def _in_view(actor: Person, view: str) -> ColumnElement[bool]:
    if view == "closed":
        return Case.closed_at.is_not(None) & Case.annulled_at.is_(None)
    is_open: ColumnElement[bool] = Case.closed_at.is_(None)
    if view == "mine":
        return is_open & waits_for_me(actor)
    return is_open & ~waits_for_me(actor) & (Case.waiting_code != "") if view == "others" else is_open


def _owned_by(role: str, versions: frozenset[str]) -> ColumnElement[bool]:
    """True for cases in a stage that the role is responsible for, by the version that each case runs on."""
    ways: list[ColumnElement[bool]] = [false()]
    for sha in sorted(versions):
        model = model_of(sha).rules
        stages = [stage.id for stage in model.stages if model.rights(stage.owner) == role]
        ways.append(and_(Case.workflow_sha == sha, Case.stage.in_(stages)))
    return or_(*ways)
