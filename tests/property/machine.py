"""A student's cases and the people around them: what the rules of the run have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.errors import CaseworkError
from casework.extensions import db
from tests import factories
from tests.factories import NOW
from tests.property.invariants import Kept, what_must_hold
from tests.property.oracle import Ledger
from tests.property.staff import Colleague, Staff

ORDER = ("opened_at", "started_at", "requested_at", "recorded_at", "action", "form", "number")
A_WHILE = timedelta(minutes=7)
SOMEBODY = st.integers(0, 99)
ONE = st.integers(0, 99)
REASON = st.sampled_from(("", " ", "Därför att det behövs."))


@dataclass
class Followed:
    """A case with the ledger that it is followed in and everything that must be found again."""

    id: UUID
    ledger: Ledger
    kept: Kept = field(default_factory=Kept)


class Machine(RuleBasedStateMachine):
    """One student, one after the other of the staff, one thing at a time."""

    app: Flask
    staff: Staff

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.cases: list[Followed] = []
        with factories.work(self.app):
            self.student = self.staff.make_student().id

    def a_case(self, which: int) -> Followed:
        """One of the student's cases, the newest most often."""
        return self.cases[-1 if which % 4 else which // 4 % len(self.cases)]

    def done(self, one: Followed, who: Colleague, act: Callable[[Case, Person], Any]) -> bool:
        """Lets the colleague do it, in a unit of work of its own; whether it was done."""
        self.now += A_WHILE
        try:
            with factories.work(self.app):
                act(locked_case(one.id), who.person)
        except CaseworkError:
            return False
        return True

    def who_asked(self, name: str, number: int) -> Colleague:
        """Somebody, every other time the one with the name."""
        named = [one for one in self.staff.people if one.name == name]
        chosen = named if number % 2 and named else self.staff.people
        return chosen[number // 2 % len(chosen)]

    def a_row(self, one: Followed, kind: type[Any], number: int) -> UUID | None:
        """The id of one of the rows that belong to the case, every other time of one that waits."""
        with self.app.app_context():
            rows = list(db.session.execute(select(kind).where(kind.case_id == one.id)).scalars())
        rows.sort(key=lambda row: [str(getattr(row, name, "")) for name in ORDER])  # ids say nothing
        waiting = [row for row in rows if getattr(row, "status", "") in ("open", "pending", "draft")]
        chosen = waiting if number % 2 and waiting else rows
        found: UUID | None = chosen[number // 2 % len(chosen)].id if chosen else None
        return found

    def look(self, one: Followed) -> None:
        """Finds everything as it must be."""
        with self.app.app_context():
            what_must_hold(one.id, one.ledger, one.kept, self.now)
