"""Attendance: `attendance evaluate`, which cron calls at the end of the school day, and files of it."""

from __future__ import annotations

from datetime import datetime

import click

from casework import clock
from casework.attendance.queries import is_registered_after
from casework.cli import feeding
from casework.cli.instance import in_application
from casework.cli.jobs import evaluate_everybody, reschedule_everybody
from casework.signals.evaluating import Day


@click.group()
def attendance() -> None:
    """What attendance proposes, and attendance from other systems."""


@attendance.command("evaluate")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day that is over; today where nothing is said.",
)
@in_application
def evaluate(day: datetime | None) -> None:
    """Work out the signals of every student and the days of every open task, for a day that is over.

    The background work does it by itself in the evening; without that, let cron do it every school day.
    Absence without a reason becomes what the routine says then, and what depends on the date alone comes up.
    Signals also come and go with every registration; running this twice changes nothing.
    """
    now = clock.now()
    said = Day(day.date() if day else clock.school_date(now), is_over=True, now=now)
    if said.today > clock.school_date(now):
        raise click.ClickException("That day is still to come.")
    if day and is_registered_after(said.today):
        raise click.ClickException(
            "Lessons of later days are registered, and what rests on them would be taken back.\n"
            "What depends on a date alone is caught up with by reading the rules as of today."
        )
    students, total = evaluate_everybody(said)
    reschedule_everybody(now)
    click.echo(f"{students} students: {total.arisen} new signals, {total.withdrawn} withdrawn.")
    click.echo(f"Tasks about students: {total.tasks_opened} opened, {total.tasks_closed} withdrawn.")
    if total.tasks_flagged:
        click.echo(f"{total.tasks_flagged} tasks that somebody has touched have lost their ground.")
    if total.flagged:
        click.echo(f"{total.flagged} signals that somebody has acted on have lost their ground.")


for _command in (feeding.run_import, feeding.take, feeding.fetch):
    attendance.add_command(_command)

COMMANDS = (attendance,)
