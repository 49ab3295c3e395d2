"""How letters look and are numbered: what the settings say, and what is refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casework.config import UnsafeSettings
from casework.letters.settings import letter_settings_in, try_out

NUMBERED = {"register_number": "BUN {year}/{number}"}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown word": ({"line": []}, "unknown word “line”; known: lines, logo, register_number"),
    "lines that are none": ({"lines": "Box 12"}, "lines must be a list of texts"),
    "no place for the number": ({"register_number": "BUN {year}"}, "must hold {number} once"),
    "another place": ({"register_number": "{school} {number}"}, "knows {year} and {number}"),
    "a logo that is not there": ({"logo": "logo.svg"}, "there is no file logo.svg"),
    "a logo elsewhere": ({"logo": "../config.toml"}, "there is no file ../config.toml"),
}


@pytest.mark.parametrize(("found", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_settings_are_refused_for(found: dict[str, Any], said: str, tmp_path: Path) -> None:
    (tmp_path.parent / "config.toml").write_text("")
    with pytest.raises(UnsafeSettings, match="letters: ") as caught:
        letter_settings_in("Fjordskog", found, tmp_path)
    assert said in str(caught.value)


def test_the_head_has_the_lines_and_the_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(b"<svg/>")
    found = letter_settings_in("Fjordskog", {"lines": ["Box 12"], "logo": "logo.svg"}, tmp_path)
    assert (found.head.authority, found.head.lines, found.head.logo) == ("Fjordskog", ("Box 12",), b"<svg/>")
    with pytest.raises(UnsafeSettings, match="the head cannot be set on paper"):
        try_out(found)
    try_out(letter_settings_in("Fjordskog", {}, tmp_path))


def test_the_next_number_follows_the_highest_of_the_year(tmp_path: Path) -> None:
    settings = letter_settings_in("Fjordskog", NUMBERED, tmp_path)
    assert settings.next_number(2026, []) == "BUN 2026/1"
    given = ["BUN 2026/9", "BUN 2026/10", "BUN 2025/77", "2026/99", "BUN 2026/12b"]
    assert settings.next_number(2026, given) == "BUN 2026/11"
    assert letter_settings_in("Fjordskog", {}, tmp_path).next_number(2026, given) == ""
    endless = letter_settings_in("Fjordskog", {"register_number": "D-{number}"}, tmp_path)
    assert (endless.around(2027)[0], endless.next_number(2027, ["D-7"])) == ("D-", "D-8")
