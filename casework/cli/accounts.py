"""Accounts of staff: `user add`, `password`, `close`, `end-role` and `list`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click
from sqlalchemy import select

from casework import clock
from casework.access.policy import ADMINISTERS
from casework.cli.instance import in_application
from casework.extensions import db, unit_of_work
from casework.people.actions import (
    Taken,
    add_user,
    close_account,
    end_role,
    end_without_role,
    grant_role,
    set_password,
)
from casework.people.models import Group, RoleGrant, Unit, User
from casework.people.names import Unfit, fit_name
from casework.people.passwords import SHORTEST, WeakPassword
from casework.people.placing import ROLES, is_for_class, needs_authority
from casework.people.roster import latest_end, school_year

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
    if last < today:
        raise click.ClickException(f"--until {last} has been; the role would never hold.")
    if last > latest_end(today, today):
        raise click.ClickException(f"A role is held until {latest_end(today, today)} at the latest.")
    secret = _password(password_stdin)  # first: while somebody types, nothing may hold the database
    with _told(), unit_of_work():
        unit = _unit(unit_name, first_role=role)
        _demand_side(role, unit, group_name)
        group = _group(unit, group_name) if group_name else None
        made = add_user(username, name, password=secret, language=language)
        grant_role(made, role, unit, group=group, valid_from=today, valid_to=last)
    click.echo(f"{made.username} can sign in. The role {role} holds until {last}.")


@user.command("password")
@click.argument("username")
@from_stdin
@in_application
def password(username: str, password_stdin: bool) -> None:
    """Give an account a password, such as one that came with a roster."""
    secret = _password(password_stdin)
    with _told(), unit_of_work():
        found = _user(username)
        set_password(found, secret, now=clock.now())
    click.echo(f"{found.username} has a new password, and is signed in nowhere.")


@user.command("close")
@click.argument("username")
@in_application
def close(username: str) -> None:
    """Let nobody sign in to an account any more; what the person has done stays."""
    with unit_of_work():
        found = _user(username)
        close_account(found, now=clock.now())
    click.echo(f"{found.username} is closed, and signed in nowhere.")


@user.command("end-role")
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--unit", "unit_name", required=True, help="The school or authority where the role is held.")
@click.option("--group", "group_name", default="", help="The class, where the role is to end for one only.")
@in_application
def end(username: str, role: str, unit_name: str, group_name: str) -> None:
    """End a role at once, before its last day; the account and its other roles stay."""
    today = clock.school_date(clock.now())
    with _told(), unit_of_work():
        found, unit = _user(username), _unit(unit_name)
        group = _group(unit, group_name) if group_name else None
        if not end_role(found, role, unit, group=group, today=today):
            raise click.ClickException(f"{found.username} does not hold {role} there. Held: {_held(found)}")
        end_without_role(found.id, now=clock.now())
    click.echo(f"{found.username} no longer holds {role} at {unit.name}.")


@user.command("list")
@in_application
def everybody() -> None:
    """Tell all accounts: user name, name, state, and the roles that hold now or later."""
    for one in db.session.scalars(select(User).order_by(User.username)):
        state = "closed" if not one.is_active else "open" if one.password_hash else "no password"
        click.echo(f"{one.username}  {one.name}  [{state}]  {_held(one)}")


COMMANDS = (user,)


@contextmanager
def _told() -> Iterator[None]:
    """Ends the command in words where the account or the password cannot be."""
    try:
        yield
    except (Taken, Unfit, WeakPassword) as error:
        raise click.ClickException(str(error)) from None


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(
        click.prompt(f"Password (at least {SHORTEST} characters)", hide_input=True, confirmation_prompt=True)
    )


def _user(username: str) -> User:
    known_as = username.strip().casefold()
    found = db.session.scalars(select(User).where(User.username == known_as)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is no account “{username}”.")
    return found


def _held(held_by: User) -> str:
    """The roles that hold now or later, in words."""
    today = clock.school_date(clock.now())
    rows = db.session.execute(
        select(RoleGrant, Unit.name, Group.name)
        .join(Unit, Unit.id == RoleGrant.unit_id)
        .outerjoin(Group, Group.id == RoleGrant.group_id)
        .where(RoleGrant.user_id == held_by.id, RoleGrant.valid_to >= today)
        .order_by(RoleGrant.role, Unit.name, Group.name)
    )
    roles = [
        f"{grant.role} at {' '.join(part for part in (unit, group) if part)} until {grant.valid_to}"
        for grant, unit, group in rows
    ]
    return "; ".join(roles) or "no roles"


def _unit(name: str, *, first_role: str = "") -> Unit:
    """The unit; the authority is made where an administrator is the first thing in an empty instance."""
    name = fit_name(name)
    units = {unit.name: unit for unit in db.session.scalars(select(Unit))}
    if not units and first_role in ADMINISTERS:
        units[name] = Unit(name=name, kind="authority", parent_id=None, workflow="")
        db.session.add(units[name])
        db.session.flush()
    if name not in units:
        known = ", ".join(units) or "none yet; fill them in with `casework people load FILE`"
        raise click.ClickException(f"There is no unit “{name}”. There are: {known}")
    return units[name]


def _demand_side(role: str, unit: Unit, group_name: str) -> None:
    """Ends the command where the role is not held at such a place."""
    fault = ""
    if needs_authority(role) and unit.kind != "authority":
        fault = f"is held at the authority, and {unit.name} is a school"
    elif is_for_class(role) and not group_name:
        fault = "is held for a class: name it with --group"
    elif not is_for_class(role) and group_name:
        fault = "is held for the whole unit: leave --group out"
    if fault:
        raise click.ClickException(f"The role {role} {fault}")


def _group(unit: Unit, name: str) -> Group:
    groups = {one.name: one for one in db.session.scalars(select(Group).where(Group.unit_id == unit.id))}
    if name not in groups:
        raise click.ClickException(
            f"{unit.name} has no class “{name}”. It has: {', '.join(sorted(groups)) or 'none'}"
        )
    return groups[name]
