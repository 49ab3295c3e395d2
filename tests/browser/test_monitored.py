"""A case that the authority monitors, to legal force: the way is closed until the school did its part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import paper
from tests.browser.conftest import SitDown
from tests.browser.counting import Counting
from tests.browser.site import Site
from tests.browser.visitor import WINDOWS, Visitor
from tests.filling import asked

pytestmark = pytest.mark.browser
SEND = "main form button.ds-button"
ASSESSMENT = "compulsory_school_assessment"


@pytest.mark.long
@pytest.mark.in_turn(2)
@pytest.mark.parametrize("width", WINDOWS)
def test_a_case_is_monitored_to_its_end(site: Site, sit_down: SitDown, width: int) -> None:
    case, berit = site.case_in("compulsory_school_monitoring"), Counting(sit_down("berit", width=width))
    page, until = f"{case}/monitoring", (site.today() + timedelta(days=14)).isoformat()
    berit.begin(case)
    berit.opens(berit.visitor.page.locator("main a[href*='/tasks/']").first)
    berit.chooses("taken-outcome", "accepted")
    berit.writes("#taken-note", "Underlaget är komplett.")
    berit.opens("main form button.ds-button >> nth=0")
    counts = [berit.count]
    berit.visitor.go(page)
    berit.visitor.fits()
    berit.visitor.sees("6 av 17 finns")
    berit.visitor.sees("Bedömningen är inte signerad än. Du signerar den.")
    berit.visitor.follow(f"main .rows a[href$='/forms/new/{ASSESSMENT}']")
    _assesses(berit.visitor, "partly")
    berit.visitor.go(f"{page}/board/new")
    berit.visitor.sees("Vägen till ett föreläggande är stängd, så det går inte att välja här.")
    berit.visitor.has_not("[name=outcome][value=injunction], [name=outcome][value=penalty_injunction]")
    berit.visitor.go(page)
    berit.visitor.sees("Skolan har inte gjort hela sin del")
    berit.visitor.follow(berit.visitor.page.locator(f"main .part a:has-text('{_title(berit.visitor)}')"))
    berit.visitor.follow(berit.visitor.page.get_by_text("Rätta i en ny version"))
    _assesses(berit.visitor, "yes")
    _for_each(berit, page)
    for stands, said in (
        ("Vårdnadshavarna ska få yttra sig", {"outcome": "letter", "until": until}),
        ("Vårdnadshavarna har tid att svara", {"text": "Vi orkar inte ensamma."}),
        ("Nämnden kan besluta", {"outcome": "penalty_injunction", "reference": "§ 87", "text": "Skälen."}),
        ("Beslutet ska delges", {"outcome": "ordinary"}),
        ("Beslutet kan överklagas", {"reference": "1234-26"}),
        ("Överklagandet ligger hos domstolen", {"outcome": "stands", "until": site.today().isoformat()}),
        ("Beslutet har laga kraft", {"outcome": "attends", "text": "Ture går i skolan."}),
    ):
        counts.append(_notes(berit, page, stands, said))
    berit.visitor.sees("Bevakningen är avslutad")
    berit.visitor.fits()
    assert counts == [4, 4, 3, 5, 3, 3, 4, 4]


def _title(visitor: Visitor) -> str:
    return str(paper.definition(visitor, ASSESSMENT).title)


def _assesses(visitor: Visitor, school: str) -> None:
    """The administration signs the form that stands open."""
    said = {"school_did_its_part": school, "causal_link": "clear", "proposal": "injunction_with_penalty"}
    paper.fill_in(visitor, ASSESSMENT, **asked(paper.definition(visitor, ASSESSMENT), said))
    paper.sign_what_is_open(visitor)


def _for_each(berit: Counting, page: str) -> None:
    """What the guardian was asked, and what came of it."""
    for kind, outcome in (("asked", ""), ("done", "none")):
        berit.begin(page)
        berit.opens(f"main a[href$='/{kind}/new']")
        if outcome:
            berit.chooses("outcome", outcome)
        berit.writes("#text", f"Följ med till skolan varje morgon: {kind}.")
        berit.opens(SEND)
        berit.visitor.sees(f"Följ med till skolan varje morgon: {kind}.")
        assert berit.count <= 4


def _notes(berit: Counting, page: str, stands: str, said: dict[str, str]) -> int:
    """What the page says comes next is noted by its one button; in how many taps and fields."""
    berit.begin(page)
    berit.visitor.sees(stands)
    berit.opens("main .page-head a.ds-button")
    berit.visitor.fits()
    for field, text in said.items():
        if field == "outcome":
            berit.chooses(field, text)
        else:
            berit.writes(f"#{field}", text)
    berit.opens(SEND)
    return berit.count
