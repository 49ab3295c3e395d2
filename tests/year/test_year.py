"""One year at a school for each routine, over HTTP; the log of it can be read with `-s`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from casework import clock
from casework.catalog import product
from casework.cli.feeding import go_on
from casework.cli.records import history
from casework.feeds import processes
from tests.databases import Place
from tests.year import attendance, ending
from tests.year.school import School
from tests.year.year import Year

FIRST = datetime(2026, 8, 10, 8, 0, tzinfo=UTC)
FOREVER = {"SESSION_IDLE_MINUTES": 10**6, "SESSION_LONGEST_HOURS": 10**6}
MODELS = product().workflows


class Clock:
    """The time at the school, once there is one."""

    school: School | None = None

    def now(self) -> datetime:
        """This moment there."""
        return self.school.now if self.school else FIRST


@pytest.fixture
def begin(sqlite: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Year]]:
    """A school in August that follows the routine, and everybody in it lives by its clock."""
    there, real = Clock(), clock.now
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("casework") and getattr(module, "now", None) is real:
            monkeypatch.setattr(module, "now", there.now)
    monkeypatch.setattr(processes, "start", lambda import_id, _instance: go_on(import_id))
    monkeypatch.setattr("casework.cli.instance.application", lambda _folder: sqlite.app)
    sqlite.renew()
    settings = dict(sqlite.app.config)
    sqlite.app.config.update(FOREVER)

    def beginning(name: str) -> Year:
        there.school = School(sqlite.app, MODELS[name])
        attendance.forget_files(there.school)
        there.school.lays_the_calendar()
        there.school.takes_in_the_class()
        return Year(there.school)

    yield beginning
    sqlite.app.config.clear()
    sqlite.app.config.update(settings)


def holds(year: Year) -> None:
    """Everything holds at any time of the year."""
    ending.no_task_is_dropped(year.school)
    ending.nothing_waits_for_nobody(year.school)
    ending.nobody_is_named_in_what_left(year.school)
    verified = CliRunner().invoke(history, ["verify"])
    assert verified.exit_code == 0, verified.output


@pytest.mark.long
@pytest.mark.in_turn(2)
@pytest.mark.parametrize("name", MODELS)
def test_a_year_goes_by(begin: Callable[[str], Year], name: str) -> None:
    year = begin(name)
    try:
        year.goes_by()
        ending.the_year_was_whole(year)
        holds(year)
    finally:
        print(year.school.diary.text())  # noqa: T201 it is there to be read


def test_a_year_begins(begin: Callable[[str], Year]) -> None:
    year = begin("five-step")
    year.goes_by(date(2026, 9, 16))
    course = year.courses["Alva"]
    assert course.is_open
    assert not course.tasks()  # everything that the first step asks for is done
    assert {"task:reported", "contact:logged", "form:finalised"} <= set(course.told())
    holds(year)
