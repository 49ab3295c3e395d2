"""A protected identity and a conflict hold from the next page on, whatever roles somebody has."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.administration import queries as administration
from casework.clock import now, school_date
from casework.extensions import db
from casework.people import filling, protecting, protection
from casework.people.models import Student, User
from casework.people.protection_models import NamedReader, Protection
from casework.people.queries import colleagues_for, person
from casework.people.roster import read_roster
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import School, make_case, make_school, work

REASON = "Beslut 17 november."
FILE = """
authority: Fjordskogs kommun
schools: [{name: Ekbackaskolan, workflow: five-step, groups: [8A, 8B]}]
students: [{given: Alva, family: Exempelsson, born: 2012-03-14, school: Ekbackaskolan, group: 8A}]
"""


@pytest.fixture
def case(app: Flask, school: School) -> str:
    """The address of the student's open case."""
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}"


def protect(app: Flask, school: School, *readers: UUID) -> Client:
    """The rector protects the student's identity in the pages, for these readers."""
    rector = client_as(app, school.rector)
    page = rector.get(f"/students/{school.student}/protection/new")
    rector.send(page, reason=REASON, readers=[str(one) for one in readers])
    return rector


def test_a_protected_student_is_there_for_the_named_and_for_nobody_else(
    app: Flask, school: School, case: str
) -> None:
    mentor, counsellor = client_as(app, school.mentor), client_as(app, school.counsellor)
    assert "Alva Exempelsson" in mentor.get("/students").main.text
    rector = protect(app, school, school.counsellor)
    for reader in (counsellor, rector):
        assert "Skyddade personuppgifter" in reader.get(f"/students/{school.student}").text
        assert "Skyddade personuppgifter" in reader.get(case).text
        assert "Alva" in reader.get("/search?q=alva").main.text
    for url in (case, f"/students/{school.student}", f"{case}/history"):
        mentor.get(url, 404)
    for url in ("/", "/students", "/cases/", "/search?q=alva"):
        assert "Exempelsson" not in mentor.get(url).text


def test_a_protection_that_is_lifted_leaves_its_row(app: Flask, school: School, case: str) -> None:
    rector, mentor = protect(app, school), client_as(app, school.mentor)
    mentor.get(case, 404)
    rector.send(rector.get(f"/students/{school.student}/protection/lift"), reason="Upphävt.")
    mentor.get(case)
    with app.app_context():
        mark = db.session.scalars(select(Protection)).one()
        assert (mark.reason, mark.lift_reason, mark.lifted_by_id) == (REASON, "Upphävt.", school.rector)
        assert not protection.readers_of(school.student, school_date(now()))


def test_an_identity_is_protected_once(app: Flask, school: School) -> None:
    rector = client_as(app, school.rector)
    first, second = (rector.get(f"/students/{school.student}/protection/new") for _ in range(2))
    rector.send(first, reason=REASON)
    rector.send(second, reason=REASON, status=409)


def test_a_reader_is_named_and_taken_back(app: Flask, school: School, case: str) -> None:
    rector, nurse = protect(app, school), client_as(app, school.nurse)
    nurse.get(case, 404)
    url = f"/students/{school.student}/protection/readers"
    rector.send(rector.get(f"{url}/new"), colleague=str(school.nurse))
    nurse.get(case)
    with app.app_context():
        row = db.session.scalars(select(NamedReader).where(NamedReader.user_id == school.nurse)).one()
        own = db.session.scalars(select(NamedReader).where(NamedReader.user_id == school.rector)).one()
    rector.send(rector.get(f"{url}/{row.id}/end"))
    nurse.get(case, 404)
    rector.send(rector.get(f"{url}/{own.id}/end"), status=422)
    rector.get(case)


@pytest.mark.parametrize(("days", "status"), [(0, 303), (365, 303), (-1, 422), (400, 422)])
def test_a_naming_lasts_a_year_at_most(app: Flask, school: School, days: int, status: int) -> None:
    rector = client_as(app, school.rector)
    page = rector.get(f"/students/{school.student}/protection/new")
    until = (school_date(now()) + timedelta(days=days)).isoformat()
    rector.send(page, reason=REASON, until=until, status=status)


def test_a_form_on_paper_says_that_the_identity_is_protected_and_not_at_which_school(
    app: Flask, school: School, case: str
) -> None:
    paper, rector = f"{case}/forms/new/closing_evaluation/print", client_as(app, school.rector)

    def head() -> str:
        (sheet,) = rector.get(paper).all("article")
        return sheet.text

    assert "Ekbackaskolan" in head()
    assert "Skyddade personuppgifter" not in head()
    protect(app, school)
    assert "Ekbackaskolan" not in head()
    assert "Skyddade personuppgifter" in head()


