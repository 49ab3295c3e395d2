"""A world in which every text is the only one of its kind, so that it can be told where a byte came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@dataclass
class Cell:
    """One case with the ids that addresses about it need, and another student of the class."""

    case: UUID
    student: UUID
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    classmate: UUID | None = None


@dataclass
class World:
    """Two cases (at the school, handed over), who everybody is, and the class of every canary."""

    people: dict[str, UUID]
    cases: dict[str, Cell]
    canaries: dict[str, tuple[str, str]] = field(default_factory=dict)

    def canary(self, place: str, confidentiality: str) -> str:
        """A text that stands nowhere else: of which case, of which class."""
        text = f"kanarie{len(self.canaries):04d}zq"
        self.canaries[text] = (place, confidentiality)
        return text


def addresses(app: Flask, cell: Cell, taking: str = "") -> Iterator[tuple[str, str]]:
    """Every address about the case or student, with its endpoint; each once per thing that it can name.

    With `taking`, a method, those that take it: by another the router lets nobody in, whoever asks.
    """
    fixed: dict[str, list[Any]] = {
        "case_id": [cell.case],
        "student_id": [cell.student],
        "other_id": [cell.classmate] if cell.classmate else [],
        "transition": ["hand_over", "step_back", "close", "return_to_school"],
        "form_id": ["closing_evaluation", "school_social_mapping", "compulsory_school_assessment"],
        "report_form": ["concern_report"],
        "duty_id": ["certificate"],
        "kind_name": ["authority_report", "concern_report_summary"],
        "purpose": ["share_with_partners"],
        "milestone": ["done"],
        "number": [1],
        "deed": ["asked", "board"],
        "day": [NOW.date().isoformat()],
    }
    named = {**fixed, **{name: list(ids.values()) for name, ids in cell.values.items()}}
    for rule in app.url_map.iter_rules():
        if {"case_id", "student_id"} & rule.arguments and (not taking or taking in (rule.methods or ())):
            yield from ((rule.endpoint, url) for url in _filled(str(rule.rule), named))


def _filled(pattern: str, named: dict[str, list[Any]]) -> Iterator[str]:
    start = pattern.find("<")
    if start < 0:
        yield pattern
        return
    end = pattern.index(">", start)
    name = pattern[start + 1 : end].rsplit(":", maxsplit=1)[-1]
    for value in named.get(name, ()):  # there is none of the kind in this case
        yield from _filled(pattern[:start] + str(value) + pattern[end + 1 :], named)
