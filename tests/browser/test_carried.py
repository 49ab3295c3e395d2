"""A value from elsewhere in a browser: it stands there with where from, is changed, and is taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SAVE = ".savebar button[value='save']"
MINE = "Jag vill börja en timme senare på måndagar."


def test_a_value_from_elsewhere_is_seen_changed_and_taken_back(site: Site, sit_down: SitDown) -> None:
    case = site.case_in("analysis")
    sofia = sit_down("sofia")
    sofia.go(f"{case}/forms/new/network_meeting_notes")
    goal = sofia.page.locator("[name='goals-0-goal']")
    there = goal.input_value()
    assert there
    line = sofia.page.locator("#f-goals-from")
    expect(line).to_contain_text("Handlingsplan för ökad skolnärvaro, version 1")
    expect(sofia.page.locator("#f-goals")).to_have_attribute("aria-describedby", "f-goals-from")
    goal.fill(MINE)
    sofia.follow(SAVE)
    sofia.go(f"{case}/forms/new/network_meeting_notes")
    expect(goal).to_have_value(MINE)
    expect(line).to_contain_text(sofia.site.say("sv", "Changed here. It said there:"))
    expect(line).to_contain_text(there)
    sofia.follow("button[value='fetch:goals']")
    expect(goal).to_have_value(there)
    expect(line.locator("button")).to_have_count(0)
