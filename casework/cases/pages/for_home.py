"""Choosing for whom a paper is, why nothing is printed for somebody, and what is not on the paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.cases.for_home import STAFF, TOGETHER, Household, Reader
from casework.people import queries as people
from casework.people.models import Guardianship
from casework.web.dates import day
from casework.web.text import gettext


@dataclass(frozen=True)
class Way:
    """Somebody for whom the paper can be made."""

    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class WayLink:
    """The same as a link; without an address for the paper that is looked at."""

    text: str
    url: str | None


@dataclass(frozen=True)
class NotFor:
    """Why nothing is printed for somebody: in a sentence, with the reason and who decided it."""

    heading: str
    text: str
    reason: str
    decided: str


def ways(around: Household, chosen: Reader) -> tuple[Way, ...]:
    """The school first; then the student with the home, and each of those at home."""
    named = [
        (STAFF, gettext("You at school, with all that you may read")),
        (TOGETHER, gettext("The student and the home")),
        *((str(one.bond.id), one.guardian.name) for one in around.home),
    ]
    return tuple(Way(key, text, key == chosen.key) for key, text in named)


def way_links(around: Household, chosen: Reader, address: str) -> tuple[WayLink, ...]:
    """The same as links to the paper at the address."""
    return tuple(
        WayLink(one.text, None if one.is_chosen else f"{address}?reader={one.key}")
        for one in ways(around, chosen)
    )


def not_for(reader: Reader, *, is_told_why: bool) -> NotFor | None:
    """The refusal for somebody who may not be told; the reason only for who decides about those at home."""
    one = reader.one
    if one is None or not reader.is_refused:
        return None
    name = one.guardian.name
    if one.bond.may_be_informed:
        text = gettext("The student is of age and has not agreed to %(name)s being told.", name=name)
        return NotFor(gettext("Nothing is printed for %(name)s", name=name), text, "", "")
    return NotFor(
        heading=gettext("Nothing is printed for %(name)s", name=name),
        text=gettext("It is decided that %(name)s may not be told about the case.", name=name),
        reason=one.bond.reason if is_told_why else "",
        decided=_decided(one.bond),
    )


def _decided(bond: Guardianship) -> str:
    if not bond.decided_at or not bond.decided_by_id:
        return ""
    name = people.names_of([bond.decided_by_id])[bond.decided_by_id]
    return gettext("Decided %(day)s by %(name)s.", day=day(bond.decided_at), name=name)


def left_out_note(reader: Reader, labels: Sequence[str]) -> str:
    """For who prints: that something is not on the paper, which the paper itself does not say."""
    if not labels:
        return ""
    if reader.one:
        told = gettext("Kept from %(name)s, and not on this paper:", name=reader.one.guardian.name)
    else:
        told = gettext("Kept from somebody at home, and not on this paper:")
    said = gettext("The paper does not say that anything is missing.")
    return f"{told} {_listed(labels)}. {said}"


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(gettext("“%(text)s”", text=label) for label in labels)
