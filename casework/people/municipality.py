"""The home municipality of a student: where it is noted, and whether the authority is another one.

It tells where a child lives, so it follows what holds for telephone numbers: files and other systems never
change it for a protected identity.
"""

from __future__ import annotations

from datetime import datetime

from casework.access.policy import Person
from casework.errors import NotAcceptable
from casework.extensions import own_municipality
from casework.history import actions as history
from casework.history.events import What
from casework.people.models import Student
from casework.people.names import Unfit, fit_text

LONGEST = 60
NONE = "none"  # what an independent authority says of itself
ENDINGS = ("s kommun", " kommun", " kommune")


def is_elsewhere(student: Student) -> bool:
    """Whether it is known to be another than the authority; nobody knows where the settings name none."""
    own, code = own_municipality()
    if not student.home_municipality or not own:
        return False
    return own.casefold() == NONE or not _plain(student.home_municipality) & (_plain(own) | _plain(code))


def note_municipality(student: Student, name: str, *, actor: Person, now: datetime) -> None:
    """Notes the municipality in the student's register and history; empty where it is not known any more."""
    try:
        said = fit_text(name.strip())
    except Unfit:
        raise NotAcceptable("unfit_name") from None
    if len(said) > LONGEST:
        raise NotAcceptable("unfit_name")
    if said == student.home_municipality:
        return
    before, student.home_municipality = student.home_municipality, said
    says = {"before": before, "after": said}
    history.record_about(What.MUNICIPALITY_NOTED, student.id, actor=actor, now=now, **says)


def _plain(name: str) -> set[str]:
    """How people write the same municipality: with and without the word, and the s before it."""
    said = " ".join(name.casefold().split())
    return {said, *(said.removesuffix(one) for one in ENDINGS)} - {""}
