"""The form of a meeting opens with everybody who is called, as many as it takes."""

from __future__ import annotations

from flask import Flask

from casework.meetings.forms import MOST_OUTSIDE, MeetingForm, Offered
from casework.meetings.planned import Plan, Somebody
from tests.factories import NOW


def test_it_opens_with_as_many_from_outside_as_it_takes(app: Flask) -> None:
    for called, rows in ((1, 3), (MOST_OUTSIDE - 1, MOST_OUTSIDE), (MOST_OUTSIDE, MOST_OUTSIDE)):
        people = tuple(Somebody("outside", name=f"Nr {n}") for n in range(called))
        with app.test_request_context():
            form = MeetingForm(Offered((), (), {}, (), Plan(NOW, 45, people)))
            assert (len(form.outside), len(form.people)) == (rows, called)
