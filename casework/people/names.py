"""What people, schools and accounts may be called: text that prints, and that is written one way only."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")


class Unfit(ValueError):
    """The name cannot be used; says why."""


def fit_text(text: str) -> str:
    """The text, trimmed and with each letter as one sign. Raises Unfit for signs that one cannot see."""
    composed = unicodedata.normalize("NFC", text.strip())
    hidden = next((sign for sign in composed if not sign.isprintable()), None)
    if hidden:
        raise Unfit(f"holds a sign that cannot be seen (U+{ord(hidden):04X}); write it again without it")
    return composed


def fit_name(text: str) -> str:
    """The name of a person or place. Raises Unfit where it is empty or too long, or as above."""
    name = fit_text(text)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Unfit(f"a name has 1 to {LONGEST_NAME} characters")
    return name


def fit_username(text: str) -> str:
    """The user name in small letters. Raises Unfit for one that not every keyboard can write."""
    username = text.strip()
    small = username.lower()
    if not username.isascii() or not USERNAME.fullmatch(small):
        raise Unfit(
            "a user name has 2 to 80 characters: letters a–z, digits and . _ @ - and no such sign first"
        )
    return small
