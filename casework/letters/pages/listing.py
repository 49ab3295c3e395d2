"""The letters of a case, one of them, and the register, as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from casework.attachments.models import AttachmentVersion
from casework.cases.pages.reading import class_note
from casework.cases.pages.words import Speech
from casework.letter_kinds import LetterKind
from casework.letters.models import Letter, ReceivedDocument
from casework.letters.pages.words import WAYS, parties, party, to_text
from casework.letters.queries import IN, OUT, Entry, NamedLetter
from casework.web.dates import day, day_of_year, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class LetterRow:
    """A letter in the list of a case; `state` is draft, sent or taken_back."""

    title: str
    url: str
    to: str
    state: str
    state_text: str
    told: str
    class_note: str


@dataclass(frozen=True)
class ReceivedRow:
    """A document that came in: from whom, when, under which number."""

    title: str
    url: str
    sender: str
    told: str


@dataclass(frozen=True)
class KindRow:
    """A kind that one can write: what it is for, to whom it goes."""

    title: str
    help: str
    to: str
    url: str


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register as it is shown; the student's name is there for who may see the case."""

    on: str
    direction: str
    number: str
    title: str
    party: str
    way: str
    case: str
    student: str
    url: str | None


def letter_rows(found: Sequence[NamedLetter]) -> list[LetterRow]:
    """A row for each letter."""
    return [_row(one.letter, one.who) for one in found]


def _row(letter: Letter, who: str) -> LetterRow:
    return LetterRow(
        title=letter.title,
        url=letter_url(letter),
        to=letter.recipient,
        state=letter.status,
        state_text=state_text(letter),
        told=gettext("written %(moment)s, %(name)s", moment=moment(letter.written_at), name=who)
        if letter.status == "draft"
        else ", ".join(_sent(letter)),
        class_note=class_note(letter.confidentiality),
    )


def _sent(letter: Letter) -> list[str]:
    found = [str(WAYS[letter.way]), letter.number]
    if letter.received_on:
        found.append(gettext("came through %(day)s", day=day(letter.received_on)))
    return [one for one in found if one]


def state_text(letter: Letter) -> str:
    """How the letter stands."""
    if letter.status == "draft":
        return gettext("Not sent yet")
    if letter.status == "taken_back":
        return gettext("Taken back")
    return gettext("Sent %(day)s", day=day(letter.sent_on)) if letter.sent_on else gettext("Sent")


def letter_url(letter: Letter) -> str:
    """Where the letter is read."""
    return url_for("letters.letter", case_id=letter.case_id, letter_id=letter.id)


def kind_rows(kinds: Sequence[LetterKind], case_id: UUID, task_id: UUID | None) -> list[KindRow]:
    """The kinds that one can write; an invitation from its meeting."""
    named = {"case_id": case_id, **({"task": task_id} if task_id else {})}
    return [
        KindRow(
            title=kind.title,
            help=kind.help,
            to=parties(kind),
            url=url_for("meetings.of_case", case_id=case_id)
            if kind.is_of_meeting
            else url_for("letters.write", kind_name=kind.letter, **named),  # type: ignore[arg-type] # ids
        )
        for kind in kinds
    ]


def letter_facts(letter: Letter, speech: Speech, names: dict[UUID, str]) -> list[tuple[str, str]]:
    """To whom, how and when it was sent, by whom, under which number, and whether it came through."""
    found = [(gettext("To"), letter.recipient)]
    if letter.way:
        found.append((gettext("Delivered"), str(WAYS[letter.way])))
    if letter.sent_on and letter.sent_by_id:
        by = f"{names.get(letter.sent_by_id, '')}, {speech.role_within(letter.role)}"
        found += [(gettext("Sent on"), day_of_year(letter.sent_on)), (gettext("Sent by"), by)]
    if letter.number:
        found.append((gettext("Registry number"), letter.number))
    if letter.received_on:
        said = f"{day_of_year(letter.received_on)}. {letter.received_how}"
        found.append((gettext("Came through"), said))
    return found


def received_rows(found: Sequence[tuple[ReceivedDocument, AttachmentVersion]]) -> list[ReceivedRow]:
    """A row for each document that came in."""
    return [
        ReceivedRow(
            title=version.title,
            url=url_for("cases.attachment", case_id=row.case_id, version_id=version.id),
            sender=party(row.sender),
            told=", ".join(part for part in (day(row.received_on), row.number) if part),
        )
        for row, version in found
    ]


def taken_back_line(letter: Letter, names: dict[UUID, str]) -> str:
    """When and by whom the letter was taken back; empty where it was not."""
    if not (letter.taken_back_at and letter.taken_back_by_id):
        return ""
    name = names.get(letter.taken_back_by_id, "")
    return gettext("Taken back %(moment)s, %(name)s", moment=moment(letter.taken_back_at), name=name)


def acted(letter: Letter) -> Collection[UUID]:
    """Who has done something with the letter."""
    found = (letter.written_by_id, letter.sent_by_id, letter.taken_back_by_id)
    return {one for one in found if one}


def register_rows(found: Sequence[Entry]) -> list[RegisterRow]:
    """The lines of the register."""
    return [_line(one) for one in found]


def _line(one: Entry) -> RegisterRow:
    directions = {OUT: gettext("Out"), IN: gettext("In")}
    kind = gettext("Letter") if one.direction == OUT else gettext("Document")
    title = one.title or kind
    if one.is_taken_back:
        title = gettext("%(title)s (taken back)", title=title)
    return RegisterRow(
        on=one.on.isoformat(),
        direction=directions[one.direction],
        number=one.number,
        title=title,
        party=to_text(one.group) if one.is_to_all else party(one.party),
        way=str(WAYS[one.way]) if one.way else "",
        case=str(one.case.number) if one.case else "",
        student=one.student,
        url=url_for("letters.of_case", case_id=one.case.id) if one.case else None,
    )


def columns() -> tuple[str, ...]:
    """What the columns of the register are called."""
    return (
        gettext("Day"),
        gettext("Direction"),
        gettext("Registry number"),
        gettext("Document"),
        gettext("From or to"),
        gettext("Way"),
        gettext("Case"),
        gettext("Student"),
    )


def cells(row: RegisterRow) -> list[str]:
    """A line as the table and the file hold it."""
    return [row.on, row.direction, row.number, row.title, row.party, row.way, row.case, row.student]


def days_asked(first: str, last: str, today: date) -> tuple[date, date]:
    """The days that the address asks for; the year up to now where it asks for none."""
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return today.replace(month=1, day=1), today
