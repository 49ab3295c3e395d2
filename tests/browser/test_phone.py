"""The pages of every stage in a window as wide as a phone, for those who work there."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

# Who works in the stage, and the ways that the case's page offers them there.
AT_WORK = {
    "report": {"karin": [], "sofia": ["start_again"]},
    "mapping": {"karin": [], "sofia": ["start_again", "step_back"]},
    "investigation": {"sofia": ["start_again", "step_back", "step_back"], "karin": []},
    "analysis": {
        "sofia": ["start_again", "step_back", "step_back", "step_back"],
        "per": ["close", "start_again", "step_back", "step_back", "step_back"],
    },
    "compulsory_school_monitoring": {"berit": ["return_to_school"], "per": []},
    "closed": {"per": ["reopen"], "karin": []},
}
PLACES = ("/advance/", "/forms/", "/tasks/", "/consents", "/history")


EVERY_RUN = ("mapping", "compulsory_school_monitoring")  # the others in long runs
STAGES = [pytest.param(one, marks=[] if one in EVERY_RUN else pytest.mark.long) for one in AT_WORK]


@pytest.mark.parametrize("stage", STAGES)
def test_the_pages_of_each_stage_can_be_used_on_a_phone(site: Site, sit_down: SitDown, stage: str) -> None:
    case = site.case_in(stage)
    first, second = (sit_down(username, width=PHONE) for username in AT_WORK[stage])
    for who in (first, second):
        who.go(case)
        assert sorted(who.ways()) == AT_WORK[stage][who.username]
        who.has("svg.stair-small")
    for address in _one_of_each(first):
        first.go(address)
        first.has("h1")


def _one_of_each(who: Visitor) -> list[str]:
    """The first link of each kind on the page."""
    found = []
    for place in PLACES:
        link = who.page.locator(f"main a[href^='/cases/'][href*='{place}']").first
        if link.count():
            found.append(link.get_attribute("href") or "")
    return found


def test_the_place_where_one_is_can_be_seen_in_a_row_that_is_wider_than_the_phone(
    site: Site, sit_down: SitDown
) -> None:
    karin = sit_down("karin", width=PHONE)
    case = site.case_in("report")
    for address, row in ((f"{case}/history", ".subnav"), ("/cases/?view=closed", ".views")):
        karin.go(address)
        box = karin.page.locator(f"{row} [aria-current]").bounding_box()
        assert box
        assert box["x"] + box["width"] <= PHONE, f"{address}: {box}"
