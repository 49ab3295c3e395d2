"""Rosters: read with every problem in its place, loaded as often as one likes."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.access.policy import Grant
from casework.definitions import DefinitionError
from casework.extensions import db
from casework.people import filling
from casework.people.models import Group, Guardian, Guardianship, RoleGrant, Student, Unit, User
from casework.people.queries import person
from casework.people.roster import read_roster, school_year
from tests.databases import Place
from tests.factories import work

TODAY = date(2026, 11, 20)
WORKFLOWS = ("five-step",)
TEXT = """
authority: Fjordskogs kommun
schools:
  - name: Ekbackaskolan
    groups: [8A, 8B]
students:
  - given: Alva
    family: Exempelsson
    born: 2012-03-14
    school: Ekbackaskolan
    group: 8B
    guardians:
      - name: Karl Exempelsson
        phone: 070-174 06 05
        contact: false
staff:
  - username: karin
    name: Karin Mallsjö
    roles:
      - role: mentor
        at: Ekbackaskolan
        group: 8B
  - username: berit
    name: Berit Pärmlund
    language: nb
    roles:
      - role: administration
        at: Fjordskogs kommun
        from: 2026-09-01
        to: 2026-12-31
"""
TABLES = (Unit, Group, Student, Guardian, Guardianship, User, RoleGrant)


def counts() -> list[int]:
    """How many rows there are of each kind."""
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def test_a_roster_fills_an_empty_instance(database: Place) -> None:
    with work(database.app):
        filled = filling.load(read_roster(TEXT, "roster.yaml"), today=TODAY)
    assert (filled.students.new, filled.new_users) == (1, ["karin", "berit"])
    with database.app.app_context():
        assert counts() == [2, 2, 1, 1, 1, 2, 2]
        karin = db.session.scalars(select(User).where(User.username == "karin")).one()
        (held,) = person(karin, TODAY).grants
        unit, group = (filled.units["Ekbackaskolan"], filled.groups["Ekbackaskolan", "8B"])
        assert held == Grant("mentor", frozenset({unit.id}), group.id)
        assert not person(karin, date(2027, 8, 1)).grants


def test_the_same_roster_again_changes_nothing(app: Flask) -> None:
    for _ in range(2):
        with work(app):
            filled = filling.load(read_roster(TEXT, "roster.yaml"), today=TODAY)
    assert (filled.students.new, filled.new_users) == (0, [])
    with app.app_context():
        assert counts() == [2, 2, 1, 1, 1, 2, 2]


def test_a_newer_roster_changes_what_differs(app: Flask) -> None:
    newer = TEXT.replace("group: 8B\n    guardians", "group: 8A\n    guardians").replace("06 05", "06 06")
    newer = newer.replace("contact: false", "contact: true").replace("to: 2026-12-31", "to: 2027-01-31")
    for text in (TEXT, newer):
        with work(app):
            filled = filling.load(read_roster(text, "roster.yaml"), today=TODAY)
    with app.app_context():
        assert counts() == [2, 2, 1, 1, 1, 2, 2]
        student = db.session.scalars(select(Student)).one()
        assert student.group_id == filled.groups["Ekbackaskolan", "8A"].id
        assert db.session.scalars(select(Guardian.phone)).one() == "070-174 06 06"
        assert db.session.scalars(select(Guardianship.may_be_contacted)).one()
        assert date(2027, 1, 31) in db.session.scalars(select(RoleGrant.valid_to)).all()
    assert [str(change) for change in filled.changes] == [
        "berit: administration at Fjordskogs kommun held until 2026-12-31 and holds until 2027-01-31"
    ]


def test_what_a_roster_changes_in_accounts_is_told(app: Flask) -> None:
    newer = TEXT.replace("name: Karin Mallsjö", "name: Karin Skissgård").replace(
        "    roles:\n      - role: mentor",
        "    roles:\n      - role: rector\n        at: Ekbackaskolan\n      - role: mentor",
    )
    told = []
    for text in (TEXT, newer, newer):
        with work(app):
            changes = filling.load(read_roster(text, "roster.yaml"), today=TODAY).changes
            told.append([str(change) for change in changes])
    assert told == [
        [],
        [
            "karin: the name was “Karin Mallsjö” and is “Karin Skissgård”",
            "karin: new role rector at Ekbackaskolan, from 2026-08-01 until 2027-07-31",
        ],
        [],
    ]


def test_a_school_does_not_become_the_authority(app: Flask) -> None:
    other = "authority: Ekbackaskolan\n"
    with work(app):
        filling.load(read_roster(TEXT, "roster.yaml"), today=TODAY)
    with pytest.raises(filling.Clash, match="Ekbackaskolan"), work(app):
        filling.load(read_roster(other, "roster.yaml"), today=TODAY)
    with app.app_context():
        assert counts()[0] == 2


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "school: Ekbackaskolan",
            "school: Granskolan",
            "roster.yaml:10: students.0.school: unknown unit “Granskolan”",
        ),
        ("group: 8B\n    guardians", "group: 9C\n    guardians", "has no class “9C”; it has: 8A, 8B"),
        ("role: mentor", "role: janitor", "unknown role “janitor”; known: mentor"),
        ("        group: 8B\n  - username", "  - username", "“mentor” needs a class"),
        ("role: administration", "role: mentor", "“mentor” needs a class"),
        ("username: berit", "username: karin", "“karin” stands twice"),
        ("username: berit", "username: Berit P", "staff.1.username"),
        ("born: 2012-03-14", "born: fjortonde mars", "students.0.born"),
        ("phone:", "fone:", "unknown word “fone”"),
        ("authority: Fjordskogs kommun", "title: x", "“authority” is missing"),
        ("at: Fjordskogs kommun", "at: Granskolan", "staff.1.roles.0.at: unknown unit “Granskolan”"),
        ("at: Fjordskogs kommun", "at: Ekbackaskolan", "“administration” is held at the authority"),
        (
            "authority: Fjordskogs kommun",
            "authority: Ekbackaskolan",
            "“Ekbackaskolan” is the authority’s name",
        ),
        ("    groups: [8A, 8B]", "  - name: Ekbackaskolan", "“Ekbackaskolan” stands twice"),
        ("    groups", "    workflow: six-step\n    groups", "unknown workflow “six-step”; known: five-step"),
        ("born: 2012-03-14", "born: 1899-12-31", "1899-12-31 lies in the time before 1900"),
        ("born: 2012-03-14", "born: 2026-11-21", "2026-11-21 lies in the future"),
        (
            "name: Karin Mallsjö",
            "name: Karin \u202eMallsjö",
            "staff.0.name: holds a sign that cannot be seen",
        ),
        ("given: Alva", 'given: "Al\\x07va"', "students.0.given: holds a sign that cannot be seen (U+0007)"),
        ("name: Karl Exempelsson", "name: Ka\u200brl", "guardians.0.name: holds a sign that cannot be seen"),
        ("phone: 070-174", "phone: \u2066070-174", "guardians.0.phone: holds a sign that cannot be seen"),
    ],
)
def test_a_problem_says_where_it_is_and_what_would_be_right(wrong: str, right: str, message: str) -> None:
    read_roster(TEXT, "roster.yaml", today=TODAY, workflows=WORKFLOWS)
    with pytest.raises(DefinitionError) as error:
        read_roster(TEXT.replace(wrong, right, 1), "roster.yaml", today=TODAY, workflows=WORKFLOWS)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 8, 1), date(2026, 8, 1), date(2027, 7, 31)),
        (date(2026, 7, 31), date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 1, 1), date(2025, 8, 1), date(2026, 7, 31)),
    ],
)
def test_a_school_year_goes_from_august_to_july(today: date, first: date, last: date) -> None:
    assert school_year(today) == (first, last)
