"""An administrator sends an archive, looks at the plan, and enters it; no page names a student."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.clock import now
from casework.extensions import db
from casework.people.models import RoleGrant, Student, Unit
from casework.rosters.models import Waiting
from tests.clients import Client, client_as
from tests.factories import School, make_user, work
from tests.rosters.deliveries import ONEROSTER, archive
from tests.stories.ground import unchanged

ROSTERS = "/administration/rosters"


@pytest.fixture
def isak(app: Flask, school: School) -> Client:
    """The administrator's browser."""
    return client_as(app, school.administrator)


def sent(browser: Client, content: bytes, status: int = 303) -> Any:
    """Sends the archive; where that leads, or the page that says why it cannot be read."""
    return browser.post(ROSTERS, {**browser.tokens(), "file": [(BytesIO(content), "export.zip")]}, status)


def test_what_is_sent_is_shown_first_then_entered_and_forgotten(app: Flask, isak: Client) -> None:
    isak.get(ROSTERS)
    plan = sent(isak, archive(ONEROSTER))
    with unchanged(app):
        page = isak.get(plan)
    counts = [cell.text for cell in page.main.all("tbody")[0].all("td")]
    assert counts == ["1", "1", "0", "1", "0", "0", "1", "0", "0"]
    assert "1 elev är inte med: ”Fjärranskolan”" in page.main.text
    assert not {"Alva", "Milo", "Exempelsson", "Låtsasdal"} & set(page.main.text.split())
    mentors = [one.attributes["value"] for one in page.main.all("input", name="end")]
    assert isak.send(page, "/enter", end=mentors[0]) == "/administration/"
    isak.get(plan, 404)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Student)) == 3
        assert db.session.scalar(select(func.count()).select_from(RoleGrant).filter_by(role="mentor")) == 3
        assert db.session.scalar(select(func.count()).select_from(Waiting)) == 0
    assert (
        "Läste in personer från ett annat system (OneRoster 1.1)" in isak.get("/administration/log").main.text
    )
    again = isak.get(sent(isak, archive(ONEROSTER)))
    assert counts[:3] != [cell.text for cell in again.main.all("tbody")[0].all("td")][:3] == ["0", "0", "2"]


def test_lines_that_cannot_be_entered_are_listed_and_the_rest_goes_in(isak: Client) -> None:
    births = ONEROSTER["demographics.csv"].replace("2012-05-06", "2012-31-31").replace("2012-03-14", "")
    page = isak.get(sent(isak, archive(ONEROSTER | {"demographics.csv": births})))
    rows = [
        [cell.text for cell in row.all("td")] for row in page.main.all("table")[-1].one("tbody").all("tr")
    ]
    assert rows == [["demographics.csv", "3 (2012-31-31)"], ["users.csv", "2"]]
    assert isak.send(page, "/enter") == "/administration/"


def test_what_cannot_be_read_at_all_is_told(app: Flask, isak: Client) -> None:
    with unchanged(app):
        for content, why in (
            (b"", "Välj en fil."),
            (b"none", "inget zip-arkiv"),
            (archive({"a.csv": "b"}), "varken"),
            (archive(ONEROSTER | {"users.csv": "%PDF-1.7"}), "en annan sorts fil"),
        ):
            assert why in sent(isak, content, 422).main.text


def test_a_delivery_is_seen_by_who_sent_it_and_for_a_day(app: Flask, isak: Client, school: School) -> None:
    plan = sent(isak, archive(ONEROSTER))
    with work(app):
        row = db.session.scalars(select(Waiting)).one()
        other = make_user(
            role="system_administrator", unit=db.session.get_one(Unit, school.authority), name="Ada Andersdal"
        ).id
    client_as(app, other).get(plan, 404)
    with work(app):
        db.session.get_one(Waiting, row.id).sent_at = now() - timedelta(days=1, minutes=1)
    isak.get(plan, 404)
    sent(client_as(app, other), archive(ONEROSTER))
    with app.app_context():
        assert db.session.scalars(select(Waiting.sent_by_id)).all() == [other]


def test_what_is_thrown_away_is_gone_and_nothing_was_entered(app: Flask, isak: Client) -> None:
    with unchanged(app, but={"once_token"}):
        page = isak.get(sent(isak, archive(ONEROSTER)))
        assert isak.send(page, "/discard") == ROSTERS
