"""One-time passwords: shown once, good for one thing only, and not for ever."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, update

from casework.clock import now
from casework.extensions import db
from casework.people.actions import ONE_TIME_HOLDS
from casework.people.models import User
from casework.people.passwords import is_right, made_up
from casework.people.sign_in_models import SignInAttempt
from tests.clients import Client, client_as
from tests.factories import School, work
from tests.pages import Page

SECRET = re.compile(r"\b[a-z2-9]{4}(?:-[a-z2-9]{4}){3}\b")
OWN = "några ord som ingen annan väljer"


@pytest.fixture
def made(isak: Client, school: School) -> str:
    """The one-time password that the administrator has made for the mentor."""
    return secret(make(isak, school))


def make(isak: Client, school: School) -> Page:
    """The page that shows the password."""
    page: Page = isak.send(isak.get(f"/administration/staff/{school.mentor}"), "/password", 200)
    return page


def secret(page: Page) -> str:
    """The password on the page."""
    return SECRET.findall(page.main.text)[0]


def enter(client: Client, password: str, status: int = 303) -> Any:
    """Signs in as the mentor."""
    return client.send(client.get("/sign-in"), status=status, username="karin", password=password)


def test_who_comes_in_with_it_chooses_one_of_their_own_and_goes_on(
    app: Flask, stranger: Client, made: str, school: School
) -> None:
    enter(stranger, made)
    for url in ("/", "/students", f"/students/{school.student}", "/account", "/help"):
        assert stranger.redirected(url) == "/account/password"
    page = stranger.get("/account/password")
    assert "engångslösenord" in page.main.text
    assert stranger.send(page, password=OWN, again=OWN) == "/"
    assert "Alva Exempelsson" in stranger.get("/students").main.text
    enter(Client(app), made, 422)
    enter(Client(app), OWN)


def test_nothing_else_is_done_before_the_choice(
    app: Flask, stranger: Client, made: str, school: School
) -> None:
    enter(stranger, made)
    token = stranger.get("/account/password").form().one("input", name="csrf_token").attributes["value"]
    fields = {
        "csrf_token": token,
        "once": "ad8bd3d7-7b5c-4a70-8b2e-4a8e66a1d1c4",
        "stage": "report",
        "reason": "x",
    }
    assert stranger.post(f"/students/{school.student}/open", fields) == "/account/password"
    assert stranger.post("/sign-out", fields) == "/sign-in"
    mentor = client_as(app, school.rector)
    assert mentor.get("/students").heading


def test_it_is_shown_once_and_no_repetition_shows_it(isak: Client, school: School) -> None:
    page = isak.get(f"/administration/staff/{school.mentor}")
    form = page.form("/password")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}
    url = form.attributes["action"]
    first = isak.post(url, fields, 200)
    assert SECRET.search(first.main.text)
    again = isak.post(url, fields)
    assert again == "/administration/passwords"
    assert not SECRET.search(isak.get(again).answer.text)


def test_it_signs_out_whoever_was_in_and_runs_out(app: Flask, isak: Client, school: School) -> None:
    karin = client_as(app, school.mentor)
    password = secret(make(isak, school))
    assert karin.redirected("/students").startswith("/sign-in")
    enter(Client(app), password)
    with work(app):
        past = now() - timedelta(seconds=1)
        db.session.execute(update(User).where(User.username == "karin").values(one_time_until=past))
    page = enter(Client(app), password, 422)
    assert "gäller inte längre" in page.main.text
    assert "gäller inte längre" not in enter(Client(app), "något helt annat", 422).main.text
    assert timedelta(days=7) <= ONE_TIME_HOLDS <= timedelta(days=30)


def test_many_are_made_at_once_and_only_for_those_who_lack_one(
    app: Flask, isak: Client, school: School
) -> None:
    page = isak.get("/administration/passwords")
    assert "Isak Serverin" not in page.main.text
    users = [one.attributes["value"] for one in page.all("input", name="user")]
    shown = isak.send(page, "/passwords", 200, user=users[:3])
    assert len(set(SECRET.findall(shown.main.text))) == 3
    assert isak.send(page, "/passwords", 422, once="0a8b1c9e-54f4-4d6f-8f0e-4a35d2b7a111").heading
    with app.app_context():
        hashes = [db.session.get_one(User, one).password_hash for one in map(UUID, users[:4])]
    assert [bool(one) for one in hashes] == [True, True, True, False]


def test_nobody_makes_one_for_oneself_and_nobody_else_for_anybody(
    app: Flask, isak: Client, school: School
) -> None:
    fields = isak.tokens()
    isak.post(f"/administration/staff/{school.administrator}/password", fields, 403)
    rector = client_as(app, school.rector)
    rector.post(f"/administration/staff/{school.mentor}/password", rector.tokens(), 403)
    assert secret(make(isak, school))


@pytest.mark.parametrize(
    ("password", "again", "why"),
    [
        ("för kort", "för kort", "minst 12 tecken"),
        (OWN, OWN + "!", "inte lika"),
        ("Karin Mallsjö", "Karin Mallsjö", "det första som andra prövar"),
        ("password1234", "password1234", "ett av de första"),
        ("aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "samma tecken"),
        ("", "", "Skriv ett nytt lösenord"),
    ],
)
def test_a_password_that_should_not_be_is_not_taken(
    stranger: Client, made: str, password: str, again: str, why: str
) -> None:
    enter(stranger, made)
    page = stranger.send(stranger.get("/account/password"), status=422, password=password, again=again)
    assert why in page.main.text
    assert stranger.redirected("/students") == "/account/password"


def test_who_has_a_password_writes_it_before_choosing_another(
    app: Flask, stranger: Client, made: str
) -> None:
    enter(stranger, made)
    stranger.send(stranger.get("/account/password"), password=OWN, again=OWN)
    other = Client(app)
    enter(other, OWN)
    new = "ett helt nytt och långt lösenord"
    page = stranger.get("/account/password")
    assert (
        "inte det lösenord"
        in stranger.send(page, status=422, present="fel", password=new, again=new).main.text
    )
    assert stranger.send(stranger.get("/account/password"), present=OWN, password=new, again=new) == "/"
    assert stranger.get("/account").heading
    assert other.redirected("/account").startswith("/sign-in")


def test_one_time_passwords_are_hard_to_guess_and_are_not_kept(app: Flask, made: str) -> None:
    assert len({made_up() for _ in range(200)}) == 200
    assert SECRET.fullmatch(made_up())
    with app.app_context():
        kept = db.session.query(User).filter_by(username="karin").one()
        assert made not in kept.password_hash
        assert is_right(kept.password_hash, made)


def test_the_present_password_is_not_tried_for_ever(app: Flask, stranger: Client, made: str) -> None:
    enter(stranger, made)
    stranger.send(stranger.get("/account/password"), password=OWN, again=OWN)
    new = {"password": "ett helt nytt och långt lösenord", "again": "ett helt nytt och långt lösenord"}
    for status in (422, 422, 422, 422, 422, 429):
        page = stranger.send(stranger.get("/account/password"), status=status, present="fel", **new)
    assert "För många försök" in page.main.text
    stranger.send(stranger.get("/account/password"), status=429, present=OWN, **new)
    with work(app):
        db.session.execute(delete(SignInAttempt))
    assert stranger.send(stranger.get("/account/password"), present=OWN, **new) == "/"
