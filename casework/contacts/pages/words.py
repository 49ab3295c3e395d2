"""The words of a contact: with whom, how, why the student was away, and which task it does."""

from __future__ import annotations

from casework.cases.pages.reported import REACHED, TRIED, contact_outcome
from casework.cases.pages.words import for_one
from casework.contacts.asked import Asked
from casework.routines.acting import CHANNELS
from casework.web.dates import day
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

# What a home says of an absence, in words that name no illness and no diagnosis.
REASONS = {
    "illness": _("Illness"),
    "appointment": _("An appointment"),
    "family": _("Something in the family"),
    "overslept": _("Overslept"),
    "way_to_school": _("The way to school"),
    "something_at_school": _("Something at school"),
    "does_not_want": _("The student does not want or have the strength to go"),
    "not_known": _("The home does not know"),
    "other_reason": _("Another reason"),
}
KNEW = {
    "yes": _("The home knew of the absence."),
    "no": _("The home did not know of the absence."),
    "unknown": _("It is not known whether the home knew."),
}


def outcomes() -> list[tuple[str, str]]:
    """How a contact can go: somebody is reached, or nobody."""
    return [(one, contact_outcome(one)) for one in (*REACHED, *TRIED)]


def channels() -> list[tuple[str, str]]:
    """How one is in touch."""
    return [(name, str(text)[:1].upper() + str(text)[1:]) for name, text in CHANNELS.items()]


def how(channel: str) -> str:
    """The same inside a sentence: “by phone”."""
    return str(CHANNELS[channel])


def task_line(asked: Asked) -> str:
    """The task as one ticks it: what it is, and the day of absence that it is about."""
    title = for_one(asked.action.title, asked.name)
    return gettext("%(task)s, %(day)s", task=title, day=day(asked.on)) if asked.on else title
