"""A small made-up school authority with people and cases, for trying the program out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import func, select

from casework import clock
from casework.demo import todo
from casework.demo.attending import register_weeks
from casework.demo.away import stand_in
from casework.demo.cases import tell_all
from casework.demo.gathering import gather
from casework.demo.outgoing import write_some
from casework.demo.preventing import prevent
from casework.extensions import db, unit_of_work
from casework.people import filling
from casework.people.models import User
from casework.people.passwords import hashed, is_right
from casework.people.roster import Roster, read_roster

FILE = Path(__file__).parent / "roster.yaml"
PASSWORD = "lindasa-demo"  # noqa: S105 everybody may know it: the people do not exist


@cache
def roster() -> Roster:
    """The people of the demonstration."""
    return read_roster(FILE.read_text("utf-8"), FILE.name)


def has_accounts() -> bool:
    """Whether somebody of the demonstration could sign in to this instance."""
    names = [one.username for one in roster().staff]
    users = db.session.scalars(select(User).where(User.username.in_(names), User.is_active))
    return any(is_right(user.password_hash, PASSWORD) for user in users)


def load(say: Callable[[str], object]) -> None:
    """Fills the instance with what it lacks of the demonstration; what is there stays as it is."""
    if not db.session.scalar(select(func.count()).select_from(User)):
        say("Making the people of the demonstration ...")
        with unit_of_work():
            filled = filling.load(roster(), today=clock.school_date(clock.now()))
            for user in db.session.scalars(select(User).where(User.username.in_(filled.new_users))):
                user.password_hash = hashed(PASSWORD)
    tell_all(clock.now(), say)
    with unit_of_work():
        register_weeks(clock.now(), say)
        todo.ask(clock.now())
        stand_in(clock.now())
        write_some(clock.now())
        prevent(clock.now())
        gather(clock.now())
