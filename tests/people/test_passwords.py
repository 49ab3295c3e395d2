"""Passwords: kept as argon2 hashes, long enough, verified in the same time whoever is asked for."""

from __future__ import annotations

from time import process_time

import pytest
from flask import Flask

from casework import demo
from casework.people.passwords import (
    COMMON,
    LONGEST,
    SHORTEST,
    WeakPassword,
    demand_strong,
    hashed,
    is_right,
)

PASSWORD = "tolv tecken eller fler"


def test_a_password_is_right_for_its_own_hash_only(app: Flask) -> None:
    with app.app_context():
        kept = hashed(PASSWORD)
        assert kept.startswith("$argon2id$")
        assert is_right(kept, PASSWORD)
        assert not is_right(kept, PASSWORD + "x")
        assert not is_right(hashed("ett annat lösenord"), PASSWORD)


@pytest.mark.parametrize("kept", [None, "", "not a hash"])
def test_without_a_hash_no_password_is_right(app: Flask, kept: str | None) -> None:
    with app.app_context():
        assert not is_right(kept, "")
        assert not is_right(kept, "None")
        assert is_right(hashed(PASSWORD), PASSWORD)


@pytest.mark.parametrize("length", [0, SHORTEST - 1, LONGEST + 1])
def test_a_password_of_the_wrong_length_is_refused(app: Flask, length: int) -> None:
    with app.app_context():
        with pytest.raises(WeakPassword, match="12"):
            hashed("x" * length)
        assert hashed("x" * SHORTEST)
        assert hashed("x" * LONGEST)


@pytest.mark.parametrize(
    "password",
    [
        " " * 12,
        "x" * 12,
        "Xx" * 6,
        "karin.mallsjo",
        "KARIN MALLSJO",
        "Karin Mallsjö-Exempel",
        "password1234",
        "Lösenord1234",
        " password1234 ",
        demo.PASSWORD,
    ],
)
def test_a_password_that_one_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        demand_strong(password, username="karin.mallsjo", name="Karin Mallsjö Exempel")
    demand_strong(password + " och mer", username="karin.mallsjo", name="Karin Mallsjö Exempel")


def test_the_common_ones_are_long_enough_to_be_tried_at_all() -> None:
    assert all(len(one) >= SHORTEST and one == one.casefold() for one in COMMON)


def test_an_account_that_is_not_there_takes_as_long(app: Flask) -> None:
    app.config["PASSWORD_EFFORT"] = {"time_cost": 2, "memory_cost": 8192, "parallelism": 1}
    with app.app_context():
        kept = hashed(PASSWORD)
        is_right(None, "x")
        times = {}
        for name, known in (("known", kept), ("unknown", None)):
            start = process_time()
            for _ in range(10):
                is_right(known, "something else")
            times[name] = process_time() - start
    assert 0.4 < times["unknown"] / times["known"] < 2.5
