"""The measures of a case as if they were a table of a form: what other forms take from the records."""

from __future__ import annotations

from casework.forms.choices import Choice
from casework.forms.fields import Date, LongText, Person, Text
from casework.forms.plan import DONE, EFFECTS, STATUSES
from casework.forms.table import Table

ONWARDS = ("keep", "change", "stop")  # what a follow-up decides about a measure


def _words(column: str, words: tuple[str, ...]) -> Choice:
    return Choice(id=column, kind="choice", label="-", options=dict.fromkeys(words, "-"))


def _any_word(column: str) -> Choice:
    """A choice whose options each plan names itself: what the taking form does not offer is left out."""
    return Choice.model_construct(id=column, kind="choice", label="-", options={}, sources=())


MEASURES = Table(
    id="measures",
    kind="table",
    label="-",
    row="-",
    add="-",
    columns=(
        _any_word("area"),
        Text(id="factor", kind="text", label="-"),
        Text(id="what", kind="text", label="-"),
        Text(id="why", kind="text", label="-"),
        _any_word("environment"),
        Person(id="responsible", kind="person", label="-"),
        Date(id="start", kind="date", label="-"),
        Text(id="frequency", kind="text", label="-"),
        Date(id="follow_up", kind="date", label="-"),
        _words("status", STATUSES),
        _words("effect", EFFECTS),
        LongText(id="comment", kind="longtext", label="-"),
        _words("done", DONE),
        _words("onwards", ONWARDS),
        LongText(id="said", kind="longtext", label="-"),
    ),
)
