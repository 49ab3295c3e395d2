"""What rests on a report: named only where its ground would be gone."""

from __future__ import annotations

import pytest

from casework.engine.facts import Facts, FormFact, MilestoneFact
from casework.engine.undo import resting_on, without_report
from tests.engine.examples import facts, five_step, milestone, signed, task

STAGE = "compulsory_school_monitoring"
ACCEPTED = milestone("acceptance", "taken", outcome="accepted")
TASKS = (task("acceptance", "done"), task("talk_with_rector"))


def after(*milestones: MilestoneFact, forms: tuple[FormFact, ...] = ()) -> Facts:
    """The case is accepted, and then this was done."""
    return facts(STAGE, tasks=TASKS, milestones=(ACCEPTED, *milestones), forms=forms)


@pytest.mark.parametrize(
    ("done", "rests"),
    [
        (after(), ()),
        (after(milestone("talk_with_rector", "tried")), ("talk_with_rector",)),
        (after(forms=(signed("compulsory_school_assessment"),)), ("compulsory_school_assessment",)),
        (after(forms=(signed("closing_evaluation"),)), ()),
    ],
)
def test_what_was_begun_on_its_ground_rests_on_a_report(done: Facts, rests: tuple[str, ...]) -> None:
    rules = five_step().rules
    assert resting_on(rules, done, without_report(done, "t-acceptance")) == rests


def test_without_its_report_a_task_is_open_and_its_earlier_attempts_stay() -> None:
    tried = milestone("acceptance", "tried")
    done = facts(STAGE, tasks=TASKS, milestones=(tried, ACCEPTED))
    undone = without_report(done, "t-acceptance")
    assert undone.milestones == (tried,)
    assert [one.status for one in undone.tasks] == ["open", "open"]


def test_a_waived_task_has_no_report_to_lose() -> None:
    tried = milestone("acceptance", "tried")
    waived = facts(STAGE, tasks=(task("acceptance", "waived"),), milestones=(tried,))
    undone = without_report(waived, "t-acceptance")
    assert undone.milestones == (tried,)
    assert undone.tasks[0].status == "open"
