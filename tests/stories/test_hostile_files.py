"""Every hostile upload over HTTP: refused with a clear page, or kept as what it is and no more."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.test import EnvironBuilder, run_wsgi_app

from casework.attachments.kinds import TYPES
from casework.extensions import db, files_folder
from casework.people.models import Student
from casework.web.problem_words import UNUSABLE
from casework.web.text import gettext
from tests.attachments.hostile import MEGA, UPLOADS, Hostile
from tests.attachments.samples import pdf
from tests.attachments.sending import attach, file_of, links
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import make_case, make_school, work

GIGA = 1024 * MEGA
PART = "Content-Disposition: form-data"


@pytest.fixture(scope="module")
def place(sqlite: Place) -> Flask:
    """The application on a database of its own, with one case."""
    sqlite.renew()
    return sqlite.app


@pytest.fixture(scope="module")
def mentor(place: Flask) -> Client:
    """Who attaches."""
    with work(place):
        school = make_school()
        make_case(student=db.session.get_one(Student, school.student))
    return client_as(place, school.mentor)


@pytest.fixture(scope="module")
def case(mentor: Client) -> str:
    """The address of the case."""
    page = mentor.get("/cases/")
    return next(
        one for one in (a.attributes["href"] for a in page.main.all("a")) if re.search("[0-9a-f]{8}", one)
    )


def kept_files(app: Flask) -> set[str]:
    """The names of all that is kept, and of what is left on its way."""
    with app.app_context():
        folder = files_folder()
        found = [*folder.glob("*"), *folder.glob("incoming/*")]
        return {str(one.relative_to(folder)) for one in found if one.name != "incoming"}


def told(place: Flask, code: str) -> str:
    """What the page says of a file that is refused."""
    with place.test_request_context(), force_locale("sv"):
        return str(UNUSABLE.get(code, gettext("Choose a file")))


@pytest.mark.parametrize("upload", UPLOADS.values(), ids=UPLOADS)
def test_a_hostile_file_does_no_harm(place: Flask, mentor: Client, case: str, upload: Hostile) -> None:
    before, known, content = (
        kept_files(place),
        set(links(mentor.get(f"{case}/attachments"))),
        upload.content(),
    )
    title = f"Prov {len(known)}"
    sent = {"title": title, "name": upload.name, "says": upload.says}
    if upload.refused:
        page = attach(mentor, f"{case}/attach", content, status=422, **sent)
        assert told(place, upload.refused) in page.main.one("p", id="file-error").text
        assert page.main.one("input", id="title").attributes["value"] == title
        assert kept_files(place) == before
        return
    attach(mentor, f"{case}/attach", content, **sent)
    address = links(mentor.get(f"{case}/attachments"))[title]
    answer = file_of(mentor, address)
    assert answer.mimetype == TYPES[upload.kept]
    assert re.fullmatch(
        rf"attachment; filename=bilaga-1-[0-9a-f]{{4}}\.{upload.kept}", answer.headers["Content-Disposition"]
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert (answer.data == content) == (upload.kept not in ("jpg", "png"))  # pictures are painted anew
    assert upload.name not in mentor.get(address).answer.text
    assert all(re.fullmatch(r"[0-9a-f]{32}(\.\d\.png)?", name) for name in kept_files(place) - before)


class Endless:
    """A stream that goes on for as long as somebody reads, and counts."""

    def __init__(self, head: bytes = b"") -> None:
        self.head, self.given = head, 0

    def read(self, size: int = -1) -> bytes:
        """So much more of it."""
        wanted = min(GIGA - self.given, size if size >= 0 else MEGA)
        piece = self.head[self.given : self.given + wanted].ljust(wanted, b"a")
        self.given += wanted
        return piece


def sent(place: Flask, url: str, stream: Endless, length: int | None, cookie: str = "") -> tuple[str, bytes]:
    """Status and body of the answer to a form that comes as the stream."""
    builder = EnvironBuilder(url, method="POST", content_type="multipart/form-data; boundary=x")
    environ = builder.get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ |= {"wsgi.input": stream, "wsgi.input_terminated": True, "HTTP_COOKIE": cookie}
    if length:
        environ["CONTENT_LENGTH"] = str(length)
    body, status, _ = run_wsgi_app(place, environ, buffered=True)
    return status[:3], b"".join(body)


@pytest.mark.parametrize("length", [GIGA, None], ids=["with its length", "without a length"])
def test_a_stream_of_a_gigabyte_is_cut_off_early(
    place: Flask, mentor: Client, case: str, length: int | None
) -> None:
    before, tokens = kept_files(place), {**mentor.tokens(), "title": "Stor"}
    fields = "".join(f'--x\r\n{PART}; name="{key}"\r\n\r\n{value}\r\n' for key, value in tokens.items())
    stream = Endless(f'{fields}--x\r\n{PART}; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7'.encode())
    cookie = mentor.raw.get_cookie("casework")
    assert cookie
    status, body = sent(place, f"{case}/attach", stream, length, f"casework={cookie.value}")
    assert status == "413"
    assert "för stor" in body.decode()
    assert stream.given <= 11 * MEGA
    assert kept_files(place) == before


def test_who_is_not_let_in_sends_no_file(place: Flask, case: str) -> None:
    stream = Endless()
    assert sent(place, f"{case}/attach", stream, 9 * MEGA)[0] == "403"
    assert stream.given < MEGA


def test_a_file_in_another_field_or_two_of_them_are_refused(place: Flask, mentor: Client, case: str) -> None:
    def files(*names: str) -> dict[str, Any]:
        return {**mentor.tokens(), "title": "x", **{name: (BytesIO(pdf()), "a.pdf") for name in names}}

    for names in (("other",), ("file", "other")):
        assert mentor.raw.post(f"{case}/attach", data=files(*names)).status_code == 400
    two = {**mentor.tokens(), "title": "x", "file": [(BytesIO(pdf()), "a.pdf"), (BytesIO(pdf()), "b.pdf")]}
    assert mentor.raw.post(f"{case}/attach", data=two).status_code == 400
    assert mentor.raw.post(f"{case}/attach", data=files("file")).status_code == 303


def test_nothing_is_left_behind_in_the_places_for_what_passes_through(
    place: Flask, mentor: Client, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    large = pdf() + hashlib.sha256(b"").digest() * (MEGA // 16)
    attach(mentor, f"{case}/attach", large, title="Stor fil")
    assert not list(tmp_path.iterdir())
    with place.app_context():
        assert not list((files_folder() / "incoming").glob("*"))
        modes = {one.stat().st_mode & 0o777 for one in files_folder().glob("*") if one.is_file()}
        assert modes == {0o600}
        assert files_folder().stat().st_mode & 0o777 == 0o700
