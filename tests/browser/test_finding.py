"""A case is found, narrowed down to, opened and left again with the keys alone, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, SIDEWAYS, WINDOWS, Visitor

pytestmark = pytest.mark.browser

PAGES = ("/cases/", "/cases/?filter=show", "/cases/views/new?stage=mapping", "/search?q=a", "/cases/?q=zzz")
PATIENCE = 60  # stops that one may have to make on the way
AT = "one => one === document.activeElement"


def tab_to(who: Visitor, what: str) -> None:
    """Presses Tab until what the CSS names has the focus, which is seen."""
    wanted = who.page.locator(what).locator("visible=true").first
    for _ in range(PATIENCE):
        who.page.keyboard.press("Tab")
        if wanted.evaluate(AT):
            expect(wanted).to_be_in_viewport()
            return
    raise AssertionError(f"no way with Tab to {what}")


def enter(who: Visitor) -> None:
    """Presses Enter on what has the focus, and waits for the page that it leads to."""
    with who.page.expect_navigation(wait_until="load"):
        who.page.keyboard.press("Enter")
    who.look()


@pytest.mark.parametrize("width", WINDOWS)
def test_from_the_list_through_a_filter_to_a_case_and_back_to_its_row(
    site: Site, sit_down: SitDown, width: int
) -> None:
    case = site.case_in("mapping")
    sofia = sit_down("sofia", width=width)
    sofia.go("/cases/?sort=newest")
    if width == PHONE:
        tab_to(sofia, "a.filter-open")
        enter(sofia)
        assert "filter=show" in sofia.path
    tab_to(sofia, "main select[name=stage]")
    sofia.page.keyboard.type("Kartl")
    tab_to(sofia, "main form[method=get] button")
    enter(sofia)
    narrowed = sofia.path
    assert "stage=mapping" in narrowed
    assert "sort=newest" in narrowed
    tab_to(sofia, f"main a[href='{case}']")
    enter(sofia)
    assert sofia.path == case
    tab_to(sofia, "main .up a")
    enter(sofia)
    assert sofia.path == f"{narrowed}#case-{case.rsplit('/', 1)[-1]}"
    expect(sofia.page.locator(f"main a[href='{case}']")).to_be_in_viewport()
    sofia.page.keyboard.press("Tab")
    assert sofia.page.locator(f"main a[href='{case}']").evaluate(AT)


def test_two_keys_lead_to_the_search_and_no_letter_alone_does(site: Site, sit_down: SitDown) -> None:
    sofia = sit_down("sofia")
    _, name = site.student()
    sofia.go("/students")
    search = sofia.page.locator("#search")
    sofia.page.keyboard.type("/k")
    expect(search).not_to_be_focused()
    sofia.page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    search.fill(name.split()[1][:6])
    enter(sofia)
    assert sofia.path.startswith("/search?q=")
    tab_to(sofia, "main .hits a")
    enter(sofia)
    assert sofia.page.locator("h1").inner_text() == name


def test_on_a_phone_they_lead_to_the_field_that_is_there(site: Site, sit_down: SitDown) -> None:
    sofia = sit_down("sofia", width=PHONE)
    sofia.go("/search")
    sofia.page.keyboard.press("Control+k")
    expect(sofia.page.locator("#filter-q")).to_be_focused()


@pytest.mark.parametrize("width", WINDOWS)
def test_a_view_is_saved_found_and_removed(site: Site, sit_down: SitDown, width: int) -> None:
    leila = sit_down("leila", width=width)
    leila.go("/cases/?stage=investigation&view=others")
    leila.follow("main a[href^='/cases/views/new']")
    leila.page.locator("#name").fill("Till torsdagens möte")
    leila.follow("main form[method=post] button.ds-button")
    expect(leila.page.locator("a.chip[aria-current]")).to_contain_text("Till torsdagens möte")
    leila.follow("main .list-head a[href^='/cases/views/']")
    leila.follow("main form[action$='/remove'] button")
    leila.has_not("text=Till torsdagens möte")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_finding_scrolls_sideways(site: Site, sit_down: SitDown, address: str) -> None:
    sofia = sit_down("sofia", looks=False)
    sofia.go(address)
    for width in (320, PHONE, 640, 1024):
        sofia.page.set_viewport_size({"width": width, "height": 800})
        too_wide = sofia.page.evaluate(SIDEWAYS)
        assert not too_wide, f"{address} at {width}: {too_wide[:3]}"
