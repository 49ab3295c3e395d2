"""What lines of a table say by a profile: outcomes, amounts, units, kinds of row; each fault where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.attendance.actions import PRESENT, UNKNOWN, Said
from casework.feeds.profile import Profile
from casework.feeds.profiles import shipped
from casework.feeds.records import StudentName
from tests.feeds.writing import faults, found, line, records, table

TITLE = dict.fromkeys(("sv", "nb", "en"), "Test")


def profile(**body: Any) -> Profile:
    """A profile of a small table."""
    columns = {"key": ["id"], "day": ["day"], "starts": ["at"], "minutes": ["min"], "invalid": ["away"]}
    body["columns"] = {k: v for k, v in (columns | body.get("columns", {})).items() if v}
    return Profile.model_validate({"title": TITLE, "source": "x"} | body)


@pytest.mark.parametrize(
    ("code", "missed", "said"),
    [
        ("närvarande", "", PRESENT),
        ("Present", "", PRESENT),
        ("inte registrerad", "", UNKNOWN),
        ("frånvarande", "", Said("absent", code="frånvarande")),
        ("ogiltig frånvaro", "60", Said("absent", 0, "invalid", code="ogiltig frånvaro")),
        ("giltig frånvaro", "20", Said("left_early", 20, "valid", code="giltig frånvaro")),
        ("sen ankomst", "7,5", Said("late", 8, code="sen ankomst")),
        ("sen ankomst", "60", Said("absent", code="sen ankomst")),
        ("beviljad ledighet", "", Said("approved_leave", 0, "valid", code="beviljad ledighet")),
    ],
)
def test_a_code_says_what_its_profile_says(tmp_path: Path, code: str, missed: str, said: Said) -> None:
    (one,) = records(found(tmp_path, table(line(code=code, missed=missed))))
    assert one.said == said
    assert (one.lesson.day, one.lesson.starts, one.lesson.minutes) == (date(2026, 9, 7), 480, 60)


@pytest.mark.parametrize(
    ("wrong", "column", "value", "code"),
    [
        ({"day": "2026-02-30"}, "Datum", "2026-02-30", "not_a_day"),
        ({"day": "2027-01-07"}, "Datum", "2027-01-07", "in_future"),
        ({"day": "1926-01-07"}, "Datum", "1926-01-07", "unlikely_day"),
        ({"start": "25:00"}, "Start", "25:00", "not_a_time"),
        ({"start": ""}, "Start", "", "missing"),
        ({"minutes": "0"}, "Lektionsminuter", "0", "no_length"),
        ({"minutes": "en"}, "Lektionsminuter", "en", "not_a_number"),
        ({"code": "Z"}, "Närvaro", "Z", "unknown_code"),
        ({"code": ""}, "Närvaro", "", "missing"),
        ({"code": "sen ankomst"}, "Frånvarominuter", "", "no_minutes"),
        ({"code": "sen ankomst", "missed": "61"}, "Frånvarominuter", "61", "more_than_lesson"),
        ({"missed": "20"}, "Frånvarominuter", "20", "missed_though_there"),
        ({"code": "sen ankomst", "missed": "-5"}, "Frånvarominuter", "-5", "not_a_number"),
        ({"key": ""}, "Elev-id", "", "missing"),
        ({"key": "=1+1"}, "Elev-id", "=1+1", "formula"),
        ({"subject": "x" * 121}, "Ämne", "x" * 79 + "…", "too_long"),
        ({"subject": "Ma\u202e"}, "Ämne", "Ma", "hidden_sign"),
    ],
)
def test_each_fault_is_told_with_line_column_and_value(
    tmp_path: Path, wrong: dict[str, str], column: str, value: str, code: str
) -> None:
    every = found(tmp_path, table(line(), line(**wrong), line(key="2")))
    assert faults(every) == [(3, column, value, code)]
    assert [one.line for one in records(every)] == [2, 4]


def test_a_line_with_several_faults_tells_all_of_them(tmp_path: Path) -> None:
    every = found(tmp_path, table(line(key="", day="x", start="y")))
    assert [one[1:] for one in faults(every)] == [
        ("Elev-id", "", "missing"),
        ("Datum", "x", "not_a_day"),
        ("Start", "y", "not_a_time"),
    ]


def test_minutes_of_absence_make_the_outcome_and_its_validity(tmp_path: Path) -> None:
    by_amount = profile(columns={"valid": ["ill"]})
    text = "id;day;at;min;away;ill\n1;2026-09-07;8:00;60;0;0\n1;2026-09-07;9:00;60;60;\n"
    text += "1;2026-09-07;10:00;60;10;20\n1;2026-09-07;11:00;60;30;30\n1;2026-09-07;12:00;60;40;21\n"
    every = found(tmp_path, text, by_amount)
    assert [one.said for one in records(every)] == [
        PRESENT,
        Said("absent", 0, "invalid"),
        Said("left_early", 30, "valid"),
        Said("absent", 0, "undecided"),
    ]
    assert faults(every) == [(6, "away", "40", "more_than_lesson")]


@pytest.mark.parametrize(
    ("unit", "amount", "missed"),
    [
        ("minutes", "30", 30),
        ("hours", "0,5", 30),
        ("hours", "0.25", 15),
        ("percent", "12,5 %", 8),
        ("percent", "50\u00a0%", 30),
    ],
)
def test_amounts_are_read_in_their_unit(tmp_path: Path, unit: str, amount: str, missed: int) -> None:
    text = f"id;day;at;min;away\n1;07.09.2026;0800;60;{amount}\n"
    (one,) = records(found(tmp_path, text, profile(unit=unit)))
    assert one.said.missed == missed


@pytest.mark.parametrize(
    ("moment", "lesson"),
    [
        ("2026-09-06T22:30:00.000Z", (7, 30)),
        ("2026-09-06 22:30:00+00", (7, 30)),  # as databases write it
        ("2026-09-07 08:00:00-02:00", (7, 12 * 60)),
        ("2026-09-07 08:00", (7, 8 * 60)),
    ],
)
def test_a_moment_with_a_zone_is_of_the_schools_day(
    tmp_path: Path, moment: str, lesson: tuple[int, int]
) -> None:
    own = profile(columns={"day": ["at"]})
    (one,) = records(found(tmp_path, f"id;at;min;away\n1;{moment};60;0\n", own))
    assert (one.lesson.day.day, one.lesson.starts) == lesson


def test_what_the_teacher_has_not_reported_is_unknown_whatever_the_minutes_say(tmp_path: Path) -> None:
    text = "student;startTime;lessonMinutes;validAbsenceMinutes;invalidAbsenceMinutes;isReported\n"
    text += "a;2026-09-07T06:15:00Z;60;0;0;false\na;2026-09-07T09:15:00+02:00;60;0;0;true\n"
    one, two = records(found(tmp_path, text, "ss12000-table"))
    assert (one.said, two.said) == (UNKNOWN, PRESENT)
    assert (one.lesson.starts, two.lesson.starts) == (8 * 60 + 15, 9 * 60 + 15)


def test_half_days_days_and_periods_are_lessons_of_their_own(tmp_path: Path) -> None:
    text = "Elev-id;Datum;Pass;Närvaro\n1;2026-09-07;FM;närvarande\n1;2026-09-07;em;frånvarande\n"
    text += "1;2026-09-08;FM;\n"
    halves = records(found(tmp_path, text, "sessions"))
    assert [(one.lesson.starts, one.lesson.minutes) for one in halves] == [(480, 180), (720, 180), (480, 180)]
    assert halves[2].said == UNKNOWN
    days = {"until": ["to"], "starts": None, "minutes": None, "invalid": ["away"]}
    text = "id;day;to;away\n1;2026-09-04;2026-09-08;360\n1;2026-09-08;2026-09-04;360\n"
    every = found(tmp_path, text, profile(row="period", columns=days, usual_minutes=360))
    assert [one.lesson.day.day for one in records(every)] == [4, 7, 8]
    assert [one[3] for one in faults(every)] == ["not_a_period"]


def test_a_table_without_headings_is_read_by_the_numbers_of_its_columns(tmp_path: Path) -> None:
    places = {"key": [2], "day": [1], "starts": [3], "minutes": [4], "invalid": [5]}
    by_number = profile(has_headings=False, columns=places, delimiter="tab")
    every = found(tmp_path, "20260907\tA\t8.00\t45\t\n20260907\tB\t8.00\tx\t45\n", by_number)
    (one,) = records(every)
    assert (one.student, one.lesson.minutes, one.said) == (StudentName("A"), 45, PRESENT)
    assert faults(every) == [(2, "4", "x", "not_a_number")]


def test_students_without_a_number_are_told_by_name_and_birth_date(tmp_path: Path) -> None:
    text = table("Alva;Exempelsson;2012-03-14;2026-09-07;08:00;60;närvarande",
                 headings="Förnamn;Efternamn;Födelsedatum;Datum;Start;Lektionsminuter;Närvaro")  # fmt: skip
    (one,) = records(found(tmp_path, text))
    assert one.student == StudentName("", "Alva", "Exempelsson", date(2012, 3, 14))
    assert (one.lesson.day, one.lesson.starts) == (date(2026, 9, 7), 480)


def test_shipped_profiles_are_sound_and_each_has_a_title_in_every_language() -> None:
    assert {"casework", "sessions", "edlevo-absence", "ss12000-table"} <= shipped().keys()
    titles = [getattr(one.title, code) for one in shipped().values() for code in ("sv", "nb", "en")]
    assert len(set(titles)) > len(shipped()) * 2
