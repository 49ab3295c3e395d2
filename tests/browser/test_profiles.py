"""An administrator makes a profile from a file on a phone, and sees at once what the first lines say."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser
FILE = "Pupil;When;At;Long;Mark\n7;2026-09-07;08:00;60;N\n7;2026-09-08;08:00;60;F\n"
COLUMNS = {"key": "Pupil", "day": "When", "starts": "At", "minutes": "Long", "code": "Mark"}


@pytest.mark.long
def test_a_profile_is_made_from_a_sample_on_a_phone(sit_down: SitDown) -> None:
    isak = sit_down("isak", width=PHONE)
    isak.go("/administration/attendance/profiles")
    isak.follow("main a[href$='/profiles/new']")
    sample = {"name": "export.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    isak.page.locator("#file").set_input_files(files=[sample])  # type: ignore[list-item] # a dict is one
    isak.follow(isak.page.get_by_role("button", name="Titta på filen"))
    shown = isak.page.locator("#preview")
    expect(isak.page.locator("#codes")).to_be_hidden()
    for column, heading in COLUMNS.items():
        isak.page.locator(f"[name=column_{column}]").select_option(label=heading)
    isak.page.locator("#source").fill("casework")
    meanings = isak.page.locator("#codes select")
    expect(meanings).to_have_count(2)  # they show by themselves when the column is chosen
    meanings.nth(0).select_option("present")
    meanings.nth(1).select_option("absent_invalid")
    expect(shown.locator("tbody tr")).to_have_count(2)
    expect(shown).to_contain_text("utan giltigt skäl")
    isak.look()
    keep = isak.page.get_by_role("button", name="Spara profilen")
    isak.follow(keep, status=422)
    isak.sees("Skriv vad den heter.")
    isak.page.locator("#name").fill("Telefonens export")
    isak.follow(keep)
    isak.sees("Telefonens export")
