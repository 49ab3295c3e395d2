"""Accounts from the terminal: good names and passwords only, roles at their side, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from casework import create_app, demo
from casework.extensions import db
from casework.people.models import User
from casework.people.passwords import is_right
from casework.people.sign_in_models import UserSession
from tests.cli.terminal import PASSWORD, at, load_roster, run
from tests.clients import client_as


def add(instance: Path, username: str = "eva", password: str = PASSWORD, **words: str) -> Result:
    """Makes an account; with a rector's role at the school unless the words say otherwise."""
    asked = {"name": "Eva Låtsberg", "role": "rector", "unit": "Ekbackaskolan"} | words
    options = [part for key, value in asked.items() for part in (f"--{key}", value)]
    return run("user", "add", username, *options, "--password-stdin", *at(instance), given=password)


@pytest.fixture
def school(instance: Path) -> Path:
    """The instance with one school in it."""
    load_roster(instance)
    return instance


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"username": "eva låtsberg"}, "a user name has 2 to 80 characters"),
        ({"username": "e"}, "a user name has 2 to 80 characters"),
        ({"name": "Eva \u202egrebstål"}, "cannot be seen (U+202E)"),
        ({"name": " "}, "a name has 1 to 120 characters"),
        ({"password": "password1234\n"}, "first that anybody tries"),
        ({"password": f"{demo.PASSWORD}\n"}, "first that anybody tries"),
        ({"password": "Eva Låtsberg\n"}, "not the user name, nor the name"),
        ({"password": " " * 12 + "\n"}, "one sign many times"),
        ({"password": "xxxxxxxxxxxx\n"}, "one sign many times"),
        ({"until": "2026-01-31"}, "has been"),
        ({"until": "2099-01-31"}, "at the latest"),
        ({"role": "administration"}, "Ekbackaskolan is a school"),
        ({"role": "mentor"}, "is held for a class"),
    ],
)
def test_an_account_that_should_not_be_is_not_made(school: Path, words: dict[str, str], fault: str) -> None:
    answer = add(school, **words)
    assert answer.exit_code == 1
    assert fault in answer.output
    assert "eva" not in run("user", "list", *at(school)).output
    assert add(school).exit_code == 0


def test_the_administration_is_held_at_the_authority(school: Path) -> None:
    assert add(school, role="administration", unit="Fjordskogs kommun").exit_code == 0


def test_all_accounts_are_told_with_state_and_roles(school: Path) -> None:
    add(school)
    lines = run("user", "list", *at(school)).output.splitlines()
    assert lines[0].startswith("eva  Eva Låtsberg  [open]  rector at Ekbackaskolan until ")
    assert lines[1].startswith("karin  Karin Mallsjö  [no password]  mentor at Ekbackaskolan 8B until ")


def test_a_closed_account_is_signed_out_and_others_are_not(school: Path) -> None:
    add(school)
    app = create_app(instance=school)
    app.config["SESSION_COOKIE_SECURE"] = False
    with app.app_context():
        ids = {one.username: one.id for one in db.session.query(User)}
    eva, karin = client_as(app, ids["eva"]), client_as(app, ids["karin"])
    assert run("user", "close", "EVA", *at(school)).exit_code == 0
    assert eva.redirected("/account").startswith("/sign-in")
    assert karin.get("/account").heading
    assert "eva  Eva Låtsberg  [closed]" in run("user", "list", *at(school)).output
    assert run("user", "close", "nobody", *at(school)).exit_code == 1


def test_a_new_password_replaces_the_old_and_ends_the_sessions(school: Path) -> None:
    add(school)
    app = create_app(instance=school)
    with app.app_context():
        eva = db.session.query(User).filter_by(username="eva").one().id
    client_as(app, eva)
    words = ("user", "password", "eva", "--password-stdin", *at(school))
    assert run(*words, given="password1234\n").exit_code == 1
    assert run(*words, given="ett helt annat lösenord\n").exit_code == 0
    with app.app_context():
        kept = db.session.query(User).filter_by(username="eva").one().password_hash
        assert is_right(kept, "ett helt annat lösenord")
        assert not is_right(kept, PASSWORD.strip())
        assert db.session.query(UserSession).one().ended_at


def test_a_role_is_ended_and_the_others_stay(school: Path) -> None:
    add(school)
    words = ("--role", "mentor", "--unit", "Ekbackaskolan")
    assert run("user", "end-role", "eva", *words, *at(school)).exit_code == 1
    assert run("user", "end-role", "karin", *words, "--group", "9C", *at(school)).exit_code == 1
    assert run("user", "end-role", "karin", *words, "--group", "8B", *at(school)).exit_code == 0
    told = run("user", "list", *at(school)).output
    assert "karin  Karin Mallsjö  [no password]  no roles" in told
    assert "rector at Ekbackaskolan" in told


def test_what_a_roster_gives_back_is_told(school: Path) -> None:
    run("user", "end-role", "karin", "--role", "mentor", "--unit", "Ekbackaskolan", *at(school))
    assert "karin: mentor at Ekbackaskolan 8B held until" in load_roster(school).output
    assert "Changed" not in load_roster(school).output
