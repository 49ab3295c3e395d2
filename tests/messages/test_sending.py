"""Sending: once, later again, in the end not; everything is asked again at the moment when it goes out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.messages import actions
from casework.messages.models import Message
from casework.messages.notices import take_ground
from casework.messages.sending import HELD_AFTER, LEASE, MOST_TRIES, lease, wait_after
from casework.messages.wires import Undelivered
from casework.people.models import Guardian, Guardianship, Student, User
from casework.people.queries import person
from tests.factories import NOW, work
from tests.messages.post import Kept, make_notice, only, send

LATER = NOW + timedelta(hours=2)
BUSY = Undelivered("busy", is_the_way=True)
NO = Undelivered("address_refused", is_final=True)


@pytest.fixture
def row(app, school):
    """One notice that waits."""
    with work(app):
        return make_notice(school)


@pytest.fixture
def wire(app, row):
    """A way that keeps what it gets, with the application at hand."""
    with app.app_context():
        yield Kept()


def test_what_waits_is_sent_once_and_says_nothing_of_the_child(wire) -> None:
    assert (send(wire).sent, send(wire).sent) == (1, 0)
    (letter,) = wire.letters
    assert (letter.channel, letter.to, letter.language) == ("sms", "+46701740605", "sv")
    assert "Ekbackaskolan" in letter.text
    assert "Alva" not in letter.subject + letter.text
    found = only()
    assert (found.state, found.channel, found.provider_id, found.attempts) == ("sent", "sms", "its-1", 1)


def test_a_message_that_was_never_committed_is_not_sent(app, school) -> None:
    wire = Kept()
    with suppress(ZeroDivisionError), work(app):
        make_notice(school)
        _ = 1 / 0
    with app.app_context():
        assert (send(wire).sent, wire.letters) == (0, [])


def test_by_mail_where_there_is_no_mobile(wire) -> None:
    _change(Guardian, email="karl@exempel.test", phone="08-465 00 400")
    send(wire)
    assert [(one.channel, one.to) for one in wire.letters] == [("email", "karl@exempel.test")]


@pytest.mark.parametrize(
    ("phone", "why"), [("", "no_number"), ("12", "not_a_number"), ("08-465 00 400", "not_a_mobile")]
)
def test_without_a_usable_number_a_person_decides(wire, phone, why) -> None:
    _change(Guardian, phone=phone)
    assert send(wire).dead == 1
    assert (only().state, only().answer, wire.letters) == ("dead", why, [])


def _change(kind: type, **changes: object) -> None:
    """Everybody of that kind becomes so."""
    for one in db.session.scalars(select(kind)):
        for name, value in changes.items():
            setattr(one, name, value)
    db.session.commit()


SINCE = {
    "contact is refused": (Guardianship, {"may_be_contacted": False}, "may_not_be_contacted"),
    "the identity is protected": (Student, {"is_protected": True}, "protected"),
    "the student came of age": (Student, {"birth_date": date(2008, 11, 20)}, "may_not_be_contacted"),
}


@pytest.mark.parametrize(("kind", "changes", "why"), SINCE.values(), ids=SINCE)
def test_who_may_be_told_is_asked_again_when_it_is_sent(wire, kind, changes, why) -> None:
    _change(kind, **changes)
    assert send(wire).withdrawn == 1
    assert (only().state, only().answer, wire.letters) == ("withdrawn", why, [])


def test_who_has_left_the_home_is_not_told(wire) -> None:
    for bond in db.session.scalars(select(Guardianship)):
        db.session.delete(bond)
    db.session.commit()
    send(wire)
    assert (only().state, only().answer, wire.letters) == ("withdrawn", "not_at_home", [])


def test_a_notice_that_is_no_news_any_more_is_not_sent(app, wire) -> None:
    with work(app):
        only().on -= timedelta(days=2)
    send(wire)
    assert (only().state, only().answer) == ("withdrawn", "too_late")


def test_a_way_that_does_not_answer_is_tried_later_and_the_rest_waits_meanwhile(app, school, wire) -> None:
    with work(app):
        make_notice(school, now=NOW + timedelta(seconds=1))
    wire.faults = [BUSY]
    tally = send(wire, NOW + timedelta(seconds=2))
    assert (tally.sent, tally.again, tally.put_off) == (0, 1, {"sms"})
    first, second = db.session.scalars(select(Message).order_by(Message.opened_at))
    assert [(one.state, one.attempts, one.answer) for one in (first, second)] == [
        ("waiting", 1, "busy"),
        ("waiting", 0, ""),
    ]
    assert send(wire, LATER).sent == 2
    assert {one.id for one in wire.letters} == {first.id, second.id}


def test_after_many_tries_a_person_decides(wire) -> None:
    now = NOW
    for _ in range(MOST_TRIES):
        wire.faults = [Undelivered("busy")]
        send(wire, now)
        now += timedelta(minutes=91)
    assert (only().state, only().attempts, only().answer) == ("dead", MOST_TRIES, "busy")
    assert send(wire, now).sent == 0


def test_what_is_refused_for_good_is_not_tried_again(wire) -> None:
    wire.faults = [NO]
    assert send(wire).dead == 1
    assert (only().state, only().answer) == ("dead", "address_refused")


def test_waits_grow_and_differ() -> None:
    assert [wait_after(one, 0.5) for one in (1, 2, 3)] == [timedelta(minutes=one) for one in (1, 2, 4)]
    assert wait_after(20, 0.5) == timedelta(hours=1)
    assert wait_after(1, 0.0) < wait_after(1, 1.0)


def test_what_a_killed_process_has_left_is_sent_when_its_time_is_over(wire) -> None:
    lease(now=NOW)
    assert send(wire, NOW + timedelta(minutes=1)).sent == 0
    assert send(wire, NOW + LEASE).sent == 1
    assert only().attempts == 2


def test_what_kills_each_process_that_takes_it_is_left_alone_in_the_end(wire) -> None:
    now = NOW
    for _ in range(MOST_TRIES + 1):
        lease(now=now)
        now += LEASE
    send(wire, now)
    assert (only().state, only().answer) == ("dead", "left")


def test_what_has_waited_long_is_held_until_somebody_lets_it_go(app, school, row, wire) -> None:
    late = NOW + HELD_AFTER + timedelta(minutes=1)
    send(wire, late)
    assert (only().state, only().answer) == ("dead", "held")
    with work(app):
        actions.release(row.id, now=late)
    assert send(wire, late).sent == 1


def test_after_a_backup_was_put_back_everything_is_held(app, wire) -> None:
    with work(app):
        assert actions.hold_all(now=NOW) == 1
    assert send(wire).sent == 0
    assert (only().state, only().answer) == ("dead", "held")


def test_giving_up_takes_a_reason_and_holds(app, school, row, wire) -> None:
    wire.faults = [NO]
    send(wire)
    with work(app):
        actor = person(db.session.get_one(User, school.administrator), NOW.date())
        with pytest.raises(NotAcceptable):
            actions.give_up(row.id, " ", actor=actor, now=NOW)
        actions.give_up(row.id, "De är ringda.", actor=actor, now=NOW)
        with pytest.raises(Conflict):
            actions.release(row.id, now=NOW)
    assert (only().state, only().reason) == ("withdrawn", "De är ringda.")


def test_the_ground_that_goes_away_while_it_is_sent_leaves_a_correction(app, wire) -> None:
    wire.meanwhile = lambda: _take_ground()
    assert send(wire).sent == 2
    kinds = [(one.kind, one.state) for one in db.session.scalars(select(Message).order_by(Message.opened_at))]
    assert sorted(kinds) == [("absence", "sent"), ("correction", "sent")]
    assert "gäller inte längre" in wire.letters[1].text


def test_the_ground_that_goes_away_before_it_is_tried_again_ends_it(wire) -> None:
    wire.faults, wire.meanwhile = [Undelivered("busy")], lambda: _take_ground()
    assert send(wire).withdrawn == 1
    assert (only().state, only().answer) == ("withdrawn", "ground_gone")


def _take_ground() -> None:
    row = db.session.scalars(select(Message).where(Message.kind == "absence")).one()
    if row.changed_at is None:
        take_ground(row, now=NOW)
        db.session.commit()


def test_no_transaction_is_open_while_it_is_sent(wire) -> None:
    wire.meanwhile = lambda: open_at_send.append(db.session().in_transaction())
    open_at_send: list[bool] = []
    send(wire)
    assert open_at_send == [False]
