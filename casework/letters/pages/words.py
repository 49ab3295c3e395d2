"""What ways and recipients of letters are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from casework.letter_kinds import LetterKind
from casework.web.role_titles import role_title
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

WAYS: Mapping[str, object] = {
    "handed_over": _("Handed over"),
    "post": _("By post"),
    "registered_mail": _("By registered mail"),
    "digital_mail": _("By secure digital mail, outside Casework"),
    "internal_mail": _("By internal mail"),
    "phone": _("Read out on the phone"),
    "agreed": _("In the way that is agreed"),
}
# From whom documents come in.
SENDERS = ("home", "student", "school_authority", "home_municipality", "social_services", "other")


def way_choices(ways: Iterable[str]) -> list[tuple[str, str]]:
    """The ways as one chooses among them."""
    return [(way, str(WAYS[way])) for way in ways]


def party(kind: str) -> str:
    """Whom a letter goes to or a document comes from, as it stands by itself; empty for nobody."""
    own = {"home": gettext("The home"), "student": gettext("The student"), "other": gettext("Somebody else")}
    return own.get(kind) or (role_title(kind) if kind else "")


def to_text(group: str) -> str:
    """Whom a letter to a whole class goes to, or to the school where there is no class."""
    return gettext("All homes in %(group)s", group=group) if group else gettext("All homes at the school")


def parties(kind: LetterKind) -> str:
    """Whom letters of the kind go to."""
    return ", ".join(party(one) for one in kind.to)
