"""The data: `history verify`, `history anchor`, `files tidy`, `db upgrade`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from casework import clock, migrations
from casework.access.queries import log_end, log_faults
from casework.attachments import proof as attached
from casework.attendance import leave_proof
from casework.cases import proof, student_proof
from casework.cli.instance import in_application
from casework.contacts import proof as contacts
from casework.database import UNREADABLE, Base
from casework.extensions import db
from casework.history.anchor import anchor, anchor_faults
from casework.history.guards import missing_triggers
from casework.history.models import Chain, Event
from casework.history.queries import breaches, head
from casework.letters import proof as letters
from casework.meetings import proof as meetings
from casework.monitoring import proof as monitoring
from casework.people import proof as decided
from casework.prevention import proof as groups
from casework.signals import mark_proof


@click.group()
def history() -> None:
    """What has happened in cases, and who has read about students."""


@history.command("anchor")
@in_application
def write_anchor() -> None:
    """Print a signed head of every chain, to be kept off this machine.

    Let cron send it away every day: `casework history anchor | mail -s anchor archive@example.org`.
    `casework history verify --anchor FILE` compares what there is with what such a mail says.
    """
    click.echo(anchor(clock.now()), nl=False)


@history.command("verify")
@click.option(
    "--anchor",
    "kept",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `casework history anchor` printed on an earlier day.",
)
@in_application
def verify(kept: Path | None) -> None:
    """Verify every chain, and compare the cases with what their history says.

    Finds events that were changed, removed, added or cut off; signed forms, reports, requests, decisions and
    consents that are missing, changed or without an event; attachments likewise, with their files; protected
    identities, named readers, conflicts of interest, rights of those at home, answers kept from them,
    contacts, meetings and what was noted when compulsory schooling was monitored likewise; letters and
    documents that came in; decisions on signals, marks, leave, reports of concern with their files, measures,
    and tasks that were said not to be needed likewise; cases that are not as their history says; kept
    definitions that are changed; triggers that are gone. In the access log: readings that were changed,
    removed, added or cut off.

    Does not find what somebody does who holds the database and the key: they can write a new history. Nor a
    whole database put back to an earlier day. With an anchor that was kept elsewhere it finds both.
    """
    faults = [*_guard_faults(), *_legible(_chain_faults()), *_legible(proof.faults())]
    decisions = (decided, student_proof, contacts, mark_proof, leave_proof, letters, monitoring, groups)
    faults += [fault for one in (*decisions, meetings) for fault in one.faults()]
    faults += [*_legible(attached.file_faults()), *log_faults()]
    if kept:
        faults += _legible(anchor_faults(kept.read_text("utf-8", "replace")))
    for fault in faults:
        click.echo(fault)
    chains, events = _count(Chain), _count(Event)
    if faults:
        raise click.ClickException(f"{len(faults)} faults in {chains} chains")
    click.echo(f"{chains} chains with {events} events hold, and every case is as its history says.")
    click.echo(f"The access log holds, with {log_end()[0]} readings.")
    click.echo(f"head: {head()}")


def _guard_faults() -> Iterator[str]:
    yield from (f"trigger {name} is not in place" for name in missing_triggers())


def _chain_faults() -> Iterator[str]:
    for breach in breaches():
        yield f"chain {breach.chain_id}, event {breach.seq}: {breach.fault}"


def _legible(faults: Iterator[str]) -> Iterator[str]:
    """The faults; where something cannot even be read, that is one."""
    try:
        yield from faults
    except DBAPIError:
        raise  # the database itself has something to say
    except UNREADABLE as error:
        yield f"cannot be read: {error}"


def _count(table: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@click.group()
def files() -> None:
    """The files that are attached to cases and forms."""


@files.command("tidy")
@in_application
def tidy() -> None:
    """Take away files that belong to nothing: left where the program was stopped while it kept one."""
    click.echo(f"{attached.tidy(clock.now())} taken away.")


@click.group("db")
def database() -> None:
    """The database."""


@database.command("upgrade")
@in_application
def upgrade() -> None:
    """Bring the database to the shape that this version of the program needs."""
    due = migrations.pending()
    migrations.upgrade()
    click.echo(f"{len(due)} migrations done." if due else "Nothing to do.")


COMMANDS = (history, files, database)
