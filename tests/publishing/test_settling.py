"""A published version ends earlier or is withdrawn before it begins; what follows is said before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from casework.cases.models import Case
from casework.versions.queries import models_on
from tests.clients import Client
from tests.publishing.conftest import addresses, published, send_file, today
from tests.versions.texts import second


def way(browser: Client, sha: str, name: str) -> list[str]:
    """Where the page of the version leads for the act, if it is offered."""
    return [one for one in addresses(browser.get(f"/publishing/versions/{sha}")) if one.endswith(f"/{name}")]


def test_it_ends_on_the_day_that_is_said(app: Flask, berit: Client, sha: str) -> None:
    (url,) = way(berit, sha, "end")
    page = berit.get(url)
    assert "Efter den dagen öppnas nya ärenden på version 1." in page.main.text
    where = berit.send(page, last_day=str(today() + timedelta(days=2)))
    with app.app_context():
        days = (today(), today() + timedelta(days=2), today() + timedelta(days=3))
        assert [models_on(day)["five-step"].rules.version for day in days] == [2, 2, 1]
    assert "Gäller nu" in berit.get(where).main.text


def test_one_that_ends_today_cannot_end_again(berit: Client, sha: str) -> None:
    (url,) = way(berit, sha, "end")
    old = berit.get(url)
    berit.send(berit.get(url), last_day=str(today()))
    assert way(berit, sha, "end") == []
    berit.send(old, status=422, last_day=str(today() + timedelta(days=1)))


@pytest.mark.parametrize("day", ["", "snart", "yesterday"])
def test_a_day_that_cannot_be_the_last_is_told(app: Flask, berit: Client, sha: str, day: str) -> None:
    (url,) = way(berit, sha, "end")
    last = str(today() - timedelta(days=1)) if day == "yesterday" else day
    berit.send(berit.get(url), status=422, last_day=last)
    with app.app_context():
        assert models_on(today() + timedelta(days=30))["five-step"].rules.version == 2


def test_one_that_has_not_begun_is_withdrawn_and_one_that_has_is_not(
    app: Flask, berit: Client, sha: str
) -> None:
    later = published(berit, second(3), valid_from=str(today() + timedelta(days=5)))
    assert way(berit, sha, "withdraw") == way(berit, later, "end") == []
    (url,) = way(berit, later, "withdraw")
    berit.send(berit.get(url))
    berit.get(f"/publishing/versions/{later}", 404)
    with app.app_context():
        assert models_on(today() + timedelta(days=5))["five-step"].rules.version == 2


def test_the_rector_reads_and_decides_nothing(per: Client, berit: Client, sha: str) -> None:
    (url,) = way(berit, sha, "end")
    assert way(per, sha, "end") == []
    per.get(url, 403)


def test_a_draft_is_published_or_withdrawn_and_does_not_end(berit: Client) -> None:
    draft = str(send_file(berit, second())).rsplit("/", 1)[-1]
    (url,) = way(berit, draft, "publish")
    assert way(berit, draft, "end") == []
    assert way(berit, draft, "withdraw") != []
    berit.get(url.removesuffix("publish") + "end", 404)


def test_a_case_stays_on_what_has_ended(app: Flask, berit: Client, per: Client, case: Case, sha: str) -> None:
    (url,) = way(berit, sha, "end")
    berit.send(berit.get(url), last_day=str(today()))
    assert "version 1" in per.get(f"/cases/{case.id}").text
