"""Worked examples of counting: occasions and shares, with the staircase of five levels."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from casework.engine.deadlines import Clocks, deadline
from casework.engine.facts import Facts, StudentFact
from casework.engine.quantities import keeps_to
from casework.engine.shares import share
from tests.engine.attending import SE, Pupil, example, in_case, lesson, on, opened, read, rules

MODEL = "bengtsfors"
FOUR_WEEKS = on(9, 14)  # 18 August and nineteen more school days: 20 days of 240 minutes


def pupil() -> Pupil:
    return Pupil(MODEL, lessons=4, minutes=60)


def missing(minutes: int, occasions: int) -> Pupil:
    """So many minutes of the first 4,800 missed, on so many occasions."""
    student = pupil()
    starts = SE.days(on(8, 18), FOUR_WEEKS)[:: 20 // occasions][:occasions]
    lessons = [one for one in student.lessons.values() if one.on <= FOUR_WEEKS]
    chosen = [one for one in lessons if one.on in starts and one.key.endswith("/1")]
    for number in range(minutes // 60 - len(chosen)):  # each occasion goes on from its first lesson
        here = chosen[number % occasions]
        chosen.append(next(one for one in lessons if one.key >= here.key and one not in chosen))
    for one in chosen:
        student.away(one.on, only=[int(one.key[-1])])
    rest = minutes - 60 * len(chosen)
    if rest:  # a missed lesson is so much longer or shorter, and one that was attended makes up for it
        first, other = chosen[0], next(one for one in lessons if one not in chosen)
        student.change(first.on, int(first.key[-1]), minutes=60 + rest)
        student.change(other.on, int(other.key[-1]), minutes=60 - rest)
    return student


def level(student: Pupil, day: date = FOUR_WEEKS) -> str:
    """The level that the student is read as standing in, or that is proposed."""
    found = student.seen(day)
    return found.proposed or found.stage


def percent(student: Pupil, day: date = FOUR_WEEKS) -> Fraction:
    """The share in the term so far."""
    look = student.seen(day).look
    return share(look, "any", (on(8, 18), day), "minutes").percent


def count(student: Pupil, day: date = FOUR_WEEKS) -> int:
    return len(student.seen(day).look.times("any"))


BORDERS = [
    pytest.param("X4-1", 3, 480, "level_1", id="X4-1"),
    pytest.param("X4-2", 3, 481, "level_2", id="X4-2"),
    pytest.param("X4-3", 5, 300, "level_2", id="X4-3"),
    pytest.param("X4-4", 6, 336, "level_3", id="X4-4"),
    pytest.param("X4-5", 2, 1000, "level_3", id="X4-5"),
    pytest.param("X4-6", 2, 1440, "level_3", id="X4-6"),
    pytest.param("X4-6", 2, 1441, "level_4", id="X4-6-above"),
    pytest.param("X4-7", 2, 2400, "level_4", id="X4-7"),
    pytest.param("X4-7", 2, 2401, "level_5", id="X4-7-above"),
]


@pytest.mark.parametrize(("name", "occasions", "minutes", "expected"), BORDERS)
def test_more_than_is_more_than_to_the_minute(name, occasions, minutes, expected) -> None:
    student = missing(minutes, occasions)
    assert (count(student), percent(student)) == (occasions, Fraction(minutes * 100, 4800)), name
    assert level(student) == expected


@example("X4-5", "X4-7")
def test_what_the_lower_levels_ask_is_listed_and_the_highest_is_a_question_only(example) -> None:
    found = missing(1000, 2).seen(FOUR_WEEKS)
    assert found.lower == ("level_2",)
    assert {"checklist_meeting", "student_guardian_checklist"} <= set(found.unmet)
    highest = missing(2401, 2).seen(FOUR_WEEKS)
    assert highest.workflow.stage(highest.proposed).actions[0].id == "deregistration_position"
    assert set(highest.workflow.action("deregistration_position").options) == {"deregister", "stay_enrolled"}


@example("X4-8")
def test_the_first_days_propose_nothing_by_share() -> None:
    student = pupil().away(on(8, 18), only=[1])
    assert level(student, on(8, 18)) == "level_1"
    found = student.seen(on(8, 18))
    trigger = next(one for one in found.workflow.triggers if one.id == "level_3")
    reading = trigger.when.any[1].reading(found.look)
    assert (reading.figure, reading.is_met, reading.unread) == (25, False, "too_early")


@example("X4-9")
def test_from_the_eighteenth_birthday_the_student_is_the_home() -> None:
    student = pupil().away(on(9, 2), only=[1])
    found = student.seen(on(9, 2), student=StudentFact(18))
    assert opened(found, "call_same_day") == [on(9, 2)]
    # `home` is the guardians, and from 18 years the student: the action says so and names no guardian.
    assert found.workflow.action("call_same_day").parties == ("home",)
    asks = found.workflow.action("ask_about_home").for_students
    assert (asks.fits(StudentFact(18)), asks.fits(StudentFact(17))) == (True, False)


def reported(*when: date) -> Pupil:
    return pupil().away(*when, is_reported=True)


@example("X4-10")
def test_the_third_reported_day_in_a_row_asks_for_contact_that_day() -> None:
    student = reported(on(9, 4), on(9, 7))
    assert not opened(student.seen(on(9, 7)), "contact_day_three")
    student.away(on(9, 8), is_reported=True)
    assert opened(student.seen(on(9, 8)), "contact_day_three") == [on(9, 8)]
    assert opened(student.away(on(9, 9)).seen(on(9, 9)), "contact_day_three") == [on(9, 8)]


@example("X4-11")
def test_the_break_does_not_come_between_reported_days() -> None:
    student = reported(on(10, 23), on(11, 2))
    assert not opened(student.seen(on(11, 2)), "contact_day_three")
    student.away(on(11, 3), is_reported=True)
    assert opened(student.seen(on(11, 3)), "contact_day_three") == [on(11, 3)]


@example("X4-12")
def test_the_sixth_day_in_a_row_asks_for_a_certificate() -> None:
    assert not opened(pupil().from_to(on(9, 7), on(9, 11)).seen(on(9, 11)), "request_certificate")
    found = pupil().from_to(on(9, 7), on(9, 14)).seen(on(9, 14))
    assert opened(found, "request_certificate") == [on(9, 14)]


@example("X4-13")
def test_the_follow_up_is_due_three_weeks_after_the_checklist_meeting() -> None:
    due = rules(MODEL).action("follow_up_meeting").due
    clocks = Clocks(calendar=SE, opened_on=on(9, 8), moments={"checklist_meeting": on(9, 8)}.get)
    found = deadline(due, clocks)
    assert found.day == on(9, 29)
    assert found.is_late(on(9, 30))
    assert not found.is_late(on(9, 29))


def improving() -> Pupil:
    """35 % at 1 October, below 30 % from 2 November on, 28 % at 1 December."""
    student = pupil()
    early = SE.days(on(8, 18), on(10, 1))
    student.away(*early[-11:]).away(early[0], only=[1, 2])
    student.away(*SE.days(on(10, 2), on(10, 20)), only=[1])
    return student.away(*SE.days(on(11, 3), on(12, 1)), only=[1])


@example("X4-14")
def test_a_lower_level_is_proposed_after_four_school_weeks_below_the_limit() -> None:
    student = improving()
    shares = [percent(student, day) for day in (on(10, 1), on(10, 23), on(11, 2), on(12, 1))]
    assert [round(one) for one in shares] == [35, 30, 30, 28]
    assert shares[1] > 30 > shares[2]
    case: Facts = in_case("level_4", on(10, 1))
    found = student.seen(on(12, 1), facts=case)
    assert (found.stage, found.proposed) == ("level_4", "level_3")
    assert read(found, "down_to_level_3").reading.is_met
    assert student.seen(on(11, 2), facts=case).proposed == ""  # not four weeks after the break yet
    assert student.seen(on(12, 1), facts=in_case("level_4", on(11, 23))).proposed == ""


def invalid_minutes(minutes: int) -> Pupil:
    student = pupil()
    for number, day in enumerate(SE.days(on(9, 1), on(9, 30))[::5][:4]):
        student.change(day, 1, minutes=minutes // 4 + (number < minutes % 4))
        student.away(day, only=[1], validity="invalid")
    return student


@example("X4-15")
def test_the_list_shows_all_invalid_absence_and_proposes_from_four_hours() -> None:
    below = invalid_minutes(230).seen(on(10, 1)).duties
    assert [(one.duty.id, one.suggested.is_met) for one in below] == [("student_finance", False)]
    assert below[0].suggested.figure == Fraction(230, 60)
    enough = invalid_minutes(240).seen(on(10, 1)).duties
    assert [(one.duty.id, one.suggested.is_met) for one in enough] == [("student_finance", True)]
    late = invalid_minutes(240).seen(on(10, 2)).duties  # nobody read the rules on the first
    assert [one.key for one in late] == [one.key for one in enough]
    assert [one.key for one in invalid_minutes(240).seen(on(11, 2)).duties] == []
    assert not pupil().seen(on(10, 1)).duties


@example("X4-16")
def test_the_meeting_with_others_needs_consent() -> None:
    meeting = rules(MODEL).action("sip_meeting")
    refusals = [guard.refusal(in_case("level_4", on(10, 1)), rules(MODEL)) for guard in meeting.needs]
    assert [one.code for one in refusals if one] == ["consent_missing"]


@example("X4-17")
def test_a_timetable_cut_in_half_does_not_hide_the_absence() -> None:
    student = Pupil(MODEL, lessons=4, minutes=60)
    for day in SE.days(on(8, 18), on(9, 14)):
        student.away(day, only=[3, 4], outcome="not_offered")
    for day in SE.days(on(8, 18), on(9, 14))[::5]:
        student.away(day, only=[1, 2])
        student.away(SE.school_days_after(day, 1), only=[1, 2])
    found = student.seen(FOUR_WEEKS)
    reading = read(found, "level_4").reading
    assert (found.proposed, reading.figure) == ("level_4", 40)
    full = reading.full
    assert (full.not_offered, full.missed, full.attended) == (
        Fraction(1, 2),
        Fraction(1, 5),
        Fraction(3, 10),
    )


@example("X4-18")
def test_ninety_percent_is_not_above_ninety() -> None:
    goal = next(one for one in rules(MODEL).goals if one.id == "attendance")
    attended = 100 - percent(missing(480, 3))
    assert attended == 90
    assert not keeps_to(goal.target.limit, attended)
    assert keeps_to(goal.target.limit, 100 - percent(missing(479, 3)))


@example("X4-19")
def test_a_long_illness_opens_the_question_with_its_reason() -> None:
    student = pupil().from_to(on(8, 18), SE.days(on(8, 18), on(9, 14))[11], validity="valid")
    found = student.seen(FOUR_WEEKS)
    reading = read(found, "level_5").reading
    assert (found.proposed, reading.figure) == ("level_5", 60)
    valid = {miss.lesson.key for miss in found.look.choice("valid").misses}
    assert (
        set(reading.evidence) <= valid
    )  # every lesson of the evidence has a valid reason: the page can say so
    assert "giltig" in found.workflow.action("deregistration_position").guidance


def test_lessons_of_the_examples_are_known_by_their_day_and_number() -> None:
    assert lesson(on(9, 2), 3).key == "2026-09-02/3"
