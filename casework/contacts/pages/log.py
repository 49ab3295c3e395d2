"""The log of contacts as a page shows it: what holds now, newest first, with what it replaced behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from casework.access.policy import Person
from casework.cases.pages.reading import class_note
from casework.cases.pages.reported import REACHED, contact_outcome
from casework.contacts.actions import may_correct
from casework.contacts.models import LoggedContact
from casework.contacts.pages.words import KNEW, REASONS, how
from casework.contacts.queries import NamedContact
from casework.web.dates import day, moment
from casework.web.paging import Chip
from casework.web.role_titles import in_sentence, role_title
from casework.web.text import gettext

Addressed = Callable[[UUID], str]


@dataclass(frozen=True)
class ContactRow:
    """One contact: how it went, with whom and how, what was said, when the next is, who wrote it."""

    anchor: str
    outcome: str
    is_reached: bool
    when: str
    line: str
    note: str
    said: tuple[tuple[str, str], ...]
    class_note: str
    who: str
    earlier: tuple[ContactRow, ...] = ()
    correct_url: str | None = None


def log(
    found: Sequence[NamedContact],
    titles: Mapping[str, str],
    reader: Person,
    student: str,
    correct: Addressed | None = None,
) -> list[ContactRow]:
    """The rows; `titles` are those of tasks by their ids, `correct` where one's own are put right."""
    by_id = {one.contact.id: one for one in found}
    replaced = {one.contact.replaces_id for one in found}
    rows = []
    for one in found:
        if one.contact.id in replaced:
            continue
        earlier, older = [], _older(one, by_id)
        while older:
            earlier.append(_row(older, titles, student))
            older = _older(older, by_id)
        is_mine = correct is not None and may_correct(reader, one.contact)
        url = correct(one.contact.id) if correct and is_mine else None
        rows.append(_row(one, titles, student, tuple(earlier), url))
    return rows


def _older(one: NamedContact, by_id: Mapping[UUID, NamedContact]) -> NamedContact | None:
    return by_id.get(one.contact.replaces_id) if one.contact.replaces_id else None


def _row(
    one: NamedContact,
    titles: Mapping[str, str],
    student: str,
    earlier: tuple[ContactRow, ...] = (),
    url: str | None = None,
) -> ContactRow:
    row = one.contact
    name = student if row.party == "student" else one.party
    told = {"name": name, "how": how(row.channel)}
    line = gettext("With %(name)s, %(how)s", **told)
    if row.direction == "in":
        line = gettext("%(name)s got in touch, %(how)s", **told)
    written = gettext("written %(moment)s", moment=moment(row.written_at))
    return ContactRow(
        anchor=anchor(row.id),
        outcome=contact_outcome(row.outcome),
        is_reached=row.outcome in REACHED,
        when=moment(row.happened_at),
        line=line,
        note=row.note,
        said=tuple(_said(row, titles)),
        class_note=class_note(row.confidentiality),
        who=f"{one.by}, {in_sentence(row.role, role_title(row.role))}, {written}",
        earlier=earlier,
        correct_url=url,
    )


def _said(row: LoggedContact, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """What else was said, as pairs of a label and a text."""
    found = [(gettext("Agreed"), row.agreement)] if row.agreement else []
    if row.reason_given:
        found.append((gettext("Reason given"), str(REASONS[row.reason_given])))
    if row.home_knew:
        found.append((gettext("Absence"), str(KNEW[row.home_knew])))
    done = list(dict.fromkeys(titles[one] for one in row.tasks if one in titles))
    if done:
        found.append((gettext("Tasks"), ". ".join(done)))
    if row.next_on:
        label = gettext("Next contact") if row.outcome in REACHED else gettext("Next attempt")
        found.append((label, day(row.next_on)))
    return found


def anchor(contact_id: UUID) -> str:
    """The contact's place on the page."""
    return f"contact-{contact_id}"


def key_of(contact: LoggedContact) -> str:
    """With whom it was, as an address names them."""
    return str(contact.guardian_id) if contact.guardian_id else contact.party


def chips(found: Sequence[NamedContact], student: str, chosen: str, url: Callable[[str], str]) -> list[Chip]:
    """The people with whom contacts were, each with how many; nothing where it is one person."""
    replaced = {one.contact.replaces_id for one in found}
    held = [one for one in found if one.contact.id not in replaced]
    people: dict[str, tuple[str, int]] = {}
    for one in held:
        names = {"student": student, "other": gettext("Others")}
        name = names.get(one.contact.party, one.party)
        people[key_of(one.contact)] = (name, people.get(key_of(one.contact), ("", 0))[1] + 1)
    if len(people) < 2:
        return []
    everybody = Chip(gettext("Everybody"), len(held), url(""), chosen not in people)
    named = sorted(people.items(), key=lambda item: item[1][0])
    return [everybody, *(Chip(name, count, url(key), key == chosen) for key, (name, count) in named)]
