"""What stands in the way of an act, as the sentences of a problem's page."""

from __future__ import annotations

from collections.abc import Sequence

from casework.cases.pages.words import Speech, refusal_text, refusal_title
from casework.engine.facts import Refusal


def refusal_lines(speech: Speech, refusals: Sequence[Refusal]) -> list[str]:
    """One line for each: what it is about, and what is missing."""
    return [f"{refusal_title(speech, one)}: {refusal_text(speech, one)}" for one in refusals]
