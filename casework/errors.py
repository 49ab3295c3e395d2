"""What can go wrong in a request, as types; one table in `web/problems.py` gives each its status and page."""

from __future__ import annotations

from dataclasses import dataclass

from casework.engine.facts import Refusal

ABOUT_ROLES = frozenset({"role", "own_request", "own_form", "form_unsigned"})


class CaseworkError(Exception):
    """Something a person can be told about and act on."""


class NotHere(CaseworkError):
    """There is no such thing, or this person may not see it: the two are one answer."""


class NotAllowed(CaseworkError):
    """The person may see the thing but not do this with it."""


class NotSignedIn(CaseworkError):
    """Nobody is signed in, or the session has ended."""


class SomebodyElse(NotSignedIn):
    """Somebody is signed in, and the page that sends was made for another person."""


@dataclass
class Refused(CaseworkError):
    """A step or an act that cannot be done, with everything that stands in the way."""

    refusals: tuple[Refusal, ...]
    case_id: str = ""

    @property
    def is_about_role(self) -> bool:
        """Whether it is only who asks that stands in the way."""
        return all(refusal.code in ABOUT_ROLES for refusal in self.refusals)


@dataclass
class Conflict(CaseworkError):
    """Somebody else was first; `code` says what they did, `by` who."""

    code: str
    by: str = ""
    case_id: str = ""


@dataclass
class NotAcceptable(CaseworkError):
    """What was sent cannot be used (`code` says why); nothing was changed."""

    code: str


class NotLogged(CaseworkError):
    """The access log could not be written, so nothing may be shown."""


class NoRoom(CaseworkError):
    """There is no room to keep a file; nothing of it was kept."""


class Damaged(CaseworkError):
    """A kept file is missing or is not what was kept, so it is not given out."""
