"""People from other systems: `roster read` and `roster fetch`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import click
from flask import current_app
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.administration.regrouping import Regrouping
from casework.administration.tables import Unreadable
from casework.cli.instance import in_application
from casework.extensions import db, rehearsal, unit_of_work
from casework.people import queries as people
from casework.people.models import User
from casework.rosters import actions, fetching
from casework.rosters.actions import Outcome
from casework.rosters.feed import Fault, Feed
from casework.rosters.reading import read_delivery
from casework.rosters.tables import of_archive, of_folder
from casework.signals.many import evaluate_changed
from casework.ss12000.settings import Unset, settings_of
from casework.ss12000.wire import NoAnswer

MOST_FAULTS = 50  # that are told one by one
ADMINISTERS = "people:administer"

applying = click.option("--apply", is_flag=True, help="Enter it; else only tell what would be done.")
by_whom = click.option("--as", "username", required=True, help="An administrator, in whose name it is done.")


@click.group()
def roster() -> None:
    """People from other systems."""


@roster.command("read")
@click.argument("place", type=click.Path(exists=True, path_type=Path))
@applying
@by_whom
@in_application
def read(place: Path, apply: bool, username: str) -> None:
    """Read OneRoster or School Data Sync from PLACE, a folder or a zip file."""
    actor, now = administrator(username), clock.now()
    with in_words():
        delivery = of_folder(place) if place.is_dir() else of_archive(place.read_bytes())
        feed = read_delivery(delivery, today=clock.school_date(now))
        digest = tell(feed, actor, now)
    if apply:
        with unit_of_work():
            outcome = actions.keep(feed, digest, actor=actor, now=now)
        evaluate_changed(dict.fromkeys(outcome.begun, date.min), now)
        click.echo("Entered.")


@roster.command("fetch")
@click.option(
    "--whole", is_flag=True, help="Ask for everybody, not only for what has changed since last time."
)
@applying
@by_whom
@in_application
def fetch(whole: bool, apply: bool, username: str) -> None:
    """Ask the SS 12000 system that config.toml names; for the work of the night."""
    actor, now = administrator(username), clock.now()
    with in_words():
        settings = settings_of(current_app.config["SS12000"])
        feed = fetching.fetched(settings, is_whole=whole, now=now, ticks=monotonic)
        digest = tell(feed, actor, now)
    if apply:
        with unit_of_work():
            outcome = fetching.keep(feed, digest, now, actor=actor, now=now)
        evaluate_changed(dict.fromkeys(outcome.begun, date.min), now)
        click.echo("Entered.")


@contextmanager
def in_words() -> Iterator[None]:
    """Ends the command with the reason where a delivery cannot be had or read."""
    try:
        yield
    except Unreadable as fault:
        raise click.ClickException(f"{fault.code.replace('_', ' ')} {fault.named}".strip()) from None
    except (Unset, NoAnswer) as error:
        raise click.ClickException(str(error)) from None


def tell(feed: Feed, actor: Person, now: datetime) -> str:
    """Tells what the feed would do; the digest of that. Raises Unreadable without schools."""
    with rehearsal():
        outcome = actions.carry_out(feed, actor=actor, now=now)
    click.echo(f"{feed.form}, {'everything' if feed.is_whole else 'changes'} of {feed.source}")
    for line in told(feed, outcome):
        click.echo(line)
    return outcome.digest


def administrator(username: str) -> Person:
    """The person in whose name something is done; ends the command where that is no administrator."""
    user = db.session.scalars(select(User).where(User.username == username, User.is_active)).one_or_none()
    actor = people.person(user, clock.school_date(clock.now())) if user else None
    if actor is None or not any(actor.table.may(one.role, ADMINISTERS) for one in actor.grants):
        raise click.ClickException(f"“{username}” is no administrator of the program.")
    return actor


def told(feed: Feed, outcome: Outcome) -> Iterator[str]:
    """What is done, in numbers; nobody's name."""
    tallies = {"Students": outcome.students, "Accounts": outcome.accounts, "Roles": outcome.roles}
    for what, tally in tallies.items():
        yield f"{what}: {tally.new} new, {tally.changed} changed, {tally.same} as before"
    classes = ", ".join(f"{one.school} {one.name}" for one in outcome.new_classes)
    for number, words in (
        (len(outcome.new_classes), f"new classes: {classes}"),
        (outcome.moves, "change school"),
        (outcome.marked, "get a protected identity; the principals have two weeks to name readers"),
        (outcome.keyed, "are known by a number of the other system from now on"),
        (outcome.hidden, "have a protected identity, and nothing changes of them"),
        (outcome.missing, "of these schools are not in it; nothing happens to them"),
        (outcome.gone + feed.past, "have left there; nothing happens to them here"),
        (feed.hidden_homes, "adults at home have a protected identity, and are left out"),
        (
            len(outcome.absent),
            "mentor roles hold here and are not in it; they go on until somebody ends them",
        ),
    ):
        if number:
            yield f"  {number} {words}"
    yield from _classes(outcome.classes)
    for one in feed.later:
        yield f"  {one.number} begin on {one.day} {one.name}".rstrip() + ", and are entered then"
    for school, number in outcome.not_here:
        yield f"  left out: {number} students of “{school}”, a school that is not here"
    yield from map(_told, outcome.faults[:MOST_FAULTS])
    if len(outcome.faults) > MOST_FAULTS:
        yield f"  and {len(outcome.faults) - MOST_FAULTS} more"


def _classes(found: Regrouping) -> Iterator[str]:
    """Who goes from which class to which."""
    for way in found.ways:
        since = f", from {way.since}" if way.since else ""
        if since or way.before not in (None, way.after):
            places = [f"{one.school} {one.name}".strip() for one in (way.before, way.after) if one]
            yield f"  {way.number} students: {' to '.join(dict.fromkeys(places))}{since}"


def _told(fault: Fault) -> str:
    where = f"{fault.file} line {fault.line}" if fault.line else fault.file
    what = " ".join(part for part in (fault.column, f"“{fault.value}”" if fault.value else "") if part)
    return f"  left out: {where}: {fault.code.replace('_', ' ')} {what}".rstrip()


COMMANDS = (roster,)
