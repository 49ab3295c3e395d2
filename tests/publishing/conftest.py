"""Those who look after routines at their browsers, and a second version that has been published."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from casework.cases.models import Case
from casework.clock import now, school_date
from casework.extensions import db
from casework.people.models import Student
from tests.attachments.sending import post
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.pages import Page
from tests.versions.texts import second


def today() -> date:
    """The day at school; asked anew each time, for a run may go on past midnight."""
    return school_date(now())


@pytest.fixture
def berit(app: Flask, school: School) -> Client:
    """The administration's browser."""
    return client_as(app, school.administration)


@pytest.fixture
def per(app: Flask, school: School) -> Client:
    """The rector's browser."""
    return client_as(app, school.rector)


def send_file(browser: Client, text: str | bytes, name: str = "rutin.yaml", status: int = 303) -> Any:
    """Sends the file; where the answer leads, or its page."""
    data = text if isinstance(text, bytes) else text.encode()
    file = FileStorage(BytesIO(data), filename=name, content_type="application/yaml")
    answer = post(browser, "/publishing/upload", {**browser.tokens(), "file": file})
    return (
        answer.headers["Location"] if status == answer.status_code == 303 else browser._page(answer, status)
    )


def addresses(page: Page) -> list[str]:
    """Where the links of the page lead."""
    return [one.attributes["href"] for one in page.main.all("a") if "href" in one.attributes]


def published(browser: Client, text: str, **days: str) -> str:
    """Sends the file and publishes it; the hash of the version."""
    where = str(send_file(browser, text))
    link = next(url for url in addresses(browser.get(where)) if url.endswith("/publish"))
    browser.send(browser.get(link), reason="Beslutat i nämnden.", **days)
    return where.rsplit("/", 1)[-1]


@pytest.fixture
def sha(app: Flask, berit: Client) -> str:
    """A second version, published from today on."""
    return published(berit, second())


@pytest.fixture
def case(app: Flask, school: School) -> Case:
    """The student's case, in the mapping, on the first version."""
    with work(app):
        return make_case(student=db.session.get_one(Student, school.student), stage="mapping")
