"""What is wrong in the answers of an SS 12000 system is told with where it stands there; null is borne."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import select

from casework.extensions import db
from casework.feeds.asking import ask
from casework.feeds.pages.faults import as_file
from casework.feeds.records import Fault
from casework.feeds.stage import Stage
from casework.people.models import Student
from casework.people.protection_models import Protection
from casework.ss12000.wire import Client, NotThere
from casework.web.sheets import harmless
from tests.feeds.fetcher import NOW, Fetcher
from tests.feeds.system import event, said
from tests.feeds.test_fetching import BOTH, HELD, INVALID, MATHS, YESTERDAY

DAY = "2026-09-07"


def told(fetcher: Fetcher) -> set[tuple[str, str, str, str]]:
    """Where something is wrong, in what, what stands there, and why."""
    with Stage(fetcher.taker.folder / "stage") as stage:
        return {(one.place, one.column, one.value, one.code) for one in stage.faults()}


def test_each_fault_says_where_it_stands_in_the_other_system(fetcher: Fetcher) -> None:
    nameless = {**said("1", invalid=400), "id": None}
    fetcher.holds(
        event("e1", "08:00", "09:00", *BOTH, said("99")),
        event("e2", "10:00", "11:00", said("1", invalid=400), said("2")),
        event("e3", "11:00", "12:00", nameless),
        event("e4", "13:00", "12:00"),
        event("e5", startTime="soon"),
        event("e6", "14:00", "15:00", said("1")),
        event("e7", "14:00", "15:00", said("1", valid=60)),
        event("e8", "15:00", "16:00", said("1"), said("2")),
        event("e9", "15:00", "15:30", said("1")),
    )
    fetcher.fetch()
    assert told(fetcher) == {
        (f"{DAY} calendarEvents/e1", "student", "99", "unknown_student"),
        (f"{DAY} attendances/att-1", "invalidAbsenceMinutes", "400", "more_than_lesson"),
        (f"{DAY} calendarEvents/e3", "invalidAbsenceMinutes", "400", "more_than_lesson"),
        (f"{DAY} calendarEvents/e4", "endTime", f"{DAY}T12:00:00+02:00", "no_length"),
        ("calendarEvents/e5", "startTime", "soon", "not_a_time"),
        (f"{DAY} calendarEvents/e6", "", "present", "contradicts"),
        (f"{DAY} calendarEvents/e7", "", "absent", "contradicts"),
        (f"{DAY} calendarEvents/e8", "teachingLengthStudent", "60", "other_length"),  # as many say each
        (f"{DAY} calendarEvents/e9", "teachingLengthStudent", "30", "other_length"),
    }


def test_faults_of_sums_say_activity_day_and_whose_in_the_words_of_the_standard(fetcher: Fetcher) -> None:
    del fetcher.system.lists["calendarEvents"]
    row = {"activity": {"id": "a1"}, "startDate": DAY, "endDate": DAY}
    fetcher.system.lists["aggregatedAttendance"] = [
        {**row, "student": {"id": "1"}, "attendanceSum": 60},
        {**row, "student": {"id": "2"}, "invalidAbsenceSum": 70, "reportedSum": 60},
        {**row, "student": {"id": "99"}, "attendanceSum": 60},
        {**row, "student": None, "attendanceSum": 60},
    ]
    fetcher.fetch()
    assert told(fetcher) == {
        (f"{DAY} aggregatedAttendance/a1", "invalidAbsenceSum", "70 (2)", "more_than_lesson"),
        (f"{DAY} aggregatedAttendance", "student", "99", "unknown_student"),
        (f"{DAY} aggregatedAttendance/a1", "student", "", "missing"),
    }


def test_null_among_the_entries_is_told_and_nothing_else_is_lost_by_it(fetcher: Fetcher) -> None:
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH), event("e2", "10:00", "11:00", *BOTH))
    fetcher.fetch()
    fetcher.holds(event("e1", "08:00", "09:00", *BOTH))
    nothing = cast(Any, None)
    fetcher.system.lists["calendarEvents"].insert(0, nothing)
    fetcher.system.lists["calendarEvents"][1]["_embedded"]["attendance"][0] = nothing
    for name in ("groups", "activities", "absences", "organisations"):
        fetcher.system.lists[name].append(nothing)
    again = fetcher.fetch()
    assert told(fetcher) == {
        ("calendarEvents", "id", "", "missing"),
        ("calendarEvents", "startTime", "", "not_a_time"),
        (f"{DAY} calendarEvents/e1", "student", "", "missing"),
    }
    assert fetcher.taker.says()[MATHS] == {**HELD, "Bo": INVALID}  # Alva, who may be meant, stays as she was
    assert (again.counted.cancelled, fetcher.cancelled()) == (0, set())  # e2 may be the one that is null
    fetcher.system.changed = ("att-2",)
    fetcher.system.lists["attendances"].append(nothing)
    fetcher.system.lists["calendarEvents"] = []
    fetcher.fetch(YESTERDAY)
    assert ("calendarEvents", "id", "", "missing") in told(fetcher)


@pytest.mark.parametrize(("key", "code"), [("x" * 121, "too_long"), ("1\0", "hidden_sign")])
def test_ids_that_cannot_be_kept_are_told_and_never_cut(fetcher: Fetcher, key: str, code: str) -> None:
    fetcher.system.lists["groups"][0]["groupMemberships"].append({"person": {"id": key}})
    fetcher.holds(
        event("e1", "08:00", "09:00", *BOTH, said(key, id="odd")), event(key, "10:00", "11:00", *BOTH)
    )
    fetcher.system.lists["groups"][0]["displayName"] = "8\0C"
    assert fetcher.fetch().staged.other_groups == {}
    assert {(place, column, why) for place, column, _, why in told(fetcher)} == {
        (f"{DAY} calendarEvents", "id", code),
        (f"{DAY} attendances/odd", "student", code),
    }
    assert list(fetcher.taker.says()) == [MATHS]


class Sums:
    """A system without lessons, which notes of which days it is asked."""

    def __init__(self) -> None:
        self.days: list[str] = []

    def get(self, path: str, _parameters: Any) -> Any:
        """It has no lessons."""
        raise NotThere(path)

    def pages(self, path: str, parameters: dict[str, str]) -> Iterator[Any]:
        """It has no sums either."""
        self.days += [parameters["startDate"]] if path == "aggregatedAttendance" else []
        return iter(())


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (None, date(2026, 8, 3)),
        (datetime(2026, 11, 28, tzinfo=UTC), date(2026, 9, 29)),
        (datetime(2026, 9, 8, tzinfo=UTC), date(2026, 8, 3)),
    ],
)
def test_sums_of_two_months_are_asked_for_again(since: datetime | None, first: date) -> None:
    system = Sums()
    now = max(NOW, since or NOW)
    assert not list(ask(cast(Client, system), ["s1"], since=since, now=now).said)
    assert system.days[0] == first.isoformat()
    assert len(system.days) == len({*system.days})


def test_the_list_is_also_a_file_in_which_nothing_reckons(app: Flask) -> None:
    odd = Fault(7, "=A1", "+1", "contradicts", f"{DAY} attendances/a")
    with app.test_request_context():
        assert as_file([odd], is_own=False, is_fetched=True).splitlines()[1].split(";")[:3] == [
            odd.place,
            "'=A1",
            "",
        ]
        headings, first = as_file([replace(odd, place="")], is_own=True, is_fetched=False).splitlines()
    assert (headings.split(";")[0], first.split(";")[:3]) == ("\ufeffRad", ["7", "'=A1", "'+1"])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1", " =1"])
def test_no_cell_of_the_list_reckons(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert harmless(f"a{cell}") == f"a{cell}"


@pytest.mark.parametrize("name", ["attendance", "absence", "group", "exception"])
def test_a_marking_on_a_reference_in_attendance_protects_too(fetcher: Fetcher, name: str) -> None:
    marked = {"id": "2", "securityMarking": "Sekretessmarkering"}
    bo = {**BOTH[1], "student": marked} if name == "attendance" else BOTH[1]
    exceptions = [{"student": marked}] if name == "exception" else []
    fetcher.holds(event("e1", "08:00", "09:00", BOTH[0], bo, studentExceptions=exceptions))
    if name == "absence":
        fetcher.system.lists["absences"] = [{"id": "n1", "student": marked}]
    if name == "group":
        fetcher.system.lists["groups"].append({"id": "g2", "groupMemberships": [{"person": marked}]})
    assert fetcher.fetch().counted.marked == 1
    with fetcher.taker.app.app_context():
        (reason,) = db.session.scalars(select(Protection.reason)).all()
        assert db.session.scalars(select(Student.given_name).where(Student.is_protected)).all() == ["Bo"]
    assert reason == "SS 12000: Sekretessmarkering"
    assert fetcher.fetch().counted.marked == 0
