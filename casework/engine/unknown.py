"""What is told of a word in a model that names nothing: what it should name, and the words that are known."""

from __future__ import annotations

from collections.abc import Iterable

from casework import remarks
from casework.remarks import Remark, remark

UNKNOWN = {
    "absence": remark("unknown absence “%(word)s”"),
    "action": remark("unknown action “%(word)s”"),
    "answer": remark("unknown answer to “%(of)s” “%(word)s”"),
    "answer_of": remark("unknown answer of “%(of)s” “%(word)s”"),
    "arrangement": remark("unknown arrangement “%(word)s”"),
    "choice_field": remark("unknown choice field of “%(of)s” “%(word)s”"),
    "cohort": remark("unknown cohort “%(word)s”"),
    "consent": remark("unknown consent “%(word)s”"),
    "contact": remark("unknown contact “%(word)s”"),
    "date": remark("unknown date of “%(of)s” “%(word)s”"),
    "decision": remark("unknown decision “%(word)s”"),
    "demand": remark("unknown demand “%(word)s”"),
    "document": remark("unknown kind of document “%(word)s”"),
    "form": remark("unknown form “%(word)s”"),
    "form_here": remark("unknown form of this model “%(word)s”"),
    "mark": remark("unknown mark “%(word)s”"),
    "meeting": remark("unknown meeting “%(word)s”"),
    "moment": remark("unknown moment “%(word)s”"),
    "notice": remark("unknown notice “%(word)s”"),
    "other_absence": remark("unknown other absence “%(word)s”"),
    "party": remark("unknown party “%(word)s”"),
    "permission": remark("unknown permission “%(word)s”"),
    "place": remark("unknown place “%(word)s”"),
    "question": remark("unknown question of “%(of)s” “%(word)s”"),
    "reason": remark("unknown reason “%(word)s”"),
    "report": remark("unknown report “%(word)s”"),
    "role": remark("unknown role “%(word)s”"),
    "row": remark("unknown row “%(word)s”"),
    "stage": remark("unknown stage “%(word)s”"),
    "trait": remark("unknown trait of a student in a case “%(word)s”"),
}


def unknown(what: str, word: str, known: Iterable[str], of: str | None = "") -> Remark:
    """What is told of a word that names nothing; `of` is what it should belong to."""
    values = {"word": word, "of": of} if of else {"word": word}
    return remarks.unknown(UNKNOWN[what].about(**values), word, sorted(known))
