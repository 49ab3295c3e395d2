"""Says how preventive work went: done, moved to another day, not done; a word is taken back by a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from casework.access.policy import Person
from casework.clock import school_date
from casework.engine.school_calendar import school_year
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.prevention.models import PreventionNote
from casework.prevention.queries import School
from casework.prevention.standing import Piece

SMALLEST = 5  # answers in a result: fewer would tell of single students


@dataclass(frozen=True)
class Said:
    """What somebody says: `done` on a day, `moved` to a day, `not_done`, or `undone`, which takes back.

    What `answered` so many is told as a `result`, of the group and never of one student.
    """

    kind: str
    on: date | None = None
    note: str = ""
    answered: int | None = None
    result: str = ""


def note_work(school: School, piece: Piece, said: Said, *, seen: str, actor: Person, now: datetime) -> None:
    """Keeps what was said of the turn. Raises NotAllowed for who is not asked and does not lead the work.

    Raises Conflict where somebody has said something since the page `seen`, NotAcceptable for what is unfit.
    """
    if not school.may_note(piece):
        raise NotAllowed
    if seen != state_of(piece):
        raise Conflict("prevention_noted")
    if not _fits(piece, said, school_date(now)):
        raise NotAcceptable("not_a_note")
    if said.kind in ("not_done", "undone") and not said.note.strip():
        raise NotAcceptable("reason_missing")
    if said.result.strip() and (said.answered or 0) < SMALLEST:
        raise NotAcceptable("group_too_small")
    is_done = said.kind == "done"
    row = PreventionNote(
        unit_id=school.unit.id,
        workflow=school.workflow,
        work=piece.work.id,
        turn=piece.turn.key,
        group_id=piece.group.id if piece.group else None,
        kind=said.kind,
        on=said.on if said.kind in ("done", "moved") else None,
        note=said.note.strip(),
        answered=said.answered if is_done else None,
        result=said.result.strip() if is_done else "",
        at=now,
        by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()


def state_of(piece: Piece) -> str:
    """What a page shows of the turn, so that it can be told whether somebody has said more since."""
    return str(len(piece.notes))


def choices_at(piece: Piece) -> tuple[str, ...]:
    """What can be said of the turn as it stands."""
    if piece.due is None:
        return ("done", "undone") if piece.notes and piece.notes[-1].kind != "undone" else ("done",)
    return ("undone",) if piece.is_settled else ("done", "moved", "not_done")


def _fits(piece: Piece, said: Said, today: date) -> bool:
    """Whether that can be said: what was done has been, what is moved lies ahead in the school year."""
    if said.kind not in choices_at(piece):
        return False
    first, last = school_year(today)
    if said.kind == "done":
        return said.on is not None and first <= said.on <= today
    if said.kind == "moved":
        return said.on is not None and today <= said.on <= last
    return True
