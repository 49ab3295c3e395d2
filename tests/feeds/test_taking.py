"""What a file makes of what is registered: new, changed, the same; whom it means; what it never does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.attendance import actions, many
from casework.attendance.actions import Said
from casework.attendance.calendars import lay_calendar
from casework.attendance.telling import Teller, Told
from casework.engine.school_calendar import Term
from casework.extensions import db
from casework.feeds.profile import Columns
from casework.feeds.profiles import shipped
from casework.people.models import Student
from tests.attendance.classes import MONDAY, NOW
from tests.databases import Place
from tests.factories import make_student, work
from tests.feeds.taking import TOLD_AT, Taker, make_taker
from tests.feeds.writing import LATEST, line, table

BOTH = (line(), line(key="2", code="ogiltig frånvaro"))
MATHS = ("2026-09-07", 480, "Matematik")
PRESENT_TOO = {"": (60, True)}
ALONE = {**PRESENT_TOO, "Bo": ("unknown", 0, "undecided")}  # the file names Alva alone


def test_a_file_is_read_in_and_again_it_changes_nothing(taker: Taker) -> None:
    first = taker.take(table(*BOTH))
    assert (first.counted.new, first.counted.changed, first.counted.same) == (2, 0, 0)
    assert first.touched == {one.id for one in taker.room.students}
    says = taker.says()
    assert says == {MATHS: {**PRESENT_TOO, "Bo": ("absent", 0, "invalid")}}
    again = taker.take(table(*BOTH))
    assert (again.counted.new, again.counted.changed, again.counted.same) == (0, 0, 2)
    assert (taker.says(), again.touched, taker.revisions()) == (says, set(), 0)


def test_both_databases_take_files_in_and_correct_what_they_said(database: Place, tmp_path: Path) -> None:
    taker = make_taker(database.app, tmp_path)
    taker.take(table(*BOTH))
    later = taker.take(table(line(code="frånvarande"), line(key="2", code="sen ankomst", missed="5")))
    assert (later.counted.changed, taker.revisions()) == (2, 1)
    assert taker.says()[MATHS]["Bo"] == ("late", 5, "invalid")  # what was known of the validity stays


def test_a_later_file_corrects_and_what_was_said_before_is_kept(taker: Taker) -> None:
    taker.take(table(*BOTH))
    later = taker.take(table(line(code="sen ankomst", missed="5"), line(key="2")))
    assert (later.counted.new, later.counted.changed) == (0, 2)
    assert taker.says() == {MATHS: {**PRESENT_TOO, "Alva": ("late", 5, "undecided")}}
    assert taker.revisions() == 1


def test_whom_the_file_does_not_name_is_unknown_and_never_present(taker: Taker) -> None:
    taker.take(table(BOTH[0]))
    assert taker.says()[MATHS]["Bo"] == ("unknown", 0, "undecided")
    taker.take(table(line(key="2")))
    assert taker.says() == {MATHS: PRESENT_TOO}


def test_a_profile_may_say_that_whom_it_does_not_name_was_there(taker: Taker) -> None:
    absences = shipped()["casework"].model_copy(update={"unnamed": "present"})
    taker.take(table(BOTH[1]), absences)
    assert taker.says() == {MATHS: {**PRESENT_TOO, "Bo": ("absent", 0, "invalid")}}


def test_what_is_not_registered_is_unknown_and_takes_nothing_back(taker: Taker) -> None:
    nothing = line(code="inte registrerad")
    first = taker.take(table(nothing, line(key="2", code="inte registrerad")))
    assert (first.staged.not_registered, taker.says()) == (2, {MATHS: {"": (60, False)}})
    taker.take(table(nothing, BOTH[1]))
    unknown = ("unknown", 0, "undecided")
    assert taker.says() == {MATHS: {**PRESENT_TOO, "Alva": unknown, "Bo": ("absent", 0, "invalid")}}
    taker.take(table(line(key="2", code="inte registrerad")))
    assert taker.says()[MATHS]["Bo"] == ("absent", 0, "invalid")


def test_what_a_person_has_decided_about_an_absence_outlives_the_file(taker: Taker) -> None:
    taker.take(table(*BOTH))
    with work(taker.app):
        lesson = taker.room.lesson(480)
        bo = taker.room.students[1].id
        actions.decide_validity(lesson, bo, "valid", "Läkarbesök", actor=taker.room.teacher, now=NOW)
    again = taker.take(table(*BOTH))
    assert (again.counted.same, taker.says()[MATHS]["Bo"]) == (2, ("absent", 0, "valid"))
    taker.take(table(line(key="2", code="sen ankomst", missed="5")))
    assert taker.says()[MATHS]["Bo"] == ("late", 5, "valid")


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        (line(code="närvarande"), []),
        (line(code="frånvarande"), ["contradicts", "contradicts"]),
        (line(code="inte registrerad"), []),
        (line(minutes="40"), ["other_length", "other_length"]),
        (line(key="3"), ["unknown_student"]),
        (line(key="2", group="9C"), []),
    ],
)
def test_lines_beside_each_other_count_once_or_are_told(taker: Taker, second: str, codes: list[str]) -> None:
    one, other = taker.take(table(BOTH[0], second)), taker.take(table(second, BOTH[0]))
    assert [code for _, code in one.faults] == codes
    assert sorted(code for _, code in other.faults) == sorted(codes)


def test_a_group_that_the_school_has_not_is_told_and_its_lines_are_the_classs(taker: Taker) -> None:
    one, other, third = line(group="MA 8"), line(key="2", group="8b"), line(start="09:00", group="engelska 1")
    taken = taker.take(table(one, other, third, line(start="10:00", group="MA 8")))
    assert taken.staged.other_groups == {"MA 8": 2}
    assert taken.told == [(4, "Grupp", "engelska 1", "not_in_group")]  # the school has it, with others in it
    assert taker.says() == {MATHS: PRESENT_TOO, ("2026-09-07", 600, "Matematik"): ALONE}


def test_a_lesson_is_as_long_as_most_of_its_lines_say(taker: Taker) -> None:
    odd = line(key="2", minutes="40", code="frånvarande")
    taken = taker.take(table(BOTH[0], odd, BOTH[1]))
    assert taken.told == [(3, "Lektionsminuter", "40", "other_length")]
    assert taker.says() == {MATHS: {**PRESENT_TOO, "Bo": ("absent", 0, "invalid")}}
    taken = taker.take(table(line(start="10:00"), odd.replace("08:00", "10:00")))
    assert [one[2:] for one in taken.told] == [("60", "other_length"), ("40", "other_length")]


def test_no_lesson_becomes_too_short_for_what_stays_said_in_it(taker: Taker) -> None:
    taker.take(table(line(), line("2", code="sen ankomst", missed="50")))
    for short in (line(minutes="40"), line("2", code="inte registrerad", minutes="40")):
        taker.take(table(short))
        assert taker.says() == {MATHS: {**PRESENT_TOO, "Bo": ("late", 50, "undecided")}}
    taker.take(table(line("2", code="sen ankomst", minutes="40", missed="5")))
    assert taker.says() == {MATHS: {"": (40, True), "Bo": ("late", 5, "undecided")}}


def test_lines_that_contradict_one_another_are_told_once(taker: Taker) -> None:
    taken = taker.take(table(line(), line(code="frånvarande"), line(key="2"), line(key="2")))
    assert taken.told == [
        (2, "Närvaro", "present", "contradicts"),
        (3, "Närvaro", "frånvarande", "contradicts"),
    ]
    assert (taken.staged.doubles, taken.counted.new) == (1, 1)


def test_nobody_was_in_a_lesson_that_has_not_begun_and_absence_told_of_it_registers_nothing(
    taker: Taker,
) -> None:
    day = LATEST.isoformat()
    held, ahead = (day, 8 * 60, "Matematik"), (day, 11 * 60, "Matematik")
    file = table(line(day=day), line(day=day, start="11:00"), line("2", day, "11:00", "ogiltig frånvaro"))
    absent = {"Bo": ("absent", 0, "invalid")}
    for counted in ((2, 0), (0, 2)):
        taken = taker.take(file)
        assert taken.told == [(3, "Start", "11:00", "not_yet")]
        assert (taken.counted.new, taken.counted.same) == counted
        assert taker.says() == {held: ALONE, ahead: {"": (60, False), **absent}}
    taken = taker.take(file, at=TOLD_AT + timedelta(hours=1))
    assert (taken.told, taken.counted.new, taken.counted.same) == ([], 1, 2)
    assert taker.says() == {held: ALONE, ahead: {**PRESENT_TOO, **absent}}


def test_a_refused_line_of_a_lesson_to_come_leaves_those_of_the_morning_alone(taker: Taker) -> None:
    day, absences = LATEST.isoformat(), shipped()["casework"].model_copy(update={"unnamed": "present"})
    taken = taker.take(table(line("2", day, code="frånvarande"), line("1", day, "11:00")), absences)
    assert taken.told == [(3, "Start", "11:00", "not_yet")]
    assert taker.says() == {(day, 480, "Matematik"): {**PRESENT_TOO, "Bo": ("absent", 0, "undecided")}}


def test_lines_of_days_without_school_count_and_are_told(taker: Taker) -> None:
    with work(taker.app):
        lay_calendar(taker.room.unit.id, [Term(date(2026, 8, 18), date(2026, 12, 18))], {MONDAY: "staff_day"})
    taken = taker.take(table(*BOTH, line(day="2026-09-08"), line(day="2026-09-12")))
    assert (taken.faults, taken.staged.closed) == ([], 3)
    assert taker.says()[MATHS] == {**PRESENT_TOO, "Bo": ("absent", 0, "invalid")}


def test_students_with_groups_have_their_lessons_there(taker: Taker) -> None:
    alva, bo = taker.room.students
    with work(taker.app):
        actions.place(alva.id, taker.room.other.id, MONDAY)
        actions.place(bo.id, taker.room.group.id, MONDAY)
        actions.place(bo.id, taker.room.other.id, MONDAY)
    texts = (line(group="ENGELSKA 1"), line(key="2", group="Engelska 1"), line(start="10:00", group="X"))
    taken = taker.take(table(*texts, line(key="2", start="10:00"), line(day="2026-09-04")))
    assert taken.faults == [(4, "unknown_group"), (5, "group_missing"), (6, "group_missing")]
    assert taker.says() == {MATHS: PRESENT_TOO}


def test_students_are_found_by_name_and_birth_date_where_one_alone_has_them(taker: Taker) -> None:
    born = date(2012, 3, 14)
    with work(taker.app):
        unit, group = taker.room.unit, taker.room.group
        for given in ("Ceda", "Dag", "Dag"):
            make_student(unit=unit, group=group, given=given, family="Påhittsén", born=born)
        nowhere = make_student(unit=unit, group=group, given="Ebbe", family="Påhittsén", born=born)
        db.session.get_one(Student, nowhere.id).group_id = None
    headings = "Förnamn;Efternamn;Födelsedatum;Datum;Start;Lektionsminuter;Närvaro"
    rest = "PÅHITTSÉN;2012-03-14;2026-09-07;08:00;60;närvarande"
    taken = taker.take(
        table(*(f"{name};{rest}" for name in ("ceda", "Dag", "Ebbe", "Fia")), headings=headings)
    )
    assert taken.faults == [(3, "several_students"), (4, "no_class"), (5, "unknown_student")]
    assert (taken.staged.unknown_students, taken.counted.new) == (2, 1)


def test_numbers_are_found_with_and_without_what_stands_between_digits(taker: Taker) -> None:
    taken = taker.take(table(line(key="1-"), line(key="+2")))
    assert (taken.faults, taken.counted.new) == ([], 2)


def test_a_period_has_the_days_on_which_there_is_school(taker: Taker) -> None:
    with work(taker.app):
        lay_calendar(taker.room.unit.id, [Term(date(2026, 8, 18), date(2026, 12, 18))], {MONDAY: "staff_day"})
    columns = Columns(key=("Elev",), day=("Från",), until=("Till",), invalid=("Min",))
    period = shipped()["casework"].model_copy(
        update={"row": "period", "columns": columns, "codes": {}, "usual_minutes": 300}
    )
    taken = taker.take("Elev;Från;Till;Min\n1;2026-09-04;2026-09-08;300\n", period)
    assert (taken.faults, [day for day, _, _ in taker.says()]) == ([], ["2026-09-04", "2026-09-08"])


def test_many_lessons_at_once_say_what_one_by_one_says(taker: Taker) -> None:
    alva, bo = (one.id for one in taker.room.students)
    said = {alva: Said("late", 5), bo: Said("absent", 0, "valid")}
    with work(taker.app):
        by_hand = taker.room.lesson(600)
        actions.register_lesson(by_hand, said, actor=taker.room.teacher, now=NOW)
        told = Told(taker.room.group.id, MONDAY + timedelta(days=1), 600, "Matematik", 60, said)
        changes = many.compare([told], Teller(taker.room.teacher, TOLD_AT, "unknown"), many.Having())
        many.write(changes)
    one, other = taker.says().values()
    assert one == other
