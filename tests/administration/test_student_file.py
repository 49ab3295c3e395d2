"""Files of students and homes: no name of a student stands on the page, and bad lines are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from casework.attendance.models import Placement
from casework.extensions import db
from casework.feeds.finding import Finder, Known
from casework.feeds.profiles import shipped
from casework.feeds.records import StudentName
from casework.people.keys import StudentKey
from casework.people.models import Guardian, Guardianship, Student
from tests.administration.conftest import MILO, STUDENTS, Send
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.stories.ground import unchanged

Read = Callable[..., Any]


def numbers(page: Any) -> list[str]:
    """New, changed, as before."""
    return [cell.text for cell in page.all("table")[0].one("tbody").one("tr").all("td")]


def seen(page: Any) -> str:
    """What a person reads on the page; the file itself travels along unseen."""
    return str(page.main.text)


def test_a_student_comes_in_with_home_and_class_and_the_page_names_nobody(
    app: Flask, send: Send, read_in: Read
) -> None:
    page = send("students", STUDENTS + MILO)
    assert numbers(page) == ["1", "0", "0"]
    assert not {"Milo", "Låtsasdal", "Helena", "Alva"} & set(seen(page).split())
    assert "finns inte i filen" in seen(page)  # Alva
    read_in("students", STUDENTS + MILO)
    with app.app_context():
        milo = db.session.scalars(select(Student).where(Student.given_name == "Milo")).one()
        homes = select(Guardian).join(Guardianship).where(Guardianship.student_id == milo.id)
        assert [(one.name, one.phone) for one in db.session.scalars(homes)] == [
            ("Helena Låtsasdal", "070-174 06 14")
        ]


def test_where_the_home_can_be_written_to_comes_in_too(app: Flask, read_in: Read) -> None:
    read_in("students", f"{STUDENTS.strip()};E-post 1\n{MILO.strip()};helena@exempel.test\n")
    read_in("students", STUDENTS + MILO)  # what a file does not tell stays
    with app.app_context():
        helena = select(Guardian.email).where(Guardian.name == "Helena Låtsasdal")
        assert db.session.scalars(helena).all() == ["helena@exempel.test"]


def test_where_the_student_can_be_reached_comes_in_too(app: Flask, read_in: Read) -> None:
    heads = f"{STUDENTS.strip()};Elevens telefon;Elevens e-post;Hemkommun"
    read_in("students", f"{heads}\n{MILO.strip()};070-174 06 98;milo@exempel.test;Årjäng\n")
    read_in("students", STUDENTS + MILO)  # what a file does not tell stays
    with app.app_context():
        milo = db.session.scalars(select(Student).where(Student.given_name == "Milo")).one()
        assert (milo.phone, milo.email) == ("070-174 06 98", "milo@exempel.test")
        assert milo.home_municipality == "Årjäng"


def test_the_same_file_again_changes_nothing_and_a_newer_one_what_differs(
    app: Flask, send: Send, read_in: Read
) -> None:
    read_in("students", STUDENTS + MILO)
    with unchanged(app):
        assert numbers(send("students", STUDENTS + MILO)) == ["0", "0", "1"]
    newer = MILO.replace("8B", "8A").replace(";ja", ";nej")
    assert numbers(send("students", STUDENTS + newer)) == ["0", "1", "0"]
    read_in("students", STUDENTS + newer)
    with app.app_context():
        bonds = select(Guardianship.may_be_contacted).join(Student).where(Student.given_name == "Milo")
        assert db.session.scalars(bonds).all() == [False]


def test_a_student_who_changes_school_takes_the_case_along(
    app: Flask, school: School, send: Send, read_in: Read
) -> None:
    with work(app):
        make_case(student=db.session.get_one(Student, school.student))
    moved = "Alva;Exempelsson;2012-03-14;Strandskolan;;;;\n"
    page = send("students", STUDENTS + moved)
    assert "Rad 2: eleven byter skola, från Ekbackaskolan" in seen(page)
    read_in("students", STUDENTS + moved)
    there, here = client_as(app, school.stranger), client_as(app, school.rector)
    assert there.get(f"/students/{school.student}").heading == "Alva Exempelsson"
    here.get(f"/students/{school.student}", 404)


def test_two_children_of_one_name_at_two_schools_stay_two(app: Flask, send: Send, read_in: Read) -> None:
    both = "".join(f"Alva;Exempelsson;2012-03-14;{name};;;;\n" for name in ("Ekbackaskolan", "Strandskolan"))
    assert numbers(send("students", STUDENTS + both)) == ["1", "1", "0"]  # she leaves her class
    read_in("students", STUDENTS + both)
    with app.app_context():
        assert len(db.session.scalars(select(Student).where(Student.given_name == "Alva")).all()) == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";Låtsasdal;2012-05-06;Ekbackaskolan;8B;;;", "Förnamn är tomt."),
        ("Milo;Låtsasdal;;Ekbackaskolan;8B;;;", "Födelsedatum är tomt."),
        ("Milo;Låtsasdal;201205064321;Ekbackaskolan;8B;;;", "innehåller ett personnummer"),
        ("Milo;Låtsasdal;120506-4321;Ekbackaskolan;8B;;;", "innehåller ett personnummer"),
        ("Milo;Låtsasdal;06051243210;Ekbackaskolan;8B;;;", "innehåller ett personnummer"),
        ("Milo;Låtsasdal;femte maj;Ekbackaskolan;8B;;;", "Födelsedatum är inget datum."),
        ("Milo;Låtsasdal;2099-05-06;Ekbackaskolan;8B;;;", "Födelsedatum kan inte stämma."),
        ("Milo;Låtsasdal;1812-05-06;Ekbackaskolan;8B;;;", "Födelsedatum kan inte stämma."),
        ("Milo;Låtsasdal;2012-05-06;;8B;;;", "Skola är tomt."),
        ("Milo;Låtsasdal;2012-05-06;Fjordskogs kommun;;;;", "Det finns ingen skola"),
        ("Milo;Låtsasdal;2012-05-06;Ekbackaskolan;9Z;;;", "har ingen klass ”9Z”"),
        ("Milo;Låtsasdal;2012-05-06;Ekbackaskolan;8B;;070-174 06 14;ja", "Vårdnadshavare 1 är tomt."),
        ("Milo;Låtsasdal;2012-05-06;Ekbackaskolan;8B;Helena;070;kanske", "ska vara ja, nej eller tomt"),
        (f"Milo;Låtsasdal;2012-05-06;Ekbackaskolan;8B;Helena;{'0' * 41};ja", "Telefon 1 är för långt."),
        ("=cmd|' /C calc'!A0;Låtsasdal;2012-05-06;Ekbackaskolan;8B;;;", "ser ut som en formel"),
        (MILO.strip() + "\n" + MILO.strip(), "Samma elev står på rad 2 också."),
    ],
)
def test_a_line_that_cannot_be_read_is_told_without_a_name(
    app: Flask, send: Send, line: str, why: str
) -> None:
    with unchanged(app):
        page = send("students", STUDENTS + line + "\n", 422)
    assert why in seen(page)
    assert "Milo" not in seen(page)
    assert "Helena" not in seen(page)


def test_good_lines_come_in_without_the_bad_ones_and_nobody_counts_as_missing(
    app: Flask, isak: Client, send: Send
) -> None:
    page = send("students", STUDENTS + MILO + "Alva;Exempelsson;2012-03-14;Ekbackaskolan;9Z;;;\n", 422)
    cells = [cell.text for cell in page.all("tbody")[0].all("td")]
    assert cells == ["Klass", "9Z", "Ekbackaskolan har ingen klass ”9Z”."]
    assert "finns inte i filen" not in seen(page)  # Alva stands in it
    isak.send(page, "/save")
    with app.app_context():
        names = select(Student.given_name, Student.group_id).where(Student.given_name.in_(["Milo", "Alva"]))
        assert len([name for name, group in db.session.execute(names) if group]) == 2


@pytest.mark.parametrize("born", ["2012-05-06", "20120506", "06.05.2012", "6.5.2012"])
def test_dates_are_read_as_the_three_countries_write_them(app: Flask, read_in: Read, born: str) -> None:
    read_in("students", STUDENTS + MILO.replace("2012-05-06", born))
    with app.app_context():
        milo = db.session.scalars(select(Student).where(Student.given_name == "Milo")).one()
        assert str(milo.birth_date) == "2012-05-06"


def test_no_page_of_the_administrator_names_a_student(app: Flask, isak: Client, read_in: Read) -> None:
    read_in("students", STUDENTS + MILO)
    for url in ("", "schools", "staff", "roles", "routines", "passwords", "log", "import/students"):
        page = isak.get(f"/administration/{url}")
        assert "Milo" not in page.answer.text
        assert "Alva" not in page.answer.text


def test_a_first_day_and_numbers_of_systems_come_in_too(app: Flask, send: Send, read_in: Read) -> None:
    heads = STUDENTS.strip() + ";Började;Elevnummer;Elevnummer Edlevo\n"
    milo = MILO.strip() + ";2026-10-14;17;E-9\n"
    read_in("students", heads + milo)
    with app.app_context():
        student_id = db.session.scalars(select(Student.id).where(Student.given_name == "Milo")).one()
        rows = db.session.execute(select(StudentKey.source, StudentKey.value, StudentKey.student_id))
        assert {tuple(row) for row in rows} == {("casework", "17", student_id), ("edlevo", "E-9", student_id)}
        begun = db.session.scalars(select(Placement).where(Placement.student_id == student_id)).one()
        assert begun.first_day == date(2026, 10, 14)
        profile = shipped()["edlevo-absence"]
        name = StudentName(key="E-9")
        found = Finder(profile, date(2026, 11, 29)).learn([name])[name]
        assert isinstance(found, Known)
        assert found.id == student_id
    with unchanged(app):
        assert numbers(send("students", heads + milo)) == ["0", "0", "1"]


def test_of_a_personal_identity_number_a_seal_is_kept_by_which_files_find_the_student(
    app: Flask, read_in: Read, send: Send
) -> None:
    today = date(2026, 11, 29)
    heads = STUDENTS.strip() + ";Började;Personnummer\n"
    read_in("students", heads + MILO.strip() + ";;20120506-2384\n")
    with app.app_context():
        (kept,) = db.session.scalars(select(StudentKey)).all()
        assert (kept.source, len(kept.value)) == ("national", 64)
        assert "201205062384" not in kept.value
        finder = Finder(shipped()["edlevo-absence"], today)
        names = [StudentName(key=one) for one in ("201205062384", "120506-2384", "201205062392")]
        found = finder.learn(names)
        assert [isinstance(found[one], Known) for one in names] == [True, True, False]
    again = MILO.strip() + ";;1205062384\nBo;Låtsasdal;2012-05-07;Ekbackaskolan;8B;;;;;201205062384\n"
    text = seen(send("students", heads + again, 422))
    assert "Samma nummer står också på rad 2" in text
    assert "2384" not in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (";20991014;", "är en dag som inte har varit"),
        (";;17\nBo;Låtsasdal;2012-05-07;Ekbackaskolan;8B;;;;;17", "Samma nummer står också på rad 2"),
    ],
)
def test_a_day_to_come_and_numbers_that_cannot_be_are_told(
    app: Flask, send: Send, line: str, why: str
) -> None:
    heads = STUDENTS.strip() + ";Började;Elevnummer\n"
    with unchanged(app):
        assert why in seen(send("students", heads + MILO.strip() + line, 422))
