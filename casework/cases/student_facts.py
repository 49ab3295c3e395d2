"""What the engine may know of a student and of those at home, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from casework.cases.models import Consent
from casework.engine.conditions import COMPULSORY, ELSEWHERE
from casework.engine.facts import ConsentFact, StudentFact
from casework.engine.guardians import GuardianFact
from casework.people.home import AtHome
from casework.people.models import Student
from casework.people.municipality import is_elsewhere

COMPULSORY_FROM, COMPULSORY_TO = 6, 18  # the ages between which schooling is compulsory; the law decides more


def student_at(student: Student, today: date) -> StudentFact:
    """What guards may know of the student on the day."""
    age = student.age(today)
    applies = COMPULSORY_FROM <= age < COMPULSORY_TO
    known = ((COMPULSORY, applies), (ELSEWHERE, is_elsewhere(student)))
    return StudentFact(age, frozenset(trait for trait, is_so in known if is_so))


def guardians_in(home: Iterable[AtHome]) -> tuple[GuardianFact, ...]:
    """Those at home as the engine reads them."""
    return tuple(GuardianFact(str(one.guardian.id), one.guardian.name, one.may_be_contacted) for one in home)


def consents_in_force(
    consents: Iterable[Consent], today: date, at: datetime | None = None
) -> tuple[ConsentFact, ...]:
    """The consents that hold on the day; with `at` those that held at that moment of it."""
    return tuple(
        ConsentFact(purpose=one.purpose, given_by=one.given_by, at=one.recorded_at)
        for one in consents
        if (one.withdrawn_at is None or (at is not None and one.withdrawn_at > at and not one.mistake))
        and one.given_on <= today
        and (one.valid_to is None or one.valid_to >= today)
    )
