"""`casework work`: the background work, by itself or beside the web server that starts it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from threading import Thread

import click
from flask import Flask

from casework import instance_folder
from casework.cli.instance import application, on_instance
from casework.cli.jobs import with_jobs
from casework.extensions import db

WORKERS = 2  # so that an evening's work does not keep messages waiting
MOST_IDLE = 2.0  # seconds between two looks at the queue
PATIENCE = 10.0  # seconds for what is under way to end


@click.command()
@click.option("--workers", type=click.IntRange(1, 16), default=WORKERS, show_default=True)
@on_instance
def work(workers: int, instance: Path | None) -> None:
    """Do the background work: send messages, and end the day in the evening.

    `casework serve` has one of these beside it. Where a web server of another kind serves the program, start
    this beside it; on PostgreSQL there may be several, on several machines.
    """
    app = application(instance_folder(instance))
    click.echo("Working. Ctrl-C stops it.")
    consume(app, workers)


def consume(app: Flask, workers: int = WORKERS) -> None:
    """Works until a signal comes: on SIGINT what is under way is ended first."""
    queue = with_jobs(app)
    queue.create_consumer(workers=workers, max_delay=MOST_IDLE).run()


@contextmanager
def beside(app: Flask, let_go: Callable[[], None]) -> Iterator[None]:
    """The background work in a process beside this one, for as long as this one is there.

    It is this program as it stands, so it needs no start of its own; `let_go` closes there what is kept here.
    """
    with app.app_context():
        db.engine.dispose()  # no connection is shared
    process = get_context("fork").Process(target=_beside, args=(app, let_go), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(PATIENCE)


def _beside(app: Flask, let_go: Callable[[], None]) -> None:
    let_go()
    Thread(target=_end_with_parent, daemon=True).start()
    consume(app)


def _end_with_parent() -> None:
    """Stops this process when the one that has started it is gone, however it went."""
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


COMMANDS = (work,)
