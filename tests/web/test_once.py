"""A double click, a retry and the back button have one effect, on both databases and at the same time too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select

from casework.cases.models import Case
from casework.extensions import db
from casework.web.models import OnceToken
from tests.clients import Client, Fields, client_as
from tests.databases import Place
from tests.factories import School, make_school, work

RACERS = 6
REASON = "Borta sex förmiddagar på tre veckor"


def opening(client: Client, school: School) -> tuple[str, Fields]:
    """The address and the fields with which the person opens a case."""
    url = f"/students/{school.student}/open"
    return url, {**client.tokens(), "stage": "report", "reason": REASON}


def test_the_same_form_sent_again_only_leads_to_where_it_led(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    url, fields = opening(client, school)
    first, second = client.post(url, fields), client.post(url, fields)
    assert first == second
    assert client.get(first).heading


def test_the_same_form_sent_many_times_at_once_has_one_effect(database: Place) -> None:
    with work(database.app):
        school = make_school()
    client = client_as(database.app, school.mentor)
    url, fields = opening(client, school)
    browsers = [_same(client) for _ in range(RACERS)]
    with ThreadPoolExecutor(RACERS) as pool:
        led_to = list(pool.map(lambda browser: browser.post(url, fields), browsers))
    assert len(set(led_to)) == 1
    with database.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1
        assert db.session.scalar(select(func.count()).select_from(OnceToken)) == 1


def test_a_form_that_was_refused_leaves_no_token_and_can_be_sent_again(app: Flask, school: School) -> None:
    first, second = client_as(app, school.mentor), client_as(app, school.rector)
    url, fields = opening(second, school)
    first.post(*opening(first, school))
    second.post(url, fields, 409)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OnceToken)) == 1
    second.post(url, fields, 409)


def test_a_form_without_a_token_or_with_another_persons_is_refused(app: Flask, school: School) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    url, fields = opening(mentor, school)
    for bad in ("", "not-a-token", None):
        given = {key: value for key, value in {**fields, "once": bad}.items() if value is not None}
        page = mentor.post(url, given, 400)
        assert REASON in page.main.text
    mentor.post(url, fields)
    stolen = {**rector.tokens(), "once": fields["once"], "stage": "report", "reason": REASON}
    rector.post(url, stolen, 400)
    rector.post(url, {**stolen, "once": str(uuid4())}, 409)


def _same(client: Client) -> Client:
    """The same signed-in browser once more, for another thread."""
    other = Client(client.app, client.user_id)
    with client.raw.session_transaction() as cookie, other.raw.session_transaction() as copy:
        copy.update(cookie)
    return other
