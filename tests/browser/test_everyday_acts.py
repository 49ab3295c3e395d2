"""Notes, annulling, following and a link to copy, in a real window, on a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, WINDOWS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WINDOWS)
def test_a_note_is_written_corrected_and_read(site: Site, sit_down: SitDown, width: int) -> None:
    sofia, karin = sit_down("sofia", width=width), sit_down("karin", width=width)
    case = site.case_in("mapping")
    sofia.go(case)
    sofia.follow(sofia.page.locator("#notes a[href$='/notes/new']"))
    sofia.page.locator("#text").fill("Ture sa att morgnarna är värst.")
    sofia.page.locator("[name=confidentiality][value=student_health]").check()
    sofia.follow("main form .ds-button >> nth=0")
    sofia.sees("Ture sa att morgnarna är värst.")
    sofia.follow(sofia.page.get_by_role("link", name="Rätta"))
    sofia.page.locator("#text").fill("Ture sa att måndagar är värst.")
    sofia.follow("main form .ds-button >> nth=0")
    sofia.page.locator(".notes summary").click()
    sofia.has("text=Ture sa att morgnarna är värst.")
    for page in (case, f"{case}/notes", f"{case}/history"):
        karin.go(page)
        assert "är värst" not in karin.source


@pytest.mark.parametrize("width", WINDOWS)
def test_a_case_on_the_wrong_student_is_annulled_by_two(site: Site, sit_down: SitDown, width: int) -> None:
    karin, per = sit_down("karin", width=width), sit_down("per", width=width)
    case = site.case_in("report")
    karin.go(case)
    karin.follow(karin.page.locator("#ways a[href$='/annul']"))
    karin.sees("Det här kan inte ångras.")
    karin.page.locator("#reason").fill("Jag valde fel elev i listan.")
    karin.follow("main form .ds-button >> nth=0")
    per.go("/")
    per.follow(per.page.locator(f"main a[href^='{case}/annulments/']").first)
    per.page.locator("[name=decision][value=confirm]").check()
    per.follow("#decision form button")
    per.sees("öppnat på fel elev")
    karin.go("/cases/")
    assert case not in karin.source


@pytest.mark.parametrize("width", WINDOWS)
def test_a_case_is_followed_printed_and_its_link_copied(site: Site, sit_down: SitDown, width: int) -> None:
    karin = sit_down("karin", width=width, permissions=["clipboard-read", "clipboard-write"])
    case = site.case_in("report")
    karin.go(f"{case}?seen=1")
    karin.page.locator("[data-copy] button").click()
    karin.has("text=Länken är kopierad")
    assert karin.page.evaluate("navigator.clipboard.readText()") == f"{site.url}{case}"
    karin.follow(karin.page.get_by_role("button", name="Följ ärendet"))
    karin.go("/")
    assert karin.page.locator(f"#followed a[href='{case}']").count() == 1
    karin.go(f"{case}/print")
    karin.page.emulate_media(media="print")
    karin.has(".print-only")
    karin.has("h1")
    assert not karin.page.locator(".topbar, .subnav, .foot").filter(visible=True).count()


def test_who_takes_part_and_who_is_responsible_is_set_on_a_phone(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", width=PHONE)
    case = site.case_in("report")
    karin.go(f"{case}/people")
    karin.follow(karin.page.locator("main a[href$='/people/new']"))
    karin.page.locator("#person").fill("Disa Utanverk")
    karin.page.locator("#body").fill("Socialtjänsten")
    karin.follow("main form .ds-button >> nth=0")
    karin.sees("Disa Utanverk")
    karin.follow(karin.page.locator("main a[href$='/people/responsible']"))
    karin.page.locator("#colleague").select_option(label="Sofia Demogren")
    karin.follow("main form .ds-button >> nth=0")
    karin.sees("Sofia Demogren")


def test_without_script_there_is_no_button_to_copy_with(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, java_script_enabled=False)
    case = site.case_in("report")
    karin.go(case)
    assert not karin.page.locator("[data-copy] button").filter(visible=True).count()
