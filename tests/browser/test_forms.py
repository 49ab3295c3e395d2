"""Forms as they behave under somebody's hands: what appears, what is sent, and what is never lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import SitDown
from tests.browser.drafts import forgives, is_saved
from tests.browser.paper import fill_in, put_by_hand, sign_what_is_open
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

FORM = "closing_evaluation"
# The page stays, as it does while an answer is long in coming.
STAYS = "document.getElementById('record').addEventListener('submit', (event) => event.preventDefault())"
SAVE = "#record .savebar button[value=save]"


@pytest.fixture
def karin(site: Site, sit_down: SitDown) -> Visitor:
    """The mentor with an empty form of a new case before her."""
    visitor = sit_down("karin", looks=False)
    visitor.go(f"{site.case_in('report')}/forms/new/{FORM}")
    return visitor


def test_a_question_comes_with_the_answer_that_asks_for_it(karin: Visitor) -> None:
    page = karin.page
    expect(page.locator("#f-relapse_plan")).to_be_hidden()
    page.locator("[name=close_reason][value=attendance_stable]").check()
    expect(page.locator("#f-relapse_plan")).to_be_visible()
    page.locator("[name=close_reason][value=opened_in_error]").check()
    expect(page.locator("#f-relapse_plan")).to_be_hidden()
    expect(page.locator("#f-close_reason_explained")).to_be_visible()


def test_what_is_hidden_again_is_not_sent(karin: Visitor) -> None:
    page = karin.page
    page.locator("[name=close_reason][value=attendance_stable]").check()
    page.locator("#f-relapse_plan").fill("Ring mig samma dag.")
    page.locator("[name=close_reason][value=opened_in_error]").check()
    with page.expect_request(lambda one: one.method == "POST" and one.is_navigation_request()) as sending:
        karin.follow(SAVE)
    sent = sending.value.post_data or ""
    assert "close_reason=opened_in_error" in sent
    assert "relapse_plan" not in sent


def test_a_part_without_questions_leaves_the_page_and_the_list_of_parts(karin: Visitor) -> None:
    parts = karin.page.locator(".formnav:visible li:visible")
    karin.page.locator("[name=close_reason][value=attendance_stable]").check()
    all_of_them = parts.count()
    karin.page.locator("[name=close_reason][value=opened_in_error]").check()
    expect(karin.page.locator("#part-results")).to_be_hidden()
    assert parts.count() < all_of_them


def test_leaving_a_changed_form_warns(karin: Visitor) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    karin.page.on("dialog", stay)
    karin.page.route("**/keep", lambda route: route.abort())  # so that it stays unsaved
    karin.page.locator("[name=close_reason][value=moved]").check()
    karin.page.locator(".up a").click(no_wait_after=True)
    expect(karin.page.locator("[name=close_reason][value=moved]")).to_be_checked()
    assert asked == ["beforeunload"]
    karin.page.remove_listener("dialog", stay)
    karin.page.unroute("**/keep")
    karin.page.locator("[name=close_reason][value=moved]").dispatch_event("input")
    is_saved(karin.page)
    forgives(karin)
    karin.page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    karin.follow(".up a")  # what is saved can be left


def test_leaving_an_untouched_form_does_not_warn(karin: Visitor) -> None:
    karin.page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    karin.follow(".up a")


def test_a_double_click_sends_once(karin: Visitor) -> None:
    posts: list[str] = []
    karin.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    with karin.page.expect_navigation(wait_until="load"):
        karin.page.locator(SAVE).dblclick(no_wait_after=True)
    assert len(posts) == 1


def test_a_form_that_is_sent_says_so_and_its_button_cannot_be_pressed_again(karin: Visitor) -> None:
    karin.page.evaluate(STAYS)
    button = karin.page.locator(SAVE)
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(karin.page.locator("[data-save-status]")).to_have_text(karin.site.say("sv", "Saving"))


def test_a_form_can_be_filled_in_and_signed_without_a_script(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, java_script_enabled=False)
    case = site.case_in("report")
    karin.go(f"{case}/forms/new/{FORM}")
    karin.has("#f-authority_informed")  # a question that depends on another is there, with its condition
    put_by_hand(karin, FORM)
    karin.follow("#record button[value='add:goals_met']")
    assert karin.page.locator("[name^='goals_met-1-']").count()
    karin.follow(karin.page.locator("#record button[value^='remove:goals_met:']").nth(1))
    sign_what_is_open(karin)
    karin.follow(karin.page.locator("#forms").get_by_role("link", name="Utvärdering när ärendet avslutas"))
    karin.sees("Karin Mallsjö")


def test_going_back_to_a_step_that_is_taken_tells_that_it_is(site: Site, sit_down: SitDown) -> None:
    sofia = _at_a_step_back(site, sit_down)
    sofia.page.locator("#reason").fill("Hemmet vill berätta mer först.")
    sofia.follow("main form button.ds-button")
    sofia.back(status=409)
    sofia.look()


def test_a_step_taken_in_another_tab_is_told_and_the_text_is_kept(site: Site, sit_down: SitDown) -> None:
    sofia = _at_a_step_back(site, sit_down)
    address, case = sofia.path, sofia.path.split("/advance")[0]
    earlier = sofia.another_tab()
    sofia.go(address)
    sofia.page.locator("#reason").fill("Hemmet vill berätta mer först.")
    sofia.follow("main form button.ds-button")
    sofia.page = earlier
    sofia.page.locator("#reason").fill("Samma sak en gång till, med andra ord.")
    sofia.follow("main form button.ds-button", status=409)
    sofia.sees("Samma sak en gång till, med andra ord.")
    sofia.look()
    sofia.go(f"{case}/history")
    sofia.has(".timeline .step", 4)  # opened, mapping, investigation, and back once


def test_a_form_keeps_itself_and_says_so(karin: Visitor) -> None:
    fill_in(karin, FORM)
    is_saved(karin.page)
    expect(karin.page.locator("[data-state]")).to_have_text(karin.site.say("sv", "Draft"))
    expect(karin.page.locator("[data-progress]").first).not_to_contain_text("0 av")
    assert "/forms/new/" not in karin.path


def _at_a_step_back(site: Site, sit_down: SitDown) -> Visitor:
    sofia = sit_down("sofia", looks=False)
    sofia.go(f"{site.case_in('investigation')}/advance/step_back?to=mapping")
    return sofia
