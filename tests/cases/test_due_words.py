"""How near a day is, in words and in groups: pure but for the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from casework.cases.effects import Effect, kept, read
from casework.cases.pages.due import day_line, done_late, due_line, overdue, part_of
from casework.cases.pages.effects import days_line
from casework.cases.pages.start_rows import StartRow, by_day
from casework.cases.pages.words import Speech
from casework.cli.definitions import in_words
from casework.tasks.models import Task
from tests.engine.models import MODELS

THURSDAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    with in_words("sv"):
        yield


@pytest.mark.parametrize(
    ("days", "part"), [(-1, "overdue"), (0, "today"), (1, "week"), (3, "week"), (4, "later"), (None, "")]
)
def test_a_week_ends_on_its_sunday(days: int | None, part: str) -> None:
    day = None if days is None else THURSDAY + timedelta(days=days)
    assert part_of(day, THURSDAY) == part


def test_a_day_is_told_as_near_as_it_is() -> None:
    assert overdue(THURSDAY, THURSDAY + timedelta(days=1)) == "Försenat · 1 dag sen"
    assert day_line(THURSDAY, THURSDAY) == "Senast i dag"
    assert done_late(2) == "Klart, 2 dagar sent"


def test_a_regular_time_is_told_on_its_own_day_while_that_is_to_come() -> None:
    task = Task(status="open", is_optional=False, is_target=False, by_clock="", at_clock="09:20")
    task.due_on = THURSDAY
    assert due_line(task, THURSDAY) == "Senast i dag kl. 09.20"
    assert due_line(task, THURSDAY + timedelta(days=1)) == "Försenat · 1 dag sen"
    task.set_to = THURSDAY
    assert due_line(task, THURSDAY) == "Senast i dag", "somebody has put it off until then"


def test_rows_stand_most_urgent_first_and_as_one_group_where_none_has_a_day() -> None:
    def row(title: str, days: int | None) -> StartRow:
        day = None if days is None else THURSDAY + timedelta(days=days)
        return StartRow(title, "/", "", "Öppna", due_on=day)

    rows = [row("sen", -2), row("utan", None), row("senast", 9), row("snart", 1), row("senare", -9)]
    groups = [(one.title, [each.title for each in one.rows]) for one in by_day(rows, THURSDAY) if one.rows]
    assert groups == [
        ("Försenat", ["senare", "sen"]),
        ("Den här veckan", ["snart"]),
        ("Senare", ["senast"]),
        ("Utan datum", ["utan"]),
    ]
    assert [one.title for one in by_day([row("utan", None)], THURSDAY)] == ["Att göra"]


def test_days_that_become_others_are_kept_with_the_event_and_read_again() -> None:
    effect = Effect(
        "days_move",
        ("contact_home", "new", "old"),
        titles=("Ring", "Ny", "Gammal"),
        days=("2026-11-26 2026-12-01", "- 2026-12-02", "2026-12-03 -"),
    )
    assert read(kept([effect])) == (effect,)
    assert "days" not in kept([Effect("case_closes")])[0]
    speech = Speech(MODELS["nine-weeks"].rules, "sv", (), "", frozenset())
    told = days_line(speech, effect).replace(" 2026", "")
    assert told == (
        "”Ring”: klar senast 26 november, sedan 1 december; ”Ny”: ny, klar senast 2 december; "
        "”Gammal”: klar senast 3 december, sedan utan dag"
    )


def test_an_optional_task_is_never_late() -> None:
    said: dict[str, Any] = {"status": "open", "due_on": THURSDAY, "is_target": False, "by_clock": ""}
    later = THURSDAY + timedelta(days=1)
    assert due_line(Task(is_optional=True, **said), later) == ""
    assert due_line(Task(is_optional=False, **said), later) == "Försenat · 1 dag sen"
