"""Attaching a file from a form, seeing what it looks like, saving it again; with a script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.attachments.samples import pdf, picture
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import WINDOWS, Visitor

pytestmark = pytest.mark.browser

FORM = "student_guardian_checklist"
MEGA = 1024 * 1024
ATTACH = "main form .actions button"


def chooses(who: Visitor, content: bytes, title: str, says: str = "application/pdf") -> None:
    """Chooses a file, says what it is, and where it belongs when that is asked."""
    who.page.locator("#file").set_input_files({"name": "Namn.pdf", "mimeType": says, "buffer": content})
    who.page.locator("#title").fill(title)
    for place in who.page.locator("[name=place]").all()[:1]:
        place.check()


def is_seen(picture_shown: Locator) -> bool:
    """Whether the browser could show the picture."""
    return bool(
        picture_shown.evaluate("async (one) => { await one.decode(); return one.naturalWidth > 100; }")
    )


@pytest.mark.long
@pytest.mark.in_turn(2)
@pytest.mark.parametrize("width", WINDOWS)
def test_a_file_is_attached_from_a_form_seen_and_saved(
    site: Site, sit_down: SitDown, width: int, tmp_path: Path
) -> None:
    karin = sit_down("karin", width=width)
    case = site.case_in("report")
    karin.go(f"{case}/forms/new/{FORM}")
    karin.page.locator("#f-absence_summary").fill("Borta sex förmiddagar.")
    karin.follow("#attachments button[value=attach]")
    chooses(karin, pdf(2), "Brev från hemmet")
    karin.follow(ATTACH)
    expect(karin.page.locator("#f-absence_summary")).to_have_value("Borta sex förmiddagar.")
    karin.follow(karin.page.locator("#attachments").get_by_role("link", name="Brev från hemmet"))
    pictures = karin.page.locator(".sheet img")
    expect(pictures).to_have_count(2)
    assert all(is_seen(one) for one in pictures.all())
    with karin.page.expect_download() as saving:
        karin.page.get_by_role("link", name="Ladda ner").click()
    assert saving.value.suggested_filename.startswith("bilaga-")
    assert saving.value.suggested_filename.endswith(".pdf")
    saving.value.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == pdf(2)
    karin.follow("a[href$='/replace']")
    chooses(karin, picture(), "Brev från hemmet", "image/jpeg")
    karin.follow(ATTACH)
    karin.sees("Version 2")
    karin.follow("a[href$='/remove']")
    karin.page.locator("#reason").fill("Hör till en annan elev.")
    karin.follow(ATTACH)
    karin.sees("Hör till en annan elev.")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False)
    karin.go(f"{site.case_in('report')}/attach")
    sent: list[str] = []
    karin.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    chooses(karin, bytes(10 * MEGA + 1), "För stor")
    karin.page.locator(ATTACH).click()
    told = site.say("sv", "The file is too large. Save it smaller, or send it in parts.")
    expect(karin.page.get_by_role("alert")).to_have_text(told)
    expect(karin.page.locator("#file")).to_be_focused()
    assert not sent
    chooses(karin, pdf(), "Lagom stor")
    karin.follow(ATTACH)
    karin.sees("Lagom stor")


@pytest.mark.parametrize("width", WINDOWS)
def test_a_file_that_is_not_taken_is_told_with_what_is(site: Site, sit_down: SitDown, width: int) -> None:
    sofia = sit_down("sofia", width=width)
    sofia.go(f"{site.case_in('report')}/attach")
    chooses(sofia, b"MZ\0\0", "Program")
    sofia.follow(ATTACH, status=422)
    expect(sofia.page.locator(".ds-error-summary")).to_be_focused()
    expect(sofia.page.locator("#title")).to_have_value("Program")
    sofia.sees("PDF")


def test_a_file_can_be_attached_without_a_script(site: Site, sit_down: SitDown) -> None:
    karin = sit_down("karin", looks=False, java_script_enabled=False)
    case = site.case_in("report")
    karin.go(f"{case}/attachments")
    karin.follow(f"a[href='{case}/attach']")
    chooses(karin, picture("PNG"), "Bild av schemat", "image/png")
    karin.follow(ATTACH)
    karin.sees("Bild av schemat")
