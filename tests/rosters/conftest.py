"""Feeds are entered by the administrator of the usual small school."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from casework.extensions import db, rehearsal
from casework.people.models import User
from casework.people.queries import person
from casework.rosters import actions
from casework.rosters.actions import Outcome
from casework.rosters.feed import Feed
from tests.factories import NOW, School, work

Enter = Callable[[Feed], Outcome]


@pytest.fixture
def enter(app: Flask, school: School) -> Enter:
    """Tries the feed out, then enters it as it was shown: `enter(feed)`; what it has done."""

    def entering(feed: Feed) -> Outcome:
        with app.app_context():
            isak = person(db.session.get_one(User, school.administrator), NOW.date())
            with rehearsal():
                shown = actions.carry_out(feed, actor=isak, now=NOW)
        with work(app):
            return actions.keep(feed, shown.digest, actor=isak, now=NOW)

    return entering
