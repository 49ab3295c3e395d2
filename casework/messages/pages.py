"""Messages in words: what, to whom, how, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass

from casework.messages.models import (
    ABSENCE,
    ANSWER,
    APPROVAL,
    CALLED_OFF,
    CORRECTION,
    DIGEST,
    MEETING,
    Message,
)
from casework.messages.queries import Told
from casework.web.dates import day, moment
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

PAGE = 50

_KINDS = {
    ABSENCE: _("Notice of absence on %(day)s"),
    CORRECTION: _("Correction of the notice of absence on %(day)s"),
    APPROVAL: _("Word about a decision to make"),
    ANSWER: _("Word about an answer"),
    DIGEST: _("Summary of what waits"),
    MEETING: _("Invitation to the meeting on %(day)s"),
}
_CHANNELS = {"sms": _("text message"), "email": _("e-mail")}
_WHY = {
    "busy": _("The service for text messages could not take it."),
    "no_answer": _("Nobody answered where messages are handed over."),
    "login_refused": _("The instance could not sign in where messages are handed over."),
    "garbage": _("The answer could not be understood."),
    "refused": _("The message was refused."),
    "address_refused": _("The address was refused."),
    "not_an_address": _("What stands as the e-mail address is none."),
    "no_number": _("There is no telephone number."),
    "not_a_number": _("What stands as the telephone number is none."),
    "not_a_mobile": _("The telephone number takes no text messages."),
    "no_address": _("There is no address."),
    "protected": _("The student’s identity is protected."),
    "may_not_be_contacted": _("The school may not contact this person."),
    "not_at_home": _("This person is no longer noted as being at home."),
    "too_late": _("It was no news any more."),
    "ground_gone": _("A correction has taken the ground away."),
    "held": _("It had waited for long, and nobody can know whether it still holds."),
    "left": _("The program stopped each time that it tried."),
    "account_closed": _("The account is closed."),
    "not_wanted": _("The person wants no such mail."),
    "settled": _("It was settled before."),
    "no_longer_theirs": _("The person no longer sees the case."),
    "consent_gone": _("The consent that it rested on no longer holds."),
    "case_closed": _("The case is closed."),
    "nothing_waits": _("Nothing waited."),
    "with_another": _("One message told it together with others of the same day."),
}


@dataclass(frozen=True)
class Row:
    """A message in a list."""

    what: str
    to: str
    how: str
    left: str
    fate: str


def row(told: Told) -> Row:
    """The message as those read it who may read the case."""
    one = told.message
    return Row(
        what=kind(one),
        to=told.receiver or _nobody_known(one),
        how=how(one),
        left=moment(one.opened_at),
        fate=fate(one),
    )


def _nobody_known(one: Message) -> str:
    return gettext("Somebody from outside") if one.kind == MEETING else gettext("The student")


def kind(one: Message) -> str:
    """What it tells."""
    if one.kind == MEETING and one.action == CALLED_OFF:
        return gettext("Word that the meeting on %(day)s is called off", day=day(one.on))
    return str(_KINDS[one.kind]) % {"day": day(one.on)}


def how(one: Message) -> str:
    """The way it went, or those by which it may go."""
    named = [str(_CHANNELS[name]) for name in ([one.channel] if one.channel else one.channels)]
    text = gettext("%(some)s or %(last)s", some=named[0], last=named[-1]) if len(named) > 1 else named[0]
    return text[:1].upper() + text[1:]


def why(one: Message) -> str:
    """Why it has not gone out, in a sentence; nothing where there is no reason."""
    if one.answer == "given_up":
        return gettext("Somebody has decided so: “%(reason)s”", reason=one.reason)
    return str(_WHY[one.answer]) if one.answer else ""


def fate(one: Message) -> str:
    """What has become of it, in a sentence or two."""
    if one.state == "sent" and one.answer == "with_another":
        return why(one)
    if one.state == "sent" and one.ended_at:
        return gettext("Sent %(moment)s.", moment=moment(one.ended_at))
    if one.state == "dead":
        return " ".join((gettext("Could not be sent."), why(one)))
    if one.state == "withdrawn":
        return " ".join((gettext("Is not sent."), why(one))).strip()
    if one.attempts:
        tries = ngettext("Tried once.", "Tried %(num)d times.", one.attempts)
        again = gettext("Is tried again %(moment)s.", moment=moment(one.due_at))
        return " ".join(part for part in (tries, why(one), again) if part)
    return gettext("Waits to be sent.")
