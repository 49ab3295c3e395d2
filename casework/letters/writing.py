"""Makes the paper of a letter: its kind's parts filled with what is known, for whom it goes to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from casework.access.classes import CLASSES
from casework.access.policy import Confidentiality
from casework.cases.for_home import Reader
from casework.forms.context import FormContext
from casework.forms.reading import ReadSection, ReadTable, reading
from casework.letter_kinds import PLACE, Answers, LetterKind, LetterPart
from casework.letters.models import Letter
from casework.letters.values import TITLES, About, value
from casework.printing.paper import Document, Letterhead, Part, Table
from casework.records.carried import taken_in
from casework.records.models import Submission
from casework.records.queries import definition_of
from casework.web.dates import day_of_year
from casework.web.text import gettext

NOTHING = "–"
MOST_COLUMNS = 5
REGISTERED = "registered_mail"


@dataclass(frozen=True)
class Sending:
    """How a letter goes out: by which way, on which day, under which number of the register."""

    way: str
    sent_on: date
    number: str = ""


@dataclass(frozen=True)
class Desk:
    """With what a letter is written: the case, for whom it is, what the writer may read, and the head."""

    about: About
    reader: Reader
    readable: Collection[Confidentiality]
    head: Letterhead
    is_marked: bool = False


def document_of(kind: LetterKind, letter: Letter, desk: Desk, sending: Sending) -> Document:
    """The letter on paper, in the language of the kind; the words of the program are said in that too."""
    about = desk.about
    parts = [
        one
        for part in kind.parts
        if part.id not in letter.left_out
        for one in _parts(part, letter.own_text, kind, desk)
    ]
    address = [] if desk.is_marked else letter.address.split("\n")
    return Document(
        language=kind.language,
        title=kind.title,
        head=desk.head,
        parts=tuple(parts),
        marks=tuple(_marks(sending, is_marked=desk.is_marked)),
        addressee=tuple(line.strip() for line in (letter.recipient, *address) if line.strip()),
        signature=tuple(line for line in (about.writer, about.role, about.school) if line),
        dated=sending.sent_on,
    )


def filled(text: str, about: About) -> str:
    """The text with the values in their places; a dash where there is none."""
    return with_values(text, lambda name: value(name, about))


def with_values(text: str, find: Callable[[str], str]) -> str:
    """The same, with values that are found by their names."""
    return PLACE.sub(lambda found: find(found[1]) or NOTHING, text)


def document_for_all(
    kind: LetterKind, own_text: str, values: Mapping[str, str], head: Letterhead, to: str, sending: Sending
) -> Document:
    """A letter to all homes of a class or a school, in the language of the kind; it is about nobody."""

    def part_of(part: LetterPart) -> Part:
        title = part.title or ""
        if part.facts:
            facts = tuple((str(TITLES[one]), values[one]) for one in part.facts if values[one])
            return Part(title, facts=facts)
        text = own_text if part.write else with_values(part.text or "", values.__getitem__)
        return Part(title, paragraphs=_paragraphs(text))

    found = [part_of(part) for part in kind.parts]
    return Document(
        language=kind.language,
        title=kind.title,
        head=head,
        parts=tuple(one for one in found if one.facts or one.paragraphs),
        marks=tuple(_marks(sending)),
        addressee=(to,),
        signature=tuple(values[one] for one in ("writer", "writer_role", "school") if values[one]),
        dated=sending.sent_on,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace("\r", "").split("\n\n") if one.strip())


def _marks(sending: Sending, *, is_marked: bool = False) -> Iterator[tuple[str, str]]:
    yield gettext("Date"), day_of_year(sending.sent_on)
    if sending.number:
        yield gettext("Registry number"), sending.number
    if sending.way == REGISTERED:
        yield gettext("Sent as"), gettext("Registered mail")
    if is_marked:
        yield gettext("Handle with care"), gettext("Protected identity")


def _parts(part: LetterPart, own_text: str, kind: LetterKind, desk: Desk) -> Iterator[Part]:
    title = part.title or ""
    if part.answers:
        yield from _answers(part.answers, title, kind, desk)
    elif part.facts:
        found = ((str(TITLES[name]), value(name, desk.about)) for name in part.facts)
        yield Part(title, facts=tuple(pair for pair in found if pair[1]))
    else:
        text = own_text if part.write else filled(part.text or "", desk.about)
        if paragraphs := _paragraphs(text):
            yield Part(title, paragraphs=paragraphs)


def _answers(wanted: Answers, title: str, kind: LetterKind, desk: Desk) -> Iterator[Part]:
    """What the newest signed form says, of the classes that the letter may hold and the writer may read."""
    signed = newest_signed(desk.about.situation.submissions, wanted.form)
    if signed is None:
        return
    form = definition_of(signed).in_language(kind.language)
    classes = frozenset(CLASSES[: CLASSES.index(kind.confidentiality) + 1]) & frozenset(desk.readable)
    kept = desk.reader.leaves_out(form, taken_in(signed))
    read = reading(form, signed.answers, FormContext(readable=classes, withheld=kept))
    for section in _under_one(title, read) if title else read:
        rows = [row for row in section.rows if not wanted.fields or row.field_id in wanted.fields]
        yield from _section(replace(section, rows=tuple(row for row in rows if row.text)))


def _under_one(title: str, read: Iterable[ReadSection]) -> list[ReadSection]:
    """The answers under the part's own heading, from whichever sections of the form they come."""
    return [ReadSection("", title, tuple(row for section in read for row in section.rows))]


def _section(section: ReadSection) -> Iterator[Part]:
    """The answers with their questions; each table under its own heading."""
    plain = tuple((row.label.rstrip("?:"), row.text) for row in section.rows if row.table is None)
    if plain:
        yield Part(section.title, facts=plain)
    for row in section.rows:
        if row.table:
            yield from _table(row.label.rstrip("?:"), row.table)


def _table(title: str, found: ReadTable) -> Iterator[Part]:
    """A table; one with more columns than a page holds as facts, row by row."""
    if len(found.columns) <= MOST_COLUMNS:
        yield Part(title, table=Table(found.columns, found.rows))
        return
    for number, row in enumerate(found.rows, 1):
        said = {"title": title, "number": number, "count": len(found.rows)}
        pairs = zip(found.columns, row, strict=True)
        facts = tuple((label.rstrip("?:"), text) for label, text in pairs if text)
        yield Part(gettext("%(title)s, %(number)s of %(count)s", **said), facts=facts)


def newest_signed(submissions: Collection[Submission], form: str) -> Submission | None:
    """The newest signed version of the form that the case has."""
    signed = [one for one in submissions if one.form == form and one.status == "finalised"]
    return max(signed, key=lambda one: (one.round, one.number), default=None)
