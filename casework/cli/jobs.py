"""What the background work does: small jobs that may be lost, come twice or stop anywhere.

The truth stays in our own tables: a job asks them what is due, so that the next one finds what an earlier one
has left. The queue only says when to look.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import func, select

from casework import clock
from casework.cases.digests import leave_digests
from casework.cases.rescheduling import open_cases, reschedule
from casework.cli.authors import AUTHORS
from casework.extensions import db, instance_path, unit_of_work, work_secret
from casework.messages import actions
from casework.messages.sending import send_due
from casework.messages.settings import Unset
from casework.messages.ways import ways
from casework.signals import evaluating, many
from casework.signals.evaluating import AT_ONCE, Day, Tally
from casework.signals.thresholds import models_of_schools, prepare

NAME = "casework"
MAKING = 26_472  # any number that nothing else in the database locks
SECONDS = (0, 20, 40)  # of every minute, when messages are looked for
LASTS = timedelta(hours=1)  # how long the day's end may take until another process begins it anew

_log = logging.getLogger(__name__)


def send_messages() -> None:
    """Sends what is due, with the summaries whose hour has come."""
    try:
        wires = ways()
    except Unset as error:
        _log.error("%s", error)
        return
    with unit_of_work():
        leave_digests(now=clock.now())
    send_due(AUTHORS, wires, clock.now)


def end_the_day(now: datetime) -> bool:
    """Works out everybody's signals and the days of tasks once, when the day is over; whether this did it."""
    today = clock.school_date(now)
    if not clock.is_evening(now):
        return False
    with unit_of_work():
        is_ours = actions.begin("evening", today, LASTS, now=now)
    if is_ours:
        evaluate_everybody(Day(today, is_over=True, now=now))
        reschedule_everybody(now)
        with unit_of_work():
            actions.finish("evening", today, now=now)
    return is_ours


def evaluate_everybody(day: Day) -> tuple[int, Tally]:
    """Works out the signals of every student, some at a time; of how many, and what came of it."""
    read, total = many.evaluate_everybody(day)
    for unit_id, model in models_of_schools(day.today).items():
        with unit_of_work():
            prepare(model.rules, [unit_id], day.today)
    return read, total


def reschedule_everybody(now: datetime) -> None:
    """Tasks that were open before they had a day, or before the calendar reached it, get theirs."""
    cases = open_cases()
    for begin in range(0, len(cases), AT_ONCE):
        with unit_of_work():
            reschedule(cases[begin : begin + AT_ONCE], actor=evaluating.NOBODY, now=now, is_told=False)


def queue_of(app: Flask) -> Huey:
    """The instance's queue: a file beside a SQLite database, tables in PostgreSQL; nobody else adds to it."""
    with app.app_context():
        url = db.engine.url
        said: dict[str, Any] = {"serializer": SignedSerializer(work_secret()), "results": False}
        if url.get_backend_name() == "sqlite":
            return SqliteHuey(NAME, filename=str(instance_path() / "work.sqlite"), **said)
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with db.engine.begin() as connection:  # two that make the queue's tables at once would both fail
            connection.execute(select(func.pg_advisory_xact_lock(MAKING)))
            return PostgresHuey(NAME, dsn=dsn, **said)


def with_jobs(app: Flask) -> Huey:
    """The queue with everything that there is to do, and when."""
    queue = queue_of(app)
    send = queue.task(name="send")(_inside(app, send_messages))
    evening = queue.task(name="evening")(_inside(app, lambda: end_the_day(clock.now())))

    def look() -> None:
        for delay in SECONDS:
            send.schedule(delay=delay)

    queue.periodic_task(crontab(), name="look")(look)
    queue.periodic_task(crontab(minute="*/10"), name="look at the day")(lambda: evening())
    return queue


def _inside(app: Flask, job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            job()

    return run
