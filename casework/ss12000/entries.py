"""Reads entries of SS 12000 answers, in which anything may be missing or of another kind than it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.clock import days_in
from casework.people.names import Unfit, fit_name, fit_username
from casework.ss12000.wire import Json

UNMARKED = ("", "Ingen")
DAYS = ("%Y-%m-%d", "%Y%m%d")


def day_of(text: str) -> date | None:
    """The day that the text means, also as the beginning of a moment."""
    return next(days_in(text.partition("T")[0].strip(), DAYS), None)


def name_of(person: Mapping[str, Any]) -> tuple[str, str] | None:
    """Given and family name; nothing where one of them cannot be a name."""
    try:
        return fit_name(text(person, "givenName")), fit_name(text(person, "familyName"))
    except Unfit:
        return None


def coordinated(number: str) -> date | None:
    """The day in a co-ordination number, which is written sixty later."""
    return (
        day_of(f"{number[:6]}{int(number[6:]) - 60:02}") if number.isdecimal() and len(number) == 8 else None
    )


def username_of(person: Mapping[str, Any]) -> str:
    """The first of the names for signing in that can be a user name here; else empty."""
    names = person.get("eduPersonPrincipalNames")
    for name in names if isinstance(names, list) else ():
        try:
            return fit_username(str(name))
        except Unfit:
            continue
    return ""


def phone_of(person: Mapping[str, Any]) -> str:
    """The telephone number, a mobile one rather than another."""
    numbers = several(person, "phoneNumbers")
    ordered = sorted(numbers, key=lambda one: one.get("mobile") is not True)
    values = (text(one, "value")[:40] for one in ordered)
    return next((one for one in values if one and one.isprintable()), "")


def marking_of(person: Mapping[str, Any]) -> str:
    """What a protected identity is called; a word that nobody knows is one too."""
    word = person.get("securityMarking")
    if word is None or str(word).strip() in UNMARKED:
        return ""
    return "".join(sign for sign in str(word).strip() if sign.isprintable())[:60] or "?"


def marked_in(found: Iterable[Json]) -> dict[str, str]:
    """Whose identity is protected, by id, and what that is called: said of the person, or where one is named.

    A reference counts in whatever it stands, also in a group that is past or a membership that has ended.
    """
    marked, rest = dict[str, str](), list[Any](found)
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            if "securityMarking" in one and (word := marking_of(one)):
                marked[text(one, "id")] = word
            rest += [each for each in one.values() if isinstance(each, dict | list)]
        elif isinstance(one, list):
            rest += one
    marked.pop("", None)
    return marked


def holds(entry: Mapping[str, Any], today: date) -> bool:
    """Whether the entry holds on the day; without days it does."""
    first, last = first_day(entry), day_of(text(entry, "endDate"))
    return (first is None or first <= today) and (last is None or today <= last)


def first_day(entry: Mapping[str, Any]) -> date | None:
    """The first day on which the entry holds, where it is told."""
    return day_of(text(entry, "startDate"))


def is_to_come(entry: Mapping[str, Any], today: date) -> bool:
    """Whether the entry holds later than today."""
    first = first_day(entry)
    return first is not None and first > today


def by_id(found: Iterable[Json]) -> dict[str, Json]:
    """The entries that have an id, by it."""
    return {text(one, "id"): one for one in found if text(one, "id")}


def text(entry: Mapping[str, Any], name: str) -> str:
    """What stands there, a number as text too; empty where nothing of that kind does."""
    value = entry.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


def inner(entry: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The entry inside; an empty one where there is none."""
    value = entry.get(name)
    return value if isinstance(value, dict) else {}


def ref(entry: Mapping[str, Any], name: str) -> str:
    """The id in the reference."""
    return text(inner(entry, name), "id")


def several(entry: Mapping[str, Any], name: str) -> list[Json]:
    """The entries in the list; none where there is no list."""
    value = entry.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
