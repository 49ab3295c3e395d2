"""One case from the first concern to its closing and reopening: who can do what at each point, who cannot."""

from __future__ import annotations

import pytest

from casework.extensions import db
from casework.history.queries import breaches, events_of
from tests.stories.journey import Journey

OF_THE_RECTOR = {"step_back", "start_again", "close"}


def test_a_case_goes_all_the_way_with_the_right_people_only(journey: Journey) -> None:
    the_mentor_opens_and_the_team_takes_over(journey)
    the_school_maps(journey)
    the_team_investigates_goes_back_and_forward(journey)
    the_team_holds_a_meeting_with_others(journey)
    the_rector_declines_then_approves(journey)
    the_administration_returns_then_accepts(journey)
    the_case_is_closed_and_reopened(journey)
    the_history_tells_it(journey)


def the_mentor_opens_and_the_team_takes_over(journey: Journey) -> None:
    student = f"/students/{journey.school.student}"
    for outsider in (journey.other_mentor, journey.stranger):
        outsider.get(f"{student}/open", 404)
    for role_without in (journey.teacher, journey.administration):
        role_without.get(f"{student}/open", 403)
    journey.opens(journey.mentor)
    journey.stands_in("report", waits_for="mentor")
    for outsider in (journey.other_mentor, journey.stranger, journey.administration):
        outsider.get(journey.case, 404)
    journey.teacher.get(journey.case, 403)
    assert journey.offered(journey.mentor) == set()
    assert journey.offered(journey.team) == {"start_again"}
    missing = f"{journey.title('student_guardian_checklist')}: {journey.say('Not begun.')}"
    journey.may_not_step(journey.team, "start_mapping", 409, missing)
    journey.team.get(f"{journey.case}/forms/new/student_guardian_checklist", 403)
    journey.signs(journey.mentor, "student_guardian_checklist")
    journey.stands_in("report", waits_for="student_health_team")
    journey.may_not_step(journey.mentor, "start_mapping", 403, journey.say("Another role does this"))
    journey.may_not_step(journey.rector, "start_mapping", 403, journey.say("Another role does this"))
    assert journey.offered(journey.team) == {"start_mapping", "start_again"}
    journey.steps(journey.team, "start_mapping")
    journey.stands_in("mapping")


def the_school_maps(journey: Journey) -> None:
    journey.may_not_step(journey.team, "start_mapping", 409, journey.say("The case has moved on"))
    journey.signs(journey.mentor, "initial_mapping")
    journey.team.get(f"{journey.case}/forms/new/school_social_mapping", 403)
    missing = f"{journey.title('school_social_mapping')}: {journey.say('Not begun.')}"
    journey.may_not_step(journey.team, "start_investigation", 409, missing)
    journey.signs(journey.counsellor, "school_social_mapping")
    journey.steps(journey.team, "start_investigation")
    journey.stands_in("investigation", waits_for="student_health_team")


def the_team_investigates_goes_back_and_forward(journey: Journey) -> None:
    assert journey.offered(journey.mentor) == set()
    assert journey.offered(journey.rector) == OF_THE_RECTOR
    journey.may_not_step(journey.team, "step_back", 422, journey.say("Write why"), to="mapping")
    journey.may_not_step(journey.mentor, "step_back", 403, to="mapping", reason="Vi missade något.")
    journey.steps(journey.rector, "step_back", "mapping", reason="Hemmet vill berätta mer först.")
    journey.stands_in("mapping")
    journey.steps(journey.team, "start_investigation")  # what was signed still counts
    journey.signs(journey.team, "absence_investigation")
    journey.may_not_step(journey.team, "start_analysis", 409, journey.title("attendance_action_plan"))
    journey.signs(journey.team, "attendance_action_plan")
    journey.steps(journey.team, "start_analysis")
    journey.stands_in("analysis")


def the_team_holds_a_meeting_with_others(journey: Journey) -> None:
    meeting = journey.task("sip_meeting")
    fields = {"held-happened_on": "2026-11-20", "held-note": "Vi satt i biblioteket."}
    journey.team.post(f"{meeting}/report/held", {**journey.team.tokens(), **fields}, 409)
    journey.mentor.get(f"{journey.case}/consents/new/share_with_partners", 403)
    journey.consents(journey.team)
    journey.mentor.post(f"{meeting}/report/held", {**journey.mentor.tokens(), **fields}, 403)
    journey.does(journey.team, "sip_meeting", "called", note="På onsdag.")
    journey.does(journey.team, "sip_meeting", "held", note="Vi satt i biblioteket.")
    journey.signs(journey.team, "in_depth_evaluation", school_did_its_part="yes")
    journey.signs(journey.team, "authority_report")
    notes = f"{journey.title('network_meeting_notes')}: {journey.say('Not begun.')}"
    journey.may_not_step(journey.team, "hand_over", 409, notes)
    journey.signs(journey.team, "network_meeting_notes")


