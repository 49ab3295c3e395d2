"""The background work: messages by a command too, the day's end once, a queue that nobody else can fill."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from select import select
from typing import Any

import pytest
from flask import Flask
from huey.serializer import SignedSerializer

from casework.cli import jobs, working
from casework.extensions import db, unit_of_work
from casework.messages import actions
from casework.messages.models import Chore
from tests.cli.terminal import at, load_roster, run
from tests.factories import School

AFTERNOON = datetime(2026, 11, 20, 15, tzinfo=UTC)  # 16 on the school's clock
PATIENCE = 60.0
EVENING = AFTERNOON + timedelta(hours=3)


def test_messages_are_sent_and_held_by_commands_too(instance: Path) -> None:
    load_roster(instance)
    assert "0 sent, 0 to be tried again" in run("messages", "send", *at(instance)).output
    assert "0 messages are held" in run("messages", "hold", *at(instance)).output


def test_settings_that_cannot_be_right_are_told(instance: Path) -> None:
    with (instance / "config.toml").open("a") as config:
        config.write('[mail]\nhost = "smtp.exempel.test"\n')
    answer = run("messages", "send", *at(instance))
    assert answer.exit_code == 1
    assert "mail: the setting sender is missing" in answer.output


def test_the_day_ends_once_and_not_before_the_evening(app: Flask, school: School) -> None:
    with app.app_context():
        assert [jobs.end_the_day(now) for now in (AFTERNOON, EVENING, EVENING)] == [False, True, False]
        assert jobs.end_the_day(EVENING + timedelta(days=1))


def test_a_day_that_somebody_has_left_unended_is_ended_by_the_next(app: Flask) -> None:
    today = EVENING.date()
    with app.app_context():
        with unit_of_work():
            assert actions.begin("evening", today, jobs.LASTS, now=EVENING)
        assert not jobs.end_the_day(EVENING + timedelta(minutes=10))
        assert jobs.end_the_day(EVENING + jobs.LASTS)
        assert db.session.get_one(Chore, ("evening", today)).done_at


def _serve(app: Flask, started: Any) -> None:
    """What a server does beside its pages, until it is killed."""
    with working.beside(app, lambda: None):
        started.set()
        signal.pause()


def test_the_work_ends_with_the_server_however_that_ends(app: Flask) -> None:
    context = get_context("fork")
    reading, writing = os.pipe()  # whose other end lies open in every process that begins here
    started = context.Event()
    server = context.Process(target=_serve, args=(app, started))
    server.start()
    os.close(writing)
    assert started.wait(PATIENCE)
    server.kill()
    server.join()
    ready, _, _ = select([reading], [], [], PATIENCE)
    assert ready, "something that the server has started is still there"
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_work_that_somebody_else_has_signed_is_not_done(app: Flask) -> None:
    queue = jobs.with_jobs(app)
    assert isinstance(queue.serializer, SignedSerializer)
    forged = SignedSerializer("somebody else's secret of some length").serialize(("send",))
    with pytest.raises(ValueError, match="mismatch"):
        queue.serializer.deserialize(forged)
