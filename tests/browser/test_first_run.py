"""A new administrator at a browser: from nothing to a mentor who opens a case; and all pages can be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casework import clock
from casework.people.actions import set_password
from tests.browser.conftest import SitDown
from tests.browser.site import Site, running
from tests.browser.visitor import PHONE, WINDOWS, Visitor
from tests.factories import make_unit, make_user, work

pytestmark = pytest.mark.browser

PASSWORD = "tolv tecken eller fler"
OWN = "några ord som ingen annan väljer"
FILES = {
    "staff": """Namn;Användarnamn;Roll;Skola;Klass
Åsa Påhittsén;asa;Mentor;Ekbackaskolan;8B
Per Modellberg;per;Rektor;Ekbackaskolan;
""",
    "students": """Förnamn;Efternamn;Födelsedatum;Skola;Klass
Alva;Exempelsson;2012-03-14;Ekbackaskolan;8B
""",
}
YEAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Skolan//SV
BEGIN:VEVENT
DTSTART;VALUE=DATE:{first}
DURATION:P90D
SUMMARY:Termin
END:VEVENT
END:VCALENDAR
"""
PAGES = (
    "",
    "schools",
    "schools/new",
    "authority",
    "staff",
    "staff/new",
    "roles",
    "routines",
    "passwords",
    "log",
)


@pytest.fixture
def empty(tmp_path: Path, looked_at: Path) -> Iterator[Site]:
    """A running program in which there is an authority with its administrator, and nothing else."""
    with running(tmp_path, looked_at, is_empty=True) as site:
        with work(site.place.app):
            authority = make_unit(name="Fjordskogs kommun", kind="authority")
            isak = make_user(role="system_administrator", unit=authority, name="Isak Serverin")
            set_password(isak, PASSWORD, now=clock.now())
        yield site


def enter(visitor: Visitor, username: str, password: str) -> None:
    """Signs in by the form."""
    visitor.go("/sign-in")
    visitor.page.locator("#username").fill(username)
    visitor.page.locator("#password").fill(password)
    visitor.follow("main form button")


@pytest.mark.long
@pytest.mark.in_turn(2)
def test_from_nothing_to_an_open_case(chromium: Browser, empty: Site, tmp_path: Path) -> None:
    isak = Visitor(chromium, empty)
    enter(isak, "isak", PASSWORD)
    isak.follow("main a.ds-button")
    isak.follow("main .page-head a.ds-button")
    isak.page.locator("#name").fill("Ekbackaskolan")
    isak.page.locator("[name=workflow][value=five-step]").check()
    isak.follow("main form button")
    isak.page.locator("#names").fill("8B")
    isak.follow("main form button")
    isak.go("/administration/")
    isak.follow("main a.ds-button")
    year = tmp_path / "year.ics"
    year.write_text(YEAR.format(first=clock.school_date(clock.now()).strftime("%Y%m%d")))
    isak.page.locator("#file").set_input_files(year)
    isak.follow("form:has(#file) button")
    isak.sees("Inget är sparat än")
    isak.follow("form:has([name=term_first]) button")
    isak.sees(re.compile(r"till .*: \d+ skoldagar"))
    for kind, lines in FILES.items():
        file = tmp_path / f"{kind}.csv"
        file.write_bytes(lines.encode("cp1252"))
        isak.go(f"/administration/import/{kind}")
        isak.page.locator("#file").set_input_files(file)
        isak.follow("main form button")
        isak.sees("Inget är skrivet än")
        isak.follow("main form button")
    isak.sees("Ingen är skolkurator på Ekbackaskolan")
    isak.go("/administration/passwords")
    for box in isak.page.locator("[name=user]").all():
        box.check()
    isak.follow("main form button")
    shown = isak.page.locator("tr", has_text="Åsa Påhittsén").locator("code").inner_text()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", shown)
    asa = Visitor(chromium, empty, width=PHONE)
    enter(asa, "asa", shown)
    for name in ("#password", "#again"):
        asa.page.locator(name).fill(OWN)
    asa.follow("main form button")
    asa.go("/students")
    asa.follow("main tbody a")
    asa.follow("main .page-head a.ds-button")
    asa.page.locator("#reason").fill("Borta sex förmiddagar.")
    asa.follow("main form button")
    asa.has("h1")
    for visitor in (isak, asa):
        visitor.leave()


@pytest.mark.long
@pytest.mark.parametrize("width", WINDOWS)
def test_the_pages_of_administration_and_help_can_be_used(site: Site, sit_down: SitDown, width: int) -> None:
    isak = sit_down("isak", width=width)
    for page in PAGES:
        isak.go(f"/administration/{page}")
    isak.follow(isak.page.get_by_role("link", name="Hjälp").last)
    for page in (
        "/help/words",
        "/help/roles/mentor",
        "/routines/five-step",
        "/accessibility",
        "/account/password",
    ):
        isak.go(page)
    isak.go("/administration/staff")
    isak.follow(isak.page.locator("main tbody a").first)
    isak.go("/administration/import/staff")
    isak.page.locator("#text").fill("Namn;Användarnamn;Roll;Skola\nEva;eva;Vaktmästare;Ekbackaskolan\n")
    isak.follow("main form button", status=422)
    isak.sees("Vaktmästare")


def test_the_demonstration_is_set_up(site: Site, sit_down: SitDown) -> None:
    isak = sit_down("isak")
    isak.go("/")
    assert isak.path == "/administration/"
    isak.sees("Allt är på plats")
