"""What people in the demonstration have asked of each other: late, due today, soon and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.cases.task_care import Wanted, add_task, put_off
from casework.clock import school_date
from casework.demo.teller import morning
from casework.extensions import db
from casework.people.models import Student, User
from casework.people.queries import person
from casework.tasks.models import Task


@dataclass(frozen=True)
class Asked:
    """Who asks what of which role, for which student: added so many days ago, due in so many days."""

    given: str
    by: str
    title: str
    due_in: int
    added_ago: int = 0
    put_off_to: int = 0


ASKED = (
    Asked("Alva", "sofia", "Fråga hemmet hur den nya busstiden fungerar", due_in=-1, added_ago=1),
    Asked("Leo", "sofia", "Ring hem igen före första lektionen", due_in=0),
    Asked("Samira", "leila", "Hör hur det går på hemvägen", due_in=2),
    Asked("Ebbe", "hanna", "Boka rum för samtalet med hemmet", due_in=12, put_off_to=19),
)


def ask(now: datetime) -> None:
    """Adds the tasks where nobody has added any."""
    if db.session.scalar(select(Task.id).where(Task.by_hand.is_not(None)).limit(1)):
        return
    for one in ASKED:
        _ask(one, now)


def _ask(one: Asked, now: datetime) -> None:
    wanted = select(Case.id).join(Student, Student.id == Case.student_id)
    case_id = db.session.scalars(
        wanted.where(Student.given_name == one.given, Case.closed_at.is_(None))
    ).one()
    at = morning(now, one.added_ago) + timedelta(hours=3) if one.added_ago else now
    case, today = locked_case(case_id), school_date(now)
    what = Wanted(one.title, ("mentor",), due_on=today + timedelta(days=one.due_in))
    task = add_task(case, what, actor=_who(one.by, now), now=at)
    if one.put_off_to:
        until, why = today + timedelta(days=one.put_off_to), "Rummet är upptaget till dess."
        put_off(case, task, "extended", until, why, actor=_who("karin", now), now=at)


def _who(username: str, now: datetime) -> Person:
    user = db.session.scalars(select(User).where(User.username == username)).one()
    return person(user, school_date(now))
