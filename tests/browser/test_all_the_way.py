"""One case from the first concern to its closing and reopening, by four people in four browsers."""

from __future__ import annotations

import pytest

from casework.demo import PASSWORD
from tests.browser.cast import ADMINISTRATION, MENTOR, RECTOR, TEAM, Cast
from tests.browser.conftest import SitDown
from tests.browser.paper import put_by_hand, sign, sign_what_is_open, written
from tests.browser.site import Site
from tests.browser.visitor import PHONE, WIDE

pytestmark = pytest.mark.browser

WELLBEING = "Sover oroligt sedan flytten i somras."
HOME = "Mamma har berättat om kvällarna."
AGENCY = "Familjebehandlaren träffar dem på torsdagar."
BACK = "Hemmet vill berätta mer först."
RETURNED = "Elevens egna ord om insatserna saknas."
REOPENED = "Frånvaron har börjat igen."
SUMMARY = "Åtgärderna är provade och räcker inte."
READERS = [
    pytest.param(width, language, id=f"{name}-{language}-judged")
    for width, name in ((WIDE, "wide"), (PHONE, "phone"))
    for language in ("sv", "nb", "en")
]


@pytest.mark.long
@pytest.mark.in_turn(6)
@pytest.mark.parametrize(("width", "language"), READERS)
def test_four_people_take_a_case_all_the_way(
    site: Site, sit_down: SitDown, width: int, language: str
) -> None:
    with site.speaking(language, MENTOR, TEAM, RECTOR, ADMINISTRATION):
        go_all_the_way(Cast(site, sit_down, width, language))


def go_all_the_way(cast: Cast) -> None:
    the_mentor_signs_in_and_opens(cast)
    the_mentor_and_the_counsellor_map(cast)
    the_team_goes_back_once(cast)
    the_team_investigates_and_plans(cast)
    the_team_meets_with_consent(cast)
    the_team_asks_and_the_rector_declines_then_approves(cast)
    the_administration_returns_then_accepts(cast)
    the_administration_closes_and_the_rector_reopens(cast)
    the_history_tells(cast, BACK, RETURNED, REOPENED)
    no_list_tells_what_is_written(cast)


def the_mentor_signs_in_and_opens(cast: Cast) -> None:
    karin = cast.karin
    karin.go(cast.student)
    karin.page.locator("#username").fill(MENTOR)
    karin.page.locator("#password").fill(PASSWORD)
    karin.follow("main form button")
    assert karin.path == cast.student  # signing in leads on to where she was going
    karin.username = MENTOR
    karin.go("/students")
    karin.go(cast.student)
    karin.follow("main a[href$='/open']")
    karin.follow("main form button.ds-button", status=422)
    karin.has(".ds-error-summary a[href='#reason']")
    karin.page.locator("#reason").fill("Borta sex förmiddagar på två veckor.")
    karin.follow("main form button.ds-button")
    cast.case = karin.path
    cast.waits_for(karin, "")
    cast.stands_in(karin, "report")
    cast.may_only(karin)
    cast.waits_for(cast.sofia, "mentor")
    cast.may_only(cast.sofia, "start_again")  # forward only when the checklist is signed
    cast.has_no_such_page(cast.berit, cast.case, f"{cast.case}/forms", f"{cast.case}/history")
    sign(karin, cast.case, "student_guardian_checklist")
    cast.waits_for(karin, "student_health_team")
    cast.may_only(karin)


def the_mentor_and_the_counsellor_map(cast: Cast) -> None:
    karin, sofia = cast.karin, cast.sofia
    karin.go(f"{cast.case}/advance/start_mapping")
    karin.has_not("main form")  # the page says who can, and has no button
    sofia.go("/")
    sofia.sees(cast.name)
    cast.waits_for(sofia, "")
    cast.may_only(sofia, "start_mapping", "start_again")
    cast.moves(sofia, "start_mapping")
    cast.stands_in(sofia, "mapping")
    sign(karin, cast.case, "initial_mapping")
    karin.has_not("main a[href$='/forms/new/school_social_mapping']")
    sign(sofia, cast.case, "school_social_mapping", wellbeing=WELLBEING)
    cast.opens_form(karin, "school_social_mapping")
    assert WELLBEING not in karin.source
    karin.sees(str(written(karin, "school_social_mapping")["c2_summary"]))
    cast.per.go(karin.path)
    cast.per.sees(WELLBEING)


def the_team_goes_back_once(cast: Cast) -> None:
    karin, sofia, per = cast.karin, cast.sofia, cast.per
    cast.waits_for(per, "student_health_team")
    cast.moves(sofia, "start_investigation")
    cast.waits_for(sofia, "")
    cast.may_only(sofia, "step_back", "step_back", "start_again")
    cast.moves(sofia, "step_back", BACK, target="mapping")
    cast.stands_in(sofia, "mapping")
    karin.go(cast.case)
    karin.sees(BACK)
    cast.may_only(karin)
    cast.moves(sofia, "start_investigation")  # what was signed is still valid
    cast.stands_in(sofia, "investigation")


def the_team_investigates_and_plans(cast: Cast) -> None:
    karin, sofia = cast.karin, cast.sofia
    at_home = {**written(sofia, "absence_investigation")["home_env"][0], "observation": HOME}
    sign(sofia, cast.case, "absence_investigation", home_env=[at_home])
    cast.opens_form(karin, "absence_investigation")
    assert HOME not in karin.source
    cast.waits_for(karin, "student_health_team")
    sign(sofia, cast.case, "attendance_action_plan")
    cast.moves(sofia, "start_analysis")
    cast.stands_in(sofia, "analysis")


