"""The people of one case, on both databases."""

from __future__ import annotations

import pytest

from tests.databases import Place
from tests.stories.journey import Journey

# What these tell depends on how the database locks and orders; the others go to PostgreSQL in long runs.
ON_BOTH = (
    *("test_whole_story.py", "test_one_case.py", "test_all_or_nothing.py"),
    *("test_writing_together.py", "test_contributions_while_typing.py"),
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves a story that any database tells alike to one of them, but for long runs."""
    for item in items:
        is_story = item.path.parent.name == "stories" and item.path.name not in ON_BOTH
        if is_story and "postgresql" in item.name:
            item.add_marker(pytest.mark.long)


@pytest.fixture
def journey(database: Place) -> Journey:
    """Everybody at their browsers; no case has been opened."""
    return Journey(database)
