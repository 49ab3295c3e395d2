"""Whom a letter has to go to, to be what its task asks for."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from casework.letters.for_tasks import fits

TODAY = date(2026, 3, 2)
ONE, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("parties", "guardian", "age", "to", "bond_of", "is_fit"),
    [
        (("guardians",), None, 15, "home", ONE, True),
        (("home", "mentor"), None, 15, "home", ONE, True),
        (("social_services",), None, 15, "social_services", None, True),
        (("social_services",), None, 15, "home", ONE, False),
        (("guardian",), ONE, 15, "home", ONE, True),
        (("guardian",), ONE, 15, "home", OTHER, False),
        (("guardian", "student"), ONE, 15, "student", None, False),
        (("guardians",), None, 17, "student", None, False),
        (("guardians",), None, 18, "student", None, True),
        (("social_services",), None, 18, "student", None, False),
    ],
)
def test_a_letter_is_for_whom_the_task_is(
    parties: tuple[str, ...], guardian: UUID | None, age: int, to: str, bond_of: UUID | None, *, is_fit: bool
) -> None:
    situation: Any = SimpleNamespace(
        action_of=lambda _: SimpleNamespace(parties=parties), student=SimpleNamespace(age=lambda _: age)
    )
    task: Any = SimpleNamespace(guardian_id=guardian)
    bond: Any = SimpleNamespace(guardian_id=bond_of) if bond_of else None
    assert fits(situation, task, to, bond, TODAY) is is_fit
