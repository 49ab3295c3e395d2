"""Compares rows with the events that tell of them, which bind each by the hash of what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

# What a row is called in a fault, and its id → the hash of what it says; empty where an event binds only that
# the row is there, as those do that were written before such rows were bound by content.
Contents = dict[tuple[str, str], str]


def row_faults(told_of: Contents, found: Contents) -> Iterator[str]:
    """Rows that are missing, changed, or without the event that they need; told by id, not by name."""
    for (kind, row_id), content in told_of.items():
        if (kind, row_id) not in found:
            yield f"{kind} {row_id} is missing"
        elif content and found[kind, row_id] != content:
            yield f"{kind} {row_id} is changed"
    for kind, row_id in found.keys() - told_of.keys():
        yield f"{kind} {row_id} has no event"


def rebound(says: Mapping[str, object], kinds: Collection[str]) -> Contents:
    """The rows of these kinds that an event binds anew, since they are another student's from then on."""
    found: Contents = {}
    given = says.get("rebinds")
    for kind, rows in given.items() if isinstance(given, Mapping) else ():
        if kind in kinds and isinstance(rows, Mapping):
            found |= {(kind, str(row_id)): str(content) for row_id, content in rows.items()}
    return found
