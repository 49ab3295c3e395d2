"""Letters to a whole class or school on pages: what can be written, with what, and what was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask import url_for
from flask_babel import force_locale

from casework.catalog import catalog
from casework.errors import Damaged, NotAcceptable, NotHere
from casework.letter_kinds import LetterKind
from casework.letters.for_all import Kept, letters_to_all, may_send
from casework.letters.models import SchoolLetter
from casework.letters.pages.words import WAYS, to_text
from casework.letters.pages.writing import BY_COUNTRY, settings
from casework.letters.writing import Sending, document_for_all, with_values
from casework.people import queries as people
from casework.people.models import Group
from casework.prevention.queries import School
from casework.printing.setting import Unprintable, pdf
from casework.web.dates import day, day_of_year
from casework.web.role_titles import role_title
from casework.web.text import gettext


@dataclass(frozen=True)
class ToAllRow:
    """A letter that was sent: what and to whom, where its PDF is, when, how and by whom."""

    title: str
    to: str
    url: str
    told: str


def kinds_for_all(school: School, language: str) -> list[LetterKind]:
    """The kinds that can go to all homes, by title."""
    kinds = (one.in_language(language) for one in catalog().letters.values())
    found = [one for one in kinds if one.is_for_all and one.only_in in (None, school.unit.country)]
    return sorted(found, key=lambda one: one.title)


def kind_for_all(school: School, name: str, language: str) -> LetterKind:
    """One of them; NotHere where it is none."""
    found = next((one for one in kinds_for_all(school, language) if one.letter == name), None)
    if found is None:
        raise NotHere
    return found


def usual_language(school: School) -> str:
    """The language that letters of the school are in where nobody chooses another."""
    return BY_COUNTRY[school.unit.country]


def receivers(school: School) -> list[tuple[str, str]]:
    """To whom the reader can write: the whole school, and each class."""
    whole = [("", to_text(""))] if may_send(school, None) else []
    return [*whole, *((str(one.id), to_text(one.name)) for one in school.groups if may_send(school, one))]


def group_of(school: School, key: str) -> Group | None:
    """The class that was chosen; None for the whole school."""
    return next((one for one in school.groups if str(one.id) == key), None)


def start(kind: LetterKind, school: School, group: Group | None) -> str:
    """Where the writer's own text begins."""
    with force_locale(kind.language):
        found = _values(school, group)
        return with_values((kind.written.text or "") if kind.written else "", found.__getitem__).strip()


def paper(kind: LetterKind, school: School, group: Group | None, own_text: str, sending: Sending) -> bytes:
    """The letter as PDF. Raises NotAcceptable where a character in it cannot be printed."""
    with force_locale(kind.language):
        values = _values(school, group)
        head = replace(settings().head, authority=values["authority"], school=school.unit.name)
        to = to_text(group.name if group else "")
        document = document_for_all(kind, own_text, values, head, to, sending)
    try:
        return pdf(document)
    except Unprintable:
        raise NotAcceptable("letter_unprintable") from None


def whole(letter: SchoolLetter) -> bytes:
    """The PDF as it was kept. Raises Damaged where it is another."""
    if hashlib.sha256(letter.paper).hexdigest() != letter.sha256:
        raise Damaged
    return letter.paper


def sent_rows(school: School) -> list[ToAllRow]:
    """What was sent, the latest first."""
    return [_row(school.unit.id, one) for one in letters_to_all(school)]


def _row(unit_id: UUID, one: Kept) -> ToAllRow:
    letter = one.letter
    told = (day(letter.sent_on), str(WAYS[letter.way]), letter.number, one.who)
    return ToAllRow(
        title=letter.title,
        to=to_text(one.group),
        url=url_for("letters.paper_to_all", unit_id=unit_id, letter_id=letter.id),
        told=", ".join(part for part in told if part),
    )


def _values(school: School, group: Group | None) -> Mapping[str, str]:
    """What the letter is filled with; nothing in it is about a student."""
    unit, actor = school.unit, school.actor
    where = (unit.id, group.id if group else None)
    around = people.colleagues_at([where], school.today)[where]
    held = [grant.role for grant in actor.grants if unit.id in grant.units]
    authority = settings().head.authority
    if not authority and unit.parent_id:
        authority = people.unit(unit.parent_id).name
    holders = {
        role: ", ".join(dict.fromkeys(one.name for one in around if one.role == role))
        for role in ("rector", "mentor")
    }
    return {
        "school": unit.name,
        "group": group.name if group else "",
        "principal": holders["rector"],
        "mentor": holders["mentor"] if group else gettext("each class has its own"),
        "writer": actor.name,
        "writer_role": role_title(held[0]) if held else "",
        "authority": authority,
        "today": day_of_year(school.today),
    }
