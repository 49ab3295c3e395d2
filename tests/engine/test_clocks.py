"""A moment is the latest day of what it comes from, in the round that the case is in."""

from __future__ import annotations

from datetime import date

from casework.engine.clocks import moment_on
from casework.engine.moments import Moment
from tests.engine.examples import NOON, facts, milestone, signed

EARLY, LATE = date(2026, 10, 1), date(2026, 10, 20)


def moment(**origin):
    """A moment of that origin."""
    return Moment.model_validate({"title": "Något", "from": origin})


def test_the_latest_report_is_the_moment():
    given = facts(
        milestones=(
            milestone("call", "done", happened_on=LATE),
            milestone("call", "done", happened_on=EARLY),
            milestone("other", "done", happened_on=date(2026, 11, 1)),
        )
    )
    assert moment_on("m", moment(contact="call"), given) == LATE


def test_only_the_milestone_that_is_asked_for_counts():
    given = facts(milestones=(milestone("call", "tried", happened_on=LATE),))
    assert moment_on("m", moment(contact="call", **{"is": "done"}), given) is None
    assert moment_on("m", moment(contact="call", **{"is": "tried"}), given) == LATE


def test_an_answer_is_a_moment_too():
    given = facts(milestones=(milestone("way", "taken", outcome="go", happened_on=EARLY),))
    assert moment_on("m", moment(decision="way", **{"is": "go"}), given) == EARLY
    assert moment_on("m", moment(decision="way", **{"is": "stay"}), given) is None


def test_a_form_gives_the_day_it_was_signed_or_a_day_that_it_tells():
    given = facts(forms=(signed("plan", dates={"starts": EARLY}),))
    assert moment_on("m", moment(form="plan"), given) == NOON.date()
    assert moment_on("m", moment(form="plan", field="starts"), given) == EARLY
    assert moment_on("m", moment(form="plan", field="ends"), given) is None


def test_an_earlier_round_does_not_count():
    given = facts(milestones=(milestone("call", "done", in_round=1, happened_on=EARLY),))
    assert moment_on("m", moment(contact="call"), given) == EARLY
    assert moment_on("m", moment(contact="call"), facts(milestones=given.milestones, round=2)) is None
    given = facts(forms=(signed("plan"),))
    assert moment_on("m", moment(form="plan"), facts(forms=given.forms, round=2)) is None


def test_built_in_moments_are_read_from_the_case():
    given = facts(opened_on=EARLY, entered_on=LATE)
    assert (moment_on("case_opened", None, given), moment_on("stage_entered", None, given)) == (EARLY, LATE)
    assert moment_on("first_absence", None, given) is None
