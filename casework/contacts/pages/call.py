"""The page on which one calls and logs: whom one can reach and where, what it does, what was tried before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from casework.access.policy import Person, decide
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cases.pages.notes import class_choices
from casework.cases.pages.overview import home_line
from casework.cases.pages.rows import GuidanceText
from casework.cases.pages.words import Speech
from casework.clock import school_date
from casework.contacts.actions import About, classes_for
from casework.contacts.asked import Asked, asked_about, asked_in
from casework.contacts.forms import OTHER, STUDENT, Before, Offered
from casework.contacts.models import LoggedContact
from casework.contacts.pages.words import REASONS, channels, outcomes, task_line
from casework.engine.actions import Contact
from casework.messages.notices import AT_HOME
from casework.people import queries as people
from casework.people.home import AtHome, home_of
from casework.people.models import ADULT, Student
from casework.web.text import gettext

CHANGE = "case:change"


@dataclass(frozen=True)
class Party:
    """Somebody with whom one can be in touch; without a `value` it is somebody who may not be contacted."""

    value: str
    name: str
    line: str
    phone: str = ""


@dataclass(frozen=True)
class Call:
    """One student whom a contact is about, in front of who logs it."""

    about: About
    reader: Person
    language: str
    today: date
    asked: tuple[Asked, ...] = ()
    home: Sequence[AtHome] = field(default_factory=tuple)
    task: UUID | None = None
    is_in_case: bool = False

    @property
    def student(self) -> Student:
        """Whom it is about."""
        return self.about.student

    @property
    def is_of_age(self) -> bool:
        """Whether the student decides."""
        return self.student.age(self.today) >= ADULT

    @property
    def here(self) -> Asked | None:
        """The task that one came from, while it is open and the reader's."""
        return next((one for one in self.asked if one.id == self.task), None)


def call(
    student: Student,
    case: Case | None,
    role: str,
    reader: Person,
    language: str,
    now: datetime,
    *,
    task: UUID | None = None,
    in_case: Sequence[Asked] | None = None,
) -> Call:
    """What the page is made from; the tasks of the case stand there for who may work in it.

    `in_case` are these, where they are known already.
    """
    today = school_date(now)
    place = people.place(student, bool(case and case.is_handed_over))
    asked = asked_about(student, reader, language, today)
    if in_case is None and case and decide(reader, CHANGE, place).is_allowed:
        in_case = _in_case(case, student, reader, language, now)
    asked += in_case or ()
    about = About(student, case.id if case else None, place, role)
    return Call(about, reader, language, today, tuple(asked), home_of(student, today), task)


def _in_case(case: Case, student: Student, reader: Person, language: str, now: datetime) -> list[Asked]:
    situation = situation_of(case, reader, now)
    colleagues = people.colleagues_for(student, school_date(now))
    spoken = situation.model.in_language(language)
    return asked_in(situation, Speech(spoken, language, colleagues, reader.name, situation.facts.actor.roles))


def offered(at: Call, earlier: LoggedContact | None = None) -> Offered:
    """What can be chosen; in a correction also the person with whom it was."""
    known = [one for one in at.home if one.may_be_contacted or _is_with(one, earlier)]
    named = [(party.value, party.name) for party in parties(at, earlier) if party.value]
    return Offered(
        parties=named,
        guardians={str(one.bond.id): one.guardian.id for one in known},
        outcomes=outcomes(),
        channels=channels(),
        reasons=[(name, str(text)) for name, text in REASONS.items()],
        tasks=[(str(one.id), task_line(one)) for one in at.asked],
        whose={str(one.id): one.guardian_id for one in at.asked if one.guardian_id},
        agreeing=frozenset(str(one.id) for one in at.asked if one.asks_agreement),
        classes=class_choices(classes_for(at.reader, at.about.place)),
    )


def before(at: Call, earlier: LoggedContact | None = None) -> Before:
    """What stands in the form: the only person there is to reach, and every open task of the same kind."""
    if earlier:
        bonds = {one.guardian.id: str(one.bond.id) for one in at.home}
        known = bonds.get(earlier.guardian_id, "") if earlier.guardian_id else earlier.party
        return Before(party=known, earlier=earlier)
    here = at.here
    action = here.action if here else None
    alike = tuple(str(one.id) for one in at.asked if here and _is_alike(one, here))
    ways = action.channel if isinstance(action, Contact) else ()
    return Before(party=_likely(at, here), channel=ways[0] if ways else "phone", tasks=alike)


def _is_alike(one: Asked, other: Asked) -> bool:
    """Whether one contact does both: the same action, for the same one at home."""
    return (one.action.id, one.guardian_id) == (other.action.id, other.guardian_id)


def _likely(at: Call, here: Asked | None) -> str:
    """Whom one is to reach, where that is one person: whom it is for, the student, the only one at home."""
    if here and here.guardian_id:
        return next((str(one.bond.id) for one in at.home if one.guardian.id == here.guardian_id), "")
    wanted = set(here.action.parties) if here else set()
    if at.is_of_age or (wanted and not wanted & set(AT_HOME)):
        return STUDENT if at.is_of_age or STUDENT in wanted else ""
    reachable = [str(one.bond.id) for one in at.home if one.may_be_contacted]
    return reachable[0] if len(reachable) == 1 else ""


def parties(at: Call, earlier: LoggedContact | None = None) -> tuple[Party, ...]:
    """Everybody around the student whom one may want to reach; a student of age first."""
    home = tuple(
        Party(
            str(one.bond.id) if one.may_be_contacted or _is_with(one, earlier) else "",
            one.guardian.name,
            _line(one),
            one.guardian.phone if one.may_be_contacted else "",
        )
        for one in at.home
    )
    line = gettext("the student, who is of age") if at.is_of_age else gettext("the student")
    phone = "" if at.student.is_protected else at.student.phone
    student = Party(STUDENT, at.student.name, line, phone)
    other = Party(
        OTHER, gettext("Somebody else"), gettext("such as a relative or somebody at another authority")
    )
    return (student, *home, other) if at.is_of_age else (*home, student, other)


def _line(one: AtHome) -> str:
    """What somebody at home is to the student, and what the call takes."""
    line = home_line(one)
    return gettext("%(who)s, book an interpreter", who=line) if one.bond.speaks else line


def _is_with(one: AtHome, earlier: LoggedContact | None) -> bool:
    return earlier is not None and earlier.guardian_id == one.guardian.id


def lead(at: Call) -> str:
    """What stands under the heading: the task, or nothing."""
    return task_line(at.here) if at.here else ""


def guidance(at: Call) -> list[GuidanceText]:
    """What the routine says about the task."""
    action = at.here.action if at.here else None
    return [GuidanceText(action.title, action.guidance)] if action and action.guidance else []
