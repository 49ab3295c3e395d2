"""Every page that a link leads to, for each role, holds what all pages hold."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from tests.clients import client_as
from tests.factories import School, make_case, work
from tests.pages import Page

MOST = 60


@pytest.mark.parametrize("role", ["mentor", "counsellor", "rector", "administration", "administrator"])
@pytest.mark.parametrize("stage", ["mapping", "compulsory_school_monitoring"])
def test_every_page_that_links_lead_to_holds_together(
    app: Flask, school: School, role: str, stage: str
) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student), stage=stage)
    client = client_as(app, UUID(str(getattr(school, role))))
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < MOST:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        answer = client.raw.get(url)
        if answer.status_code == 303:
            waiting.append(answer.headers["Location"])
            continue
        page = Page(answer)
        page.check()
        assert answer.status_code == 200, url
        leading = (link for link in page.all("a") if "download" not in link.attributes)
        links = (link.attributes["href"].partition("#")[0] for link in leading)
        waiting += [link for link in links if link.startswith("/")]
    assert len(seen) > 1
