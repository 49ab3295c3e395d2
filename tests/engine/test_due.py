"""When a task of a case is due by what has happened in it: moments, meetings, and what comes again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.engine.actions import Meeting, Request, Work
from casework.engine.beside import FollowUp
from casework.engine.consequences import newly_due
from casework.engine.due import due_of, meetings_in, moment_in, soon_from
from casework.engine.followed import followed
from casework.engine.workflow import Workflow
from tests.engine.attending import SE, on, rules
from tests.engine.examples import facts, milestone, signed, task

WEEKLY = Work(id="weekly", title="Följ upp", by=("mentor",), do="work", every="1 week")


def bengtsfors() -> Workflow:
    """The rules with a meeting that others are counted from."""
    return rules("bengtsfors")


def held(action: str, day: date, kind: str = "held", **more: Any) -> Any:
    """What was reported about a meeting."""
    return milestone(action, kind, happened_on=day, **more)


def test_an_action_is_a_moment_once_it_is_done_and_a_form_once_it_is_signed() -> None:
    tried = facts(milestones=(held("checklist_meeting", on(9, 7), "called"),))
    assert moment_in(bengtsfors(), tried, "checklist_meeting") is None
    twice = (held("checklist_meeting", on(9, 8)), held("checklist_meeting", on(9, 15)))
    assert moment_in(bengtsfors(), facts(milestones=twice), "checklist_meeting") == on(9, 15)
    form = facts(forms=(signed("student_guardian_checklist", signed_on=on(9, 9)),))
    assert moment_in(bengtsfors(), form, "student_guardian_checklist") == on(9, 9)
    before = facts(milestones=(held("checklist_meeting", on(9, 8), in_round=0),))
    assert moment_in(bengtsfors(), before, "checklist_meeting") is None


def test_a_meeting_is_on_the_day_that_was_said_last() -> None:
    said = (
        held("checklist_meeting", on(9, 1), "called", meets_on=on(9, 8)),
        held("checklist_meeting", on(9, 2), "called", meets_on=on(9, 10)),
    )
    assert meetings_in(bengtsfors(), facts(milestones=said)) == {"checklist_meeting": on(9, 10)}
    done = (*said, held("checklist_meeting", on(9, 11)))
    assert meetings_in(bengtsfors(), facts(milestones=done)) == {"checklist_meeting": on(9, 11)}
    without = facts(milestones=(held("checklist_meeting", on(9, 1), "called"),))
    assert meetings_in(bengtsfors(), without) == {}


@pytest.mark.parametrize(
    ("earlier", "day"),
    [
        ((), on(10, 20)),
        ((task("weekly", "done", opened_on=on(10, 12)),), on(10, 21)),
        ((task("weekly", "waived", settled_on=on(10, 15)),), on(10, 22)),
        ((task("weekly", "left", settled_on=on(10, 15)),), on(10, 20)),
        ((task("weekly", "done", visit="v0"),), on(10, 20)),
    ],
)
def test_what_comes_again_is_counted_from_when_it_was_settled_in_this_stay(earlier: Any, day: date) -> None:
    told = (milestone("weekly", "done", happened_on=on(10, 14)), milestone("weekly", "tried"))
    now = task("weekly", number=2, opened_on=on(10, 20))
    seen = facts(tasks=(*earlier, now), milestones=told)
    found = due_of(now, WEEKLY, bengtsfors(), seen, SE)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    ("within", "sent", "day"),
    [
        ("10 school_days", (), on(9, 8)),
        ("10 school_days", (on(9, 2), on(9, 7)), on(9, 21)),
        (None, (on(9, 7),), on(9, 8)),
    ],
)
def test_what_was_asked_for_is_due_when_the_answer_is_expected(within: Any, sent: Any, day: date) -> None:
    said = {"id": "ask", "do": "request", "title": "Be om intyg", "by": "mentor", "what": "x", "from": "home"}
    ask = Request.model_validate({**said, "due": {"within": "5 school_days"}, "answer_within": within})
    now = task("ask", opened_on=on(9, 1))
    told = tuple(milestone("ask", "sent", happened_on=one) for one in sent)
    of_others = milestone("other", "sent", happened_on=on(9, 9))
    found = due_of(now, ask, bengtsfors(), facts(tasks=(now,), milestones=(*told, of_others)), SE)
    assert found is not None
    assert found.day == day


def test_what_the_model_gives_no_day_has_none() -> None:
    assert (
        due_of(task("x"), Work(id="x", title="X", by=("mentor",), do="work"), bengtsfors(), facts(), SE)
        is None
    )


def test_a_stage_is_followed_up_by_who_is_responsible_where_nobody_is_named() -> None:
    rule = FollowUp.model_validate({"within": "2 weeks", "after": "checklist_meeting"})
    work = followed("level_2", "Steg 2", "mentor", rule)
    assert (work.id, work.title, work.by, work.every) == ("follow_up_level_2", "Steg 2", ("mentor",), None)
    waiting = due_of(task(work.id), work, bengtsfors(), facts(), SE)
    begun = facts(milestones=(held("checklist_meeting", on(9, 8)),))
    counted = due_of(task(work.id), work, bengtsfors(), begun, SE)
    assert waiting is not None
    assert counted is not None
    assert (waiting.waits_for, counted.day) == ("checklist_meeting", on(9, 22))


def test_what_recurs_is_due_again_as_soon_as_it_is_settled_and_not_while_it_is_open() -> None:
    model, stage = rules("nine-weeks"), "six_weeks"

    def due(status: str) -> bool:
        seen = facts(stage, tasks=(task("weekly_six", status),))
        return "weekly_six" in {action.id for action, _ in newly_due(model, seen)}

    assert [due(status) for status in ("open", "done", "waived", "left")] == [False, True, True, True]


def test_it_is_soon_two_school_days_before() -> None:
    assert (soon_from(on(11, 3), SE), soon_from(on(9, 10), SE)) == (on(10, 23), on(9, 8))
    assert soon_from(None, SE) is None


def test_only_meetings_have_days() -> None:
    action = bengtsfors().action("checklist_meeting")
    assert isinstance(action, Meeting)
    contact = milestone("contact_day_three", "done", meets_on=on(9, 8))
    assert meetings_in(bengtsfors(), facts(milestones=(contact,))) == {}
