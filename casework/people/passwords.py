"""Passwords: hashed with argon2, and verified in the same time whether or not the account exists."""

from __future__ import annotations

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from casework.extensions import password_effort

SHORTEST = 12
LONGEST = 200


class WeakPassword(Exception):
    """The password cannot be used; says why."""


def hashed(password: str) -> str:
    """The password's hash. Raises WeakPassword for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise WeakPassword(f"A password has {SHORTEST} to {LONGEST} characters.")
    return _hasher().hash(password)


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
