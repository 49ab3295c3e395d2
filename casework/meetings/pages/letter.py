"""The invitation on paper: for one receiver, who learns of it what they may, and of others no address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import force_locale

from casework.cases.views.desk import Desk
from casework.clock import school_date
from casework.meetings.models import Meeting
from casework.meetings.planned import is_open
from casework.meetings.queries import Called
from casework.messages.letters import LANGUAGES
from casework.people import queries as people
from casework.people.home import home_of
from casework.web.dates import clock, day_of_year
from casework.web.text import gettext


@dataclass(frozen=True)
class Paper:
    """The letter as it is printed."""

    language: str
    sender: str
    receiver: tuple[str, ...]
    heading: str
    lines: tuple[str, ...]
    about: str
    others_heading: str
    others: tuple[str, ...]
    end: str


def paper(desk: Desk, meeting: Meeting, one: Called, called: Sequence[Called]) -> Paper:
    """What stands in it; of a student with a protected identity it names no school and no place."""
    school = people.unit(desk.row.student.unit_id)
    language, is_told = LANGUAGES[school.country], _is_told(desk, meeting, one)
    with force_locale(language):
        return Paper(
            language=language,
            sender="" if desk.row.place.is_protected else school.name,
            receiver=tuple(dict.fromkeys(part for part in (one.name, one.row.body) if part)),
            heading=gettext("Invitation to a meeting"),
            lines=tuple(_lines(desk, meeting, one, is_told=is_told)),
            about=meeting.about if is_told else "",
            others_heading=gettext("Who else is called"),
            others=tuple(_others(meeting, one, called, is_told=is_told)),
            end=gettext("If you cannot come, get in touch with the school."),
        )


def _is_told(desk: Desk, meeting: Meeting, one: Called) -> bool:
    """Whether the receiver may learn whom it is about and why."""
    if one.row.party == "outside":
        return is_open(meeting, {row.id: row for row in desk.situation.consents}, desk.now)
    if one.row.party == "guardian":
        home = home_of(desk.row.student, desk.today)
        return any(row.guardian.id == one.row.guardian_id and row.may_be_informed for row in home)
    return True


def _lines(desk: Desk, meeting: Meeting, one: Called, *, is_told: bool) -> list[str]:
    said = {"day": day_of_year(school_date(meeting.starts_at)), "time": clock(meeting.starts_at)}
    if is_told and one.row.party != "student":
        name = desk.row.student.name if one.row.party == "outside" else desk.row.student.given_name
        first = gettext(
            "You are called to a meeting about %(name)s on %(day)s at %(time)s.", name=name, **said
        )
    else:
        first = gettext("You are called to a meeting on %(day)s at %(time)s.", **said)
    lines = [first, gettext("It takes about %(n)s minutes.", n=meeting.minutes)]
    is_told_where = meeting.place and not desk.row.place.is_protected
    return [*lines, gettext("Place: %(place)s", place=meeting.place)] if is_told_where else lines


def _others(meeting: Meeting, one: Called, called: Sequence[Called], *, is_told: bool) -> list[str]:
    """Who else comes: nobody who is protected; where nothing may be said, only those of the school."""
    others = [
        other for other in called if other is not one and not other.row.left_at and not other.row.is_protected
    ]
    if not is_told:
        others = [other for other in others if other.row.party == "staff"]
    return [
        ", ".join(dict.fromkeys(part for part in (other.name, other.row.body) if part)) for other in others
    ]
