"""Every character that is typed is there afterwards: in the page, in the other window and in the database."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from casework import demo
from casework.extensions import db
from casework.people.models import User
from casework.people.sign_in_models import UserSession
from tests.browser.conftest import SitDown
from tests.browser.drafts import (
    LONG,
    MINE,
    PLAN,
    THEIRS,
    beside,
    comes_to,
    forgives,
    is_saved,
    kept,
    kept_in,
    writes,
)
from tests.browser.site import Site
from tests.factories import work

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(site: Site) -> str:
    """The address of an empty plan in a new case."""
    return f"{site.case_in('investigation')}/forms/new/{PLAN}"


def test_a_session_that_ends_in_the_middle_of_a_form_costs_no_word(
    site: Site, sit_down: SitDown, plan: str
) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    page = karin.page
    writes(page, "baseline", "Borta tre")
    with work(site.place.app):
        user = db.session.scalars(select(User).where(User.username == "karin")).one()
        for row in db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)):
            row.ended_at = row.started_at
    page.locator("#f-baseline").fill(MINE)
    page.locator("#f-child_view").fill(LONG)
    expect(page.locator("[data-again]")).to_contain_text("Du har loggats ut. Logga in här")
    expect(page.locator("#f-child_view")).to_be_focused()  # who writes is not torn away
    assert kept(site, karin) == {"baseline": "Borta tre"}
    karin.look()
    _signs_in(page, "karin", "something else")
    expect(page.locator("[data-again-text]")).to_be_focused()
    page.locator("#f-child_best").fill("Lugn och ro.")
    _signs_in(page, "karin", demo.PASSWORD)
    is_saved(page)
    expect(page.locator("[data-again]")).to_be_hidden()
    assert kept(site, karin) == {"baseline": MINE, "child_view": LONG, "child_best": "Lugn och ro."}
    forgives(karin)
    karin.follow("#record .savebar button[value=save]")


def _signs_in(page: Page, username: str, password: str) -> None:
    page.locator("#again-name").fill(username)
    page.locator("#again-password").fill(password)
    page.keyboard.press("Enter")


def test_nothing_is_saved_in_the_name_of_who_signs_in_instead(
    site: Site, sit_down: SitDown, plan: str
) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    page = karin.page
    writes(page, "baseline", "Borta tre")
    karin.window.clear_cookies()
    karin.window.add_cookies([{"name": "casework", "value": site.cookie("sofia"), "url": site.url}])
    page.locator("#f-baseline").fill(MINE)
    expect(page.locator("[data-again]")).to_contain_text("Någon annan är inloggad här nu")
    assert kept(site, karin) == {"baseline": "Borta tre"}
    expect(page.locator("#f-baseline")).to_have_value(MINE)
    forgives(karin)
    page.on("dialog", lambda dialog: dialog.accept())
    karin.follow("[data-again] a")
    expect(page.locator("#f-baseline")).to_have_value("Borta tre")


def test_the_network_may_go_while_somebody_types(site: Site, sit_down: SitDown, plan: str) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    page = karin.page
    writes(page, "baseline", "Borta tre")
    karin.window.set_offline(True)
    page.locator("#f-baseline").fill(MINE)
    expect(page.locator("[data-save-status]")).to_contain_text("ingen kontakt med servern")
    page.locator("#f-child_view").fill(LONG)
    page.locator("[value='add:short_goals']").click()
    page.keyboard.type("Ett mål utan nät")
    page.locator("#record .savebar button[value=save]").click()  # leads nowhere while nothing can be saved
    expect(page.locator("#f-baseline")).to_have_value(MINE)
    karin.look()
    assert kept(site, karin) == {"baseline": "Borta tre"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    karin.window.set_offline(False)
    is_saved(page)
    found = kept(site, karin)
    assert (found["baseline"], found["child_view"]) == (MINE, LONG)
    assert found["short_goals"] == [{"goal": "Ett mål utan nät"}]
    forgives(karin)


def test_an_answer_that_gets_lost_on_its_way_costs_nothing(site: Site, sit_down: SitDown, plan: str) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    page = karin.page
    writes(page, "baseline", "Borta tre")

    def lose(route: Route) -> None:
        route.fetch()  # the server takes it in
        route.abort()

    page.route("**/keep", lose)
    page.locator("#f-baseline").fill("Borta tre dagar")
    expect(page.locator("[data-save-status]")).to_contain_text("Inte sparat")
    page.locator("#f-baseline").fill(MINE)
    page.unroute("**/keep")
    is_saved(page)
    assert kept(site, karin) == {"baseline": MINE}
    assert beside(site, karin) == []
    forgives(karin)


def test_a_window_that_is_closed_at_once_has_sent_what_was_typed(
    site: Site, sit_down: SitDown, plan: str
) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    writes(karin.page, "baseline", "Borta tre")
    draft = karin.path
    karin.page.on("dialog", lambda dialog: dialog.accept())
    karin.page.locator("#f-baseline").fill(MINE)
    karin.page.goto("about:blank")
    comes_to(lambda: kept_in(site, draft), {"baseline": MINE})
    karin.go(draft)
    expect(karin.page.locator("#f-baseline")).to_have_value(MINE)


@pytest.mark.long
def test_a_second_tab_of_the_same_person_loses_no_word(site: Site, sit_down: SitDown, plan: str) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(plan)
    first = karin.another_tab()
    karin.go(plan)
    second = karin.page
    writes(first, "baseline", MINE)
    second.locator("#f-baseline").fill(THEIRS)
    expect(second.locator(".clash")).to_contain_text(MINE)
    expect(second.locator(".clash")).to_contain_text(THEIRS)
    expect(second.locator("#f-baseline")).to_have_value(THEIRS)
    karin.page = first
    assert kept(site, karin) == {"baseline": MINE}
    assert beside(site, karin) == [THEIRS]
    karin.page = second
    karin.look()
    second.locator(".clash button[value^='join:']").click()
    expect(second.locator("#f-baseline")).to_have_value(f"{MINE} {THEIRS}")
    expect(second.locator("#f-baseline")).to_be_focused()
    expect(first.locator("#f-child_view")).to_have_value("")
    first.locator("#f-child_view").focus()
    expect(first.locator("#f-baseline")).to_have_value(f"{MINE} {THEIRS}")
    assert kept(site, karin) == {"baseline": f"{MINE} {THEIRS}"}
