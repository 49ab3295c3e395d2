"""Where a story stands: whose case it is, the day on which it goes on, and who does something then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.clock import day_begins, school_date
from casework.extensions import db
from casework.people.models import Student, User
from casework.people.queries import person


def morning(today: datetime, days_ago: int) -> datetime:
    """Ten past nine at school, that many of its own days ago: near midnight UTC has another date."""
    day = school_date(today) - timedelta(days=days_ago)
    return (day_begins(day) + timedelta(hours=9, minutes=10)).astimezone(UTC)


class Teller:
    """One student's case and the day on which it goes on."""

    def __init__(self, student: Student, *, today: datetime) -> None:
        self.student = student
        self._today = today
        self._case_id: UUID | None = None
        self.days_ago(1)

    def days_ago(self, days: int) -> None:
        """Goes on that many days before today, in the morning."""
        self._now = morning(self._today, days)

    def day(self, days: int) -> date:
        """The day that lies so many days after today; before it where they are negative."""
        return school_date(self._today) + timedelta(days=days)

    def name_of(self, username: str) -> str:
        """What the colleague is called."""
        return self._person(username).name

    def _case(self) -> Case:
        if self._case_id is None:
            raise RuntimeError("the case has to be opened first")
        return locked_case(self._case_id)

    def _person(self, username: str) -> Person:
        user = db.session.scalars(select(User).where(User.username == username)).one()
        return person(user, school_date(self._today))

    def _moment(self) -> datetime:
        """A while later on the same day, so that things follow one another."""
        self._now += timedelta(minutes=17)
        return self._now
