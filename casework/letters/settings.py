"""How letters of this authority look and are numbered: the instance's own settings.

In config.toml, all of it optional:

    [letters]
    lines = ["Box 12, 000 00 Orten", "0000-00 00 00"]   # at the foot of each page
    logo = "logo.svg"                                   # SVG, PNG or JPEG, in the folder of the instance
    register_number = "BUN {year}/{number}"             # where a register is kept: how its numbers read
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.config import UnsafeSettings
from casework.printing.paper import Document, Letterhead, Part
from casework.printing.setting import Unprintable, pdf

KNOWN = ("lines", "logo", "register_number")
LARGEST_LOGO = 256 * 1024
LONGEST_NUMBER, MOST_DIGITS = 60, 9


@dataclass(frozen=True)
class LetterSettings:
    """The head that all letters share, and how numbers of the register read; empty where none is kept."""

    head: Letterhead
    register_number: str = ""

    def around(self, year: int) -> tuple[str, str]:
        """What stands before and after the number itself in that year; empty where no register is kept."""
        before, _, after = self.register_number.replace("{year}", str(year)).partition("{number}")
        return before, after

    def next_number(self, year: int, given: Iterable[str]) -> str:
        """The number after the highest of those that are given; empty where no register is kept."""
        if not self.register_number:
            return ""
        before, after = self.around(year)
        found = (one[len(before) : len(one) - len(after)] for one in given if _fits(one, before, after))
        highest = max((int(one) for one in found if one.isdecimal() and len(one) <= MOST_DIGITS), default=0)
        return f"{before}{highest + 1}{after}"


def _fits(number: str, before: str, after: str) -> bool:
    """Whether the number begins and ends so."""
    is_long = len(number) > len(before) + len(after)
    return is_long and number.startswith(before) and number.endswith(after)


def letter_settings_in(authority: str, found: Mapping[str, Any], folder: Path) -> LetterSettings:
    """The settings as they are written in the instance. Raises UnsafeSettings where one is wrong."""
    odd = sorted(set(found) - set(KNOWN))
    if odd:
        raise UnsafeSettings(f"letters: unknown word “{odd[0]}”; known: {', '.join(KNOWN)}")
    lines, pattern = found.get("lines", []), found.get("register_number", "")
    if not (isinstance(lines, list) and all(isinstance(line, str) for line in lines)):
        raise UnsafeSettings("letters: lines must be a list of texts")
    if pattern and (not isinstance(pattern, str) or pattern.count("{number}") != 1):
        raise UnsafeSettings("letters: register_number must hold {number} once, as in “BUN {year}/{number}”")
    if re.search(r"\{(?!year\}|number\})", pattern) or len(pattern) > LONGEST_NUMBER - MOST_DIGITS:
        raise UnsafeSettings("letters: register_number knows {year} and {number}, and is short")
    head = Letterhead(authority, lines=tuple(lines), logo=_logo(found.get("logo", ""), folder))
    return LetterSettings(head, pattern)


def try_out(settings: LetterSettings) -> None:
    """Sets a page with the head. Raises UnsafeSettings for an odd character, or a logo that is no picture."""
    try:
        pdf(Document("sv", "Prov", settings.head, (Part(paragraphs=("Prov",)),)))
    except Unprintable as error:
        raise UnsafeSettings(f"letters: the head cannot be set on paper: {error}") from None


def _logo(name: object, folder: Path) -> bytes:
    if not name:
        return b""
    file = folder / str(name)
    if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
        raise UnsafeSettings(f"letters: there is no file {name} in the folder of the instance")
    if file.stat().st_size > LARGEST_LOGO:
        raise UnsafeSettings(f"letters: {name} is larger than {LARGEST_LOGO // 1024} KiB")
    return file.read_bytes()
