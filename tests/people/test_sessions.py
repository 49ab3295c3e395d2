"""How long a session lasts, what ends it, and the cookie that it hangs on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from casework import clock
from casework.extensions import db, unit_of_work
from casework.people.actions import set_password
from casework.people.models import RoleGrant, User
from casework.people.sign_in_models import UserSession
from tests.clients import Client, client_as
from tests.factories import School, work
from tests.pages import Page

PASSWORD = "tolv tecken eller fler"


@pytest.mark.parametrize(
    ("column", "age", "status"),
    [
        ("seen_at", timedelta(minutes=29), 200),
        ("seen_at", timedelta(minutes=31), 303),
        ("started_at", timedelta(hours=7, minutes=59), 200),
        ("started_at", timedelta(hours=8, minutes=1), 303),
    ],
)
def test_sessions_end_when_idle_and_after_a_day_of_work(
    app: Flask, school: School, column: str, age: timedelta, status: int
) -> None:
    client = client_as(app, school.mentor)
    with work(app):
        db.session.execute(update(UserSession).values({column: clock.now() - age}))
    assert client.raw.get("/account").status_code == status


def test_using_a_session_keeps_it(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    with work(app):
        db.session.execute(update(UserSession).values(seen_at=clock.now() - timedelta(minutes=25)))
    client.get("/account")
    with app.app_context():
        assert clock.now() - db.session.scalars(select(UserSession)).one().seen_at < timedelta(minutes=1)


def end_roles(app: Flask, user_id: UUID, *roles: str) -> None:
    """The roles held until yesterday."""
    with app.app_context(), unit_of_work():
        yesterday = clock.school_date(clock.now()) - timedelta(days=1)
        where = (RoleGrant.user_id == user_id) & RoleGrant.role.in_(roles)
        db.session.execute(update(RoleGrant).where(where).values(valid_to=yesterday))


def test_a_role_that_ends_ends_on_the_next_page(app: Flask, school: School) -> None:
    client = client_as(app, school.nurse)
    address = "/cases/?q=Alva"
    client.get(address)
    end_roles(app, school.nurse, "school_nurse", "student_health_team")
    assert client.redirected(address).startswith("/sign-in")


def test_who_has_one_role_left_stays_signed_in(app: Flask, school: School) -> None:
    client = client_as(app, school.nurse)
    end_roles(app, school.nurse, "school_nurse")
    client.get("/cases/")


def test_who_has_no_role_today_is_told_so_and_not_let_in(
    app: Flask, school: School, stranger: Client
) -> None:
    with work(app):
        set_password(db.session.get_one(User, school.mentor), PASSWORD, now=clock.now())
    fields = {"username": "karin", "password": PASSWORD}
    end_roles(app, school.mentor, "mentor")
    page = stranger.post("/sign-in", {**stranger.tokens(), **fields}, 422)
    assert "Du har ingen roll i dag" in page.text
    with app.app_context():
        assert not db.session.scalars(select(UserSession)).all()
    with app.app_context(), unit_of_work():
        db.session.execute(update(RoleGrant).values(valid_to=clock.school_date(clock.now())))
    assert stranger.post("/sign-in", {**stranger.tokens(), **fields}) == "/"


def test_under_https_the_cookies_are_of_this_host_only(app: Flask, school: School) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True
    browser = app.test_client()
    answers = [browser.get("/sign-in", base_url="https://localhost")]
    token = Page(answers[0]).all("input", name="csrf_token")[0].attributes["value"]
    sent = {"csrf_token": token, "language": "nb"}
    answers.append(browser.post("/language", base_url="https://localhost", data=sent))
    cookies = [one for answer in answers for one in answer.headers.getlist("Set-Cookie")]
    assert {one.partition("=")[0] for one in cookies} == {"__Host-casework", "__Host-language"}
    for one in cookies:
        parts = {part.strip() for part in one.split(";")}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
        assert "Domain" not in one
    assert 'lang="nb"' in browser.get("/sign-in", base_url="https://localhost").text
