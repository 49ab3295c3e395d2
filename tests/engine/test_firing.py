"""A rule fires once for what it is met for, and again as the model says."""

from __future__ import annotations

import pytest

from casework.engine.beside import Trigger
from casework.engine.reading import Fired
from tests.engine.attending import SE, Pupil, on, opened, read


def under(student: Pupil, again: str, **when) -> Pupil:
    """The student under one rule only."""
    rule = {"id": "rule", "title": "Regel", "when": when, "proposes": "third_time", "again": again}
    student.workflow = student.workflow.model_copy(update={"triggers": (Trigger.model_validate(rule),)})
    return student


def fired(found) -> tuple[Fired, ...]:
    """The rule as it has fired now."""
    one = read(found, "rule")
    return (Fired("rule", one.key, found.day, one.reading.evidence),)


TWICE = {"occasions": {"at_least": 2, "in": "term"}}
AWAY = (on(9, 7), on(9, 9), on(9, 14), on(9, 16))


@pytest.mark.parametrize(
    ("again", "more_in_the_term", "next_term"),
    [
        ("never", False, False),
        ("next_window", False, True),
        ("every_time", True, True),
        ("when_reached_again", True, True),
    ],
)
def test_when_a_rule_fires_anew(again, more_in_the_term, next_term) -> None:
    student = under(Pupil("nine-weeks").away(*AWAY[:2]), again, **TWICE)
    before = fired(student.seen(on(9, 9)))
    assert not read(student.seen(on(9, 9), fired=before), "rule") or again != "when_reached_again"
    student.away(*AWAY[2:])
    found = read(student.seen(on(9, 16), fired=before), "rule")
    assert found.is_new is more_in_the_term
    student.away(on(1, 12), on(1, 14))
    assert read(student.seen(on(1, 14), fired=before), "rule").is_new is next_term


def test_absence_that_was_used_is_not_used_again() -> None:
    student = under(Pupil("nine-weeks").away(*AWAY[:2]), "when_reached_again", **TWICE)
    before = fired(student.seen(on(9, 9)))
    student.away(AWAY[2])
    assert read(student.seen(on(9, 14), fired=before), "rule") is None
    found = read(student.away(AWAY[3]).seen(on(9, 16), fired=before), "rule")
    assert {key[:10] for key in found.reading.evidence} == {"2026-09-14", "2026-09-16"}


def test_a_window_that_moves_is_new_when_it_begins_after_the_rule_fired() -> None:
    student = under(
        Pupil("nine-weeks").away(*AWAY), "next_window", occasions={"at_least": 2, "in": {"last": "2 weeks"}}
    )
    before = fired(student.seen(on(9, 16)))
    student.away(on(9, 21), on(10, 5), on(10, 7))
    assert not read(student.seen(on(9, 21), fired=before), "rule").is_new
    assert read(student.seen(on(10, 7), fired=before), "rule").is_new


def test_each_run_is_one() -> None:
    student = under(
        Pupil("nine-weeks").from_to(on(9, 7), on(9, 9)), "next_window", run={"at_least": "3 school_days"}
    )
    before = fired(student.seen(on(9, 9)))
    student.from_to(on(9, 10), on(9, 11))
    assert not read(student.seen(on(9, 11), fired=before), "rule").is_new
    student.from_to(on(9, 21), on(9, 23))
    assert read(student.seen(on(9, 23), fired=before), "rule").is_new


def test_a_task_for_each_time_may_be_one_a_day_or_a_week() -> None:
    student = Pupil("bengtsfors", lessons=4).away(*SE.days(on(9, 7), on(9, 18))[::2], only=[1])
    found = student.seen(on(9, 18))
    assert len(opened(found, "call_same_day")) == 5
    assert opened(found, "talk_at_mentor_time") == [on(9, 7), on(9, 15)]  # one a week


def test_a_task_whose_limit_was_met_opens_once() -> None:
    student = Pupil("bengtsfors", lessons=4).from_to(on(9, 7), on(9, 14))
    wanted = next(one for one in student.seen(on(9, 14)).tasks if one.action == "request_certificate")
    assert wanted.opens_now
    before = (Fired("request_certificate", wanted.key, on(9, 14)),)
    again = student.away(on(9, 15)).seen(on(9, 15), fired=before)
    assert not next(one for one in again.tasks if one.action == "request_certificate").opens_now
