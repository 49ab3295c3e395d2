"""The words for doing a task and for what was reported on it."""

from __future__ import annotations

from casework.cases.pages.lines import Line
from casework.engine.actions import Action, Contact
from casework.engine.each import INSTEAD
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

REACHED, TRIED = ("reached", "agreed", "declined"), ("not_reached", "message_left", "wrong_number")
NOT_TO_CONTACT = _("The school may not contact this person. Find another way, and note which.")


def doing_heading(kind: str) -> str:
    """What doing it is called, as a heading."""
    headings = {
        "called": gettext("Call the meeting"),
        "held": gettext("Note that the meeting was held"),
        "sent": gettext("Note that it is sent"),
        "received": gettext("Note that it has come in"),
        "taken": gettext("Decide"),
        "started": gettext("Note that it has started"),
        "ended": gettext("Note that it has ended"),
        INSTEAD: gettext("Note what was done instead"),
    }
    return headings.get(kind, gettext("Do the task"))


def doing_label(kind: str, action: Action) -> str:
    """What stands on its button."""
    labels = {
        "called": gettext("Save that it is called"),
        "held": gettext("Save that it was held"),
        "sent": gettext("Save that it is sent"),
        "received": gettext("Save that it has come in"),
        "taken": gettext("Save the decision"),
        "started": gettext("Save that it has started"),
        "ended": gettext("Save that it has ended"),
        INSTEAD: gettext("Save what was done instead"),
    }
    return labels.get(
        kind, gettext("Log the contact") if isinstance(action, Contact) else gettext("Mark as done")
    )


def contact_outcome(outcome: str) -> str:
    """How a contact went."""
    return {
        "reached": gettext("Reached"),
        "agreed": gettext("Reached, and we agreed"),
        "declined": gettext("Reached, but declined"),
        "not_reached": gettext("No answer"),
        "message_left": gettext("Left a message"),
        "wrong_number": gettext("Wrong number"),
    }[outcome]


def milestone_of(kind: str, outcome: str) -> tuple[str, str]:
    """What was reported: a contact that reached nobody is an attempt, and the task stays open."""
    return ("tried" if outcome in TRIED else kind), outcome


def report_line(kind: str, outcome: str, note: str, when: str, who: str, action: Action) -> Line:
    """What was reported, as a line of what has been done."""
    if isinstance(action, Contact) and outcome:
        text = contact_outcome(outcome)
    elif outcome:
        text = action.outcomes(kind).get(outcome, outcome)
    else:
        text = _noted(kind)
    return Line(text=text, when=when, who=who, note=note or None)


def _noted(kind: str) -> str:
    texts = {
        "tried": gettext("Tried, nobody reached"),
        "called": gettext("Called"),
        "held": gettext("Held"),
        "sent": gettext("Sent"),
        "received": gettext("Has come in"),
        "started": gettext("Has started"),
        "ended": gettext("Has ended"),
        INSTEAD: gettext("Done in another way"),
    }
    return texts.get(kind, gettext("Done"))
