"""What a request may hold: text of a bearable size from our own pages, with the token of its browser."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from io import BytesIO
from time import process_time

import pytest
from flask import Flask

from tests.clients import Client, client_as
from tests.factories import School

URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("text", ["a\0b", "bell\a", "\x7f", "\x1b[31mred", "half \ufffd"])
def test_what_is_not_text_is_refused(app: Flask, school: School, text: str) -> None:
    client = client_as(app, school.mentor)
    page = client.post("/language", {**client.tokens(), "language": "sv", "next": text}, 400)
    assert page.heading
    assert text not in page.answer.text


def test_text_in_every_script_is_taken(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    fields = {
        **client.tokens(),
        "language": "sv",
        "next": "/students?q=ÅÄÖ 學校 مدرسة 🏫",
        "more": "a\tb\r\nc",
    }
    assert client.post("/language", fields).startswith("/students")


@pytest.mark.parametrize("url", ["/students?q=%00", "/students?%00=a", "/students/%00", "/students?q=%ff%fe"])
def test_addresses_with_what_is_not_text_get_a_clear_page(app: Flask, school: School, url: str) -> None:
    answer = client_as(app, school.mentor).raw.get(url)
    assert answer.status_code in (200, 400, 404)


def test_ten_megabytes_in_a_field_are_told_to_be_too_much(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    page = client.post("/language", {**client.tokens(), "language": "x" * 10_000_000}, 413)
    assert page.heading


@pytest.mark.parametrize("url", ["/sign-in", "/language", "/nowhere", "/students"])
def test_a_multitude_of_fields_is_refused_before_it_is_read(app: Flask, school: School, url: str) -> None:
    for client in (Client(app), client_as(app, school.mentor)):
        start = process_time()
        answer = client.raw.post(url, data=b"a&" * 1_040_000, content_type=URLENCODED)
        assert answer.status_code == 413
        assert process_time() - start < 1
        assert client.raw.get(f"{url}?{'a&' * 5_000}").status_code == 413


def test_so_many_fields_as_a_page_may_have_are_read(app: Flask, school: School) -> None:
    for fields, status in ((4_999, 400), (5_000, 400), (5_001, 413)):
        data = b"&".join([b"a"] * fields)
        answer = client_as(app, school.mentor).raw.post("/sign-out", data=data, content_type=URLENCODED)
        assert answer.status_code == status  # 400: it has no token


def test_who_is_not_signed_in_sends_little(app: Flask, school: School, stranger: Client) -> None:
    for length, status in ((15_000, 422), (17_000, 413)):
        stranger.post("/sign-in", {**stranger.tokens(), "username": "x" * length}, status)
    client = client_as(app, school.mentor)
    fields = {**client.tokens(), "stage": "report", "reason": "x" * 4_000, "more": "x" * 100_000}
    assert client.post(f"/students/{school.student}/open", fields).startswith("/cases/")


def test_files_are_refused(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    fields = {**client.tokens(), "language": "sv", "file": (BytesIO(b"x"), "x.txt")}
    answer = client.raw.post("/language", data=fields)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://["},
        {"Origin": "localhost"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_another_site_is_refused(app: Flask, school: School, headers: dict[str, str]) -> None:
    client = client_as(app, school.mentor)
    fields = {**client.tokens(), "language": "nb"}
    assert client.raw.post("/language", data=fields, headers=headers).status_code == 400
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert client.raw.post("/language", data=fields, headers=own).status_code == 303


def test_a_form_without_the_token_of_its_browser_is_refused(app: Flask, school: School) -> None:
    client, other = client_as(app, school.mentor), client_as(app, school.rector)
    assert client.post("/language", {"language": "nb"}, 400).heading
    assert client.post("/language", {**other.tokens(), "language": "nb"}, 400).heading
    assert client.post("/language", {**client.tokens(), "language": "nb"})


def test_the_wrong_method_is_told_and_changes_nothing(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    assert client.get("/sign-out", 405).heading
    assert client.get("/account").heading


def test_nothing_of_the_request_reaches_the_log(
    app: Flask, school: School, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_as(app, school.mentor)
    with caplog.at_level(logging.DEBUG):
        client.get("/students?q=Canaryqvist")
        client.post("/language", {"language": "Canaryqvist"}, 400)
        client.post("/language", {**client.tokens(), "language": "Canaryqvist\0"}, 400)
    assert "Canaryqvist" not in caplog.text


def test_a_mistake_of_ours_is_told_without_its_details(
    app: Flask, school: School, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Canaryqvist"

    def broken() -> str:
        raise ValueError(name)

    broken.required_permission = "start:read"  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "cases.start", broken)
    app.testing = False
    client = client_as(app, school.mentor)
    page = client.get("/", 500)
    assert name not in page.answer.text + caplog.text
    assert "ValueError" not in page.answer.text
    assert "ValueError in cases.start" in caplog.text


def test_headers_stand_on_every_kind_of_answer(app: Flask, stranger: Client) -> None:
    for url in ("/sign-in", "/nowhere", "/cases/", "/static/app.css"):
        headers = _headers(stranger, url)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert ("no-store" in headers["Cache-Control"]) == (url != "/static/app.css")


def test_browsers_are_told_to_stay_on_https_where_cookies_are(app: Flask, stranger: Client) -> None:
    assert "Strict-Transport-Security" not in _headers(stranger, "/sign-in")
    app.config["SESSION_COOKIE_SECURE"] = True
    assert "max-age" in _headers(stranger, "/sign-in")["Strict-Transport-Security"]


def _headers(client: Client, url: str) -> Mapping[str, str]:
    with client.raw.get(url) as answer:
        return dict(answer.headers)
