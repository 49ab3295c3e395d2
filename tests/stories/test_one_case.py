"""A student has one open case; one may begin without absence; each stays on the routine it began with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.catalog import checked
from casework.engine.workflow import load_workflow
from tests.clients import filled
from tests.stories.ground import unchanged
from tests.stories.journey import Journey

GATE = """    needs:
      - form: student_guardian_checklist
"""


def test_a_student_with_an_open_case_gets_no_second_one(journey: Journey) -> None:
    page = journey.team.get(f"/students/{journey.school.student}/open")
    journey.opens(journey.mentor)
    with unchanged(journey.app):
        answer = journey.team.send(page, status=409, stage="report", reason="Borta sedan i måndags.")
        journey.tells(answer, "Borta sedan i måndags.", journey.say("The student already has an open case."))
        assert answer.main.link(journey.say("To the case")) == journey.case
    again = journey.team.get(f"/students/{journey.school.student}/open").main
    assert journey.case in [one.attributes["href"] for one in again.all("a")]


def test_after_closing_there_may_be_a_new_case_and_then_the_old_one_stays_closed(journey: Journey) -> None:
    journey.begins_in("closed")
    old = journey.case
    page = journey.team.get(f"{old}/advance/reopen?to=report")
    journey.opens(journey.team)
    assert journey.case != old
    with unchanged(journey.app):
        answer = journey.team.send(page, status=409, reason="Borta igen sedan i måndags.")
        journey.tells(answer, "Borta igen sedan i måndags.")
    journey.has_signed(journey.mentor, "closing_evaluation")
    journey.steps(journey.rector, "close")
    journey.case = old
    journey.steps(journey.team, "reopen", reason="Borta igen sedan i måndags.")
    journey.stands_in("report")


def test_a_case_may_open_without_any_absence_and_in_the_second_step(journey: Journey) -> None:
    page = journey.mentor.get(f"/students/{journey.school.student}/open")
    with unchanged(journey.app):
        url, sent = page.form().attributes["action"], filled(page.form())
        journey.mentor.post(url, {**sent, "stage": "mapping", "reason": ""}, 422)
        journey.mentor.post(url, {**sent, "stage": "investigation", "reason": "Direkt till utredning."}, 422)
    journey.opens(journey.mentor, "mapping", "Är på plats varje dag men deltar inte på lektionerna.")
    journey.stands_in("mapping", waits_for="mentor")
    journey.signs(journey.mentor, "initial_mapping")
    journey.signs(journey.counsellor, "school_social_mapping")
    journey.steps(journey.team, "start_investigation")


def test_a_case_stays_on_the_routine_that_it_was_opened_on(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.opens(journey.mentor)
    catalog = journey.app.extensions["casework_catalog"]
    text = catalog.workflows["five-step"].text
    assert text.count(GATE) == 1
    model = checked(load_workflow(text.replace(GATE, ""), "five-step.yaml"), catalog.known())
    changed = replace(catalog, workflows={"five-step": model})
    monkeypatch.setitem(journey.app.extensions, "casework_catalog", changed)
    assert set(journey.refusals(journey.team, "start_mapping")) == {"form_missing"}
    journey.may_not_step(journey.team, "start_mapping", 409, journey.title("student_guardian_checklist"))
    other = journey.another_student()
    newer = journey.mentor.send(journey.mentor.get(f"{other}/open"), stage="report", reason="Borta.")
    journey.signs(journey.mentor, "student_guardian_checklist")
    journey.steps(journey.team, "start_mapping")
    journey.case = newer
    assert journey.refusals(journey.team, "start_mapping") == {}
    journey.steps(journey.team, "start_mapping")
    journey.stands_in("mapping")
