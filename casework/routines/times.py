"""Stretches of time and moments in words: "during the term", "after the case was opened"."""

from __future__ import annotations

from typing import Any

from casework.engine.windows import During, FromFirst, Last, Previous, Since
from casework.routines.amounts import amount, latest
from casework.routines.speaker import Speaker, quoted
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

STRETCHES = {
    "term": _("during the term"),
    "half_year": _("during the half-year"),
    "quarter": _("during the quarter"),
    "school_year": _("during the school year"),
    "month": _("during the month"),
    "week": _("during the week"),
    "enrolment": _("since the student was enrolled"),
    "case": _("since the case was opened"),
    "round": _("since the case was opened or started again"),
    "visit": _("since the case came to the step"),
}
PREVIOUS = {
    "week": _("during the week before"),
    "month": _("during the month before"),
    "quarter": _("during the quarter before"),
    "term": _("during the term before"),
    "half_year": _("during the half-year before"),
    "school_year": _("during the school year before"),
}
AFTER = {
    "case_opened": _("after the case was opened"),
    "stage_entered": _("after the case came to the step"),
    "first_absence": _("after the first absence"),
    "enrolled": _("after the student was enrolled"),
}
SINCE = {
    "case_opened": _("since the case was opened"),
    "stage_entered": _("since the case came to the step"),
    "first_absence": _("since the first absence"),
    "enrolled": _("since the student was enrolled"),
}


def window(speaker: Speaker, value: Any) -> str:
    """When something is looked at."""
    if isinstance(value, Last):
        return latest(value.last)
    if isinstance(value, Previous):
        return str(PREVIOUS[value.previous])
    if isinstance(value, During):
        return gettext("while %(action)s goes on", action=speaker.action(value.during))
    if isinstance(value, FromFirst):
        return gettext(
            "within %(amount)s of the first that counts (then the count begins anew)",
            amount=amount(value.from_first),
        )
    if isinstance(value, Since):
        start = since(speaker, value.since)
        if value.lasting:
            return gettext("for %(amount)s, counted %(since)s", amount=amount(value.lasting), since=start)
        return start
    return str(STRETCHES[value])


def after(speaker: Speaker, name: str) -> str:
    """ "after the case was opened"."""
    if name in AFTER:
        return str(AFTER[name])
    moment = speaker.model.find_moment(name)
    if moment:
        return gettext("after this: %(moment)s", moment=quoted(moment.title))
    return gettext("after %(action)s is done", action=speaker.action(name))


def since(speaker: Speaker, name: str) -> str:
    """ "since the case was opened"."""
    if name in SINCE:
        return str(SINCE[name])
    moment = speaker.model.find_moment(name)
    if moment:
        return gettext("since this: %(moment)s", moment=quoted(moment.title))
    return gettext("since %(action)s was done", action=speaker.action(name))
