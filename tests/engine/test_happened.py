"""The conditions on what has happened, and conditions within others, read for one student on one day."""

from __future__ import annotations

import pytest

from casework.engine.conditions import KINDS
from casework.engine.facts import MilestoneFact, StudentFact
from casework.engine.reading import Deed, Fired
from tests.engine.attending import SE, Pupil, at, in_case, on, reads
from tests.engine.examples import draft, signed


def pupil() -> Pupil:
    return Pupil("nine-weeks")


def test_what_was_done_or_has_fired_is_counted() -> None:
    done = (Deed("call", on(9, 7), "g1"), Deed("call", on(9, 8), "g2"), Deed("call", on(9, 9), "g2"))
    around = {"deeds": done, "fired": (Fired("third", "k", on(9, 9)),)}
    rule = {"at_least": 4, "of": ["call", "third"], "in": "term"}
    assert reads(pupil(), on(9, 9), around=around, times=rule).is_met
    assert reads(pupil(), on(9, 9), around=around, times={**rule, "per": "guardian"}).figure == 2
    assert reads(pupil(), on(9, 9), around=around, times={"at_least": 1, "of": ["call"]}).unread


PASSED = [
    ("3 days", on(9, 9)), ("3 school_days", on(9, 9)), ("1 week", on(9, 13)), ("1 school_week", on(9, 13)),
    ("1 month", on(10, 6)),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "met_on"), PASSED)
def test_time_has_passed_at_the_end_of_the_last_day(amount, met_on) -> None:
    around = {"facts": in_case("third_time", on(9, 7))}
    rule = {"at_least": amount, "since": "stage_entered"}
    assert reads(pupil(), met_on, around=around, passed=rule).is_met
    assert not reads(pupil(), met_on, is_over=False, around=around, passed=rule).is_met
    assert reads(pupil(), met_on, passed=rule).unread == "clock_not_started"


def test_an_action_done_starts_a_clock() -> None:
    rule = {"at_least": "2 days", "since": "call_home_first"}
    around = {"deeds": (Deed("call_home_first", on(9, 7)),)}
    assert reads(pupil(), on(9, 8), around=around, passed=rule).is_met
    told = MilestoneFact(
        visit="v1", round=1, at=at(on(9, 8)), action="call_home_first", kind="done", task="t"
    )
    around["facts"] = in_case("third_time", on(9, 7), milestones=(told,))
    assert not reads(pupil(), on(9, 8), around=around, passed=rule).is_met  # the latest counts


HAPPENED = {
    "in_stage": (["third_time"], {"facts": in_case("third_time", on(9, 7))}),
    "entered": ("third_time", {"facts": in_case("third_time", on(9, 7))}),
    "started": (
        "initial_mapping",
        {"facts": in_case("x", on(9, 7), drafts=(draft("initial_mapping", 1, 9),))},
    ),
    "finalised": ("initial_mapping", {"facts": in_case("x", on(9, 7), forms=(signed("initial_mapping"),))}),
    "recorded": ("case_opened", {"facts": in_case("x", on(9, 7))}),
    "overdue": ("call", {"overdue": {"call": on(9, 7)}}),
    "concern": ({"raised_by": ["mentor"], "about": "alone"}, {"concerns": {"alone": on(9, 7)}}),
    "age": ({"at_least": 14}, {"student": StudentFact(14)}),
    "student": ({"is": ["8"]}, {"student": StudentFact(14, frozenset({"8"}))}),
}


@pytest.mark.parametrize("kind", HAPPENED)
def test_what_has_happened_is_read(kind) -> None:
    asked, around = HAPPENED[kind]
    assert reads(pupil(), on(12, 1), around=around, **{kind: asked}).is_met
    assert not reads(pupil(), on(12, 1), around={"student": StudentFact()}, **{kind: asked}).is_met


@pytest.mark.parametrize(
    ("each", "met"),
    [
        ("week", on(9, 7)), ("month", on(9, 1)), ("quarter", on(1, 11)), ("term", on(8, 18)),
        ("school_year", on(8, 18)),
    ],
)  # fmt: skip
def test_a_check_date_is_the_first_school_day(each, met) -> None:
    assert reads(pupil(), met, calendar={"each": each}).is_met
    assert not reads(pupil(), SE.school_days_after(met, 1), calendar={"each": each}).is_met
    assert reads(pupil(), on(10, 15), calendar={"dates": ["10-15"]}).is_met
    assert not reads(pupil(), on(10, 16), calendar={"dates": ["10-15"]}).is_met


def test_what_was_not_done_yet_is_met_until_it_is() -> None:
    asked = {"not_yet": "call_home_first"}
    tried = (Deed("call_home_first", on(9, 7), is_tried=True),)
    done = (Deed("call_home_first", on(9, 8)),)
    assert reads(pupil(), on(9, 8), around={"deeds": tried}, **asked).is_met
    assert not reads(pupil(), on(9, 8), around={"deeds": (*tried, *done)}, **asked).is_met
    rule = {"at_least": 1, "of": ["call_home_first"], "is": "tried", "in": "term"}
    assert reads(pupil(), on(9, 8), around={"deeds": tried}, times=rule).is_met
    assert not reads(pupil(), on(9, 8), around={"deeds": done}, times=rule).is_met


def test_conditions_within_others_are_met_together_or_by_one() -> None:
    student = pupil().from_to(on(9, 7), on(9, 9))
    both = [{"run": {"at_least": "3 school_days"}}, {"occasions": {"at_least": 2, "in": "term"}}]
    some = reads(student, on(9, 9), any=both)
    assert (some.is_met, some.since, len(some.inner)) == (True, on(9, 9), 2)
    assert not reads(student, on(9, 9), all=both).is_met
    whole = reads(student.away(on(9, 11)), on(9, 11), all=[{"run": {"at_least": "1 school_day"}}, both[1]])
    assert (whole.is_met, whole.since) == (True, on(9, 11))


def test_every_kind_is_read_in_these_tests() -> None:
    counted = {
        "not_yet",
        "occasion",
        "lesson",
        "session",
        "day",
        "occasions",
        "late_arrivals",
        "run",
        "absence",
    }
    other = {"percent", "rise", "mixed", "times", "passed", "calendar", "any", "all"}
    assert KINDS.keys() == counted | other | HAPPENED.keys()
