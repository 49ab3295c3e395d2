"""The guards on time and on how often: each limit on both sides of its border."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casework.engine.facts import Proof, Refusal, Remedy, StudentFact
from tests.engine.examples import facts, guard, milestone, small, task

RULES = small().rules
START = date(2026, 1, 31)


def met(asked, **given):
    """Whether the guard is met."""
    return asked.need(facts(**given), RULES).is_met


@pytest.mark.parametrize(
    ("limit", "amount", "last_no", "first_yes"),
    [
        ("at_least", "7 days", date(2026, 2, 6), date(2026, 2, 7)),
        ("more_than", "1 week", date(2026, 2, 7), date(2026, 2, 8)),
        ("at_least", "1 month", date(2026, 2, 27), date(2026, 2, 28)),
        ("at_least", "1 year", date(2027, 1, 30), date(2027, 1, 31)),
        ("at_most", "7 days", date(2026, 2, 8), date(2026, 2, 7)),
        ("less_than", "7 days", date(2026, 2, 7), date(2026, 2, 6)),
    ],
)
def test_time_has_passed_from_the_day_on_which_the_limit_is_kept(limit, amount, last_no, first_yes):
    asked = guard(passed={limit: amount, "since": "stage_entered"})
    assert met(asked, entered_on=START, today=first_yes)
    assert not met(asked, entered_on=START, today=last_no)
    days = {"days": 7, "week": 7, "month": 28, "year": 365}[amount.split()[1]]
    told = {"since": "2026-01-31", "day": (START + timedelta(days=days)).isoformat()}
    proof = asked.need(facts(entered_on=START, today=first_yes), RULES).proof
    refusal = asked.refusal(facts(entered_on=START, today=last_no), RULES)
    assert (proof.code, proof.params) == ("time_passed", told)
    assert refusal.code == ("time_not_passed" if limit in ("at_least", "more_than") else "time_too_long")
    assert refusal.params == told


def test_what_is_asked_of_the_student_is_told_by_its_code():
    child = StudentFact(12, frozenset({"7"}))
    for asked, met_by, proof, refusal in (
        (guard(age={"at_least": 12}), child, Proof("age_fits", {"age": "12"}), None),
        (guard(age={"at_least": 13}), child, None, Refusal("age_differs", {"age": "12"})),
        (guard(age={"at_least": 13}), StudentFact(), None, Refusal("age_differs", {"age": ""})),
        (guard(student={"is": ["7"]}), child, Proof("student_fits"), None),
        (guard(student={"is_not": ["7"]}), child, None, Refusal("student_differs")),
    ):
        need = asked.need(facts(student=met_by), RULES)
        assert (need.proof, need.refusal) == (proof, refusal)
    asked = guard(signal=True)
    given = facts(towards="help", proposed=frozenset({"help"}))
    assert asked.need(given, RULES).proof == Proof("signal_given")
    assert asked.refusal(facts(towards="notice", proposed=given.proposed), RULES) == Refusal("signal_missing")


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ({"recorded": "case_opened"}, "recorded:case_opened"),
        ({"times": {"at_least": 2, "of": ["call_home", "visit_home"]}}, "times:call_home visit_home"),
        ({"passed": {"at_least": "7 days", "since": "stage_entered"}}, "passed:stage_entered"),
        ({"age": {"at_least": 18}}, "age"),
        (
            {"student": {"is": ["7"], "is_not": ["under_compulsory_schooling"]}},
            "student:7 under_compulsory_schooling",
        ),
    ],
)
def test_needs_of_one_kind_are_told_apart_by_what_they_are_about(words, subject):
    assert guard(**words).subject == subject


def test_attempts_are_counted_and_not_what_was_done():
    asked = guard(times={"at_least": 3, "of": ["call_home"], "is": "tried"})
    tries = tuple(milestone("call_home", "tried", outcome="not_reached") for _ in range(3))
    assert met(asked, milestones=tries)
    assert not met(asked, milestones=tries[1:])
    assert not met(asked, milestones=(*tries[1:], milestone("call_home", "done", outcome="reached")))
    proof = asked.need(facts(milestones=tries), RULES).proof
    assert proof.params == {"action": "call_home", "count": "3", "state": "tried"}
    refusal = asked.refusal(facts(milestones=tries[1:]), RULES)
    assert (refusal.params["count"], refusal.params["limit"]) == ("2", "3")


def test_a_clock_that_has_not_started_refuses():
    asked = guard(passed={"at_most": "7 days", "since": "case_opened"})
    assert asked.refusal(facts(today=START), RULES).code == "clock_not_started"
    assert met(asked, opened_on=START, today=START)


MOMENTS = """\
moments:
  told: {title: Hemmet vet, from: {contact: [call_home]}}
  mapped: {title: Kartlagt, from: {form: initial_mapping}}
stages:
  - id: notice
"""
SAID = [(f"  {one}:\n", f"  {one}:\n    moments: {{told: T, mapped: M}}\n") for one in ("nb", "en")]


@pytest.mark.parametrize(
    ("moment", "who", "remedy"),
    [
        ("told", ("mentor",), Remedy("task", "call_home")),
        ("mapped", ("student_health_team",), Remedy("form", "initial_mapping")),
        ("first_absence", (), Remedy("tasks")),
    ],
)
def test_a_moment_that_has_not_come_says_who_brings_it_about(moment, who, remedy):
    rules = small(("stages:\n  - id: notice\n", MOMENTS), *SAID).rules
    for asked in (guard(recorded=moment), guard(passed={"at_least": "1 week", "since": moment})):
        refusal = asked.refusal(facts(today=START), rules)
        assert (refusal.who, refusal.remedy) == (who, remedy)


def test_only_what_is_done_in_the_round_counts():
    asked = guard(times={"more_than": 0, "of": ["call_home"]})
    assert met(asked, tasks=(task("call_home", "done"),))
    assert not met(asked, tasks=(task("call_home", "waived"),))
    refusal = asked.refusal(facts(), RULES)
    assert (refusal.params["limit"], refusal.who) == ("0", ("mentor",))


@pytest.mark.parametrize(("age", "fits"), [(17, False), (18, True), (None, False)])
def test_an_age_that_is_not_known_fits_nothing(age, fits):
    assert met(guard(age={"at_least": 18}), student=StudentFact(age)) is fits


def test_what_must_not_be_true_of_the_student_refuses():
    asked = guard(student={"is_not": ["under_compulsory_schooling"]})
    assert met(asked, student=StudentFact(19))
    assert not met(asked, student=StudentFact(12, frozenset({"under_compulsory_schooling"})))
