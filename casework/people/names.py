"""What people, schools and accounts may be called, and by which words a name is found."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
LONGEST_KEY = 120  # of what another system calls somebody or something
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")
# Letters that stand for one another between keyboards and languages; accents go away by themselves. A pair
# of letters becomes its first, so that what a name begins with is still what it begins with.
ALIKE = str.maketrans("æøœðđłŋŧþ", "aooddlntt")
PAIRS = (("ae", "a"), ("aa", "a"), ("oe", "o"), ("th", "t"))
LONGEST_WORD = 60


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


def is_key(text: str) -> bool:
    """Whether it can be kept as what another system calls somebody or something."""
    return len(text) <= LONGEST_KEY and text.isprintable()


def plain(text: str) -> str:
    """The text with letters that sound alike written alike: Håkon is found as haakon, Bjørn as björn."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(ALIKE)
    for pair, first in PAIRS:
        letters = letters.replace(pair, first)
    return letters


def words_of(name: str) -> list[str]:
    """The words that a name is found by: its parts, and double names in one as well; each once, in order."""
    found: dict[str, None] = {}
    for part in plain(name).split():
        pieces = re.findall(r"\w+", part)
        found |= dict.fromkeys([*pieces, "".join(pieces)] if len(pieces) > 1 else pieces)
    return [word[:LONGEST_WORD] for word in found]


def year_of(group: str) -> str:
    """The year group as a class is called, 8 in 8B; empty where its name begins with no number."""
    return group[: len(group) - len(group.lstrip("0123456789"))]
