"""Everything can be reached, seen and done with the keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, WIDE, WINDOWS, Visitor

pytestmark = pytest.mark.browser

# Every control that can be seen, in the order of the page; of radio buttons in a group the one to stop at.
STOPS = """() => {
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  const is_seen = (one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden";
  const all = controls.filter((one) => is_seen(one) && !one.disabled && one.tabIndex >= 0);
  const group = (one) => all.filter((other) => other.type === "radio" && other.name === one.name);
  const chosen = (one) => group(one).find((other) => other.checked) ?? group(one)[0];
  const stops = all.filter((one) => one.type !== "radio" || chosen(one) === one);
  stops.forEach((one, index) => { one.dataset.stop = index; });
  return stops.map((one) => one.outerHTML.slice(0, 150));
}"""
# What has the focus: its number among the stops, and what is wrong with how it is seen.
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const look = getComputedStyle(one), place = one.getBoundingClientRect();
  const outline = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
  const is_inside = !one.matches(":focus"); // a part of a date, where the browser draws a ring of its own
  const ring = outline || look.boxShadow !== "none" || is_inside;
  const x = place.left + Math.min(place.width / 2, 20), y = place.top + Math.min(place.height / 2, 20);
  const top = document.elementFromPoint(x, y);
  const free = top && (one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
  const wrong = [!ring && "no ring", !free && `covered by ${top?.outerHTML.slice(0, 90)}`].filter(Boolean);
  return { stop: Number(one.dataset.stop ?? -1), wrong: wrong.join(", ") };
}"""
PLACES = {
    "start": "/",
    "list": "/cases/",
    "case": "{case}",
    "form": "{case}/forms/new/attendance_action_plan",
    "back": "{case}/advance/step_back?to=mapping",
}


@pytest.mark.parametrize("width", WINDOWS)
@pytest.mark.parametrize("place", PLACES)
def test_the_tab_key_stops_at_every_control_and_each_stop_is_seen(
    site: Site, sit_down: SitDown, width: int, place: str
) -> None:
    sofia = sit_down("sofia", width=width, looks=False)
    sofia.go(PLACES[place].format(case=site.case_in("investigation")))
    stops = sofia.page.evaluate(STOPS)
    met = [-1]
    while met[-1] < len(stops) - 1:
        sofia.page.keyboard.press("Tab")
        focused = sofia.page.evaluate(FOCUSED)
        assert focused, f"the focus is lost after {stops[met[-1]]}"
        assert not focused["wrong"], f"{stops[focused['stop']]}: {focused['wrong']}"
        if focused["stop"] != met[-1]:  # a date has a stop for each of its parts
            met.append(focused["stop"])
            assert met[-1] == len(met) - 2, f"after {stops[met[-2]]} comes {stops[met[-1]]}"


def test_the_first_stop_leads_past_the_menu_to_the_content(site: Site, sit_down: SitDown) -> None:
    sofia = sit_down("sofia", looks=False)
    sofia.go("/")
    sofia.page.keyboard.press("Tab")
    expect(sofia.page.locator(".ds-skip-link")).to_be_in_viewport()
    sofia.page.keyboard.press("Enter")
    expect(sofia.page.locator("main")).to_be_focused()
    sofia.page.keyboard.press("Tab")
    assert sofia.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_summary_of_what_is_missing_takes_focus_and_leads_to_the_questions(
    site: Site, sit_down: SitDown
) -> None:
    karin = _at_the_evaluation(site, sit_down)
    karin.page.locator("[name=close_reason][value=attendance_stable]").check()
    karin.follow("#record button[value=finalise]")
    expect(karin.page.locator(".ds-error-summary")).to_be_focused()
    karin.look()
    links = karin.page.locator(".ds-error-summary a")
    assert links.count() > 5
    for index in range(links.count()):
        anchor = links.nth(index).get_attribute("href") or ""
        links.nth(index).focus()
        karin.page.keyboard.press("Enter")
        expect(karin.page.locator(anchor)).to_be_focused()
        expect(karin.page.locator(anchor)).to_be_in_viewport()


def test_rows_are_added_moved_and_removed_with_the_keys(site: Site, sit_down: SitDown) -> None:
    karin = _at_the_evaluation(site, sit_down)
    page = karin.page
    page.locator("[name=close_reason][value=attendance_stable]").check()
    page.locator("#f-goals_met-0-goal").fill("Första målet")
    _press(page, "add:goals_met")
    page.keyboard.type("Andra målet")
    _press(page, "up:goals_met:", 1)
    assert _goals(page) == ["Andra målet", "Första målet"]
    _press(page, "down:goals_met:", 0)
    assert _goals(page) == ["Första målet", "Andra målet"]
    _press(page, "remove:goals_met:", 0)
    assert _goals(page) == ["Andra målet"]
    karin.look()


def test_enter_in_a_line_of_text_saves_and_never_signs(site: Site, sit_down: SitDown) -> None:
    karin = _at_the_evaluation(site, sit_down)
    karin.page.locator("[name=close_reason][value=attendance_stable]").check()
    line = karin.page.locator("#f-stable_criteria")
    line.fill("Åtta veckor")
    with karin.page.expect_navigation(wait_until="load"):
        line.press("Enter")
    assert "/sign" not in karin.path
    assert "check=1" not in karin.path


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_menu_opens_and_leads_on_with_the_keys(site: Site, sit_down: SitDown, width: int) -> None:
    sofia = sit_down("sofia", width=width, looks=False)
    sofia.go("/")
    menu = sofia.page.locator(".menu > summary:visible")
    menu.focus()
    sofia.page.keyboard.press("Enter")
    sofia.look()
    account = sofia.page.locator(".menu[open] a[href$='/account']")
    account.focus()
    with sofia.page.expect_navigation(wait_until="load"):
        sofia.page.keyboard.press("Enter")
    assert sofia.path == "/account"
    sofia.look()


def _at_the_evaluation(site: Site, sit_down: SitDown) -> Visitor:
    karin = sit_down("karin", looks=False)
    karin.go(f"{site.case_in('report')}/forms/new/closing_evaluation")
    return karin


def _press(page: Page, button: str, row: int = 0) -> None:
    """Presses a button of the row with the keys; nothing but the table changes."""
    page.locator(f"#record button[value^='{button}']").nth(row).focus()
    page.keyboard.press("Enter")


def _goals(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("[name^='goals_met-'][name$='-goal']").all()]
