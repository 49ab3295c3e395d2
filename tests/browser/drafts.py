"""What a draft holds that somebody writes in a browser: as its page says, and in the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import select

from casework.extensions import db
from casework.records.models import DraftClash, Submission
from tests.browser.site import Site
from tests.browser.visitor import PATIENCE, Visitor
from tests.forms.examples import without_ids

PLAN = "attendance_action_plan"
MINE, THEIRS = "Borta tre dagar av fem.", "Borta fyra dagar av fem."
LONG = "Hon vill komma senare på morgonen. " * 40
NO_ANSWER = "Failed to load resource"
SAVED = "Sparat"


def kept(site: Site, visitor: Visitor) -> dict[str, Any]:
    """The answers in the database, without the ids of rows."""
    return kept_in(site, visitor.path)


def kept_in(site: Site, address: str) -> dict[str, Any]:
    """The same, by the draft's address."""
    with site.place.app.app_context():
        row = db.session.get_one(Submission, _draft(address))
        return dict(without_ids(row.answers))


def comes_to(found: Callable[[], Any], wanted: object) -> None:
    """Looks until it is so; fails when it does not come to that."""
    end = monotonic() + PATIENCE / 1000
    while found() != wanted and monotonic() < end:
        sleep(0.1)
    assert found() == wanted


def beside(site: Site, visitor: Visitor) -> list[Any]:
    """The texts that stand against those in the draft."""
    mine = DraftClash.submission_id == _draft(visitor.path)
    with site.place.app.app_context():
        return list(db.session.scalars(select(DraftClash.answer).where(mine)))


def _draft(address: str) -> UUID:
    return UUID(re.findall("[0-9a-f-]{36}", address)[1])


def is_saved(page: Page) -> None:
    """The bar says so."""
    expect(page.locator("[data-save-status]")).to_contain_text(SAVED)


def writes(page: Page, name: str, text: str) -> None:
    """Types at the question, and waits until the bar has said that it is saved."""
    page.locator(f"#f-{name}").fill(text)
    is_saved(page)


def forgives(visitor: Visitor) -> None:
    """What the browser says of an answer that did not come is no mistake of the page."""
    visitor.complaints = [one for one in visitor.complaints if not one.startswith(NO_ANSWER)]
