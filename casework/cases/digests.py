"""The summary by mail of what waits for somebody, at the hour that they have chosen: a number and a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from sqlalchemy import select

from casework.access.policy import Person
from casework.cases.counts import waiting_count
from casework.cases.mails import AUTHORS as ABOUT_CASES
from casework.clock import local, school_date
from casework.database import keep_once
from casework.extensions import channels_set_up, db
from casework.messages.letters import Authors, NotSent
from casework.messages.models import DIGEST, Message
from casework.messages.staff import EMAIL, letter_to, receiver
from casework.messages.wires import Letter
from casework.people import queries as people
from casework.people.models import User
from casework.web.text import ngettext

WORKING_DAYS = range(5)  # Monday to Friday


def leave_digests(*, now: datetime) -> int:
    """Leaves one for each whose hour has come and who has none for today; how many."""
    at, today = local(now), school_date(now)
    if at.weekday() not in WORKING_DAYS or EMAIL not in channels_set_up():
        return 0
    has_one = select(Message.id).where(
        Message.kind == DIGEST, Message.user_id == User.id, Message.on == today
    )
    wanted = select(User.id).where(
        User.is_active, User.email != "", User.digest_hour <= at.hour, ~has_one.exists()
    )
    found = db.session.scalars(wanted).all()
    said = {"kind": DIGEST, "state": "waiting", "on": today, "channels": [EMAIL]}
    for one in found:
        keep_once(db.session(), Message(**said, user_id=one, opened_at=now, due_at=now))
    return len(found)


def nothing_else(_person: Person, _today: date) -> int:
    """That nothing waits for somebody but what has to do with cases and absence."""
    return 0


def digest(
    message: Message, now: datetime, turns_for: Callable[[Person, date], int] = nothing_else
) -> Letter:
    """How much waits at this moment, and turns of preventive work. Raises NotSent where nothing does."""
    user = receiver(message)
    if user.digest_hour is None:
        raise NotSent("not_wanted")
    today = school_date(now)
    person = people.person(user, today)
    count, turns = waiting_count(person, today, most=None), turns_for(person, today)
    if not count and not turns:
        raise NotSent("nothing_waits")
    return letter_to(user, message, lambda: " ".join(_told(count, turns)))


def _told(count: int, turns: int) -> Iterator[str]:
    if count:
        yield ngettext("One thing waits for you.", "%(num)d things wait for you.", count)
    if turns:
        yield ngettext(
            "In the preventive work one thing is to be done.",
            "In the preventive work %(num)d things are to be done.",
            turns,
        )


AUTHORS: Authors = {**ABOUT_CASES, DIGEST: digest}