def the_team_meets_with_consent(cast: Cast) -> None:
    sofia = cast.sofia
    cast.task(sofia, "sip_meeting")
    sofia.has_not("main form[action$='/report/held']")  # not before somebody has consented
    sofia.follow(sofia.page.locator("main a[href$='/consents']").first)
    sofia.follow(sofia.page.locator("main a[href$='/consents/new/share_with_partners']"))
    sofia.page.locator("#given_by").fill("Karl Provlund")
    sofia.page.locator("#scope").fill("Socialtjänsten får veta vad planen innehåller.")
    sofia.follow("main form button.ds-button")
    sofia.sees("Karl Provlund")
    for milestone in ("called", "held"):
        cast.task(sofia, "sip_meeting")
        sofia.page.locator(f"#{milestone}-note").fill("Onsdag klockan två på skolan.")
        sofia.follow(f"main form[action$='/report/{milestone}'] button")
    status = {"agency": "Socialtjänsten", "person": "Eva Demoberg", "state": AGENCY}
    sign(sofia, cast.case, "network_meeting_notes", status_per_agency=[status])
    cast.opens_form(cast.karin, "network_meeting_notes")
    assert AGENCY not in cast.karin.source


def the_team_asks_and_the_rector_declines_then_approves(cast: Cast) -> None:
    sofia, per = cast.sofia, cast.per
    sign(sofia, cast.case, "in_depth_evaluation", school_did_its_part="yes")
    cast.may_only(sofia, "step_back", "step_back", "step_back", "start_again")  # the report is missing
    sign(sofia, cast.case, "authority_report")
    request = cast.asks_for_handover(sofia, SUMMARY)
    cast.waits_for(sofia, "rector")
    sofia.sees(cast.say("since today"))
    sofia.go(request)
    sofia.has_not("#decision form")  # whoever asks does not decide
    cast.has_no_such_page(cast.berit, cast.case, request)
    per.go("/")
    per.follow(per.page.locator(f"main a[href='{request}']").first)
    per.sees(SUMMARY)
    per.sees(cast.say("since today"))
    per.page.locator("#decision [value=decline]").check()
    per.follow("#decision form button", status=422)
    per.has(".ds-error-summary a[href='#reason']")
    cast.decides(per, "decline", "Skriv vad som blev av stödet i matematik.")
    cast.waits_for(sofia, "")
    sofia.sees("Skriv vad som blev av stödet i matematik.")
    cast.karin.go(request)
    cast.karin.has_not("#decision form")
    cast.asks_for_handover(sofia, f"{SUMMARY} Stödet i matematik kom igång i oktober.")
    cast.decides(per, "approve", "Underlaget är komplett.")
    cast.waits_for(per, "administration")
    cast.stands_in(per, "compulsory_school_monitoring")


def the_administration_returns_then_accepts(cast: Cast) -> None:
    sofia, per, berit = cast.sofia, cast.per, cast.berit
    berit.go("/")
    berit.sees(cast.name)
    cast.waits_for(berit, "")
    cast.may_only(berit, "return_to_school")
    berit.go(f"{cast.case}/advance/close_monitoring")
    berit.has_not("main form")  # the evaluation is missing, and the page says so
    cast.opens_form(berit, "absence_investigation")
    assert HOME not in berit.source
    cast.moves_away(berit, "return_to_school", RETURNED)
    cast.has_no_such_page(berit, cast.case)
    cast.waits_for(sofia, "")
    sofia.sees(RETURNED)
    cast.asks_for_handover(sofia, f"{SUMMARY} Elevens ord är med.")
    cast.decides(per, "approve", "Nu är det komplett.")
    cast.task(berit, "hear_student_and_home")
    berit.has_not("main form[action$='/report/reached']")  # the decision to accept comes first
    cast.task(berit, "acceptance")
    berit.page.locator("[value=accepted]").check()
    berit.page.locator("#taken-note").fill("Underlaget räcker. Vi går vidare.")
    berit.follow("main form[action$='/report/taken'] button")
    sign(berit, cast.case, "compulsory_school_assessment")
    cast.waits_for(sofia, "administration")
    cast.may_only(sofia)


def the_administration_closes_and_the_rector_reopens(cast: Cast) -> None:
    karin, per, berit = cast.karin, cast.per, cast.berit
    berit.go(f"{cast.case}/forms/new/closing_evaluation")
    put_by_hand(berit, "closing_evaluation")
    sign_what_is_open(berit)
    cast.moves(berit, "close_monitoring")
    cast.may_only(berit)
    karin.go(cast.case)
    karin.has_not("main a[href*='/forms/new/']")
    cast.may_only(karin)
    karin.go("/cases/?view=closed")
    karin.sees(cast.name)
    per.go(cast.case)
    cast.may_only(per, "reopen")
    cast.moves(per, "reopen", REOPENED)
    cast.stands_in(per, "compulsory_school_monitoring")
    cast.waits_for(karin, "administration")


def the_history_tells(cast: Cast, *reasons: str) -> None:
    cast.karin.go(f"{cast.case}/history")
    for reason in reasons:
        cast.karin.sees(reason)
    cast.karin.sees(cast.say("The chain of this case holds."))


def no_list_tells_what_is_written(cast: Cast) -> None:
    for who in (cast.karin, cast.sofia, cast.per, cast.berit):
        for page in ("/", "/cases/", f"{cast.case}/forms", f"{cast.case}/consents"):
            who.go(page)
            assert WELLBEING not in who.source
