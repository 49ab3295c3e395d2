"""Rosters: `people load`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from casework import clock
from casework.attendance.classes import change_classes
from casework.beginnings import other_kind
from casework.catalog import catalog
from casework.cli.instance import in_application
from casework.definitions import DefinitionError
from casework.extensions import unit_of_work
from casework.people import filling
from casework.people.roster import read_roster
from casework.signals.many import evaluate_changed
from casework.versions.queries import models_on

KINDS = {
    "workbook": "a workbook",
    "archive": "an archive",
    "pdf": "a PDF",
    "picture": "a picture",
    "other": "no text in UTF-8",
}
EXPECTED = "A roster is a text in YAML; tables (CSV) are sent on the pages of the administration."


@click.group()
def people() -> None:
    """Units, classes, students, homes and staff."""


@people.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_application
def load(file: Path) -> None:
    """Fill the instance from a roster FILE; the same file again changes nothing."""
    today = clock.school_date(clock.now())
    try:
        roster = read_roster(
            _text_of(file), file.name, today=today, workflows=models_on(today), table=catalog().access
        )
        with unit_of_work():
            filled = filling.load(roster, today=today)
            begun = change_classes(filled.regrouped, today)
        evaluate_changed(dict.fromkeys(begun, date.min), clock.now())
    except (DefinitionError, filling.Clash) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{len(roster.students)} students, {filled.students.new} of them new.")
    if filled.new_users:
        click.echo("New accounts, which need a password (casework user password USERNAME):")
        click.echo("\n".join(f"  {name}" for name in filled.new_users))
    if filled.changes:
        click.echo("Changed, of what was there before:")
        click.echo("\n".join(f"  {line}" for line in filled.changes))


def _text_of(file: Path) -> str:
    """The roster's text. Ends the command where the file is something else, and says what."""
    data = file.read_bytes()
    found = other_kind(data)
    try:
        if not found:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = "other"
    raise click.ClickException(f"{file.name} is {KINDS[found]}. {EXPECTED}")


COMMANDS = (people,)
