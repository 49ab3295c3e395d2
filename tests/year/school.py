"""The school of a year: its people at their browsers, its clock, its log, and what leaves the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from casework import clock
from casework.access.policy import Person
from casework.access.table import product
from casework.cli.authors import AUTHORS
from casework.engine.workflow import LocalisedWorkflow, Workflow
from casework.extensions import db
from casework.messages.sending import send_due
from casework.people.models import Group, Guardian, Student, Unit, User
from casework.people.queries import person
from casework.web.role_titles import role_title
from casework.web.text import gettext
from tests.clients import Client, client_as
from tests.factories import make_group, make_unit, make_user, work
from tests.messages.post import Kept
from tests.pages import Page
from tests.stories.cast import Cast, acting
from tests.year.calendars import YEARS, SchoolYear
from tests.year.diary import Diary

# Two for each role of the program, the one who does most of it first.
STAFF = {
    "mentor": ("Karin Mallsjö", "Omar Modellin"),
    "subject_teacher": ("Nils Skissgård", "Tyra Exempelborg"),
    "student_health_team": ("Hanna Utkastdal", "Vidar Provberg"),
    "attendance_team": ("Leila Mönsterby", "Algot Schablonsson"),
    "school_counsellor": ("Sofia Demogren", "Iris Fiktivsson"),
    "school_nurse": ("Ylva Provensjö", "Maj Påhittsdal"),
    "career_counsellor": ("Signe Låtsbro", "Egil Skenmark"),
    "rector": ("Per Modellberg", "Berit Exempelstad"),
    "administration": ("Arvid Pärmlund", "Edit Mallqvist"),
}
# Given and family name, and who is at home; nobody at home is called as the child is.
CLASS = (
    ("Alva", "Exempelsson", "Karl Fiktivberg"),
    ("Bo", "Provlund", "Rut Skenström"),
    ("Cia", "Listström", "Tor Mallander"),
    ("Dan", "Skissman", "Eva Provgren"),
    ("Elin", "Utkastby", "Jan Modellgren"),
    ("Filip", "Mönsterdal", "Siv Låtsgren"),
    ("Greta", "Demoborg", "Ove Fantasibo"),
)
HEADINGS = "Förnamn;Efternamn;Födelsedatum;Skola;Klass;Vårdnadshavare 1;Telefon 1;Får kontaktas 1;E-post 1"


@dataclass
class School:
    """One school that follows one routine; `now` is the moment that everybody there lives in."""

    app: Flask
    model: LocalisedWorkflow
    diary: Diary = field(default_factory=Diary)
    post: Kept = field(default_factory=Kept)
    now: datetime = datetime(2026, 8, 10, 8, 0, tzinfo=UTC)
    cast: Cast = field(init=False)
    unit: UUID = field(init=False)
    group: UUID = field(init=False)
    left: set[str] = field(default_factory=set)  # students who do not go here any more
    clients: dict[UUID, Client] = field(default_factory=dict)
    names: dict[UUID, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with work(self.app):
            self._open()
        self.clients = {user: client_as(self.app, user) for user in self.names}

    def _open(self) -> None:
        rules = self.rules
        authority = make_unit(name="Fjordskogs kommun", kind="authority")
        unit = make_unit(parent=authority)
        unit.workflow, unit.country = rules.workflow, rules.country
        unit.school_form = rules.school_forms[0]
        group, other = (make_group(unit=unit, name=name) for name in (self.class_name, "7A"))
        self.unit, self.group = unit.id, group.id
        held = {rules.rights(role) for role in acting(rules)} | {"mentor", "subject_teacher", "rector"}
        classes = (group, other)
        by_rights = {role: self._two(role, unit, authority, classes) for role in sorted(held & STAFF.keys())}
        people = {role: by_rights[rules.rights(role)] for role in acting(rules) if role_is(rules, role, held)}
        self.cast = Cast(rules, unit.id, {**by_rights, **people})
        self.isak = make_user(
            role="system_administrator", unit=authority, name="Isak Serverin", language=rules.language
        ).id
        self.names[self.isak] = ("Isak", "system_administrator")

    def _two(self, role: str, unit: Unit, authority: Unit, classes: tuple[Group, Group]) -> tuple[UUID, UUID]:
        """One for the class that the year is about, and one for the class beside it where they have one."""
        reach = product().reach(role)
        users = [
            make_user(
                role=role,
                unit=authority if reach == "handed_over" else unit,
                group=group if reach == "group" else None,
                name=name,
                language=self.rules.language,
            )
            for name, group in zip(STAFF[role], classes, strict=True)
        ]
        for one in users:
            one.email = f"{one.username}@exempel.test"
            self.names[one.id] = (one.name.partition(" ")[0], role)
        return users[0].id, users[1].id

    @property
    def rules(self) -> Workflow:
        """The routine."""
        return self.model.rules

    @property
    def spoken(self) -> Workflow:
        """The routine as the log tells it."""
        return self.model.in_language("en")

    @property
    def year(self) -> SchoolYear:
        """When there is school."""
        return YEARS[self.rules.country]

    @property
    def class_name(self) -> str:
        """What the class is called."""
        return "8B" if self.rules.school_forms[0].startswith("compulsory") else "NA2"

    # The clock

    @property
    def today(self) -> date:
        """The day that it is at the school."""
        return clock.school_date(self.now)

    def comes(self, day: date, hour: int, minute: int = 0) -> None:
        """It is this time now; time never goes back."""
        self.now = max(self.now, datetime.combine(day, time(hour, minute), clock.SCHOOL_ZONE).astimezone(UTC))

    def goes_on(self) -> None:
        """Some minutes pass."""
        self.now += timedelta(minutes=4)

    # The people

    def at(self, role: str) -> Client:
        """The browser of who does most of what the role does."""
        return self.clients[self.cast.people[role][0]]

    def who(self, client: Client) -> Person:
        """Who sits at the browser."""
        assert client.user_id
        return person(db.session.get_one(User, client.user_id), self.today)

    def called(self, client: Client) -> str:
        """What the log calls who sits at the browser."""
        assert client.user_id
        name, role = self.names[client.user_id]
        with self.app.test_request_context(), force_locale("en"):
            return f"{name} ({role_title(role).lower()})"

    def titled(self, roles: Iterable[str]) -> str:
        """What the log calls the roles."""
        titles = {name: one.title for name, one in self.spoken.roles.items()}
        with self.app.test_request_context(), force_locale("en"):
            return ", ".join(titles.get(one) or role_title(one).lower() for one in roles)

    def say(self, text: str, **params: object) -> str:
        """The program's words as the people of the school read them."""
        with self.app.test_request_context(), force_locale(self.rules.language):
            return gettext(text, **params)

    def tells(self, client: Client | None, what: str) -> None:
        """A line in the log."""
        self.diary.tells(self.now, self.called(client) if client else "", what)

    def student(self, given: str) -> UUID:
        """The student with the name."""
        with self.app.app_context():
            return db.session.scalars(select(Student.id).where(Student.given_name == given)).one()

    def children(self) -> set[str]:
        """Every given and family name of a student, and of nobody else."""
        with self.app.app_context():
            rows = db.session.execute(select(Student.given_name, Student.family_name)).all()
        return {name for row in rows for name in row}

    # Around it

    def lays_the_calendar(self) -> None:
        """The administrator lays the calendar of the year."""
        isak, url = self.clients[self.isak], f"/administration/schools/{self.unit}/calendar"
        isak.send(isak.get(url), **self.year.sent)
        firsts = [one.attributes["value"] for one in isak.get(url).all("input", name="term_first")]
        assert firsts[: len(self.year.terms)] == self.year.sent["term_first"]
        self.tells(isak, "lays the school year: " + "; ".join(f"{a} to {b}" for a, b in self.year.terms))

    def takes_in_the_class(self) -> None:
        """The administrator reads in the students with their homes."""
        born = 2012 if self.class_name == "8B" else 2009
        lines = [
            f"{given};{family};{born}-11-{10 + number};Ekbackaskolan;{self.class_name};{home};"
            f"070-174 06 {10 + number};ja;hem{number}@exempel.test"
            for number, (given, family, home) in enumerate(CLASS)
        ]
        isak, at = self.clients[self.isak], "/administration/import/students"
        page: Page = isak.post(at, {**isak.tokens(), "text": "\n".join([HEADINGS, *lines])}, 200)
        isak.send(page, "/save")
        with self.app.app_context():
            assert db.session.query(Student).count() == db.session.query(Guardian).count() == len(CLASS)
        self.tells(isak, f"reads in class {self.class_name}: {len(CLASS)} students, each with a home")

    def post_goes(self) -> None:
        """What is due leaves the house."""
        with self.app.app_context():
            wires: dict[str, Any] = {"email": self.post, "sms": self.post}
            send_due(AUTHORS, wires, lambda: self.now)


def role_is(rules: Workflow, role: str, held: set[str]) -> bool:
    """Whether somebody at the school or the authority has the role."""
    return rules.rights(role) in held & STAFF.keys()
