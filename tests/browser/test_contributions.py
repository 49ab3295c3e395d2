"""Giving one's view to a form in a browser: every character that is typed there is there afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from casework import demo
from casework.extensions import db
from casework.people.models import User
from casework.people.sign_in_models import UserSession
from casework.records.models import Contribution
from casework.tasks.models import Task
from tests.browser.conftest import SitDown
from tests.browser.drafts import LONG, comes_to, forgives, is_saved
from tests.browser.site import Site
from tests.browser.visitor import WINDOWS
from tests.factories import work

pytestmark = pytest.mark.browser
MINE, MORE = "Är med på laborationerna.", "Försvinner vid genomgångar."
PICTURE, SUBJECT = "[name=teacher_reports-0-picture]", "[name=teacher_reports-0-subject]"
STATUS = "[data-save-status]"


@pytest.fixture
def asked(site: Site) -> str:
    """Where the subject teacher of a new case writes."""
    case = site.case_in("mapping")
    with site.place.app.app_context():
        wanted = (Task.action == "teachers_view") & (Task.case_id == _id(case))
        return f"{case}/contributions/{db.session.scalars(select(Task.id).where(wanted)).one()}"


def _id(address: str) -> UUID:
    return UUID(address.split("/")[2])


def kept(site: Site, address: str) -> list[list[str]]:
    """Subject and picture of each row, as the database has them."""
    with site.place.app.app_context():
        mine = select(Contribution).where(Contribution.case_id == _id(address))
        found = db.session.scalars(mine).one_or_none()
        rows: Any = found.answers.get("teacher_reports", []) if found else []
        return [[one.get("subject", ""), one.get("picture", "")] for one in rows]


def writes(page: Page, where: str, text: str) -> None:
    """Types there, and waits until the bar has said that it is saved."""
    page.locator(where).fill(text)
    is_saved(page)


@pytest.mark.parametrize("width", WINDOWS)
def test_a_teacher_writes_loses_the_net_and_the_session_and_no_word(
    site: Site, sit_down: SitDown, asked: str, width: int
) -> None:
    nils = sit_down("nils", width=width)
    nils.go("/")
    nils.follow(nils.page.locator(f"main a[href='{asked}']").first)
    page = nils.page
    writes(page, SUBJECT, "NO")
    nils.window.set_offline(True)
    page.locator(PICTURE).fill(MINE)
    expect(page.locator(STATUS)).to_contain_text("ingen kontakt med servern")
    page.locator(".savebar button[value=give]").click()  # leads nowhere while nothing can be saved
    nils.look()
    assert kept(site, asked) == [["NO", ""]]
    nils.window.set_offline(False)
    is_saved(page)
    comes_to(lambda: kept(site, asked), [["NO", MINE]])
    _ends_sessions(site)
    page.locator(PICTURE).fill(LONG)
    expect(page.locator("[data-again]")).to_contain_text("Du har loggats ut. Logga in här")
    nils.look()
    page.locator("#again-name").fill("nils")
    page.locator("#again-password").fill(demo.PASSWORD)
    page.keyboard.press("Enter")
    is_saved(page)
    assert kept(site, asked) == [["NO", LONG]]
    forgives(nils)
    nils.follow(".savebar button[value=give]")
    expect(page.locator("body")).to_contain_text("Tack.")


def _ends_sessions(site: Site) -> None:
    with work(site.place.app):
        user = db.session.scalars(select(User).where(User.username == "nils")).one()
        for row in db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)):
            row.ended_at = row.started_at


@pytest.mark.long
def test_rows_that_come_and_go_are_kept_without_a_button(site: Site, sit_down: SitDown, asked: str) -> None:
    nils = sit_down("nils", looks=False)
    nils.go(asked)
    page = nils.page
    writes(page, SUBJECT, "NO")
    page.locator("button[value='add:teacher_reports']").click()
    page.keyboard.type("Slöjd")
    comes_to(lambda: kept(site, asked), [["NO", ""], ["Slöjd", ""]])
    page.locator("button[value^='up:teacher_reports']").filter(visible=True).click()
    comes_to(lambda: kept(site, asked), [["Slöjd", ""], ["NO", ""]])
    is_saved(page)
    nils.go(asked)
    expect(page.locator(SUBJECT)).to_have_value("Slöjd")


@pytest.mark.long
def test_a_second_window_of_the_same_teacher_loses_no_word(site: Site, sit_down: SitDown, asked: str) -> None:
    nils = sit_down("nils", looks=False)
    nils.go(asked)
    first = nils.another_tab()
    nils.go(asked)
    second = nils.page
    writes(first, PICTURE, MINE)
    second.locator(PICTURE).fill(MORE)
    expect(second.locator(STATUS)).to_contain_text("ett annat fönster")
    forgives(nils)
    nils.follow(".savebar button[value=save]", status=409)
    expect(second.locator(PICTURE)).to_have_value(MORE)
    nils.sees(MINE)
    nils.look()
    second.locator(PICTURE).fill(f"{MINE} {MORE}")
    is_saved(second)
    assert kept(site, asked) == [["", f"{MINE} {MORE}"]]
    forgives(nils)
