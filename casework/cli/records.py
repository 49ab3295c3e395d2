"""The data: `history verify`, `db upgrade`."""

from __future__ import annotations

from collections.abc import Iterator

import click
from sqlalchemy import func, select

from casework import migrations
from casework.cases.fold import Torn, stage_by_history
from casework.cases.models import Case
from casework.cli.instance import in_application
from casework.extensions import db
from casework.history.models import Chain
from casework.history.queries import breaches


@click.group()
def history() -> None:
    """What has happened in cases."""


@history.command("verify")
@in_application
def verify() -> None:
    """Verify every chain, and that each case stands where its history has led it."""
    faults = [*_chain_faults(), *_stage_faults()]
    for fault in faults:
        click.echo(fault)
    chains = db.session.scalar(select(func.count()).select_from(Chain))
    if faults:
        raise click.ClickException(f"{len(faults)} faults in {chains} chains")
    click.echo(f"{chains} chains hold, and every case stands where its history has led it.")


def _chain_faults() -> Iterator[str]:
    for breach in breaches():
        yield f"chain {breach.chain_id}, event {breach.seq}: {breach.fault}"


def _stage_faults() -> Iterator[str]:
    """The cases whose stage is not what their events come to; told by number, never by name."""
    for case in db.session.scalars(select(Case).order_by(Case.number)):
        try:
            told = stage_by_history(case.id)
        except Torn as error:
            yield f"case {case.number}: {error}"
            continue
        if told not in (None, case.stage):
            yield f"case {case.number}: stands in {case.stage}, its history has led it to {told}"


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


COMMANDS = (history, database)
