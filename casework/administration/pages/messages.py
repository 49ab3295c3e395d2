"""Messages that could not be sent, in words that name neither students nor those at home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for

from casework.extensions import channels_set_up
from casework.messages.models import OF_NOTICES
from casework.messages.pages import how, kind, why
from casework.messages.queries import Backlog, Dead
from casework.web.dates import moment
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Row:
    """A message that a person must decide about."""

    what: str
    to: str
    how: str
    since: str
    why: str
    again_url: str
    give_up_url: str


def dead_rows(found: Sequence[Dead]) -> list[Row]:
    """The messages as rows."""
    return [_row(one) for one in found]


def _row(found: Dead) -> Row:
    one = found.message
    to_home = gettext("Somebody at home") if one.guardian_id else gettext("A student")
    to = to_home if one.kind in OF_NOTICES else gettext("A colleague")
    return Row(
        what=kind(one),
        to=", ".join(part for part in (to, found.school) if part),
        how=how(one),
        since=moment(one.opened_at),
        why=why(one),
        again_url=url_for("administration.send_again", message_id=one.id),
        give_up_url=url_for("administration.give_up", message_id=one.id),
    )


def state_lines(waiting: Backlog) -> Iterator[str]:
    """How messages leave this instance, and how many ought to have left."""
    ways = channels_set_up()
    yield gettext("Mail is set up.") if "email" in ways else gettext("No mail server is set up.")
    yield (
        gettext("Text messages are set up.")
        if "sms" in ways
        else gettext("No service for text messages is set up.")
    )
    if waiting.count and waiting.due_since:
        late = ngettext("%(num)d message waits", "%(num)d messages wait", waiting.count)
        yield gettext("%(late)s, the first since %(moment)s.", late=late, moment=moment(waiting.due_since))
    else:
        yield gettext("Nothing waits to be sent.")
