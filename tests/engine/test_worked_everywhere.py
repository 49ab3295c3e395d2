"""Worked examples of counting for every model: doubles, corrections, changes, late registrations."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from casework.clock import local, school_date
from casework.engine.actions import Action
from casework.engine.facts import StudentFact
from casework.engine.reading import Fired
from casework.engine.register import Entry, Register, Timetable
from casework.engine.shares import share
from tests.engine.attending import LENGTH, SE, Pupil, example, figure, in_case, lesson, on, read, rules
from tests.engine.models import MODELS

HERE = Path(__file__).parent


def share_of(student: Pupil, day) -> tuple[Fraction, Fraction]:
    """Missed and scheduled minutes of the term so far."""
    found = share(student.seen(day).look, "any", (on(8, 18), day), "minutes")
    return found.missed, found.scheduled


@example("XG-1")
def test_a_lesson_registered_twice_counts_once() -> None:
    student = Pupil("bengtsfors").away(on(9, 2), only=[1])
    once = student.register()
    student.away(on(9, 2), only=[1])
    assert student.register() == once
    doubled = Timetable.of([*student.lessons.values(), *student.lessons.values()])
    assert doubled == once.timetable


@example("XG-2")
def test_who_changes_class_keeps_the_counts_and_has_both_timetables() -> None:
    student = Pupil("bengtsfors").away(on(9, 2), on(9, 9), only=[1])
    changed = on(9, 7)
    before = {key: one for key, one in student.lessons.items() if one.on < changed}
    after = [lesson(day, number, minutes=60) for day in SE.days(changed, on(6, 11)) for number in (1, 2, 3)]
    student.lessons = before | {one.key: one for one in after}
    found = student.seen(on(9, 9))
    assert figure(found, "level_2") == 2
    old_days, new_days = SE.count(on(8, 18), on(9, 4)), SE.count(changed, on(9, 9))
    assert share_of(student, on(9, 9)) == (LENGTH + 60, old_days * 5 * LENGTH + new_days * 3 * 60)


@example("XG-3")
def test_the_share_counts_from_the_enrolment() -> None:
    student = Pupil("bengtsfors").away(on(9, 2), on(10, 2))
    student.enrolled_on = on(10, 1)
    assert share_of(student, on(10, 2)) == (5 * LENGTH, 10 * LENGTH)
    early = student.seen(on(10, 2), enrolled_on=on(10, 1))
    assert read(early, "level_4") is None  # 50 %, but there is too little to judge by
    assert figure(early, "level_2") == 1


@example("XG-4")
def test_a_correction_takes_the_ground_away_and_leaves_the_stage() -> None:
    away = SE.days(on(9, 1), on(10, 1))[::3][:5]
    student = Pupil("bengtsfors").away(*away, only=[1])
    before = student.seen(on(10, 1), facts=in_case("level_2", away[-1]))
    ground = read(before, "level_2")
    student.correct(away[2], outcome="present")
    after = student.seen(on(10, 1), facts=in_case("level_2", away[-1]))
    assert (figure(after, "level_2"), after.stage, after.proposed) == (4, "level_2", "")
    assert read(after, "level_2") is None
    assert set(ground.reading.evidence) - {miss.lesson.key for miss in after.look.choice("any").misses}


@example("XG-5")
def test_a_late_registration_fires_today_and_shows_the_day_it_is_about() -> None:
    away = SE.days(on(9, 1), on(10, 1))[::3][:7]
    student = Pupil("nine-weeks").away(*away[:6])
    today = SE.school_days_after(away[6], 10)
    assert read(student.seen(today), "seventh_occasion") is None
    found = read(student.away(away[6]).seen(today), "seventh_occasion")
    assert (student.seen(today).day, found.reading.since) == (today, away[6])


@example("XG-6")
def test_who_may_not_be_contacted_is_told_by_nobody_but_asked_about_by_a_task() -> None:
    # Whom `guardians` are is settled where the task is done; the model itself names no one person.
    call = rules("ljusnarsberg").action("phone_home")
    assert (call.parties, call.by) == (("guardians",), ("attendance_team",))


@example("XG-7")
def test_a_person_is_there_to_do_what_the_program_may_not_send() -> None:
    found = Pupil("ljusnarsberg").away(on(9, 2), only=[1]).seen(on(9, 2), is_over=False)
    by_people = [one.action for one in found.tasks if not _is_sent(found.workflow.action(one.action))]
    assert by_people == ["phone_home"]


def _is_sent(action: Action) -> bool:
    return action.by == ("system",)


@example("XG-8")
def test_a_day_is_the_day_on_the_wall_of_the_school() -> None:
    # 00:10 on 29 March is still the 28th in UTC, and the clocks go forward that night.
    assert school_date(datetime(2027, 3, 27, 23, 10, tzinfo=UTC)) == on(3, 28)
    assert school_date(datetime(2027, 3, 28, 22, 10, tzinfo=UTC)) == on(3, 29)
    assert [local(datetime(2027, 3, day, 7, 0, tzinfo=UTC)).hour for day in (26, 29)] == [8, 9]
    student = Pupil("bengtsfors").from_to(on(3, 25), on(4, 5))
    assert student.seen(on(4, 5)).look.tally.whole_days(student.register().misses) == [on(3, 25), on(4, 5)]


@example("XG-9")
def test_a_cancelled_lesson_is_in_neither_part_and_lengthens_nothing() -> None:
    student = Pupil("bengtsfors").away(on(9, 2))
    whole = share_of(student, on(9, 2))
    student.change(on(9, 2), 5, is_cancelled=True)
    assert share_of(student, on(9, 2)) == (whole[0] - LENGTH, whole[1] - LENGTH)
    assert len(student.seen(on(9, 2)).look.times("any")[0].misses) == 4
    for number in range(1, 5):
        student.change(on(9, 2), number, is_cancelled=True)
    assert not student.seen(on(9, 2)).look.times("any")


@example("XG-10")
def test_a_running_case_is_read_by_the_version_that_it_stands_on() -> None:
    student = Pupil("bengtsfors").away(*SE.days(on(9, 1), on(10, 1))[::3][:5], only=[1])
    old = student.workflow
    level_2 = next(one for one in old.triggers if one.id == "level_2")
    stricter = level_2.model_copy(
        update={
            "when": level_2.when.any[0].model_copy(
                update={"occasions": level_2.when.any[0].occasions.model_copy(update={"at_least": 4})}
            )
        }
    )
    new = old.model_copy(update={"version": 2, "triggers": (stricter,)})
    student.entries.pop()
    assert read(student.seen(on(10, 1)), "level_2") is None
    student.workflow = new
    assert read(student.seen(on(10, 1)), "level_2") is not None


def test_a_rule_fires_once_in_its_window() -> None:
    student = Pupil("nine-weeks").away(*SE.days(on(9, 1), on(10, 1))[::3][:4])
    first = read(student.seen(on(10, 1)), "third_occasion")
    assert first.is_new
    fired = (Fired("third_occasion", first.key, on(9, 11)),)
    again = student.seen(on(10, 1), fired=fired)
    assert not read(again, "third_occasion").is_new
    assert read(student.seen(on(10, 1), fired=fired, resets=1), "third_occasion").is_new


@pytest.mark.parametrize("name", MODELS)
def test_a_student_who_is_always_there_is_proposed_nothing(name) -> None:
    found = Pupil(name).seen(on(12, 18), student=StudentFact(15))
    assert (found.met, found.proposed, found.tasks, found.duties) == ((), "", (), ())


def test_the_newest_entry_holds_whatever_the_order() -> None:
    table = Timetable.of([lesson(on(9, 2), 1)])
    entries = [
        Entry(lesson(on(9, 2), 1).key, "absent"),
        Entry(lesson(on(9, 2), 1).key, "late", 5, revision=1),
    ]
    assert Register.of(table, entries) == Register.of(table, entries[::-1])
    assert Register.of(table, entries).misses[0].entry.outcome == "late"
    gone = entries[1]._replace(outcome="present", revision=2)
    assert not Register.of(table, [gone, *entries]).misses


def test_every_worked_example_has_its_test() -> None:
    text = "".join(file.read_text() for file in HERE.glob("test_worked_*.py"))
    found = set(re.findall(r'"(X(?:\d|G)-\d+)"', text))
    counts = {"0": 15, "1": 14, "2": 6, "3": 16, "4": 19, "G": 10}
    assert found == {f"X{seed}-{number}" for seed, many in counts.items() for number in range(1, many + 1)}
