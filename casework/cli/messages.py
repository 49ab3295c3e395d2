"""Messages: `messages send`, which cron can call, `messages hold` after a backup was put back."""

from __future__ import annotations

import click

from casework import clock
from casework.cases.digests import leave_digests
from casework.cli.authors import AUTHORS
from casework.cli.instance import in_application
from casework.extensions import unit_of_work
from casework.messages.actions import hold_all
from casework.messages.sending import send_due
from casework.messages.settings import Unset
from casework.messages.ways import ways


@click.group()
def messages() -> None:
    """Messages to those at home and to staff."""


@messages.command()
@in_application
def send() -> None:
    """Send what is due: notices, mails about decisions, and the summaries whose hour has come.

    The background work does this by itself; without that, let cron call it every few minutes. Several may
    run at once.
    """
    try:
        wires = ways()
    except Unset as error:
        raise click.ClickException(str(error)) from None
    with unit_of_work():
        leave_digests(now=clock.now())
    done = send_due(AUTHORS, wires, clock.now)
    click.echo(f"{done.sent} sent, {done.again} to be tried again, {done.dead} could not be sent.")
    for channel in sorted(done.put_off):
        click.echo(f"Nobody answers where messages go by {channel}.")


@messages.command()
@in_application
def hold() -> None:
    """Hold everything that waits, until an administrator lets it go: for after a backup was put back.

    What waits in a backup may have been sent since it was taken.
    """
    with unit_of_work():
        count = hold_all(now=clock.now())
    click.echo(f"{count} messages are held. The page about messages shows them.")


COMMANDS = (messages,)
