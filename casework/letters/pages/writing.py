"""What a letter is written with: whom it can go to, which parts it has, and the paper as it would be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from flask_babel import force_locale

from casework.cases.for_home import STAFF, TOGETHER, Reader, household
from casework.cases.pages.student_rows import municipality_text
from casework.cases.pages.words import Speech
from casework.cases.views.desk import Desk
from casework.catalog import catalog
from casework.errors import NotAcceptable, NotHere
from casework.extensions import instance_path, letter_settings
from casework.letter_kinds import LetterKind, LetterPart
from casework.letters import writing
from casework.letters.actions import Said
from casework.letters.for_tasks import LetterTask, fits, wanted
from casework.letters.forms import Offered
from casework.letters.models import Letter
from casework.letters.pages.words import party
from casework.letters.queries import numbers_given
from casework.letters.settings import LetterSettings, letter_settings_in
from casework.letters.values import TITLES, About
from casework.letters.writing import Sending, document_of, filled, newest_signed
from casework.people import queries as people
from casework.people.home import home_of
from casework.people.models import Guardianship
from casework.printing.paper import Document
from casework.printing.setting import Unprintable, pdf
from casework.web.languages import NAMES
from casework.web.text import gettext

BY_COUNTRY = {"SE": "sv", "NO": "nb"}
SHORT = 60


def kinds_for(desk: Desk, language: str, parties: Iterable[str] = ()) -> list[LetterKind]:
    """The kinds that the reader may write here; only those for one of the parties, where there are any.

    An invitation is no such: the task asks for a letter, and the meeting has its own.
    """
    asked = wanted(parties)
    country = desk.situation.workflow.country
    found = [
        kind
        for kind in (one.in_language(language) for one in catalog().letters.values())
        if kind.only_in in (None, country) and kind.confidentiality in desk.readable
    ]
    fitting = [kind for kind in found if not asked or (asked & set(kind.to) and not kind.is_of_meeting)]
    return sorted(fitting, key=lambda kind: kind.title)


def kind_of(kind_name: str, language: str, desk: Desk) -> LetterKind:
    """The kind; NotHere where there is none, or it is not for the reader or the country."""
    found = catalog().letters.get(kind_name)
    kind = found.in_language(language) if found else None
    is_here = kind is not None and kind.only_in in (None, desk.situation.workflow.country)
    if kind is None or not is_here or kind.confidentiality not in desk.readable:
        raise NotHere
    return kind


def usual_language(desk: Desk) -> str:
    """The language that letters of the school are in where nobody chooses another."""
    return BY_COUNTRY[desk.situation.workflow.country]


def settings() -> LetterSettings:
    """How letters of this authority look."""
    authority, found = letter_settings()
    return letter_settings_in(authority, found, instance_path())


def next_number(today: date) -> str:
    """The number that the register has next; empty where the authority keeps none."""
    found = settings()
    before, _ = found.around(today.year)
    return found.next_number(today.year, numbers_given(before)) if found.register_number else ""


def offered(kind: LetterKind, desk: Desk, language: str, task: LetterTask | None = None) -> Offered:
    """What can be chosen about the letter; only whom the task is for, where one is open."""

    def is_for(recipient: str, bond: Guardianship | None = None) -> bool:
        is_open = task is not None and task.status == "open"
        return not (task and is_open) or fits(desk.situation, task, recipient, bond, desk.today)

    student = desk.row.student
    home = [
        (str(one.bond.id), one.guardian.name)
        for one in home_of(student, desk.today)
        if one.may_be_contacted and one.may_be_informed and "home" in kind.to and is_for("home", one.bond)
    ]
    named = {"student": student.name}
    if student.home_municipality and not desk.is_marked:
        told = {"who": party("home_municipality"), "name": municipality_text(student)}
        named["home_municipality"] = gettext("%(who)s, %(name)s", **told)
    bodies = [(one, named.get(one) or party(one)) for one in kind.to if one != "home" and is_for(one)]
    with force_locale(kind.language):
        about = about_of(desk, kind.language)
        start = filled(kind.written.text or "", about) if kind.written else ""
    return Offered(
        home=home,
        bodies=bodies,
        parts=[(one.id, _named(one, desk)) for one in kind.parts if not one.write],
        languages=list(NAMES.items()),
        language=language,
        start=start,
        has_own_text=kind.written is not None,
        takes_address=not desk.is_marked,
        student=student.name,
    )


def _named(part: LetterPart, desk: Desk) -> str:
    """What a part is called where it can be left out; that a form is not signed yet is said."""
    if part.facts:
        return ", ".join(str(TITLES[name]) for name in part.facts)
    if part.answers:
        title = part.title or desk.speech.form(part.answers.form)
        if newest_signed(desk.situation.submissions, part.answers.form):
            return title
        return gettext("%(title)s (not signed yet, so nothing stands here)", title=title)
    text = part.title or " ".join(filled(part.text or "", about_of(desk, desk.speech.language)).split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def in_new_language(said: Said, before: str, kind: LetterKind, desk: Desk) -> Said:
    """The same in the chosen language; the own text follows where nobody has changed it."""
    if said.own_text.split() != before.split() or kind.written is None:
        return said
    with force_locale(kind.language):
        return replace(said, own_text=filled(kind.written.text or "", about_of(desk, kind.language)))


def about_of(desk: Desk, language: str, meeting: str = "") -> About:
    """What the letter is about, in its language; a protected identity names no school and no staff."""
    unit = people.unit(desk.row.student.unit_id)
    model = desk.situation.model.in_language(language)
    speech = replace(desk.speech, workflow=model, language=language)
    role = _role(desk, speech)
    if desk.is_marked:
        speech = replace(speech, colleagues=())
    authority = settings().head.authority
    if not authority and unit.parent_id:
        authority = people.unit(unit.parent_id).name
    return About(
        situation=desk.situation,
        speech=speech,
        group="" if desk.is_marked else desk.row.group,
        school="" if desk.is_marked else unit.name,
        authority=authority,
        writer=desk.reader.name,
        role=role,
        today=desk.today,
        meeting=meeting,
    )


def _role(desk: Desk, speech: Speech) -> str:
    """The role that the writer has nearest to the student."""
    held: Sequence[str] = [one.role for one in speech.colleagues if one.id == desk.reader.id]
    return speech.role(held[0]) if held else ""


def invitation_text(kind: LetterKind, desk: Desk, meeting: str, *, is_bare: bool) -> str:
    """Where an invitation begins; only what is said of the meeting where the rest tells of the student."""
    written = kind.written
    if written is None or (is_bare and written.tells):
        return meeting
    with force_locale(kind.language):
        return filled(written.text or "", about_of(desk, kind.language, meeting)).strip()


def paper_of(letter: Letter, kind: LetterKind, desk: Desk, sending: Sending) -> Document:
    """The letter as it would be sent, in the language of the kind."""
    home = household(desk.row.student, desk.today)
    by_name = letter.recipient_kind in ("student", "other")  # somebody by name may be of the home
    key = str(letter.guardianship_id or "") or (TOGETHER if by_name else STAFF)
    reader: Reader = home.reader(key)
    with force_locale(kind.language):
        about = about_of(desk, kind.language)
        head = replace(settings().head, authority=about.authority, school=about.school)
        at = writing.Desk(about, reader, desk.readable, head, desk.is_marked)
        return document_of(kind, letter, at, sending)


def set_as_pdf(letter: Letter, kind: LetterKind, desk: Desk, sending: Sending) -> bytes:
    """The same as PDF. Raises NotAcceptable where a character in it cannot be printed."""
    try:
        return pdf(paper_of(letter, kind, desk, sending))
    except Unprintable:
        raise NotAcceptable("letter_unprintable") from None


def names_school(letter: Letter, desk: Desk) -> bool:
    """Whether the writer's own text holds the name of the student's school."""
    return people.unit(desk.row.student.unit_id).name.casefold() in letter.own_text.casefold()


def preview_sending(letter: Letter, today: date) -> Sending:
    """How a draft is shown before anybody has said how it is sent."""
    return Sending(letter.way, letter.sent_on or today, letter.number)


def said_of(letter: Letter) -> Said:
    """What the writer has said so far."""
    return Said(
        recipient_kind=letter.recipient_kind,
        recipient=letter.recipient,
        language=letter.language,
        guardianship_id=letter.guardianship_id,
        address=letter.address,
        left_out=tuple(letter.left_out),
        own_text=letter.own_text,
    )
