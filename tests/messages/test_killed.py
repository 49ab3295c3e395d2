"""Whoever sends may be killed at any moment: nothing is lost, nothing goes out that was taken back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select, update

from casework import clock
from casework.cases.digests import AUTHORS
from casework.cli import working
from casework.extensions import db
from casework.messages.models import Message
from casework.messages.sending import LEASE, send_due
from casework.messages.ways import ways
from casework.people.models import Guardian
from tests.databases import Place
from tests.efforts import Effort
from tests.factories import NOW, School, make_school, work
from tests.messages.killed import ToFile, send_and_die
from tests.messages.post import make_notice, send
from tests.messages.servers import Inbox, mail_server

KILLS = {"usual": 20, "short": 40, "long": 500}
EACH = 6  # messages that are left between two kills
LIVES = 10  # one sender of so many is not killed
PATIENCE = 60.0
MANY = 40


def _leave(app: Flask, school: School, now: Any, count: int = EACH) -> set[UUID]:
    """So many messages, and as many that are taken back with the work that they were part of."""
    with suppress(ZeroDivisionError), work(app):
        for _ in range(count):
            make_notice(school, now=now)
        _ = 1 / 0
    with work(app):
        return {make_notice(school, now=now).id for _ in range(count)}


def test_nothing_is_lost_or_made_up_however_often_a_sender_is_killed(
    app: Flask, school: School, tmp_path: Path, effort: Effort
) -> None:
    file, left, kills, now = tmp_path / "gone-out", set[UUID](), 0, NOW
    for chance in effort.rounds(KILLS):
        left |= _leave(app, school, now)
        kills += send_and_die(app, file, now, chance)
        now += LEASE
        if chance % LIVES == 0:  # what waits for hours is held, and is not what this is about
            with app.app_context():
                send(ToFile(file), now)
    with app.app_context():
        send(ToFile(file), now)
        states = db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all()
    gone = ToFile(file).ids
    doubled = len(gone) - len(set(gone))
    assert set(gone) == {str(one) for one in left}
    assert states == [("sent", len(left))]
    assert kills > len(effort.rounds(KILLS)) / 2
    assert doubled <= kills, "more than what was under way when somebody died, each under its own id"


class Counting(Inbox):
    """An inbox that says when so many have arrived."""

    def __init__(self, **when: int) -> None:
        super().__init__()
        self.when = {count: Event() for count in when.values()}

    @property
    def ids(self) -> list[str]:
        """By which ids the mails are known, in order."""
        return [str(one["Message-ID"]) for one in self.mails]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 the library's name
        """Takes the mail."""
        answer = await super().handle_DATA(server, session, envelope)
        for count, event in self.when.items():
            if len(set(self.ids)) >= count:
                event.set()
        return answer


@contextmanager
def _consumers(app: Flask, number: int) -> Iterator[list[BaseProcess]]:
    """So many processes that do the background work."""
    with app.app_context():
        db.engine.dispose()  # no connection is shared
    found = [get_context("fork").Process(target=working.consume, args=(app,)) for _ in range(number)]
    for one in found:
        one.start()
    try:
        yield list(found)
    finally:
        for one in found:
            if one.is_alive() and one.pid:
                os.kill(one.pid, signal.SIGINT)  # ends what is under way
            one.join(PATIENCE)
            one.kill()


def test_two_do_the_background_work_and_one_is_killed_in_the_middle(database: Place) -> None:
    app, inbox = database.app, Counting(some=MANY // 4, nearly=MANY - working.WORKERS)
    some, nearly = inbox.when.values()
    now = clock.now()
    with work(app):
        school = make_school()
        db.session.execute(update(Guardian).values(email="karl@exempel.test"))
        left = {make_notice(school, now=now, channels=["email"]).id for _ in range(MANY)}
    with mail_server(inbox) as port:
        app.config["MAIL"] = {**app.config["MAIL"], "port": port}
        with _consumers(app, 2) as (first, second):
            assert some.wait(PATIENCE)
            first.kill()
            assert nearly.wait(PATIENCE)
        assert second.exitcode == 0
        with app.app_context():
            in_hand = db.session.scalar(select(func.count()).where(Message.state != "sent"))
            send_due(AUTHORS, ways(), lambda: now + LEASE * 2)
    assert in_hand is not None
    assert in_hand <= working.WORKERS
    assert set(inbox.ids) == {f"<{one}@exempel.test>" for one in left}
    assert len(inbox.ids) - MANY <= in_hand, "at most what the killed one had in hand goes out twice"
