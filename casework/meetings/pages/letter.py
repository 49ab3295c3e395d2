"""The invitation as a letter: for one receiver, who learns of it what they may, and of others no address."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale

from casework.cases.facts import Situation
from casework.cases.views.desk import Desk
from casework.clock import school_date
from casework.errors import NotHere
from casework.letters.actions import Said, ways_for
from casework.letters.inviting import Invitation, kind_of_invitations
from casework.letters.models import PROTECTED_WAYS, Letter
from casework.letters.pages import writing
from casework.letters.pages.listing import letter_url, state_text
from casework.letters.pages.words import WAYS
from casework.meetings.models import Invited, Meeting
from casework.meetings.planned import is_open
from casework.meetings.queries import Called
from casework.people.home import home_of
from casework.web.dates import clock, day_of_year
from casework.web.text import gettext


@dataclass(frozen=True)
class Calling:
    """One who is called, among all who are, to a meeting that is to come."""

    desk: Desk
    meeting: Meeting
    one: Called
    called: Sequence[Called]

    @property
    def invitation(self) -> Invitation:
        """The letter, with the text that it begins with. NotHere where the authority has none such."""
        kind = kind_of_invitations(writing.usual_language(self.desk))
        if kind is None or kind.confidentiality not in self.desk.readable:
            raise NotHere
        is_bare = not is_told(self.desk.situation, self.meeting, self.one.row, self.desk.now)
        with force_locale(kind.language):
            block = "\n\n".join(_blocks(self, is_told=not is_bare))
        text = writing.invitation_text(kind, self.desk, block, is_bare=is_bare)
        left_out = tuple(part.id for part in kind.parts if is_bare and part.tells and not part.write)
        recipient_kind, bond_id = _recipient(self)
        name = ", ".join(_named(self.one))
        said = Said(recipient_kind, name, kind.language, bond_id, left_out=left_out, own_text=text)
        return Invitation(kind, said, self.one.row.id, is_bare)

    @property
    def ways(self) -> tuple[str, ...]:
        """How the letter can be delivered; an address that is protected stands on no envelope."""
        return PROTECTED_WAYS if self.one.row.is_protected else ways_for(self.desk.row.student)


def called_as(desk: Desk, meeting: Meeting, called: Sequence[Called], person_id: UUID) -> Calling:
    """The person among those who get a letter; NotHere for a colleague, or who is called no longer."""
    one = next((row for row in called if row.row.id == person_id and row.row.party != "staff"), None)
    if one is None or one.row.left_at or meeting.status != "booked":
        raise NotHere
    return Calling(desk, meeting, one, called)


def state_of(situation: Situation, meeting: Meeting, one: Invited, now: datetime) -> str:
    """Tells whether the meeting, and what the person may learn of it, is still what a page showed."""
    told = is_told(situation, meeting, one, now)
    seen = (meeting.revision, meeting.status, one.left_at is None, one.is_protected, told)
    return hashlib.sha256(repr((*seen, situation.student.is_protected)).encode()).hexdigest()[:16]


def is_told(situation: Situation, meeting: Meeting, one: Invited, now: datetime) -> bool:
    """Whether the receiver may learn whom it is about and why."""
    if one.party == "outside":
        return is_open(meeting, {row.id: row for row in situation.consents}, now)
    if one.party == "guardian":
        home = home_of(situation.student, school_date(now))
        return any(row.guardian.id == one.guardian_id and row.may_be_informed for row in home)
    return True


def sent_lines(rows: Sequence[Letter]) -> dict[UUID, list[tuple[str, str]]]:
    """What became of the letters to each who is called, with where they are read; the latest first."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    for one in rows:
        if one.meeting_person_id:
            text = f"{state_text(one)}. {WAYS[one.way]}"
            found.setdefault(one.meeting_person_id, []).append((text, letter_url(one)))
    return found


def _recipient(at: Calling) -> tuple[str, UUID | None]:
    """Whom the letter goes to, as letters say, with the bond of somebody at home who may be contacted."""
    row = at.one.row
    if row.party != "guardian":
        return ("student" if row.party == "student" else "other"), None
    home = home_of(at.desk.row.student, at.desk.today)
    bond = next((one.bond for one in home if one.guardian.id == row.guardian_id), None)
    if bond is None:
        raise NotHere
    return "home", bond.id


def _blocks(at: Calling, *, is_told: bool) -> list[str]:
    """What the letter says: when and where, what it is about, who else is called, and whom to reach."""
    others = _others(at, is_told=is_told)
    found = ["\n".join(_lines(at, is_told=is_told))]
    found += [at.meeting.about] if is_told and at.meeting.about else []
    found += ["\n".join((gettext("Who else is called:"), *others))] if others else []
    return [*found, gettext("If you cannot come, get in touch with the school.")]


def _lines(at: Calling, *, is_told: bool) -> list[str]:
    meeting, student = at.meeting, at.desk.row.student
    said = {"day": day_of_year(school_date(meeting.starts_at)), "time": clock(meeting.starts_at)}
    if is_told and at.one.row.party != "student":
        name = student.name if at.one.row.party == "outside" else student.given_name
        first = gettext(
            "You are called to a meeting about %(name)s on %(day)s at %(time)s.", name=name, **said
        )
    else:
        first = gettext("You are called to a meeting on %(day)s at %(time)s.", **said)
    lines = [first, gettext("It takes about %(n)s minutes.", n=meeting.minutes)]
    is_told_where = meeting.place and not at.desk.row.place.is_protected
    return [*lines, gettext("Place: %(place)s", place=meeting.place)] if is_told_where else lines


def _others(at: Calling, *, is_told: bool) -> list[str]:
    """Who else comes: nobody who is protected; where nothing may be said, only those of the school."""
    others = [
        one for one in at.called if one is not at.one and not one.row.left_at and not one.row.is_protected
    ]
    if not is_told:
        others = [one for one in others if one.row.party == "staff"]
    return [", ".join(_named(one)) for one in others]


def _named(one: Called) -> list[str]:
    return list(dict.fromkeys(part for part in (one.name, one.row.body) if part))
