"""A model is played through recorded attendance as if every proposal were followed on its day."""

from __future__ import annotations

from datetime import date

from casework.engine.facts import StudentFact
from casework.engine.replay import Played, replay
from tests.engine.attending import SE, Pupil, on

FIRST, LAST = on(8, 18), on(12, 18)
EIGHT = StudentFact(14, frozenset({"under_compulsory_schooling", "8"}))


def played(pupil: Pupil, first: date = FIRST) -> Played:
    return replay(pupil.workflow, pupil.register(), SE, SE.days(first, LAST), lambda _: EIGHT)


def one_day_each(pupil: Pupil, number: int) -> Pupil:
    """So many occasions of absence: every other school day, one each."""
    return pupil.away(*SE.days(on(9, 1), on(12, 18))[: 2 * number : 2])


def test_the_student_is_noticed_on_the_day_on_which_the_limit_is_met_and_once() -> None:
    third = SE.days(on(9, 1), on(12, 18))[4]
    assert played(one_day_each(Pupil("nine-weeks"), 2)).noticed is None
    found = played(one_day_each(Pupil("nine-weeks"), 9))
    assert found.opened == (third,)
    assert found.noticed == third


def test_what_came_before_the_first_day_counts_and_is_proposed_on_it() -> None:
    pupil = one_day_each(Pupil("nine-weeks"), 8)
    assert played(pupil, first=on(10, 5)).opened == (on(10, 5),)


def test_the_step_opens_its_tasks_for_their_roles_on_the_day_and_not_again() -> None:
    pupil = one_day_each(Pupil("nine-weeks"), 9)
    found = played(pupil)
    stage = next(one.proposes for one in pupil.workflow.triggers if one.id == "third_occasion")
    due = [one for one in pupil.workflow.actions_at(stage) if not one.optional and one.by != ("system",)]
    here = [one for one in found.tasks if one.on == found.noticed]
    assert due
    for action in due:
        assert [(one.action, one.by) for one in here if one.action == action.id] == [(action.id, action.by)]
        assert sum(one.action == action.id for one in found.tasks) == 1


def test_each_time_tasks_come_once_for_each_time_and_only_for_times_within_the_days() -> None:
    pupil = one_day_each(Pupil("nine-weeks"), 4)
    each = [
        action.id for _, action in pupil.workflow.actions() if action.each_time and action.by != ("system",)
    ]
    whole = [one for one in played(pupil).tasks if one.action in each]
    later = [one for one in played(pupil, first=on(9, 4)).tasks if one.action in each]
    assert len({(one.action, one.on) for one in whole}) == len(whole)
    assert {one.on for one in later} < {one.on for one in whole}
    assert min(one.on for one in later) >= on(9, 4)


def test_what_a_step_without_cases_and_a_duty_ask_for_is_there_too() -> None:
    away = on(9, 7)
    first = played(Pupil("nine-weeks").away(away)).tasks
    assert ("agree_reporting", away) in {(one.action, one.on) for one in first}
    missed = played(Pupil("ljusnarsberg").away(away)).tasks
    assert [one.on for one in missed if one.action == "report_no_show"] == [away] * 5  # for each lesson
    assert not [one for one in missed if one.on != away]
    told = played(Pupil("ljusnarsberg").away(away, is_reported=True)).tasks
    assert not [one for one in told if one.action == "report_no_show"]


def test_a_case_moves_up_and_down_as_the_figures_say() -> None:
    pupil = Pupil("bengtsfors").from_to(on(8, 18), on(9, 18))
    found = played(pupil)
    assert found.opened == (on(8, 31),)  # the tenth school day, all of it away; one occasion opens no case
    days = {one.on for one in found.tasks}
    assert max(days) > on(10, 16)  # four school weeks below the limit: the tasks of the step below


def test_who_is_always_there_is_not_noticed_and_nothing_is_asked_for() -> None:
    found = played(Pupil("nine-weeks"))
    assert (found.opened, found.tasks, found.noticed) == ((), (), None)
