"""Single questions under somebody's hands: dates, scales, people, long texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from casework.forms.days import day_note, free_days, school_year
from casework.forms.words import words
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

CHECKLIST = "student_guardian_checklist"


@pytest.fixture
def karin(site: Site, sit_down: SitDown) -> Visitor:
    """The mentor with an empty checklist of a new case before her."""
    return _at(site, sit_down)


@pytest.fixture
def language(site: Site, request: pytest.FixtureRequest) -> Iterator[str]:
    """Which language the mentor reads meanwhile."""
    with site.speaking(request.param, "karin"):
        yield request.param


def _is_kept(site: Site, who: Visitor, language: str = "sv") -> None:
    """The page says that what was written is saved."""
    saved = site.say(language, "Saved %(time)s", time="").strip()
    expect(who.page.locator("[data-save-status]")).to_contain_text(saved)


def _at(site: Site, sit_down: SitDown, **window: object) -> Visitor:
    visitor: Visitor = sit_down("karin", looks=False, **window)
    visitor.go(f"{site.case_in('report')}/forms/new/{CHECKLIST}")
    return visitor


@pytest.mark.parametrize("language", ["sv", "nb", "en"], indirect=True)
def test_a_date_says_the_same_with_a_script_as_the_server_says_of_it(
    site: Site, sit_down: SitDown, language: str
) -> None:
    karin = _at(site, sit_down)
    note = karin.page.locator("#f-meeting_date-day")
    year = site.today().year
    for on in (date(year, 12, 24), date(year, 11, 28), date(year, 11, 27), date(year - 20, 5, 17)):
        karin.page.locator("#f-meeting_date").fill(on.isoformat())
        free = free_days("SE", school_year(site.today()), language)
        expect(note).to_have_text(day_note(on, site.today(), free, words(language), language))
    said = note.inner_text()
    _is_kept(site, karin, language)
    karin.page.reload()
    expect(note).to_have_text(said)


def test_a_day_without_school_is_read_out_and_another_is_not(karin: Visitor) -> None:
    heard = karin.page.locator("#days")
    karin.page.locator("#f-meeting_date").fill("2026-12-24")
    expect(heard).to_contain_text("Julafton, ingen skoldag")
    karin.page.locator("#f-meeting_date").fill("2026-11-26")
    expect(heard).to_be_empty()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_today_is_one_press_away(site: Site, sit_down: SitDown, width: int) -> None:
    karin = _at(site, sit_down, width=width)
    today = karin.page.get_by_role("button", name="I dag: Vilken dag har ni samtalet?")
    today.focus()
    karin.page.keyboard.press("Enter")
    expect(karin.page.locator("#f-meeting_date")).to_have_value(site.today().isoformat())
    expect(karin.page.locator("#f-meeting_date")).to_be_focused()
    expect(today).to_have_count(0)
    karin.look()


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_all_five_places_of_a_scale_are_reached_with_the_arrows_and_its_ends_are_seen(
    site: Site, sit_down: SitDown, width: int
) -> None:
    page = _at(site, sit_down, width=width).page
    places = page.locator("[name=s_thrive]:not([value=''])")
    scale = page.locator(".scale", has=places.first)
    for end in ("Mycket dåligt", "Mycket bra"):
        expect(scale.get_by_text(end)).to_be_visible()
    places.first.focus()
    page.keyboard.press("Space")
    reached = [_chosen(places)]
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        reached.append(_chosen(places))
    assert reached == ["0", "1", "2", "3", "4"]


def test_the_chosen_place_is_seen_without_any_colour_of_ours(site: Site, sit_down: SitDown) -> None:
    page = _at(site, sit_down, forced_colors="active").page
    page.locator("[name=s_thrive][value='3']").check()
    outlines = (
        page.locator(".scale", has=page.locator("[name=s_thrive]"))
        .locator("label")
        .evaluate_all("all => all.map((one) => getComputedStyle(one).outlineStyle)")
    )
    assert outlines == ["none", "none", "none", "solid", "none"]


def test_a_person_is_picked_from_those_at_hand_with_who_they_are_and_others_can_be_written(
    site: Site, karin: Visitor
) -> None:
    name = karin.page.locator("#f-participants-0-name")
    listed = karin.page.locator(f"datalist#{name.get_attribute('list')} option")
    told = dict(
        zip(
            listed.evaluate_all("all => all.map((one) => one.value)"), listed.all_text_contents(), strict=True
        )
    )
    assert told["Sofia Demogren"].startswith("Sofia Demogren, ")
    assert "kurator" in told["Sofia Demogren"]
    assert any(text.endswith(", vårdnadshavare") for text in told.values())
    name.fill("Farmor Inga")
    _is_kept(site, karin)
    karin.page.reload()
    expect(name).to_have_value("Farmor Inga")


def test_a_long_text_grows_and_says_only_near_its_end_how_much_room_is_left(karin: Visitor) -> None:
    text = karin.page.locator("#f-s_own_explanation")
    room = karin.page.locator("#f-s_own_explanation-left")
    before = _height(text)
    text.fill("En rad\n" * 60)
    assert _height(text) > before * 3
    assert text.evaluate("one => one.scrollHeight <= one.clientHeight + 2"), "nothing is hidden inside it"
    expect(room).to_have_count(0)
    text.fill("x" * 19_950)
    expect(room).to_have_text("100 tecken kvar")
    text.fill("x" * 20_012)
    expect(room).to_have_text("12 tecken för mycket")
    text.fill("kort")
    expect(room).to_have_count(0)


def test_how_to_write_stands_once_and_folded(karin: Visitor) -> None:
    advice = karin.page.locator("details", has_text="Så skriver du")
    expect(advice).to_have_count(1)
    expect(advice.locator("li").first).to_be_hidden()
    advice.locator("summary").click()
    expect(advice.locator("li").first).to_be_visible()
    karin.look()


def test_a_new_row_follows_its_dates_too(karin: Visitor) -> None:
    karin.page.locator("#record button[value='add:plan_measures']").click()
    start = karin.page.locator("[name^='plan_measures-1-'][type=date]").first
    expect(start).to_be_visible()
    start.fill("2026-12-24")
    expect(karin.page.locator(f"#{start.get_attribute('id')}-day")).to_contain_text("Julafton")


def _chosen(places: Locator) -> str:
    return str(places.evaluate_all("all => all.find((one) => one.checked)?.value ?? ''"))


def _height(area: Locator) -> float:
    return float(area.evaluate("one => one.getBoundingClientRect().height"))
