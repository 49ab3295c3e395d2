"""Names: what prints is taken and written one way, what hides or turns the text is refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.people.names import LONGEST_NAME, Unfit, fit_name, fit_text, fit_username, plain, words_of

HIDDEN = [
    "\u202eniraK",
    "Ka\u200brin",
    "Karin\n",
    "Ka\trin",
    "Ka\x00rin",
    "\u2066Karin",
    "Ka\u00adrin",
    "Ka\ufeffrin",
]


@pytest.mark.parametrize("name", [one.replace("\n", "\nx") for one in HIDDEN])
def test_signs_that_cannot_be_seen_are_refused(name: str) -> None:
    for fit in (fit_name, fit_text, fit_username):
        with pytest.raises(Unfit):
            fit(name)


@pytest.mark.parametrize("name", ["Karin Mallsjö", "Åse-Marie O’Neill", "Łukasz Żak", "محمد", "8B"])
def test_names_of_every_script_are_taken(name: str) -> None:
    assert fit_name(f" {name} ") == name


def test_a_letter_is_one_sign_however_it_was_written() -> None:
    assert fit_name(unicodedata.normalize("NFD", "Åsa Mallsjö")) == "Åsa Mallsjö"


@pytest.mark.parametrize(
    ("length", "is_fit"), [(0, False), (1, True), (LONGEST_NAME, True), (LONGEST_NAME + 1, False)]
)
def test_a_name_is_neither_empty_nor_endless(length: int, is_fit: bool) -> None:
    if is_fit:
        assert fit_name("x" * length)
    else:
        with pytest.raises(Unfit, match="120"):
            fit_name("x" * length)


@pytest.mark.parametrize("username", ["karin", "K.Mallsjo", " karin_2@skola.example ", "ab", "x" * 80])
def test_user_names_are_what_every_keyboard_can_write(username: str) -> None:
    assert fit_username(username) == username.strip().lower()


@pytest.mark.parametrize(
    "username", ["", "a", "x" * 81, "kärin", "\u212aarin", "karin m", ".karin", "karin/m"]
)
def test_other_user_names_are_refused(username: str) -> None:
    with pytest.raises(Unfit, match="user name"):
        fit_username(username)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Anna-Lena Provström", ["anna", "lena", "annalena", "provstrom"]),
        ("Bjørn Kjær", ["bjorn", "kjar"]),
        ("Håkon Haakon", ["hakon"]),
        ("Zoë O'Neill", ["zoe", "o", "neill", "oneill"]),
        ("محمد", ["محمد"]),
        ("– '", []),
    ],
)
def test_a_name_is_found_by_its_parts_written_alike(name: str, words: list[str]) -> None:
    assert words_of(name) == [plain(word) for word in words]


@pytest.mark.usefixtures("effort")
@given(st.text(alphabet="aeohtåäöæøðþßéx", max_size=12), st.integers(0, 12))
def test_the_beginning_of_a_name_is_the_beginning_of_what_it_is_found_by(name: str, length: int) -> None:
    assert plain(name).startswith(plain(name[:length]))