def test_a_naming_counts_from_its_first_day_to_its_last(database: Place) -> None:
    at = now()
    today = school_date(at)
    with work(database.app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        rector = person(db.session.get_one(User, school.rector), today)
        protecting.protect(student, REASON, [school.mentor], today + timedelta(days=3), actor=rector, now=at)
        mentor = db.session.get_one(User, school.mentor)
        named = {
            day: school.student in person(mentor, today + timedelta(days=day)).named for day in range(-1, 5)
        }
        assert named == {-1: False, 0: True, 1: True, 2: True, 3: True, 4: False}


def test_only_who_may_see_the_student_counts_as_a_colleague(app: Flask, school: School) -> None:
    protect(app, school, school.counsellor)
    with app.app_context():
        student, today = db.session.get_one(Student, school.student), school_date(now())
        assert {one.id for one in colleagues_for(student, today)} == {school.counsellor, school.rector}


def test_a_file_of_students_changes_nothing_about_one_who_is_protected(app: Flask, school: School) -> None:
    rector = protect(app, school)
    with work(app):
        before = administration.students_at([school.unit])
        filled = filling.load(read_roster(FILE, "roster.yaml"), today=school_date(now()))
        assert (filled.students.new, filled.students.changed, filled.students.same) == (0, 0, 1)
    with app.app_context():
        student = db.session.get_one(Student, school.student)
        assert (student.is_protected, student.group_id) == (True, school.group)
        assert administration.students_at([school.unit]) == before == 0
        assert db.session.scalar(select(func.count()).select_from(Student)) == 2
    rector.get(f"/students/{school.student}")


def test_the_same_file_moves_one_who_is_not(app: Flask, school: School) -> None:
    with work(app):
        filled = filling.load(read_roster(FILE, "roster.yaml"), today=school_date(now()))
        assert filled.students.changed == 1
        assert db.session.get_one(Student, school.student).group_id != school.group


def test_a_student_under_another_name_is_seen_by_who_entered_them(app: Flask, school: School) -> None:
    rector, mentor = client_as(app, school.rector), client_as(app, school.mentor)
    page = rector.get("/students/new")
    said = {"given": "Kim", "family": "Skuggström", "born": "2012-01-01", "reason": REASON}
    kept = rector.send(page, group=str(school.group), **said)
    rector.get(kept)
    assert "Kim Skuggström" in rector.get("/students").main.text
    assert "Skuggström" not in mentor.get("/students").text
    mentor.get("/students/new", 403)


def test_who_states_a_conflict_sees_nothing_more_and_only_another_lifts_it(
    app: Flask, school: School, case: str
) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    mentor.send(mentor.get(f"/students/{school.student}/conflict"))
    mentor.get(case, 404)
    assert "Alva" not in mentor.get("/students").main.text
    url = f"/students/{school.student}"
    assert "Karin Mallsjö" in rector.get(f"{url}/protection").main.text
    with app.app_context():
        ((row, _),) = protection.conflicts_of(school.student)
    mentor.get(f"{url}/conflicts/{row.id}/lift", 403)
    rector.send(rector.get(f"{url}/conflicts/{row.id}/lift"), reason="Fel elev.")
    mentor.get(case)


def test_the_rector_keeps_a_colleague_away_also_one_who_is_named(
    app: Flask, school: School, case: str
) -> None:
    rector, counsellor = protect(app, school, school.counsellor), client_as(app, school.counsellor)
    counsellor.get(case)
    page = rector.get(f"/students/{school.student}/conflicts/new")
    rector.send(page, colleague=str(school.counsellor))
    counsellor.get(case, 404)
    rector.get(case)


def test_who_may_name_anew_sees_on_the_start_page_which_namings_end_soon(app: Flask, school: School) -> None:
    rector, today = protect(app, school), school_date(now())
    with work(app):
        student = db.session.get_one(Student, school.student)
        by = {"actor": person(db.session.get_one(User, school.rector), today), "now": now()}
        protecting.name_reader(student, school.nurse, today + timedelta(days=15), **by)
        protecting.name_reader(student, school.counsellor, today + timedelta(days=14), **by)
        protecting.name_reader(student, school.rector, today + timedelta(days=3), **by)
    ending = rector.get("/").main.one("section", id="ending")
    assert [one.text for one in ending.all("h3")] == [
        "Du ser Alva Exempelsson",
        "Sofia Demogren ser Alva Exempelsson",
    ]
    for other in (school.counsellor, school.mentor, school.stranger):
        assert not client_as(app, other).get("/").main.all("section", id="ending")
    page = rector.get(f"{rector.get('/').main.link('Du ser Alva')}/readers/new")
    rector.send(page, colleague=str(school.rector), until=(today + timedelta(days=200)).isoformat())
    assert "Du ser" not in rector.get("/").main.text
    assert "Sofia Demogren ser" in rector.get("/").main.text
