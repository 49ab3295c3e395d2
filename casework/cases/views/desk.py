"""What a page about one case needs: the case for who asks, as it stands now, and the words to tell it in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from casework import clock
from casework.access import policy
from casework.access.policy import Person
from casework.cases import queries
from casework.cases.facts import Situation, situation_of
from casework.cases.pages.identity import Identity, identity
from casework.cases.pages.words import Speech
from casework.cases.queries import CaseRow
from casework.engine.places import asks_for_deeds
from casework.errors import NotHere
from casework.forms.base import Confidentiality
from casework.people import queries as people
from casework.people.models import Student
from casework.web.disclosure import refuses, shows
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.wiring import wiring


@dataclass(frozen=True)
class Desk:
    """One case in front of one reader."""

    row: CaseRow
    situation: Situation
    speech: Speech
    reader: Person
    now: datetime
    is_marked: bool  # as what concerns a protected identity

    @property
    def readable(self) -> frozenset[Confidentiality]:
        """The classes of text that the reader may see here."""
        return policy.readable(self.reader, self.row.place)

    @property
    def is_open(self) -> bool:
        """Whether something can still be done in the case."""
        return self.row.case.closed_at is None

    @property
    def today(self) -> date:
        """The school's date."""
        return clock.school_date(self.now)

    def identity(self, page: str) -> Identity:
        """The head of the case's pages."""
        return identity(
            self.row, self.situation, self.speech, now=self.now, page=page, is_protected=self.is_marked
        )


def at_desk(case_id: UUID, permission: str = "case:read", *, is_told: bool = True) -> Desk:
    """The case for the reader, noted in the access log; NotHere (and that noted) where it is not for them.

    A view that may tell nothing about the student (`is_told` is false) notes itself what it tells.
    """
    reader, now = person(), clock.now()
    try:
        row = queries.case_for(reader, case_id, permission)
    except NotHere:
        student = queries.student_of_case(case_id)
        if student:
            refuses([student], case_id)
        raise
    if is_told:
        shows([row.shown], case_id, classes=policy.readable(reader, row.place))
    situation = situation_of(row.case, reader, now)
    colleagues = people.colleagues_for(row.student, clock.school_date(now))
    model = situation.model.in_language(language())
    speech = Speech(model, language(), colleagues, reader.name, situation.facts.actor.roles)
    obliges_to = policy.decide(reader, permission, row.place).obligations
    return Desk(row, situation, speech, reader, now, "mark" in obliges_to)


def read_rules(student: Student, now: datetime) -> None:
    """Something was done about the student: rules that look at what is done or late are read at once."""
    model = queries.routine_of(student, clock.school_date(now))
    if model and asks_for_deeds(model.rules):
        wiring().attendance_changed([student.id], date.min, now)
