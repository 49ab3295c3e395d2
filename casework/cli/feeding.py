"""Attendance that comes in: `import`, which the pages start and cron may call; `take` and `fetch`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from uuid import UUID

import click
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person, may_at_all
from casework.attendance.telling import Teller
from casework.cli.instance import in_application
from casework.database import end_reading
from casework.errors import NotHere
from casework.extensions import db, unit_of_work
from casework.feeds import actions, applying, fetching, files, queries
from casework.feeds.begun import Begun, begun
from casework.feeds.models import FeedImport
from casework.feeds.pages.words import file_fault
from casework.feeds.profile import Profile
from casework.feeds.records import Unreadable
from casework.feeds.stage import Stage
from casework.feeds.staging import set_apart
from casework.people.models import User
from casework.people.queries import person
from casework.signals import many
from casework.ss12000.settings import Unset, settings_of
from casework.ss12000.wire import NoAnswer


@click.command("import")
@click.argument("import_id", type=click.UUID, required=False)
@click.option("--holding", type=int, hidden=True)  # the lock of the import, handed over by who started this
@in_application
def run_import(import_id: UUID | None, holding: int | None) -> None:
    """Go on with a file of attendance that was sent: read it for a preview, or apply what somebody agreed to.

    The pages start this by themselves. Without an id it goes on with everything that waits, such as after the
    machine was stopped; let cron call it so. An import that another process has in hand is left to it.
    """
    if import_id and holding is not None:
        go_on(import_id)
        os.close(holding)
    for one in [import_id] if import_id else queries.for_the_process():
        _take_up(one)


def _take_up(import_id: UUID) -> None:
    """Goes on as long as there is something to do and nobody else does it.

    It looks again after it has let go: who wanted more while it was at the end has found it at work.
    """
    while _row(import_id).state in queries.FOR_THE_PROCESS:
        with files.at_work(import_id) as is_mine:
            if not is_mine:
                return
            go_on(import_id)


@click.command()
@click.argument("profile")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="The user name of who takes it in.")
@in_application
def take(profile: str, file: Path, username: str) -> None:
    """Take in a file of attendance, read by the PROFILE (its name, or the word of one that is shipped).

    For files that are too large for a browser. It waits for its preview to be agreed to, on the pages.
    """
    known = queries.profiles("en")
    chosen = known.get(profile) or next((one for one in known.values() if one.name == profile), None)
    if chosen is None:
        raise click.ClickException(f"There is no profile {profile}. Known: {', '.join(known)}")
    actor, now = _importer(username), clock.now()
    try:
        with unit_of_work(), file.open("rb") as stream:
            row = actions.receive(stream, chosen.name, chosen.profile, actor=actor, now=now)
    except Unreadable as fault:
        raise click.ClickException(_not_taken(fault)) from None
    _take_up(row.id)
    row = _row(row.id)
    if row.state == "refused":
        raise click.ClickException(_not_taken(Unreadable(row.fault, row.named)))
    click.echo(f"{row.id}: {row.state}")


@click.command()
@click.option("--whole", is_flag=True, help="Ask for the whole school year, not only for changes.")
@click.option(
    "--apply", is_flag=True, help="Apply it where nothing is wrong; else somebody agrees on the pages."
)
@click.option("--leave-out", is_flag=True, help="With --apply: leave out what is wrong, and apply the rest.")
@click.option("--as", "username", required=True, help="The user name of who takes it in.")
@in_application
def fetch(whole: bool, apply: bool, leave_out: bool, username: str) -> None:
    """Ask the SS 12000 system that config.toml names for attendance; for the work of the night.

    Ask for the whole now and then, such as at week-ends: what was left out because a student was not here yet
    comes with it. A system that tells no lessons but only sums does not say which of them have changed: it is
    asked for those of the last 60 days every time, and for older ones with --whole alone. If more than one
    lesson in ten would be cancelled, somebody has to look at it first.
    """
    actor, now = _importer(username), clock.now()
    try:
        settings = settings_of(current_app.config["SS12000"])
    except Unset as error:
        raise click.ClickException(str(error)) from None
    with unit_of_work():
        row = fetching.begin(settings, is_whole=whole, actor=actor, now=now)
    _take_up(row.id)
    row = _row(row.id)
    counts = row.counts
    if row.state == "refused":
        raise click.ClickException(row.named)
    told = ", ".join(f"{counts[name]} {name}" for name in ("new", "changed", "same", "cancelled"))
    told += f", {counts['marked']} get a protected identity" if counts["marked"] else ""
    click.echo(f"{row.id}: {told}; {row.faulty} entries are wrong")
    is_sound = counts["cancelled"] * 10 <= counts["lessons"] and (leave_out or not row.faulty)
    if apply and is_sound:
        with unit_of_work():
            row = queries.imported(row.id, is_locked=True)
            actions.ask(row, leaves_out=leave_out, actor=actor, now=now)
        _take_up(row.id)
    click.echo(_row(row.id).state)


def _not_taken(fault: Unreadable) -> str:
    with force_locale("en"):
        return f"The file is not taken. {file_fault(fault)}"


def _importer(username: str) -> Person:
    """The person in whose name attendance is taken in; ends the command where they may not."""
    user = db.session.scalars(select(User).where(User.username == username, User.is_active)).one_or_none()
    actor = person(user, clock.school_date(clock.now())) if user else None
    if actor is None or not may_at_all(actor, "attendance:import"):
        raise click.ClickException(f"“{username}” may not take in attendance.")
    return actor


def go_on(import_id: UUID) -> None:
    """From where it stands to where a person is needed, or the end."""
    steps = {"waiting": _read, "reading": _read, "asked": _apply, "applying": _apply, "counting": _count}
    while step := steps.get(_row(import_id).state):
        step(import_id)


def _row(import_id: UUID) -> FeedImport:
    end_reading(db.session())  # what others have written since is seen
    db.session.expire_all()
    try:
        return queries.imported(import_id)
    except NotHere:
        raise click.ClickException(f"There is no import {import_id}.") from None


def _read(import_id: UUID) -> None:
    _tell(import_id, 0)
    try:
        _preview(import_id)
    except (Unreadable, NoAnswer, Unset) as error:
        why = error if isinstance(error, Unreadable) else Unreadable("no_answer", str(error))
        with unit_of_work():
            actions.refuse(queries.imported(import_id, is_locked=True), why, now=clock.now())
        files.forget(import_id)


def _preview(import_id: UUID) -> None:
    row, now = _row(import_id), clock.now()
    profile = queries.profile_of(row)
    with (
        Stage(files.stage_of(import_id)) as stage,
        _opened(row, profile, stage, clock.school_date(now)) as read,
    ):
        stage.called = read.called
        staged = set_apart(stage, read.found, profile, now, lambda lines: _tell(import_id, lines))
        with unit_of_work():
            actions.weighs(queries.imported(import_id, is_locked=True), staged.rows)
        teller = Teller(Person(row.by_id, ""), now, profile.unnamed)
        counted = applying.preview(stage, staged, teller, queries.elsewhere(profile))
        with unit_of_work():
            row = queries.imported(import_id, is_locked=True)
            actions.previewed(row, staged, counted, stage.fault_lines(), read)


@contextmanager
def _opened(row: FeedImport, profile: Profile, stage: Stage, today: date) -> Iterator[Begun]:
    """What the file says; or what the system answers that is asked instead."""
    if profile.kind == fetching.KIND:
        settings = settings_of(current_app.config["SS12000"])
        yield Begun(fetching.answers(row, stage, settings, monotonic), {})
        return
    with begun(files.file_of(row.id), profile, today) as file:
        yield file


def _tell(import_id: UUID, lines: int) -> None:
    with unit_of_work():
        actions.reads(queries.imported(import_id, is_locked=True), lines)


def _apply(import_id: UUID) -> None:
    """Applies it; what was set apart before an upgrade is read anew, and somebody looks at it once more."""
    row, now = _row(import_id), clock.now()
    with Stage(files.stage_of(import_id)) as stage:
        is_older = stage.is_older
    if is_older:
        _read(import_id)
        return
    with unit_of_work():
        actions.begins(queries.imported(import_id, is_locked=True))
    profile = queries.profile_of(row)
    teller = Teller(Person(row.by_id, ""), now, profile.unnamed)
    with Stage(files.stage_of(import_id)) as stage, unit_of_work():
        counted = applying.apply(stage, teller, queries.elsewhere(profile))
        actions.applied(queries.imported(import_id, is_locked=True), counted)


def _count(import_id: UUID) -> None:
    """Works out the signals of whose figures have changed; the file is not needed any more."""
    now = clock.now()
    with Stage(files.stage_of(import_id)) as stage:
        touched = stage.touched()
    many.evaluate_changed(touched, now)
    with unit_of_work():
        actions.finish(queries.imported(import_id, is_locked=True), now=clock.now())
    files.forget(import_id)
