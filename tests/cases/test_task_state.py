"""Where a task stands is said in the same words on its own page and in the lists."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from casework.cases.pages.rows import task_state
from casework.cli.definitions import in_words


@pytest.mark.parametrize(
    ("status", "is_told_of", "said"),
    [
        ("open", False, ("open", "Att göra")),
        ("open", True, ("started", "Påbörjad")),
        ("done", True, ("done", "Klart")),
    ],
)
def test_an_open_task_that_something_is_told_of_has_begun(
    status: str, is_told_of: bool, said: tuple[str, str]
) -> None:
    task = SimpleNamespace(id=uuid4(), status=status, due_on=None, is_optional=False)
    told = SimpleNamespace(task_id=task.id if is_told_of else uuid4())
    situation = SimpleNamespace(
        milestones=[(told, "Karin Mallsjö")], facts=SimpleNamespace(today=date(2026, 11, 20))
    )
    with in_words("sv"):
        assert task_state(cast(Any, situation), cast(Any, task)) == said
