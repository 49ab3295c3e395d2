"""Lists of an SS 12000 system may be long, and null where a list or an entry should stand."""

from __future__ import annotations

from typing import Any, cast

import pytest

from casework.rosters.ss12000 import fetch
from casework.ss12000 import wire
from casework.ss12000.settings import Settings
from casework.ss12000.wire import Client, NoAnswer
from tests.rosters.deliveries import TODAY
from tests.rosters.server import System, serving


class Long(Client):
    """A list of so many pages, or of pages without end where none is said."""

    def __init__(self, pages: int = 0) -> None:
        self._pages, self._asked = pages, 0

    def get(self, path: str, parameters: Any) -> Any:
        """The next page."""
        self._asked += 1
        return {"data": [{"id": "1"}], "pageToken": None if self._asked == self._pages else self._asked}


def test_a_list_may_have_very_many_pages_and_not_ever_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(1 for _ in Long(5_000).pages("calendarEvents", {})) == 5_000
    monkeypatch.setattr(wire, "MOST_PAGES", 3)
    with pytest.raises(NoAnswer, match="without end"):
        list(Long().pages("calendarEvents", {}))


class Deep(wire.Wire):
    """Answers with brackets that open without end."""

    def _once(self, *_request: Any) -> tuple[int, bytes]:
        return 200, b"[" * 100_000


def test_nothing_where_a_list_or_entry_should_stand_is_borne() -> None:
    system = System()
    system.lists["persons"].insert(1, cast(Any, None))
    system.lists["duties"].insert(0, cast(Any, None))
    with serving(system):
        feed = fetch(Client(Settings(url=system.url), lambda: 0.0, wait=0), "fjord", today=TODAY)
    assert ([one.key for one in feed.learners], len(feed.mentors)) == (["p1", "p2"], 1)
    assert [(one.file, one.code, one.column) for one in feed.faults] == [("persons", "missing", "id")]
    assert wire.entries({"data": None, "pageToken": None}, "groups") == []
    with pytest.raises(NoAnswer, match="no JSON"):
        Deep(Settings(url="http://127.0.0.1")).send("GET", "http://127.0.0.1/x", {})
    for none in ({"message": "x"}, {"data": [1]}, None):
        with pytest.raises(NoAnswer, match="without a list"):
            wire.entries(none, "groups")