def the_rector_declines_then_approves(journey: Journey) -> None:
    journey.may_not_step(journey.rector, "hand_over", 403, journey.say("Another role does this"))
    request = journey.asks(journey.team)
    journey.stands_in("analysis", waits_for="rector")
    journey.may_not_step(journey.team, "hand_over", 409, journey.say("Is requested and not decided yet."))
    journey.may_not_decide(journey.team, request, 403, journey.say("Another role does this"))
    journey.may_not_decide(journey.mentor, request, 403, journey.say("Another role does this"))
    for outsider in (journey.administration, journey.stranger):
        outsider.get(request, 404)
    undecided = journey.rector.send(journey.rector.get(request), status=422, decision="decline", reason="")
    journey.tells(undecided, journey.say("Write what has to be added"))
    journey.decides(journey.rector, request, "decline", "Elevens egna ord saknas.")
    journey.tells(journey.team.get(journey.case), "Elevens egna ord saknas.")
    journey.stands_in("analysis", waits_for="student_health_team")
    journey.may_not_decide(journey.rector, request, 409)
    again = journey.asks(journey.team)
    journey.administration.get(journey.case, 404)
    journey.decides(journey.rector, again, "approve")
    journey.stands_in("compulsory_school_monitoring", waits_for="administration")


def the_administration_returns_then_accepts(journey: Journey) -> None:
    administration = journey.administration
    assert journey.offered(administration) == {"return_to_school"}
    journey.may_not_step(journey.rector, "return_to_school", 403, reason="Vi vill ha tillbaka det.")
    journey.may_not_step(journey.team, "step_back", 409, to="analysis", reason="Vi ångrar oss.")
    journey.steps(administration, "return_to_school", reason="Beskriv stödet på eftermiddagarna.")
    journey.stands_in("analysis")
    administration.get(journey.case, 404)
    journey.tells(journey.team.get(journey.case), "Beskriv stödet på eftermiddagarna.")
    journey.decides(journey.rector, journey.asks(journey.team), "approve")
    administration.get(f"{journey.case}/forms/new/compulsory_school_assessment", 409)
    journey.team.get(f"{journey.case}/forms/new/compulsory_school_assessment", 403)
    journey.does(administration, "acceptance", "taken", outcome="accepted", note="Underlaget räcker.")
    journey.does(administration, "talk_with_rector", "done", outcome="reached")
    journey.signs(administration, "compulsory_school_assessment")


def the_case_is_closed_and_reopened(journey: Journey) -> None:
    administration = journey.administration
    evaluation = f"{journey.title('closing_evaluation')}: {journey.say('Not begun.')}"
    journey.may_not_step(administration, "close_monitoring", 409, evaluation)
    journey.signs(administration, "closing_evaluation")
    journey.may_not_step(journey.rector, "close", 409, journey.say("The case has moved on"))
    journey.may_not_step(journey.rector, "close_monitoring", 403, journey.say("Another role does this"))
    journey.steps(administration, "close_monitoring")
    journey.stands_in("closed")
    for who in (journey.mentor, journey.team, administration):
        assert not journey.offered(who) - {"reopen"}
    journey.mentor.get(f"{journey.case}/forms/new/closing_evaluation", 409)
    journey.may_not_step(journey.mentor, "reopen", 403, reason="Borta igen.")
    journey.may_not_step(journey.rector, "reopen", 422, journey.say("Write why"))
    journey.stands_in("closed")
    journey.steps(journey.rector, "reopen", reason="Frånvaron har börjat igen.")
    journey.stands_in("compulsory_school_monitoring", waits_for="administration")
    journey.may_not_step(administration, "close_monitoring", 409, evaluation)  # a new round begins anew


def the_history_tells_it(journey: Journey) -> None:
    with journey.app.app_context():
        told = [event for event in reversed(events_of(journey.case_id)) if event.kind == "case:moved"]
        ways = [(event.says["transition"], event.role) for event in told]
        assert not list(breaches())
        db.session.rollback()
    team, rector, administration = "student_health_team", "rector", "administration"
    assert ways == [
        ("start_mapping", team),
        ("start_investigation", team),
        ("step_back", rector),
        ("start_investigation", team),
        ("start_analysis", team),
        ("hand_over", rector),
        ("return_to_school", administration),
        ("hand_over", rector),
        ("close_monitoring", administration),
        ("reopen", rector),
    ]


@pytest.mark.parametrize("name", ["mentor", "team", "rector"])
def test_each_role_that_opens_cases_may_open_one(journey: Journey, name: str) -> None:
    journey.opens(getattr(journey, name))
    journey.stands_in("report")
