"""What says the same to one person on one day goes out once; each message says that it was told."""

from __future__ import annotations

from datetime import timedelta

from casework.extensions import db
from casework.messages.models import Message
from casework.messages.notices import take_ground
from casework.messages.pages import fate
from tests.factories import NOW, work
from tests.messages.post import Kept, make_notice, send

LESSONS = 7


def leave(app, school, *, day: int = 0) -> None:
    """A notice for each lesson of the day."""
    with work(app):
        for lesson in range(LESSONS):
            row = make_notice(school, now=NOW + timedelta(seconds=lesson))
            row.key, row.on = f"lesson {day} {lesson}", NOW.date() + timedelta(days=day)


def states() -> list[tuple[str, str]]:
    rows = db.session.query(Message).order_by(Message.opened_at)
    return [(one.state, one.answer) for one in rows]


def test_seven_lessons_of_a_day_are_one_message_and_each_is_told(app, school) -> None:
    wire = Kept()
    leave(app, school)
    with app.app_context():
        tally = send(wire, NOW + timedelta(minutes=1))
        assert (len(wire.letters), tally.sent, tally.told) == (1, 1, LESSONS - 1)
        assert states() == [("sent", ""), *[("sent", "with_another")] * (LESSONS - 1)]
        last = db.session.query(Message).order_by(Message.opened_at.desc()).first()
        with app.test_request_context():
            assert "tillsammans" in fate(last)


def test_another_day_is_another_message(app, school) -> None:
    wire = Kept()
    leave(app, school)
    leave(app, school, day=1)
    with app.app_context():
        send(wire, NOW + timedelta(minutes=1))
    assert len(wire.letters) == 2


def test_one_correction_comes_once_nothing_of_the_day_holds_any_more(app, school) -> None:
    wire = Kept()
    leave(app, school)
    with app.app_context():
        send(wire, NOW + timedelta(minutes=1))
    with work(app):
        rows = db.session.query(Message).order_by(Message.opened_at).all()
        for row in rows[:-1]:
            take_ground(row, now=NOW)
        assert db.session.query(Message).filter_by(kind="correction").count() == 0
        take_ground(rows[-1], now=NOW)
        assert db.session.query(Message).filter_by(kind="correction").count() == 1
    with app.app_context():
        send(wire, NOW + timedelta(minutes=2))
    assert len(wire.letters) == 2
