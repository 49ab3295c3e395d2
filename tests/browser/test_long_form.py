"""A form with sixty questions can be filled in on a phone, and every character is there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from casework.forms.definition import load_form
from casework.forms.shared import NONE
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE
from tests.forms.examples import a_field, form_text

pytestmark = pytest.mark.browser

FORM = "student_guardian_checklist"  # stands in for this one, so that a routine asks for it
SAVE = "#record .savebar button[value=save]"
TEXTS = {
    "text": "Åsa sa: “kom 8.15” & gick <hem> {sen} 🙂",
    "longtext": "Första raden, med å ä ö æ ø.\n\n  Indragen rad.\n" + "Lång text utan slut. " * 120 + "Sist.",
    "number": "12,5",
    "date": "2026-11-20",
    "time": "08:05",
    "person": "Farmor Inga-Lill d’Übersson",
}
KINDS = [*TEXTS, "yes_no", "scale", "choice", "multi"]


@pytest.fixture
def sixty(site: Site) -> Iterator[list[str]]:
    """The ids of the sixty questions, ten in each of six parts."""
    usual = site.place.app.extensions["casework_catalog"]
    parts: list[dict[str, Any]] = [
        {"id": f"part_{n}", "title": f"Del {n}", "fields": [a_field(kind, f"{kind}_{n}") for kind in KINDS]}
        for n in range(1, 7)
    ]
    form = load_form(form_text(form=FORM, sections=parts), f"{FORM}.yaml", NONE)
    site.place.app.extensions["casework_catalog"] = replace(usual, forms={**usual.forms, FORM: form})
    yield [field["id"] for part in parts for field in part["fields"]]
    site.place.app.extensions["casework_catalog"] = usual


@pytest.mark.long
@pytest.mark.in_turn(2)
def test_sixty_questions_are_filled_in_on_a_phone_and_nothing_is_lost(
    site: Site, sit_down: SitDown, sixty: list[str]
) -> None:
    karin = sit_down("karin", width=PHONE, looks=False)
    new = f"{site.case_in('report')}/forms/new/{FORM}"
    karin.go(new)
    assert len(sixty) == 60
    expect(_progress(karin.page)).to_have_text("0 av 60 frågor")
    for name in sixty[:30]:
        _answer(karin.page, name)
    expect(karin.page.locator("[data-save-status]")).to_contain_text("Sparat")
    karin.follow(SAVE)
    karin.go(new)
    expect(_progress(karin.page)).to_have_text("30 av 60 frågor")
    _progress(karin.page).click()
    parts = karin.page.locator(".formnav-phone .formnav li")
    assert [text.split()[-1] for text in parts.all_inner_texts()] == ["Klart"] * 3 + ["0/10"] * 3
    parts.nth(3).locator("a").click()
    expect(karin.page.locator("#part-part_4-title")).to_be_in_viewport()
    for name in sixty[30:]:
        _answer(karin.page, name)
    expect(karin.page.locator("[data-save-status]")).to_contain_text("Sparat")
    expect(karin.page.locator("[data-part] > :first-child:not([hidden])")).to_have_count(12)  # in both lists
    karin.follow(SAVE)
    karin.go(new)
    expect(_progress(karin.page)).to_have_text("60 av 60 frågor")
    for name in sixty:
        assert _answered(karin.page, name) == _wanted(name), name
    karin.look()


def _progress(page: Page) -> Any:
    return page.locator(".formnav-phone .fold-name")


def _wanted(name: str) -> Any:
    kind = name.rsplit("_", 1)[0]
    chosen = {"yes_no": ["no"], "scale": ["3"], "choice": ["visit"], "multi": ["absence", "tired"]}
    return chosen.get(kind) or [TEXTS[kind]]


def _answer(page: Page, name: str) -> None:
    for wanted in _wanted(name):
        inputs = page.locator(f"#record [name='{name}']:not([type=hidden])")
        if inputs.first.get_attribute("type") in ("radio", "checkbox"):
            inputs.and_(page.locator(f"[value='{wanted}']")).check()
        else:
            inputs.fill(wanted)


def _answered(page: Page, name: str) -> Any:
    return page.locator(f"#record [name='{name}']:not([type=hidden])").evaluate_all(
        """all => all.filter((one) => !["radio", "checkbox"].includes(one.type) || one.checked)
          .map((one) => one.value)"""
    )
