"""What holds for every page that a link leads to: it fits any window, in light, in the dark and on paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import HEIGHTS, PHONE, SIDEWAYS, WIDE, Visitor

pytestmark = pytest.mark.browser

WIDTHS = (320, PHONE, 640)
PAGES = "a[href^='/']:not([download]):not([href$='.pdf'])"
# What still moves for somebody who has asked for no motion.
MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const look = getComputedStyle(one);
  const times = [look.transitionDuration, look.animationDuration].join(",").split(",");
  return times.some((time) => parseFloat(time) > 0.001);
}).map((one) => one.outerHTML.slice(0, 90))"""
LINKS = "all => [...new Set(all.map((one) => one.getAttribute('href').split('#')[0]))]"


@pytest.mark.parametrize(
    ("username", "scheme", "alike"),
    [
        pytest.param("per", "dark", 1),
        pytest.param("berit", "light", 1),
        pytest.param("isak", "dark", 1),
        pytest.param("sofia", "light", 1),
        pytest.param("sofia", "dark", 2),
    ],
)
@pytest.mark.long
@pytest.mark.in_turn(5)
def test_every_page_can_be_used_by_everybody_in_any_window(
    site: Site, sit_down: SitDown, username: str, scheme: str, alike: int
) -> None:
    visitor = sit_down(username, color_scheme=scheme, reduced_motion="reduce")
    opened = [_fits_any_window(visitor) for _ in _pages(visitor, alike)]  # each is looked at as it opens
    assert len(opened) > 1


@pytest.mark.long
def test_a_page_of_every_view_can_be_used_in_the_narrowest_window(site: Site, sit_down: SitDown) -> None:
    sofia = sit_down("sofia", width=min(WIDTHS), reduced_motion="reduce")
    opened = [_stands_still(sofia) for _ in _pages(sofia, 1, site.view)]  # each is looked at as it opens
    assert len(opened) > 50


def test_names_and_words_without_a_space_do_not_push_a_page_wider(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, width=320)
    case = site.case_in("report")
    karin.go(f"{case}/forms/new/closing_evaluation")
    karin.page.locator("[name=close_reason][value=opened_in_error]").check()
    karin.page.locator("#f-close_reason_explained").fill("frånvaroutredningsmöteskallelse" * 12)
    karin.follow("#record button[value=finalise]")
    karin.look()
    karin.look()
    karin.follow("#decision form button")
    karin.look()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_dark_pages_can_be_read(site: Site, sit_down: SitDown, width: int) -> None:
    per = sit_down("per", width=width, color_scheme="dark")
    case = site.case_of("Tindra Påhittsén")
    for page in ("/", case, f"{case}/history", f"{case}/forms/new/closing_evaluation"):
        per.go(page)
    per.go(case)
    per.follow(per.page.locator("main a[href*='/approvals/']").first)
    dark = per.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200


def test_a_signed_form_on_paper_is_the_form_and_nothing_around(site: Site, sit_down: SitDown) -> None:
    per = sit_down("per", looks=False)
    per.go(site.case_of("Tindra Påhittsén"))
    per.follow(per.page.locator("#forms").get_by_role("link", name="Fördjupad analys"))
    per.page.emulate_media(media="print")
    per.look()
    for around in (".topbar", ".foot", ".ds-skip-link", ".ds-button"):
        assert not per.page.locator(around).filter(visible=True).count(), around
    per.has("h1")
    per.sees("Tindra Påhittsén, 8B")
    per.sees("Hanna Utkastdal")
    assert per.page.locator(".answers dd").filter(visible=True).count() > 5


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_the_pages_before_and_after_signing_in_can_be_used(site: Site, sit_down: SitDown, width: int) -> None:
    somebody = sit_down(width=width)
    somebody.go("/sign-in")
    somebody.page.locator("#username").fill("karin")
    somebody.page.locator("#password").fill("fel lösenord")
    somebody.follow("main form button", status=422)
    isak = sit_down("isak", width=width)
    for address in ("/", "/account"):
        isak.go(address)
    isak.go("/cases/", status=403)
    isak.go("/finns-inte", status=404)


def _stands_still(visitor: Visitor) -> None:
    """Nothing on the page moves."""
    assert not visitor.page.evaluate(MOVING), f"something moves on {visitor.path}"


def _fits_any_window(visitor: Visitor) -> None:
    """Nothing on the page moves, and however narrow the window, nothing is to be scrolled sideways."""
    _stands_still(visitor)
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 800})
        too_wide = visitor.page.evaluate(SIDEWAYS)
        assert not too_wide, f"{visitor.path} at {width}: {too_wide[:3]}"
    visitor.page.set_viewport_size({"width": visitor.width, "height": HEIGHTS[visitor.width]})


def _kind(address: str) -> str:
    return re.sub(r"[0-9a-f-]{36}|\?.*", "", address)


def _pages(visitor: Visitor, most_alike: int, kind_of: Callable[[str], str] = _kind) -> Iterator[str]:
    """Opens one page after another that links lead to, so many of each kind; yields when one stands open."""
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or alike[kind] >= most_alike:
            continue
        seen.add(address)
        alike[kind] += 1
        visitor.go(address)
        waiting += [one for one in visitor.page.locator(PAGES).evaluate_all(LINKS) if one not in seen]
        yield address
