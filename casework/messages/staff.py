"""Leaves mail to colleagues: only to who has given an address and wants to be told at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale

from casework.clock import school_date
from casework.extensions import channels_set_up, db, public_url
from casework.messages.letters import NotSent
from casework.messages.models import Message
from casework.messages.wires import Letter
from casework.people.models import User
from casework.web.text import gettext

EMAIL = "email"


@dataclass(frozen=True)
class Told:
    """What the mail is about: the case, and what in it."""

    case_id: UUID
    about_id: UUID


@dataclass(frozen=True)
class Wanted:
    """Which mails somebody wants, and where; at which hour the summary, if any."""

    email: str
    digest_hour: int | None
    is_told_at_once: bool


def want(user_id: UUID, wanted: Wanted) -> None:
    """Keeps the choice."""
    user = db.session.get_one(User, user_id)
    user.email, user.digest_hour = wanted.email, wanted.digest_hour
    user.is_told_at_once = wanted.is_told_at_once
    db.session.flush()


def tell(kind: str, user_id: UUID, about: Told, *, now: datetime) -> None:
    """Leaves a mail for the user, who may want none."""
    user = db.session.get_one(User, user_id)
    if not (user.email and user.is_told_at_once and EMAIL in channels_set_up()):
        return
    db.session.add(
        Message(
            kind=kind,
            state="waiting",
            case_id=about.case_id,
            user_id=user_id,
            about_id=about.about_id,
            on=school_date(now),
            channels=[EMAIL],
            opened_at=now,
            due_at=now,
        )
    )
    db.session.flush()


def receiver(message: Message) -> User:
    """The colleague, if mail can go there today. Raises NotSent."""
    user = db.session.get_one(User, message.user_id)
    if not user.is_active:
        raise NotSent("account_closed")
    if not user.email or EMAIL not in channels_set_up():
        raise NotSent("not_wanted")
    return user


def letter_to(user: User, message: Message, says: Callable[[], str]) -> Letter:
    """The mail in the user's language: what there is to do and the way to the start page, not about whom."""
    with force_locale(user.language):
        subject = gettext("Something waits for you in Casework")
        url = public_url()
        way = gettext("Sign in: %(url)s", url=url) if url else gettext("Sign in to Casework to see it.")
        end = gettext(
            "You choose on your own page in Casework which mails you get. Nobody reads answers to this."
        )
        text = f"{says()}\n\n{way}\n\n-- \n{end}\n"
    return Letter(message.id, EMAIL, user.email, user.language, subject, text)
