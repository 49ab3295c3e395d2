"""Filled-in sheets of the form with forty questions, as a browser sends them: other words, some mistakes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from casework.forms.base import Field
from casework.forms.choices import Multi, OneOf
from casework.forms.consent import PARTS, Consent
from casework.forms.definition import Form
from casework.forms.table import Table

Sheet = MultiDict[str, str]
TEXT = (
    "Eleven vill gärna komma in före de andra när det är lugnt och någon väntar vid dörren på måndagar. "
    "Hemmet ringer samma dag, läraren skickar dagens plan kvällen innan. Matematik & idrott är <svårast>."
)
WORDS = TEXT.split()
VALID = {"date": "{day}", "time": "15:30", "date_time": "{day}T15:30", "number": "12"}
FIRST, DAYS = date(2026, 8, 1), 300
LENGTHS = {"text": 6, "person": 2, "longtext": 60}
SKIPPED, MISTAKEN = 0.06, 0.04  # how often a question is left out, or answered with what is not valid


def sheet(form: Form, seed: int) -> Sheet:
    """What one person sends; the same for the same seed."""
    chance = random.Random(seed)
    sent: Sheet = MultiDict()
    for field in form.all_fields():
        for name, values in _inputs(field, field.id, chance):
            sent.setlist(name, values)
    return sent


def _inputs(field: Field, name: str, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    if isinstance(field, Table):
        yield name, [""]
        for index in range(chance.randint(1, 4)):
            for column in field.columns:
                yield from _inputs(column, f"{name}-{index}-{column.id}", chance)
    elif isinstance(field, Consent):
        parts = (chance.choice(list(field.known_options)), "Karl Exempel", "2026-11-22", _text(4, chance))
        yield from ((f"{name}__{part}", [text]) for part, text in zip(PARTS, parts, strict=True))
    elif field.kind != "computed":
        yield name, _answer(field, chance)
        if field.voice:
            yield f"{name}__declined", [""]


def _answer(field: Field, chance: random.Random) -> list[str]:
    options = list(field.known_options)
    if chance.random() < SKIPPED:
        return [""]
    if isinstance(field, Multi):
        return chance.sample(options, chance.randint(1, len(options)))
    if isinstance(field, OneOf):
        return [chance.choice(options)]
    if field.kind in VALID:
        valid = VALID[field.kind].format(day=FIRST + timedelta(days=chance.randrange(DAYS)))
        return ["i förrgår" if chance.random() < MISTAKEN else valid]
    return [_text(LENGTHS[field.kind], chance)]


def _text(length: int, chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=length))
