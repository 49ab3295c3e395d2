"""Students are found by beginnings of their names in any order, however they are spelled, the best first."""

from __future__ import annotations

import pytest

from casework.extensions import db
from casework.people.models import Group, RoleGrant, Student, StudentWord, Unit, User
from casework.people.queries import person, students_for
from tests.databases import Place
from tests.factories import NOW, School, make_school, make_student, work

PUPILS = (
    ("Anna-Lena", "Provström"),
    ("Åsa", "Öbergskog"),
    ("Asa", "Testfält"),
    ("Bjørn", "Kjærlund"),
    ("Håkon", "Låtsvik"),
    ("Haakon", "Skenlund"),
    ("Alva", "Exempelsson"),
    ("Zoë", "O'Sagodahl"),
    ("Alvar", "Dummelin"),
)


@pytest.fixture
def school(database: Place) -> School:
    """A school with such names."""
    with work(database.app):
        made = make_school()
        unit, group = db.session.get_one(Unit, made.unit), db.session.get_one(Group, made.group)
        for given, family in PUPILS:
            make_student(unit=unit, group=group, given=given, family=family)
        return made


def found(place: Place, school: School, query: str, who: str = "rector") -> list[str]:
    """Whom the person finds."""
    with place.app.app_context():
        actor = person(db.session.get_one(User, getattr(school, who)), NOW.date())
        rows, total = students_for(actor, query, limit=50)
        assert total == len(rows)
        return [row.student.name for row in rows]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("anna", {"Anna-Lena Provström"}),
        ("lena", {"Anna-Lena Provström"}),
        ("annalena", {"Anna-Lena Provström"}),
        ("anna-lena prov", {"Anna-Lena Provström"}),
        ("prov anna", {"Anna-Lena Provström"}),
        ("ÖBERG", {"Åsa Öbergskog"}),
        ("oberg", {"Åsa Öbergskog"}),
        ("øberg", {"Åsa Öbergskog"}),
        ("bjorn", {"Bjørn Kjærlund"}),
        ("björn kjär", {"Bjørn Kjærlund"}),
        ("kjae", {"Bjørn Kjærlund"}),
        ("zoe", {"Zoë O'Sagodahl"}),
        ("o'sago", {"Zoë O'Sagodahl"}),
        ("osago", {"Zoë O'Sagodahl"}),
        ("håkon", {"Håkon Låtsvik", "Haakon Skenlund"}),
        ("8b dumm", {"Alvar Dummelin"}),
        ("alva skenlund", set()),
        ("lva", set()),
        ("%", set()),
        ("- -", set()),
    ],
)
def test_names_are_found_by_their_beginnings(
    database: Place, school: School, query: str, names: set[str]
) -> None:
    assert set(found(database, school, query)) - {"Alva Exempelsson"} == names


def test_whole_names_come_before_beginnings_and_as_typed_before_alike(
    database: Place, school: School
) -> None:
    assert found(database, school, "alva")[-1] == "Alvar Dummelin"
    assert found(database, school, "åsa") == ["Åsa Öbergskog", "Asa Testfält"]
    assert found(database, school, "asa") == ["Asa Testfält", "Åsa Öbergskog"]
    assert found(database, school, "haakon") == ["Haakon Skenlund", "Håkon Låtsvik"]


def test_nobody_finds_students_elsewhere(database: Place, school: School) -> None:
    assert found(database, school, "anton") == []
    assert found(database, school, "anton", "stranger") == ["Anton Låtsberg"]
    assert found(database, school, "anna", "other_mentor") == []
    assert found(database, school, "", "stranger") == ["Anton Låtsberg"]


def test_the_words_follow_the_name(database: Place, school: School) -> None:
    with work(database.app):
        student = db.session.get_one(Student, school.student)
        student.family_name = "Påhittsén"
        student.search_name = student.name.lower()
    with database.app.app_context():
        words = db.session.query(StudentWord.word).filter_by(student_id=school.student)
        assert {word for (word,) in words} == {"alva", "pahittsen"}
    assert found(database, school, "påhitt alva") == ["Alva Påhittsén"]
    assert found(database, school, "exempel alva") == ["Alva Exempelsson"]  # the other one


def test_a_role_that_has_ended_finds_nobody(database: Place, school: School) -> None:
    with work(database.app):
        for grant in db.session.query(RoleGrant).filter_by(user_id=school.rector):
            grant.valid_to = NOW.date().replace(year=2025)
    assert found(database, school, "anna") == []
