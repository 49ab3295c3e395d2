"""What the written routines say and no rule can hold stands in the routine that people read, in our words."""

from __future__ import annotations

import pytest

from casework.catalog import product
from casework.cli.definitions import in_words
from casework.routines.plain import plain
from casework.routines.speaker import speaker
from casework.routines.writing import write

STANDS = {
    "five-step": (
        "det som främjar närvaro, det som förebygger frånvaro",
        "också när frånvaron är anmäld",
        "når lättare målen",
        "något i skolan som orsakar frånvaron eller håller den kvar",
        "på plats men deltar lite",
        "skolan, hemmet, livet med andra och fritiden",
        "undervisning och det stöd som eleven har rätt till",
    ),
    "nine-weeks": (
        *("trötthet", "inte trivs", "bråk", "mobbning", "stå utanför", "droger", "skadar sig"),
        *("inget hänger ihop", "huvudet eller magen", "oro", "nedstämdhet", "kränkningar på nätet"),
        *("psykisk ohälsa", "prestera", "för lite sömn", "beroende"),
    ),
    "ljusnarsberg": (
        "en enda timme, en dag eller en lång period",
        "Skolan och hemmet måste hjälpas åt",
        *("trötthet", "självskada", "inget hänger ihop", "kränkningar på nätet", "visar varandra respekt"),
    ),
    "norwegian-routine": (
        "bestemte dager eller fag",
        "faglig og sosialt",
        "hendt på skolen eller hjemme",
        "Hvem av de voksne og de andre elevene",
        "går fra skolens område uten lov",
    ),
    "bengtsfors": ("en skola för alla", "färre hoppar av", "trivdes eleverna"),
}


@pytest.mark.parametrize("name", STANDS)
def test_what_a_reader_of_the_written_routine_would_miss_stands_there(name: str) -> None:
    model = product().workflows[name]
    language = model.rules.language
    with in_words(language):
        said = " ".join(plain(write(speaker(model, product(), language))).split())
    assert [one for one in STANDS[name] if one not in said] == []


def test_every_routine_of_the_program_is_read_so() -> None:
    assert STANDS.keys() == product().workflows.keys()
