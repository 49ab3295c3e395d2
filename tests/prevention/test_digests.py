"""The summary by mail says how much is to be done in the preventive work, and not what."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.extensions import db
from casework.messages.letters import NotSent
from casework.messages.models import DIGEST, Message
from casework.people.models import User
from casework.people.queries import person
from casework.prevention.digests import AUTHORS, turns_for
from tests.factories import School, work
from tests.prevention.conftest import NOW


def test_turns_that_are_due_are_told_to_those_whom_the_routine_asks(app: Flask, laid: School) -> None:
    with work(app):
        team, mentor = (db.session.get_one(User, one) for one in (laid.health_team, laid.mentor))
        # Two works in each of four months, and a plan for the term that nobody has made.
        assert turns_for(person(team, NOW.date()), NOW.date()) == 9
        assert turns_for(person(mentor, NOW.date()), NOW.date()) == 0
        for one in (team, mentor):
            one.email, one.digest_hour = "nagon@exempel.test", 8
        letters = [
            Message(kind=DIGEST, state="waiting", user_id=one.id, on=NOW.date(), channels=["email"])
            for one in (team, mentor)
        ]
        told = AUTHORS[DIGEST](letters[0], NOW)
        assert "I det förebyggande arbetet är 9 saker att göra." in told.text
        assert "närvaro" not in told.text.lower()
        with pytest.raises(NotSent):
            AUTHORS[DIGEST](letters[1], NOW)
