"""The access log is read as it was written, place by place, and what is wrong with it is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from casework.access import queries
from casework.access.chain import Said
from casework.access.models import Reading, ReadStudent
from casework.access.queries import all_readings, log_end, log_faults, log_hash, readings_about, said_in
from casework.extensions import db
from tests.factories import NOW, School


def test_what_is_logged_is_read_again_as_it_was_said(log: list[Said]) -> None:
    found = [said_in(row, students) for row, students in all_readings()]
    assert [sorted(one.students) for one in found] == [sorted(one.students) for one in log]
    assert [(one.page, one.is_allowed, one.roles, one.case) for one in found] == [
        (one.page, one.is_allowed, one.roles, one.case) for one in log
    ]
    end = log_end()
    assert end == (3, log_hash(3))
    assert log_hash(4) is None
    assert not list(log_faults())


def test_all_readings_are_read_whatever_the_number_that_is_read_at_once(
    log: list[Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        monkeypatch.setattr(queries, "AT_ONCE", number)
        found = list(all_readings())
        assert [row.seq for row, _ in found] == [1, 2, 3]
        assert [len(students) for _, students in found] == [2, 0, 2]


def test_the_newest_reading_about_a_student_stands_first(log: list[Said], school: School) -> None:
    rows, total = readings_about([school.student], limit=5)
    assert [(one.page, one.role, one.relation, one.is_allowed) for one in rows] == [
        ("start", "rector", "unit", False),
        ("cases.show", "mentor", "group", True),
    ]
    assert (rows[1].at, rows[1].user_id, rows[1].purpose) == (NOW, school.mentor, "case:read")
    assert rows[1].confidentiality == "school"
    assert total == 2
    for offset, page in enumerate(("start", "cases.show")):
        assert [one.page for one in readings_about([school.student], limit=1, offset=offset)[0]] == [page]
    assert readings_about([school.mentor], limit=5) == ([], 0)


CHANGED = "is changed, or what came before it is"
CUT = "is not where it ended: it has been cut off"
# What is done to the log → everything that verifying says, after “access log, reading ”.
FAULTS = {
    "update reading set page = 'x' where seq = 2": [f"2: {CHANGED}"],
    "update reading set hash = 'x' where seq = 3": [f"3: {CHANGED}", f"3: {CUT}"],
    "update reading set seq = 9 where seq = 2": [
        "3: stands where 2 should",
        f"3: {CHANGED}",
        "9: stands where 4 should",
        f"9: {CHANGED}",
        f"9: {CUT}",
        "access log: holds 3 readings, numbered to 9",
    ],
    "delete from reading_student where reading_id = (select id from reading where seq = 3)": [
        f"3: {CHANGED}"
    ],
    "delete from reading where seq = 3": [
        f"2: {CUT}",
        "access log: students are noted for a reading that is not there",
    ],
    "update reading_chain set length = 2": [f"3: {CUT}"],
    "update reading_chain set head = 'x'": [f"3: {CUT}"],
    "update reading_chain set seal = 'x'": [f"3: {CUT}"],
    "delete from reading_chain": ["access log: its seal is not there"],
    "update reading set at = 'yesterday'": ["access log: cannot be read: ValueError"],
}


@pytest.mark.usefixtures("log")
def test_what_is_wrong_with_the_log_is_told_place_by_place() -> None:
    for statement, expected in FAULTS.items():
        with db.session.begin_nested() as before:
            db.session.execute(text("pragma defer_foreign_keys = on"))
            db.session.execute(text(statement))
            found = [one.replace("access log, reading ", "") for one in log_faults()]
            before.rollback()
        assert found == expected, statement
    assert not list(log_faults())
    assert len(db.session.scalars(select(Reading.id)).all()) == 3
    assert len(db.session.scalars(select(ReadStudent.role)).all()) == 4
