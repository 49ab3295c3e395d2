"""One's own account: the sessions, and ending them from another browser."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from casework.extensions import db
from casework.people.browsers import browser_name
from casework.people.sign_in_models import UserSession
from tests.clients import client_as
from tests.factories import School

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0"


def test_one_sees_ones_own_sessions_and_no_others(app: Flask, school: School) -> None:
    mine, _, others = (client_as(app, user) for user in (school.mentor, school.mentor, school.rector))
    assert len(mine.get("/account").main.one("tbody").all("tr")) == 2
    assert len(others.get("/account").main.one("tbody").all("tr")) == 1


def test_another_browser_is_signed_out_from_here(app: Flask, school: School) -> None:
    here, there = client_as(app, school.mentor), client_as(app, school.mentor)
    here.send(here.get("/account"), "/end")
    assert there.redirected("/account").startswith("/sign-in")
    assert here.get("/account").heading


def test_everything_else_is_signed_out_at_once(app: Flask, school: School) -> None:
    here, *others = (client_as(app, school.mentor) for _ in range(3))
    here.send(here.get("/account"), "/end-others")
    assert all(other.redirected("/account").startswith("/sign-in") for other in others)
    assert here.get("/account").heading


def test_nobody_ends_the_session_of_somebody_else(app: Flask, school: School) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    with app.app_context():
        theirs = db.session.scalars(select(UserSession.id).where(UserSession.user_id == school.rector)).one()
        mine = db.session.scalars(select(UserSession.id).where(UserSession.user_id == school.mentor)).one()
    mentor.post(f"/account/sessions/{theirs}/end", mentor.tokens())
    assert rector.get("/account").heading
    mentor.post(f"/account/sessions/{mine}/end", mentor.tokens())
    assert mentor.redirected("/account").startswith("/sign-in")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_as_people_know_them(line: str, name: str) -> None:
    assert browser_name(line) == name
