"""Four eyes: who asks for the hand-over and who signed what it rests on never approve it."""

from __future__ import annotations

import pytest

from tests.clients import Client
from tests.stories.journey import Journey

TEAM, RECTOR = "student_health_team", "rector"
FORMS = ("in_depth_evaluation", "authority_report", "network_meeting_notes")
MONITORING = "compulsory_school_monitoring"
HELD = {"held-happened_on": "2026-11-20", "held-note": "I biblioteket."}


@pytest.fixture
def ready(journey: Journey) -> Journey:
    """A case that stands in the analysis."""
    journey.begins_in("analysis")
    return journey


@pytest.fixture
def both(ready: Journey) -> Client:
    """Somebody who is rector and in the team."""
    return ready.somebody(RECTOR, TEAM, name="Dubbla Tjänstgren")


def test_who_asked_does_not_approve_and_another_rector_does(ready: Journey, both: Client) -> None:
    ready.has_signed(ready.team, *FORMS)
    request = ready.asks(both)
    ready.may_not_decide(both, request, 403, ready.say("You asked for it, so somebody else decides."))
    assert ready.state_of(request) == "pending"
    ready.stands_in("analysis")
    ready.decides(ready.rector, request, "approve")
    ready.stands_in(MONITORING)


@pytest.mark.parametrize("form", FORMS)
def test_who_signed_a_form_that_it_rests_on_does_not_approve(ready: Journey, both: Client, form: str) -> None:
    ready.has_signed(ready.team, *(other for other in FORMS if other != form))
    ready.has_signed(both, form)
    request = ready.asks(ready.team)
    ready.may_not_decide(both, request, 403, ready.title(form))
    ready.stands_in("analysis")
    ready.decides(ready.rector, request, "approve")
    ready.stands_in(MONITORING)


def test_who_only_wrote_in_a_form_may_approve(ready: Journey, both: Client) -> None:
    both.send(
        both.get(f"{ready.case}/forms/new/in_depth_evaluation"),
        do="save",
        school_did_its_part_reasons="En mening.",
    )
    ready.has_signed(ready.team, *FORMS)
    ready.decides(both, ready.asks(ready.team), "approve")
    ready.stands_in(MONITORING)


def test_who_signed_a_version_that_has_been_corrected_may_approve(ready: Journey, both: Client) -> None:
    ready.has_signed(ready.team, *FORMS[1:])
    ready.has_signed(both, FORMS[0])
    page = ready.team.get(f"{ready.case}/forms")
    signed = page.link(ready.title(FORMS[0]))
    draft = ready.team.send(ready.team.get(signed), "/correct")
    signing = ready.team.send(ready.team.get(draft), do="finalise")
    ready.team.send(ready.team.get(signing))
    ready.decides(both, ready.asks(ready.team), "approve")
    ready.stands_in(MONITORING)


@pytest.mark.parametrize("form", FORMS)
def test_a_corrected_form_that_the_request_rests_on_ends_the_request(ready: Journey, form: str) -> None:
    ready.has_signed(ready.team, *FORMS)
    request = ready.asks(ready.team)
    signed = ready.team.get(f"{ready.case}/forms").link(ready.title(form))
    draft = ready.team.send(ready.team.get(signed), "/correct")
    assert ready.state_of(request) == "pending"  # as long as the correction is not signed
    ready.team.send(ready.team.get(ready.team.send(ready.team.get(draft), do="finalise")))
    assert ready.state_of(request) == "lapsed"
    ready.stands_in("analysis", waits_for=TEAM)
    ready.may_not_decide(ready.rector, request, 409)
    ready.decides(ready.rector, ready.asks(ready.team), "approve")
    ready.stands_in(MONITORING)


def test_a_form_that_the_request_does_not_rest_on_leaves_it_as_it_is(ready: Journey) -> None:
    ready.has_signed(ready.team, *FORMS)
    request = ready.asks(ready.team)
    ready.has_signed(ready.mentor, "closing_evaluation")
    assert ready.state_of(request) == "pending"
    ready.decides(ready.rector, request, "approve")
    ready.stands_in(MONITORING)


@pytest.mark.parametrize(("name", "to"), [("step_back", "investigation"), ("start_again", "report")])
def test_a_case_that_moves_ends_the_request(ready: Journey, name: str, to: str) -> None:
    ready.has_signed(ready.team, *FORMS)
    request = ready.asks(ready.team)
    ready.steps(ready.team, name, to, reason="Vi behöver veta mer.")
    assert ready.state_of(request) == "lapsed"
    ready.may_not_decide(ready.rector, request, 409)
    ready.stands_in(to)


def test_a_request_that_was_decided_is_not_decided_again(ready: Journey) -> None:
    ready.has_signed(ready.team, *FORMS)
    request = ready.asks(ready.team)
    second = ready.somebody(RECTOR, name="Ronja Ersättberg")
    page = second.get(request)
    ready.decides(ready.rector, request, "decline", "Elevens ord saknas.")
    answer = second.send(page, status=409, decision="approve", reason="Jag tycker att det räcker nu.")
    ready.tells(answer, "Jag tycker att det räcker nu.")
    assert ready.state_of(request) == "declined"
    ready.stands_in("analysis")


def test_a_meeting_is_noted_while_the_consent_holds_and_not_when_it_is_withdrawn(ready: Journey) -> None:
    withdraw = ready.consents(ready.team)
    ready.does(ready.team, "sip_meeting", "called", note="På onsdag.")
    ready.team.send(ready.team.get(withdraw))
    address = f"{ready.task('sip_meeting')}/report/held"
    answer = ready.team.post(address, {**ready.team.tokens(), **HELD}, 409)
    ready.tells(answer, ready.say("No consent is in force."))
    again = ready.team.post(withdraw, ready.team.tokens(), 409)
    ready.tells(again, ready.say("The consent has already been withdrawn."))
    ready.consents(ready.team)
    ready.does(ready.team, "sip_meeting", "held", note="I biblioteket.")


def test_consents_are_noted_and_withdrawn_by_those_whose_work_needs_them(ready: Journey) -> None:
    withdraw = ready.consents(ready.team)
    for other in (ready.mentor, ready.rector):
        other.get(f"{ready.case}/consents/new/share_with_partners", 403)
        other.post(withdraw, other.tokens(), 403)
    ready.stranger.post(withdraw, ready.stranger.tokens(), 404)
    ready.team.get(f"{ready.case}/consents/new/anything_else", 404)
    ready.counsellor.send(ready.counsellor.get(withdraw))


def test_the_administration_accepts_each_hand_over_anew(ready: Journey) -> None:
    ready.has_signed(ready.team, *FORMS)
    office = ready.administration
    for _ in ("the first hand-over", "the second"):
        ready.decides(ready.rector, ready.asks(ready.team), "approve")
        early = office.post(f"{ready.task('talk_with_rector')}/report/done", office.tokens(), 409)
        ready.tells(early, ready.say("Not decided yet."))
        ready.does(office, "acceptance", "taken", outcome="accepted", note="Underlaget är fullständigt.")
        ready.steps(office, "return_to_school", reason="Elevens egna ord saknas.")
        ready.stands_in("analysis")
