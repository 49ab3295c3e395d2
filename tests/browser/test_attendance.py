"""A teacher registers a lesson on a phone; a signal is dismissed, and another taken up as a case."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework.attendance import actions
from casework.extensions import db
from casework.people.models import Group
from tests.browser.conftest import SitDown
from tests.browser.site import Site
from tests.browser.visitor import PHONE, Visitor
from tests.factories import work

pytestmark = pytest.mark.browser
CLASS = "7M"  # at a school whose routine counts


def press(who: Visitor, name: str, status: int = 200) -> None:
    who.follow(who.page.locator("main form").get_by_role("button", name=name, exact=True), status)


def test_a_lesson_is_registered_on_a_phone(site: Site, sit_down: SitDown) -> None:
    with work(site.place.app):
        group = db.session.scalars(select(Group).where(Group.name == CLASS)).one()
        actions.schedule(group.id, site.today(), 0, 45, subject="Skolresa")
    arvid = sit_down("arvid", width=PHONE)
    arvid.go("/attendance/")
    arvid.follow(arvid.page.get_by_role("link", name="00.00 Skolresa"))
    pupils = arvid.page.locator("fieldset.pupil")
    pupils.nth(0).locator("input[value=absent]").check()
    pupils.nth(0).locator("input[type=checkbox]").check()
    pupils.nth(1).locator("input[value=late]").check()
    arvid.page.locator("#others").check()
    press(arvid, "Registrera lektionen", status=422)
    arvid.has("[aria-invalid=true]")  # nobody is late by nothing
    pupils.nth(1).locator("input[inputmode=numeric]").fill("10")
    press(arvid, "Registrera lektionen")
    arvid.follow(arvid.page.get_by_role("link", name="00.00 Skolresa"))
    assert pupils.nth(0).locator("input[value=absent]").is_checked()
    assert pupils.nth(1).locator("input[value=late]").is_checked()
    assert pupils.nth(2).locator("input[value=present]").is_checked()


def test_the_pictures_of_a_student_and_a_class_fit_a_phone(site: Site, sit_down: SitDown) -> None:
    olof = sit_down("olof", width=PHONE)
    olof.go("/students")
    olof.follow("main tbody a >> nth=0")
    olof.follow("main a[href$='/attendance']")
    olof.has("svg.days:not(.d-key svg)", 3)
    olof.page.locator("main .pair summary").first.click()
    olof.sees("Vecka")
    olof.follow("main a[href^='/groups/']")
    olof.has("svg.days:not(.d-key svg)", 3)


def test_a_signal_is_dismissed_and_another_is_taken_up(site: Site, sit_down: SitDown) -> None:
    ines = sit_down("ines", width=PHONE)
    ines.go("/signals/")
    rows = ines.page.locator("main tbody tr th a")
    dismissed, taken_up, *_ = (row.get_attribute("href") or "" for row in rows.all())
    ines.go(dismissed)
    ines.follow("main a[href$='/dismiss']")
    ines.page.locator("#reason").fill("Klassen var på läger de dagarna.")
    press(ines, "Avfärda")
    ines.go(dismissed)
    ines.sees("Klassen var på läger de dagarna.")
    ines.has_not("main a[href$='/dismiss']")
    ines.go("/signals/")
    ines.has_not(f"main a[href='{dismissed}']")
    ines.follow(f"main a[href='{taken_up}']")
    ines.follow("main a[href*='/open?stage=']")
    ines.page.locator("#reason").fill("Vi behöver förstå vad som ligger bakom.")
    press(ines, "Öppna ärende")
    assert ines.path.startswith("/cases/")
    ines.go("/signals/")
    ines.has_not(f"main a[href='{taken_up}']")
