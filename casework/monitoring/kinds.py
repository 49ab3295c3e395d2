"""The kinds of things that are noted in monitoring, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Whom = Literal["home", "guardians", "nobody"]
INJUNCTIONS = ("injunction", "penalty_injunction")
AGAINST_GUARDIANS = (*INJUNCTIONS, "prosecution_request")
PROPOSED = {
    "SE": ("injunction", "injunction_with_penalty"),
    "NO": ("prosecution_request",),
}
BOARD = {
    "SE": (*INJUNCTIONS, "no_injunction", "more_work"),
    "NO": ("prosecution_request", "no_request", "more_work"),
}
NOT_HEARD = "not_heard"


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is noted: whom it is about, its answers, and which day or number goes with it.

    `after`: what must have been noted before, of the same guardians. `text`: whether something is written.
    """

    whom: Whom
    outcomes: tuple[str, ...] = ()
    until: Literal["", "may", "must"] = ""
    has_reference: bool = False
    needs_text: bool = False
    after: str = ""


KINDS: Mapping[str, Kind] = {
    "asked": Kind("guardians", until="may", needs_text=True),
    "done": Kind("guardians", ("all", "part", "none", "not_able"), needs_text=True),
    "heard": Kind("home", ("letter", "registered_mail", "meeting", NOT_HEARD), until="may"),
    "replied": Kind("home", needs_text=True, after="heard"),
    "board": Kind(
        "guardians", tuple(dict.fromkeys((*BOARD["SE"], *BOARD["NO"]))), has_reference=True, needs_text=True
    ),
    "served": Kind("guardians", ("ordinary", "oral", "bailiff", "simplified"), after="board"),
    "appealed": Kind("guardians", has_reference=True, after="served"),
    "judged": Kind(
        "guardians", ("stands", "changed", "annulled"), until="may", has_reference=True, after="appealed"
    ),
    "fined": Kind("guardians", ("applied", "imposed", "not_imposed"), has_reference=True, after="served"),
    "ended": Kind("nobody", ("attends", "lapsed", "lifted", "not_compulsory", "other"), needs_text=True),
}
