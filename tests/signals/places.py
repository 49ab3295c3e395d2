"""A school that follows the routine with nine weeks, with a calendar and one student to mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attendance import actions
from casework.attendance.actions import PRESENT, Said
from casework.attendance.calendars import lay_calendar
from casework.attendance.models import Lesson
from casework.cases.signal_models import Signal
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.extensions import db
from casework.people.models import Unit, User
from casework.people.queries import person
from casework.signals.evaluating import Day, Tally, evaluate
from tests.factories import School

TERM = Term(date(2026, 8, 18), date(2026, 12, 18))
DAYS = SchoolCalendar((TERM,)).days(date(2026, 9, 7), date(2026, 12, 18))
ABSENT = Said("absent")


@dataclass(frozen=True)
class Attending:
    """The student of the school; every day two lessons, of which the first is marked."""

    school: School

    def begin(self, workflow: str = "nine-weeks") -> None:
        """The school follows the routine and has a calendar."""
        db.session.get_one(Unit, self.school.unit).workflow = workflow
        lay_calendar(self.school.unit, [TERM], {})

    @property
    def student(self) -> UUID:
        """Whom it is about."""
        return self.school.student

    @property
    def teacher(self) -> Person:
        """Who registers."""
        user = db.session.get_one(User, self.school.mentor)
        return person(user, DAYS[0])

    def now(self, day: date) -> datetime:
        """The afternoon of the day."""
        return datetime.combine(day, time(15), UTC)

    def mark(self, day: date, said: Said = ABSENT) -> set[UUID]:
        """Registers the day: what is said of the first lesson, presence in the second."""
        touched = set[UUID]()
        for starts, one in ((480, said), (540, PRESENT)):
            lesson = actions.schedule(self.school.group, day, starts, 60, subject="NO")
            of = {self.student: one}
            touched |= actions.register_lesson(lesson, of, actor=self.teacher, now=self.now(day))
        return touched

    def read(self, day: date, *students: UUID, is_over: bool = True, since: date | None = None) -> Tally:
        """Works out the signals for the day; `since`: what has changed is of that day or later."""
        said = Day(day, is_over=is_over, now=self.now(day), since=since)
        return evaluate(students or [self.student], said)

    def times(self, number: int, since: int = 0) -> Tally:
        """So many occasions of absence, one each day; read on the last of them."""
        days = DAYS[since : since + number]
        for day in days:
            self.mark(day)
        return self.read(days[-1])

    def lesson(self, day: date) -> Lesson:
        """The first lesson of the day."""
        return actions.schedule(self.school.group, day, 480, 60, subject="NO")

    def signals(self) -> list[Signal]:
        """All signals about the student."""
        rows = select(Signal).where(Signal.student_id == self.student).order_by(Signal.on, Signal.rule)
        return list(db.session.scalars(rows))

    def seventh(self) -> Signal:
        """The signal of the seventh occasion."""
        return next(one for one in self.signals() if one.rule == "seventh_occasion")
