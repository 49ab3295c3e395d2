"""Turns of preventive work in words: which one, when it is due, how it stands, what was said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casework.engine.beside import Prevention, Rhythm
from casework.engine.wheel import Turn
from casework.engine.workflow import Workflow
from casework.people import queries as people
from casework.people.models import Unit
from casework.prevention.queries import School
from casework.prevention.standing import Piece, State
from casework.routines.speaker import Speaker
from casework.web.dates import day, month_heading, week
from casework.web.languages import language
from casework.web.text import gettext

LOOKS: dict[State, str] = {"done": "done", "due": "draft", "to_plan": "draft", "overdue": "late"}
MARKS: dict[State, str] = {
    "done": "met",
    "not_done": "met",
    "overdue": "late",
    "later": "asked_later",
    "ongoing": "waiting",
}


@dataclass(frozen=True)
class Said:
    """What somebody has said of a turn: what, who and when, their note, and the result in words."""

    title: str
    who: str
    note: str
    result: str


def rules_of(school: School) -> Workflow | None:
    """The school's routine in the reader's language; None where it follows none today."""
    return school.model.in_language(language()) if school.model else None


def localised(school: School, work: Prevention) -> Prevention:
    """The work in the reader's language."""
    rules = rules_of(school)
    return next((one for one in rules.prevention if one.id == work.id), work) if rules else work


def speaker(rules: Workflow) -> Speaker:
    """Who does it, as a sentence speaks of them."""
    return Speaker(rules, {}, {})


def state(found: State) -> str:
    """How a turn stands, in a word or two."""
    return {
        "done": gettext("Done"),
        "not_done": gettext("Will not be done"),
        "later": gettext("Later"),
        "due": gettext("To do"),
        "to_plan": gettext("To plan"),
        "overdue": gettext("Overdue"),
        "ongoing": gettext("All the time"),
    }[found]


def turn_name(work: Prevention, turn: Turn) -> str:
    """Which turn it is: the month, the week, or its days; which time where there are several."""
    each = work.when.each if isinstance(work.when, Rhythm) else "term"
    if each == "month":
        name = month_heading(turn.first)
    elif each == "week":
        name = week(turn.first)
    elif turn.due is None:
        name = gettext("From %(day)s", day=day(turn.first))
    else:
        name = gettext("%(first)s to %(last)s", first=day(turn.first), last=day(turn.due))
    if turn.of > 1:
        return gettext(
            "Time %(number)s of %(of)s, %(name)s", number=turn.number, of=turn.of, name=small(name)
        )
    return name


def small(text: str) -> str:
    """As it stands inside a sentence."""
    return text[:1].lower() + text[1:]


def when(piece: Piece, today: date) -> str:
    """By when it is to be done, or what has become of it."""
    newest = piece.notes[-1] if piece.notes else None
    if piece.state == "done" and newest and newest.on:
        return gettext("Done on %(day)s", day=day(newest.on))
    if piece.due is None:
        return gettext("All the time")
    if piece.state == "not_done":
        return gettext("Will not be done")
    if newest and newest.kind == "moved":
        return gettext("Moved to %(day)s", day=day(piece.due))
    if piece.state == "overdue":
        return gettext("Was to be done by %(day)s", day=day(piece.due))
    return gettext("By %(day)s", day=day(piece.due))


def note_url(school: School, piece: Piece) -> str:
    """Where one says how the turn went."""
    named: dict[str, Any] = {"unit_id": school.unit.id, "work_word": piece.work.id, "turn": piece.turn.key}
    if piece.group:
        named["group_id"] = piece.group.id
    return url_for("prevention.note", **named)


def work_url(unit: Unit, work: Prevention) -> str:
    """The page of the work."""
    return url_for("prevention.work", unit_id=unit.id, work_word=work.id)


def told(found: Sequence[Piece]) -> Iterable[Said]:
    """What was said of the turns, the newest first."""
    notes = sorted(((note, piece) for piece in found for note in piece.notes), key=lambda one: one[0].at)
    names = people.names_of(note.by_id for note, _ in notes)
    kinds = {
        "done": gettext("Done"),
        "moved": gettext("Moved"),
        "not_done": gettext("Will not be done"),
        "undone": gettext("Taken back"),
    }
    for note, piece in reversed(notes):
        which = [kinds[note.kind], *([day(note.on)] if note.on else [])]
        of = [*([piece.group.name] if piece.group else []), turn_name(piece.work, piece.turn)]
        result = gettext("%(number)s answers: %(text)s", number=note.answered, text=note.result)
        yield Said(
            title=f"{' '.join(which)} ({', '.join(of)})",
            who=f"{names.get(note.by_id, '')}, {day(note.at)}",
            note=note.note,
            result=result if note.result else "",
        )
