"""A mentor signs in, opens a case, begins its form and reports a call: with the keys and nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from casework.demo import PASSWORD
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

CHECKLIST = "student_guardian_checklist"
MOST_STOPS = 250
IS_AT = "(css) => document.activeElement?.matches(css) ?? false"


def test_a_case_is_opened_worked_on_and_saved_with_the_keys_alone(site: Site, sit_down: SitDown) -> None:
    address, name = site.student()
    karin = sit_down(looks=False)
    karin.go("/sign-in")
    _write(karin, "#username", "karin")
    _write(karin, "#password", PASSWORD)
    _press(karin, "#password")
    _press(karin, ".nav a[href='/students']")
    _write(karin, "#filter-q", name.split(" ")[1])
    _press(karin, "#filter-q")
    _press(karin, f"main a[href='{address}']")
    _press(karin, f"main a.ds-button[href^='{address}']")
    _write(karin, "#reason", "Borta sex förmiddagar på tre veckor.")
    _press(karin, "main form button.ds-button")
    case = karin.path
    expect(karin.page.locator("h1")).to_contain_text(name)
    _press(karin, f"main a[href$='/forms/new/{CHECKLIST}']")
    _reach(karin, "[aria-label^='I dag: Vilken dag']")
    karin.page.keyboard.press("Enter")
    _write(karin, "#f-absence_summary", "Tio förmiddagar.")
    expect(karin.page.locator("[data-save-status]")).to_contain_text("Sparat")
    _press(karin, ".savebar button[value=save]")
    assert karin.path == case
    draft = karin.page.locator("#forms a[href*='/forms/']").first.get_attribute("href")
    _press(karin, f"#forms a[href='{draft}']")
    expect(karin.page.locator("#f-absence_summary")).to_have_value("Tio förmiddagar.")
    expect(karin.page.locator("#f-meeting_date")).to_have_value(site.today().isoformat())


def _reach(who: Visitor, css: str) -> None:
    """Presses Tab until the focus is there."""
    for _ in range(MOST_STOPS):
        if who.page.evaluate(IS_AT, css):
            return
        who.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {css} on {who.path}")


def _write(who: Visitor, css: str, text: str) -> None:
    _reach(who, css)
    who.page.keyboard.type(text)


def _press(who: Visitor, css: str) -> None:
    """Goes there and presses Enter; another page comes."""
    _reach(who, css)
    with who.page.expect_navigation(wait_until="load"):
        who.page.keyboard.press("Enter")
    who.look()
