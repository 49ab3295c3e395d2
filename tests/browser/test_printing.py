"""Forms on paper: the sheet and nothing around it, no question cut in two, room to write."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import SIDEWAYS, WINDOWS, Visitor

pytestmark = pytest.mark.browser

CHECKLIST, PLAN = "student_guardian_checklist", "attendance_action_plan"
PAPER_WIDTH, PAGE_HEIGHT = 673, 975  # pixels of an A4 page within its margins
# What can be seen and is neither the sheet nor in it nor around it, nor the line that says who printed it.
AROUND = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest(".sheet") && !one.querySelector(".sheet"))
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1
    && !one.closest(".ds-sr-only, .print-only, script"))
  .map((one) => one.outerHTML.slice(0, 90))"""
# Questions that a page break could cut: rows of a table may part from one another, all else stays whole.
CUT = """(page) => [...document.querySelectorAll(".sheet-question, .sheet-row, .sheet-table tr")]
  .filter((one) => one.getBoundingClientRect().height > page || getComputedStyle(one).breakInside !== "avoid")
  .filter((one) => !one.querySelector(".sheet-row, .sheet-table"))
  .map((one) => one.innerText.slice(0, 60))"""


@pytest.mark.parametrize("width", WINDOWS)
def test_the_paper_can_be_looked_at_and_chosen_on_any_screen(
    site: Site, sit_down: SitDown, width: int
) -> None:
    karin = sit_down("karin", width=width)
    karin.go(f"{site.case_in('report')}/forms/new/{CHECKLIST}")
    karin.follow("main a[href*='/print']")
    karin.page.locator("#language-nb").check()
    karin.page.locator("#for-staff").check()
    karin.follow("main .print-wish button:not([type=button])")
    expect(karin.page.locator("article.sheet")).to_have_attribute("lang", "nb")
    expect(karin.page.locator("#for-staff")).to_be_checked()
    expect(karin.page.get_by_role("button", name="Skriv ut")).to_be_visible()


def test_without_a_script_the_page_says_where_printing_is(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, java_script_enabled=False)
    karin.go(f"{site.case_in('report')}/forms/new/{CHECKLIST}/print")
    expect(karin.page.get_by_role("button", name="Skriv ut")).to_have_count(0)
    karin.sees(site.say("sv", "Print with the menu of your browser."))


def test_an_empty_form_comes_out_as_whole_questions_with_room_to_write(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(f"{site.case_in('report')}/forms/new/{CHECKLIST}/print")
    comes_out_whole(karin)
    assert karin.page.locator(".sheet-lines > span").count() > 20
    assert karin.page.locator(".sheet-table").first.locator(".empty-row").count() == 3


def test_a_draft_and_a_signed_form_come_out_whole(site: Site, sit_down: SitDown) -> None:
    sofia = sit_down("sofia", looks=False)
    for title in ("Handlingsplan för ökad skolnärvaro", "Frånvaroutredning"):
        sofia.go(site.case_of("Vidar Låtsberg"))
        sofia.follow(sofia.page.locator("#forms").get_by_role("link", name=title))
        sofia.go(f"{sofia.path}/print?reader=staff")
        comes_out_whole(sofia)


def comes_out_whole(visitor: Visitor) -> None:
    """The page as its printer gets it: only the sheet, not too wide, nothing that a page break cuts."""
    visitor.page.emulate_media(media="print")
    visitor.page.set_viewport_size({"width": PAPER_WIDTH, "height": PAGE_HEIGHT})
    visitor.has("h1")
    assert not visitor.page.evaluate(AROUND)
    assert not visitor.page.evaluate(SIDEWAYS)
    assert not visitor.page.evaluate(CUT, PAGE_HEIGHT)
    assert visitor.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
