"""What keeps an extract from being released: each decision by itself, each beside one that may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from casework.access.table import product
from casework.cases.extracts import Held, Wanted, faults

WANTED = Wanted(
    fields=("wellbeing",),
    confidentiality="school",
    kind="school",
    recipient="Granbackaskolan",
    bond_id=None,
    ground="general_clause",
    consent_on=None,
    reason="Morgnarna.",
)
HELD = Held(
    classes={"wellbeing": "student_health", "health_share": "medical"},
    readable=frozenset({"open", "school", "student_health"}),
    grounds=product().grounds_in("SE", "sv"),
    country="SE",
)
GUARDIAN: dict[str, Any] = {"kind": "guardian", "recipient": "Karl Exempelsson", "bond_id": UUID(int=3)}


def told(held: Held = HELD, **other: Any) -> list[tuple[str, str]]:
    """What is wrong with the decision where something is otherwise."""
    return [(place, fault.code) for place, fault in faults(replace(WANTED, **other), held)]


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"fields": ()}, ("fields", "extract_nothing")),
        ({"fields": ("wellbeing", "not_answered")}, ("fields", "extract_nothing")),
        ({"kind": "neighbour"}, ("recipient", "extract_nobody")),
        ({"kind": "guardian"}, ("recipient", "extract_nobody")),
        ({"bond_id": UUID(int=3)}, ("recipient", "extract_nobody")),
        ({"recipient": "  "}, ("name", "extract_nobody")),
        ({"ground": "other_body"}, ("ground", "extract_no_ground")),
        ({"ground": "consent"}, ("consent_on", "extract_consent")),
        ({"fields": ("health_share",)}, ("ground", "extract_ground")),
        ({"confidentiality": "medical"}, ("confidentiality", "extract_class")),
        ({"reason": "\n"}, ("reason", "reason_missing")),
    ],
)
def test_each_decision_can_be_wrong_by_itself(other: dict[str, Any], fault: tuple[str, str]) -> None:
    assert told(**other) == [fault]


@pytest.mark.parametrize(
    "other",
    [
        {},
        GUARDIAN,
        {"kind": "administration", "recipient": "Förvaltningen"},
        {"ground": "consent", "consent_on": date(2026, 11, 2)},
        {"fields": ("health_share",), "ground": "duty"},
        {"confidentiality": "student_health"},
    ],
)
def test_what_is_whole_may_stand(other: dict[str, Any]) -> None:
    assert told(**other) == []


def test_what_is_kept_from_the_recipient_is_not_released_to_them() -> None:
    assert told(replace(HELD, withheld={"wellbeing"}), **GUARDIAN) == [("fields", "extract_withheld")]
    assert told(replace(HELD, withheld={"health_share"}), **GUARDIAN) == []


def test_who_may_not_be_told_gets_nothing() -> None:
    assert told(replace(HELD, is_informed=False), **GUARDIAN) == [("recipient", "extract_not_informed")]


def test_the_grounds_of_each_country_are_its_own() -> None:
    table = product()
    for language in ("sv", "nb", "en"):
        assert "general_clause" not in table.grounds_in("NO", language)
        assert "other_body" not in table.grounds_in("SE", language)
        assert {"consent", "duty"} <= table.grounds_in("SE", language).keys() & table.grounds_in(
            "NO", language
        )
