"""Accounts and rosters: `user add`, `user password`, `people load`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from casework import clock
from casework.access.policy import ADMINISTERS, REACHES
from casework.cli.instance import in_application
from casework.definitions import DefinitionError
from casework.extensions import db, unit_of_work
from casework.people import filling
from casework.people.actions import Taken, add_user, grant_role, set_password
from casework.people.models import Group, Unit, User
from casework.people.passwords import SHORTEST, WeakPassword
from casework.people.roster import ROLES, read_roster, school_year

from_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--unit", "unit_name", required=True, help="The school or authority where the role is held.")
@click.option("--group", "group_name", default="", help="The class, for roles that are held for one.")
@click.option("--language", type=click.Choice(("sv", "nb", "en")), default="sv", show_default=True)
@click.option(
    "--until", type=click.DateTime(("%Y-%m-%d",)), help="Last day of the role; else the school year's."
)
@from_stdin
@in_application
def add(
    username: str,
    name: str,
    role: str,
    unit_name: str,
    group_name: str,
    language: str,
    until: datetime | None,
    password_stdin: bool,
) -> None:
    """Make an account with one role; the password is asked for and has at least 12 characters."""
    today = clock.school_date(clock.now())
    last = until.date() if until else school_year(today)[1]
    with _told(), unit_of_work():
        unit = _unit(unit_name, role)
        group = _group(unit, group_name, role)
        made = add_user(username, name, password=_password(password_stdin), language=language)
        grant_role(made, role, unit, group=group, valid_from=today, valid_to=last)
    click.echo(f"{made.username} can sign in. The role {role} holds until {last}.")


@user.command("password")
@click.argument("username")
@from_stdin
@in_application
def password(username: str, password_stdin: bool) -> None:
    """Give an account a password, such as one that came with a roster."""
    with _told(), unit_of_work():
        found = db.session.scalars(select(User).where(User.username == username.casefold())).one_or_none()
        if found is None:
            raise click.ClickException(f"There is no account “{username}”.")
        set_password(found, _password(password_stdin))
    click.echo(f"{found.username} has a new password.")


@click.group()
def people() -> None:
    """Units, classes, students, homes and staff."""


@people.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_application
def load(file: Path) -> None:
    """Fill the instance from a roster FILE; the same file again changes nothing."""
    try:
        roster = read_roster(file.read_text("utf-8"), file.name)
    except (DefinitionError, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from None
    with unit_of_work():
        filled = filling.load(roster, today=clock.school_date(clock.now()))
    click.echo(f"{len(roster.students)} students, {filled.new_students} of them new.")
    if filled.new_users:
        click.echo("New accounts, which need a password (casework user password USERNAME):")
        click.echo("\n".join(f"  {name}" for name in filled.new_users))


COMMANDS = (user, people)


@contextmanager
def _told() -> Iterator[None]:
    """Ends the command in words where the account or the password cannot be."""
    try:
        yield
    except (Taken, WeakPassword) as error:
        raise click.ClickException(str(error)) from None


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(
        click.prompt(f"Password (at least {SHORTEST} characters)", hide_input=True, confirmation_prompt=True)
    )


def _unit(name: str, role: str) -> Unit:
    """The unit; the authority is made where an administrator is the first thing in an empty instance."""
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    if not units and role in ADMINISTERS:
        units[name] = Unit(name=name, kind="authority", parent_id=None, workflow="")
        db.session.add(units[name])
        db.session.flush()
    if name not in units:
        known = ", ".join(units) or "none yet; fill them in with `casework people load FILE`"
        raise click.ClickException(f"There is no unit “{name}”. There are: {known}")
    return units[name]


def _group(unit: Unit, name: str, role: str) -> Group | None:
    if (REACHES.get(role) == "group") != bool(name):
        needs = (
            "is held for a class: name it with --group"
            if not name
            else "is held for the whole unit: leave --group out"
        )
        raise click.ClickException(f"The role {role} {needs}")
    if not name:
        return None
    groups = {one.name: one for one in db.session.scalars(select(Group).where(Group.unit_id == unit.id))}
    if name not in groups:
        raise click.ClickException(
            f"{unit.name} has no class “{name}”. It has: {', '.join(sorted(groups)) or 'none'}"
        )
    return groups[name]
