"""Attendance: `attendance evaluate`, which cron calls at the end of the school day, and files of it."""

from __future__ import annotations

from datetime import datetime

import click

from casework import clock
from casework.cli import feeding
from casework.cli.instance import in_application
from casework.extensions import unit_of_work
from casework.signals import evaluating
from casework.signals.evaluating import AT_ONCE, Day, Tally


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
    """Work out the signals of every student, for a day that is over.

    Let cron do it in the evening of every school day: absence without a reason becomes what the routine says
    then, and what depends on the date alone comes up. Signals also come and go with every registration;
    running this twice changes nothing.
    """
    now = clock.now()
    said = Day(day.date() if day else clock.school_date(now), is_over=True, now=now)
    students, total = evaluating.everybody(), Tally()
    for begin in range(0, len(students), AT_ONCE):
        with unit_of_work():
            total += evaluating.evaluate(students[begin : begin + AT_ONCE], said)
    click.echo(f"{len(students)} students: {total.arisen} new signals, {total.withdrawn} withdrawn.")
    click.echo(f"Tasks about students: {total.tasks_opened} opened, {total.tasks_closed} withdrawn.")
    if total.tasks_flagged:
        click.echo(f"{total.tasks_flagged} tasks that somebody has touched have lost their ground.")
    if total.flagged:
        click.echo(f"{total.flagged} signals that somebody has acted on have lost their ground.")


for _command in (feeding.run_import, feeding.take, feeding.fetch):
    attendance.add_command(_command)

COMMANDS = (attendance,)
