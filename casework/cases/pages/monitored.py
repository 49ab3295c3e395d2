"""What is noted in the monitoring of compulsory schooling, by name: for the history and for its own pages."""

from __future__ import annotations

from collections.abc import Mapping

from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

TITLES: Mapping[str, str] = {
    "asked": _("The guardian was asked for something"),
    "done": _("What the guardian has done"),
    "heard": _("Given the chance to reply"),
    "replied": _("Reply"),
    "board": _("The board's decision"),
    "served": _("The decision is served"),
    "appealed": _("Appeal"),
    "judged": _("The court's decision on the appeal"),
    "fined": _("The conditional fine"),
    "ended": _("The monitoring has ended"),
}


def monitored_sentence(kind: str, says: Mapping[str, object]) -> str:
    """The event as a sentence: what was noted, or that it was corrected."""
    title = str(TITLES.get(str(says.get("kind", "")), ""))
    return gettext("Corrected: %(title)s", title=title) if kind == "monitoring:corrected" else title
