"""Signing in: with the right password, not too often, without telling who has an account; and out again."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from casework import clock
from casework.extensions import db
from casework.people.actions import set_password
from casework.people.models import User
from casework.people.sign_in_actions import Attempt, begin_attempt
from casework.people.sign_in_models import SignInAttempt, UserSession
from tests.clients import Client, client_as
from tests.factories import School, work

PASSWORD = "tolv tecken eller fler"
WRONG = "något helt annat"


@pytest.fixture
def karin(app: Flask, school: School) -> str:
    """The user name of the mentor, who has a password."""
    with work(app):
        set_password(db.session.get_one(User, school.mentor), PASSWORD, now=clock.now())
    return "karin"


def sign_in(client: Client, username: str, password: str, status: int = 303, **more: str) -> object:
    """Fills in the page and sends it."""
    return client.send(client.get("/sign-in"), status=status, username=username, password=password, **more)


def sessions(app: Flask) -> int:
    """How many sessions hold."""
    with app.app_context():
        return db.session.scalar(select(func.count()).where(UserSession.ended_at.is_(None))) or 0


def test_the_right_password_leads_in_and_on(stranger: Client, karin: str) -> None:
    page = stranger.get("/sign-in?next=/students")
    assert stranger.send(page, username=karin, password=PASSWORD) == "/students"
    assert "Alva Exempelsson" in stranger.get("/students").main.text


def test_letters_and_spaces_around_the_name_do_not_matter(stranger: Client, karin: str) -> None:
    assert sign_in(stranger, " KARIN ", PASSWORD) == "/"


@pytest.mark.parametrize("password", [WRONG, PASSWORD + " ", "x" * 200])
def test_a_wrong_password_leads_nowhere(app: Flask, stranger: Client, karin: str, password: str) -> None:
    sign_in(stranger, karin, password, 422)
    assert sessions(app) == 0
    assert stranger.redirected("/account").startswith("/sign-in")


def test_an_unknown_name_reads_as_a_wrong_password(stranger: Client, karin: str) -> None:
    wrong, unknown = sign_in(stranger, karin, WRONG, 422), sign_in(stranger, "nobody", WRONG, 422)
    assert wrong.main.text == unknown.main.text


@pytest.mark.parametrize("change", [{"is_active": False}, {"password_hash": ""}])
def test_a_closed_account_or_one_without_password_leads_nowhere(
    app: Flask, stranger: Client, karin: str, change: dict[str, object]
) -> None:
    with work(app):
        db.session.execute(update(User).where(User.username == karin).values(**change))
    sign_in(stranger, karin, PASSWORD, 422)
    sign_in(stranger, karin, "", 422)
    assert sessions(app) == 0


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.example",
        "https://elsewhere.example/x",
        "/\\elsewhere.example",
        "/students\r\nSet-Cookie: a=b",
        "/\t/elsewhere.example",
        "//[",
        "http://[",
        "students",
    ],
)
def test_signing_in_never_leads_elsewhere(stranger: Client, karin: str, address: str) -> None:
    assert sign_in(stranger, karin, PASSWORD, next=address) == "/"


@pytest.mark.parametrize("username", ["karin", "nobody"])
def test_after_five_failures_one_has_to_wait_whether_or_not_there_is_an_account(
    stranger: Client, karin: str, username: str
) -> None:
    for _ in range(5):
        sign_in(stranger, username, WRONG, 422)
    assert "15" in sign_in(stranger, username, PASSWORD, 429).main.text


def test_others_are_not_kept_waiting_and_a_quarter_of_an_hour_is_enough(
    app: Flask, stranger: Client, karin: str, school: School
) -> None:
    with work(app):
        set_password(db.session.get_one(User, school.rector), PASSWORD, now=clock.now())
    for _ in range(6):
        stranger.post(
            "/sign-in", {**stranger.tokens(), "username": karin, "password": WRONG}, 422 if _ < 5 else 429
        )
    assert sign_in(Client(app), "per", PASSWORD) == "/"
    with work(app):
        earlier = clock.now() - timedelta(minutes=16)
        db.session.execute(update(SignInAttempt).values(at=earlier))
    assert sign_in(stranger, karin, PASSWORD) == "/"


@pytest.mark.parametrize(
    ("address", "is_demo", "status"),
    [
        ("203.0.113.7", False, 429),
        ("::ffff:203.0.113.7", False, 429),
        ("203.0.113.8", False, 422),
        ("::ffff:203.0.113.8", False, 422),
        ("2001:db8::1:2", False, 429),
        ("2001:db8:0:1::1", False, 422),
        ("127.0.0.1", False, 429),
        ("127.0.0.1", True, 422),
        ("203.0.113.7", True, 429),
    ],
)
def test_one_address_cannot_try_all_names_but_a_school_behind_one_can_sign_in(
    app: Flask, school: School, address: str, is_demo: bool, status: int
) -> None:
    app.config["IS_DEMO"] = is_demo
    with work(app):
        for number, known in product(range(100), ("203.0.113.7", "2001:db8::1", "127.0.0.1")):
            assert isinstance(begin_attempt(f"name{number}{known}", known, now=clock.now()), Attempt)
    stranger = Client(app)
    fields = {**stranger.tokens(), "username": "another", "password": WRONG}
    answer = stranger.raw.post("/sign-in", data=fields, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_a_success_forgets_the_failures_before_it(stranger: Client, karin: str) -> None:
    for _ in range(4):
        sign_in(stranger, karin, WRONG, 422)
    sign_in(stranger, karin, PASSWORD)
    stranger.raw.delete_cookie("casework")
    for _ in range(4):
        sign_in(stranger, karin, WRONG, 422)
    assert sign_in(stranger, karin, PASSWORD) == "/"


def test_an_address_that_cannot_be_read_is_no_mistake_of_ours(stranger: Client) -> None:
    for address in ("//[", "http://%5B", "%2F%2F%5B", "/%0D%0Ax"):
        page = stranger.get(f"/sign-in?next={address}")
        assert page.form("/sign-in").one("input", name="next").attributes["value"] == "/"


def test_signing_in_anew_ends_the_session_that_the_browser_had(
    app: Flask, school: School, karin: str
) -> None:
    here, there = client_as(app, school.rector), client_as(app, school.rector)
    fields = {**here.tokens(), "username": karin, "password": PASSWORD}
    here.post("/sign-in", {**fields, "password": WRONG}, 422)
    assert sessions(app) == 2
    here.post("/sign-in", fields)
    assert sessions(app) == 2  # one of them the new one
    assert "Karin Mallsjö" in here.get("/account").text
    assert len(there.get("/account").main.one("tbody").all("tr")) == 1


def test_a_new_password_ends_every_session_of_the_account_and_no_other(app: Flask, school: School) -> None:
    mine, other = client_as(app, school.mentor), client_as(app, school.rector)
    with work(app):
        set_password(db.session.get_one(User, school.mentor), PASSWORD, now=clock.now())
    assert mine.redirected("/account").startswith("/sign-in")
    assert other.get("/account").heading


def test_names_and_addresses_are_not_readable_in_the_counts(app: Flask, stranger: Client, karin: str) -> None:
    sign_in(stranger, karin, WRONG, 422)
    with app.app_context():
        row = db.session.scalars(select(SignInAttempt)).one()
    assert len(row.account) == len(row.address) == 64
    assert row.account != row.address


def test_signing_in_begins_a_new_cookie(stranger: Client, karin: str) -> None:
    stranger.get("/sign-in")
    with stranger.raw.session_transaction() as before:
        planted = before["csrf_token"]
        before["planted"] = "x"
    sign_in(stranger, karin, PASSWORD)
    with stranger.raw.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != planted


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app: Flask, school: School) -> None:
    client = client_as(app, school.mentor)
    client.get("/account")
    kept = client.raw.get_cookie("casework")
    assert kept
    thief = app.test_client(use_cookies=False)
    stolen = {"Cookie": f"casework={kept.value}"}
    assert thief.get("/account", headers=stolen).status_code == 200
    client.post("/sign-out", client.tokens())
    assert thief.get("/account", headers=stolen).status_code == 303


def test_two_browsers_never_act_as_one_another(app: Flask, school: School) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    for _ in range(2):
        assert "Karin Mallsjö" in mentor.get("/account").text
        assert "Per Modellberg" in rector.get("/account").text
