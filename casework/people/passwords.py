"""Passwords: hashed with argon2, and verified in the same time whether or not the account exists."""

from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.extensions import password_effort

SHORTEST = 12
LONGEST = 200
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0 and 1, which look alike


# In small letters; all of them long enough, and among the first that anybody tries.
COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "123456123456",
        "abcd12345678",
        "abcdefghijkl",
        "administrator",
        "administrator1",
        "admin1234567",
        "casework1234",
        "changeme1234",
        "iloveyou1234",
        "letmein12345",
        "lindasa-demo",
        "lösenord1234",
        "lösenord12345",
        "losenord1234",
        "passord12345",
        "passord123456",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "q1w2e3r4t5y6",
        "qwerty123456",
        "qwertyuiopas",
        "qwertyuiop12",
        "qwertyuiop123",
        "välkommen123",
        "valkommen123",
        "velkommen123",
        "velkommen1234",
        "welcome12345",
    }
)


class WeakPassword(Exception):
    """The password cannot be used; says why, and as a code for those who say it in other words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


def made_up() -> str:
    """A password that nobody can guess and everybody can read off a paper: 79 bits in four groups."""
    groups = ("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def hashed(password: str) -> str:
    """The password's hash. Raises WeakPassword for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword("length", f"A password has {SHORTEST} to {LONGEST} characters.")
    return _hasher().hash(password)


def demand_strong(password: str, *, username: str, name: str) -> None:
    """Raises WeakPassword for a password that those who know of the account would try first."""
    written = _letters(password)
    if len(set(password.casefold())) < 2 or not password.strip():
        raise WeakPassword("one_sign", "A password is more than one sign many times.")
    if written and written in {_letters(username), _letters(name)}:
        raise WeakPassword("own_name", "A password is not the user name, nor the name.")
    if password.strip().casefold() in COMMON:
        raise WeakPassword("common", "That password is one of the first that anybody tries.")


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; costs the same where there is no hash."""
    kept = password_hash or _nobody()
    try:
        is_match = _hasher().verify(kept, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return is_match and bool(password_hash)


def _hasher() -> PasswordHasher:
    effort = password_effort()
    return _hasher_with(effort["time_cost"], effort["memory_cost"], effort["parallelism"])


@lru_cache(maxsize=4)
def _hasher_with(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost, memory_cost, parallelism)


def _nobody() -> str:
    return _nobody_with(_hasher())


@lru_cache(maxsize=4)
def _nobody_with(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_hex())
