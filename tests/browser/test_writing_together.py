"""Two people in one draft at the same time see each other, and neither loses a word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from casework.records.together import GONE_AFTER
from tests.browser.conftest import SitDown
from tests.browser.drafts import MINE, PLAN, THEIRS, beside, is_saved, kept, writes
from tests.browser.site import Site
from tests.browser.visitor import PATIENCE, PHONE, Visitor

pytestmark = pytest.mark.browser

Two = tuple[Visitor, Visitor]
ROWS = 30


@pytest.fixture
def two(site: Site, sit_down: SitDown) -> Two:
    """Karin and Sofia, both with the plan of a new case before them, which Karin has begun."""
    karin, sofia = sit_down("karin", looks=False), sit_down("sofia", looks=False)
    karin.go(f"{site.case_in('investigation')}/forms/new/{PLAN}")
    writes(karin.page, "child_best", "Lugn och ro.")
    sofia.go(karin.path)
    return karin, sofia


@pytest.mark.long
@pytest.mark.in_turn(2)
def test_they_see_each_other_and_where_the_other_writes(site: Site, two: Two) -> None:
    karin, sofia = two
    sofia.page.locator("#f-baseline").focus()
    expect(karin.page.locator("[data-also]")).to_have_text("Sofia Demogren skriver också här, i Utgångsläge.")
    expect(sofia.page.locator("[data-also]")).to_contain_text("Karin Mallsjö")
    karin.look()
    sofia.go("/")
    site.later(GONE_AFTER)
    expect(karin.page.locator("[data-also]")).to_be_hidden(timeout=3 * PATIENCE)


def test_what_they_write_at_different_questions_comes_to_both(site: Site, two: Two) -> None:
    karin, sofia = two
    writes(karin.page, "baseline", MINE)
    writes(sofia.page, "long_goal", "Fyra dagar av fem.")
    for who in two:
        expect(who.page.locator("#f-baseline")).to_have_value(MINE)
        expect(who.page.locator("#f-long_goal")).to_have_value("Fyra dagar av fem.")
    expect(sofia.page.locator("[data-field=baseline]")).to_contain_text("Ändrat av Karin Mallsjö")
    expect(sofia.page.locator("#f-long_goal")).to_be_focused()
    assert kept(site, karin) == {
        "child_best": "Lugn och ro.",
        "baseline": MINE,
        "long_goal": "Fyra dagar av fem.",
    }


def test_what_both_write_at_one_question_stands_twice_until_one_of_them_chooses(site: Site, two: Two) -> None:
    karin, sofia = two
    karin.page.locator("#f-baseline").fill(MINE)
    sofia.page.locator("#f-baseline").fill(THEIRS)
    late, early = (karin, sofia) if _stands_first(sofia.page, karin.page) else (sofia, karin)
    for who in two:
        expect(who.page.locator(".clash")).to_contain_text(MINE)
        expect(who.page.locator(".clash")).to_contain_text(THEIRS)
    texts = {MINE, THEIRS}
    assert {str(kept(site, karin)["baseline"]), *beside(site, karin)} == texts
    late.page.keyboard.press("End")
    late.page.keyboard.type(" Mer vet jag inte.")
    expect(early.page.locator(".clash")).to_contain_text("Mer vet jag inte.")
    late.look()
    early.look()
    late.page.locator(".clash button[value^='join:']").click()
    expect(late.page.locator(".clash")).to_have_count(0)
    early.page.locator("#f-child_best").focus()
    expect(early.page.locator(".clash")).to_have_count(0)
    joined = late.page.locator("#f-baseline").input_value()
    assert all(text in joined for text in (*texts, "Mer vet jag inte."))
    expect(early.page.locator("#f-baseline")).to_have_value(joined)
    assert (kept(site, karin)["baseline"], beside(site, karin)) == (joined, [])


def _stands_first(one: Page, other: Page) -> bool:
    """Whether what the one has typed is what stands in the form."""
    expect(one.locator(".clash")).to_have_count(1)
    expect(other.locator(".clash")).to_have_count(1)
    return one.locator("#f-baseline").input_value() in one.locator(".clash dd").first.inner_text()


def test_they_write_rows_of_one_table(site: Site, two: Two) -> None:
    karin, sofia = two
    for who, goal in ((karin, "Karins mål"), (sofia, "Sofias mål")):
        who.page.locator("[value='add:short_goals']").click()
        who.page.keyboard.type(goal)
    for who in two:
        is_saved(who.page)
        who.page.locator("#f-child_view").focus()
    for who in two:
        goals = who.page.locator("[name^='short_goals-'][name$='-goal']")
        expect(goals).to_have_count(2)
        assert {one.input_value() for one in goals.all()} == {"Karins mål", "Sofias mål"}
    assert {row["goal"] for row in kept(site, karin)["short_goals"]} == {"Karins mål", "Sofias mål"}


@pytest.mark.long
def test_on_a_phone_both_texts_and_the_ways_out_can_be_read(site: Site, two: Two, sit_down: SitDown) -> None:
    karin, _ = two
    phone = sit_down("sofia", width=PHONE, looks=False)
    phone.go(karin.path)
    writes(karin.page, "baseline", MINE)
    phone.page.locator("#f-baseline").fill(THEIRS)
    expect(phone.page.locator(".clash")).to_contain_text(MINE)
    phone.look()
    phone.go(karin.path)  # and as the page comes from the server
    phone.look()
    phone.follow("#record button[value=finalise]")
    phone.look()
    assert phone.path.endswith("?check=1")
    expect(phone.page.locator(".ds-error-summary")).to_contain_text("Välj mellan två texter")


@pytest.mark.long
def test_a_table_of_thirty_rows_is_written_with_the_keys_alone(site: Site, two: Two) -> None:
    karin, _ = two
    page = karin.page
    page.locator("#f-short_goals-0-goal").focus()
    page.keyboard.type("Mål 1")
    for number in range(2, ROWS + 1):
        _presses(page, "[value='add:short_goals']")
        expect(page.locator(f"#f-short_goals-{number - 1}-goal")).to_be_focused()
        page.keyboard.type(f"Mål {number}")
    expect(page.locator("[value='add:short_goals']")).to_be_hidden()
    _presses(page, _button("up", 1))
    expect(page.locator(_button("down", 0))).to_be_focused()  # it cannot go further up
    _presses(page, _button("down", 0))
    expect(page.locator(_button("down", 1))).to_be_focused()
    _presses(page, _button("down", 1))
    _presses(page, _button("remove", 4))
    expect(page.locator(".undo")).to_contain_text("Delmål 5 borttagen. Ångra")
    expect(page.locator(".undo button")).to_be_focused()
    karin.look()
    page.keyboard.press("Enter")
    expect(page.locator("#f-short_goals-4-goal")).to_be_focused()
    _presses(page, _button("remove", 29))
    is_saved(page)
    expected = [f"Mål {number}" for number in (1, 3, 2, *range(4, ROWS))]
    assert _goals(page) == expected
    assert [row["goal"] for row in kept(site, karin)["short_goals"]] == expected
    titles = page.locator("[data-rows=short_goals] legend").all_inner_texts()
    assert titles == [f"Delmål {number}" for number in range(1, ROWS)]
    karin.look()


def _button(verb: str, row: int) -> str:
    return f"[data-rows=short_goals] .rowset:nth-of-type({row + 1}) button[value^='{verb}:']"


def _presses(page: Page, button: str) -> None:
    page.locator(button).focus()
    page.keyboard.press("Enter")


def _goals(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator("[name^='short_goals-'][name$='-goal']").all()]
