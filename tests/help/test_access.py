"""The page of who may see what: the grounds for releasing an extract, by the law of one's own country."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from casework.access.table import product
from casework.help.access import ground_rows
from tests.clients import Client
from tests.factories import School


@pytest.mark.parametrize(
    ("countries", "own", "foreign"),
    [({"SE"}, "OSL 10 kap. 27 §", "Forvaltningsloven"), ({"NO"}, "Forvaltningsloven § 13 b nr. 5", "OSL")],
)
def test_a_ground_stands_with_its_law_and_with_what_it_does_not_open(
    countries: set[str], own: str, foreign: str
) -> None:
    rows = {row.law: row for row in ground_rows(product(), "sv", countries)}
    assert rows[own].not_for == product().in_language("sv")["medical"].title
    assert [law for law in rows if foreign in law or not law] == []
    assert [row for row in rows.values() if row.title == "Samtycke" and not row.not_for]


def test_the_page_lists_the_grounds_of_the_country(
    school: School, browser_of: Callable[[UUID], Client]
) -> None:
    page = browser_of(school.mentor).get("/help/access").main.text
    for row in ground_rows(product(), "sv", {"SE"}):
        assert row.title in page
    assert "Annat organ behöver uppgiften" not in page
