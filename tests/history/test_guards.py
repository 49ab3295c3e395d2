"""The same tables are guarded on both databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from casework.history.guards import POSTGRESQL, SQLITE


def deeds(triggers: Iterable[str]) -> dict[str, set[str]]:
    """Table → what its triggers refuse."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in triggers:
        table, _, deed = one.rpartition("_refuse_")
        found[table].add(deed)
    return found


def test_what_is_refused_on_one_database_is_refused_on_the_other() -> None:
    sqlite, postgresql = deeds(SQLITE), deeds(POSTGRESQL)
    assert sqlite.keys() == postgresql.keys()
    assert {frozenset(one) for one in sqlite.values()} == {frozenset({"insert", "update", "delete"})}
    assert postgresql.pop("submission") == {
        "update",
        "delete",
        "truncate",
    }  # a draft is changed until it is signed
    assert {frozenset(one) for one in postgresql.values()} == {frozenset({"change"})}
