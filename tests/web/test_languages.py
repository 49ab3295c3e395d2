"""A page is in the person's language, else this browser's, else one that it asks for, else Swedish."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

from casework.clock import now, school_date
from casework.web import dates
from casework.web.languages import read_catalog
from tests.clients import Client, client_as
from tests.factories import School

NOVEMBER = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Cases"
msgstr "Ärenden"

msgid "%(num)d case"
msgid_plural "%(num)d cases"
msgstr[0] "%(num)d ärende"
msgstr[1] "%(num)d ärenden"
"""


@pytest.mark.parametrize(
    ("said", "language"),
    [("", "sv"), ("nb-NO,nb;q=0.9", "nb"), ("en-GB", "en"), ("de", "sv"), ("fr,en;q=0.5,sv;q=0.4", "en")],
)
def test_a_stranger_reads_what_the_browser_asks_for(stranger: Client, said: str, language: str) -> None:
    answer = stranger.raw.get("/sign-in", headers={"Accept-Language": said} if said else {})
    assert f'<html lang="{language}"' in answer.text


def test_a_choice_stays_in_the_browser(stranger: Client) -> None:
    led_to = stranger.post("/language", {**stranger.tokens(), "language": "nb", "next": "/sign-in"})
    assert led_to == "/sign-in"
    assert stranger.get("/sign-in").one("html").attributes["lang"] == "nb"


def test_a_choice_follows_the_person_to_other_browsers(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    client.post("/language", {**client.tokens(), "language": "en", "next": "/account"})
    other = client_as(app, school.mentor)
    assert other.get("/account").one("html").attributes["lang"] == "en"
    assert client_as(app, school.rector).get("/account").one("html").attributes["lang"] == "sv"


def test_an_unknown_language_is_not_here(stranger: Client) -> None:
    stranger.post("/language", {**stranger.tokens(), "language": "xx"}, 404)


@pytest.mark.parametrize(
    "address",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere", "no", "//[", "/a\r\nB: c", "/\t/x"],
)
def test_a_choice_never_leads_elsewhere(stranger: Client, address: str) -> None:
    assert stranger.post("/language", {**stranger.tokens(), "language": "sv", "next": address}) == "/"


def test_catalogs_are_compiled_in_memory(tmp_path: Path) -> None:
    (tmp_path / "sv").mkdir()
    (tmp_path / "sv" / "messages.po").write_text(PO, "utf-8")
    catalog = read_catalog("sv", tmp_path)
    assert catalog.gettext("Cases") == "Ärenden"
    assert catalog.ngettext("%(num)d case", "%(num)d cases", 2) == "%(num)d ärenden"
    assert read_catalog("en", tmp_path).gettext("Cases") == "Cases"
    assert [file.name for file in tmp_path.rglob("*.*")] == ["messages.po"]


@pytest.mark.parametrize(
    ("language", "day", "short", "brief", "clock", "moment"),
    [
        ("sv", "20 november", "fre 20 nov", "20 nov", "15.30", "20 november 15.30"),
        ("nb", "20. november", "fre. 20. nov.", "20. nov", "kl. 15.30", "20. november kl. 15.30"),
        ("en", "20 November", "Fri 20 Nov", "20 Nov", "15:30", "20 November 15:30"),
    ],
)
def test_dates_and_times_are_as_people_write_them(
    app: Flask, language: str, day: str, short: str, brief: str, clock: str, moment: str
) -> None:
    this_year = NOVEMBER.replace(year=school_date(now()).year)
    with app.test_request_context(headers={"Accept-Language": language}):
        assert dates.day(this_year) == day
        assert dates.day_brief(this_year) == brief
        assert dates.clock(this_year) == clock
        assert dates.moment(this_year) == moment
        assert dates.day(date(1999, 11, 20)) == f"{day} 1999"
        if this_year.year == 2026:
            assert dates.day_short(this_year) == short


def test_late_in_the_evening_the_school_date_counts(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        assert dates.day(datetime(1999, 1, 31, 23, 30, tzinfo=UTC)) == "1 februari 1999"
