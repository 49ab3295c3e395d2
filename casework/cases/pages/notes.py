"""Notes as pages show them: what holds now, with the versions that it replaced behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from casework.access.policy import Confidentiality, Person
from casework.cases.act_models import Note
from casework.cases.notes import may_correct, notes_of
from casework.cases.pages.reading import class_note
from casework.cases.pages.words import Speech
from casework.cases.queries import CaseRow
from casework.web.dates import day, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class NoteRow:
    """One note: what stands in it, for whom, about which day, by whom, and what stood there before."""

    anchor: str
    text: str
    class_note: str
    about: str
    who: str
    earlier: tuple[NoteRow, ...] = ()
    correct_url: str | None = None


@dataclass(frozen=True)
class Notes:
    """The notes that the reader may read, and their texts by id for the timeline."""

    rows: tuple[NoteRow, ...]
    texts: Mapping[str, str]


def notes(row: CaseRow, speech: Speech, reader: Person, readable: frozenset[Confidentiality]) -> Notes:
    """The notes of the case for the reader, the latest first."""
    found = notes_of(row.case.id, readable)
    by_id = {note.id: (note, name) for note, name in found}
    replaced = {note.replaces_id for note, _ in found}
    rows = []
    for note, name in found:
        if note.id in replaced:
            continue
        earlier, before = [], by_id.get(note.replaces_id) if note.replaces_id else None
        while before:
            earlier.append(_row(speech, *before))
            before = by_id.get(before[0].replaces_id) if before[0].replaces_id else None
        may = row.case.closed_at is None and may_correct(reader, row.place, note)
        url = url_for("cases.correct_note", case_id=row.case.id, note_id=note.id) if may else None
        rows.append(_row(speech, note, name, tuple(earlier), url))
    return Notes(tuple(rows), {str(note.id): note.text for note, _ in found})


def _row(
    speech: Speech, note: Note, name: str, earlier: tuple[NoteRow, ...] = (), url: str | None = None
) -> NoteRow:
    written = gettext("written %(moment)s", moment=moment(note.written_at))
    return NoteRow(
        anchor=anchor(note.id),
        text=note.text,
        class_note=class_note(note.confidentiality),
        about=day(note.happened_on),
        who=f"{name}, {speech.role_within(note.role)}, {written}",
        earlier=earlier,
        correct_url=url,
    )


def anchor(note_id: UUID) -> str:
    """The note's place on the page."""
    return f"note-{note_id}"


def class_choices(classes: tuple[Confidentiality, ...]) -> list[tuple[str, str]]:
    """The classes as one chooses among them: who will read it."""
    names = {
        "school": gettext("Everybody who works with the case"),
        "student_health": gettext("The student health team and the principal"),
        "medical": gettext("The school nurse only"),
    }
    return [(one, names[one]) for one in classes]
