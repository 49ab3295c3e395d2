"""The summary by mail, with what is to be done in the preventive work: numbers, and nothing of what it is."""

from __future__ import annotations

from datetime import date
from functools import partial

from casework.access.policy import Person
from casework.cases.digests import AUTHORS as OF_CASES
from casework.cases.digests import digest
from casework.messages.letters import Authors
from casework.messages.models import DIGEST
from casework.prevention.queries import schools_for


def turns_for(person: Person, today: date) -> int:
    """How many turns it is time for that the routines ask of the person."""
    found = schools_for(person, today)
    return sum(one.waits and school.is_asked(one) for school in found for one in school.pieces)


AUTHORS: Authors = {**OF_CASES, DIGEST: partial(digest, turns_for=turns_for)}
