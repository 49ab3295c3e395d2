"""Who has read about a student: told to the principal and, without names, to the home; of nobody else."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from flask import Flask

from casework.access.models import Reading
from casework.access.permissions import ABOUT_STUDENTS
from casework.cases.pages.readings import PURPOSES
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work


@pytest.fixture
def address(app: Flask, school: School) -> str:
    """Where the readings about Alva stand, after three of them; two of the pages showed a classmate too."""
    with work(app):
        at = {
            "unit": db.session.get_one(Unit, school.unit),
            "group": db.session.get_one(Group, school.group),
        }
        make_student(given="Vidar", family="Kamratström", **at)
        case_id = make_case(student=db.session.get_one(Student, school.student)).id
    client_as(app, school.nurse).get(f"/cases/{case_id}")
    client_as(app, school.mentor).get("/students")
    client_as(app, school.subject_teacher).get("/students")
    client_as(app, school.stranger).get(f"/cases/{case_id}", 404)
    return f"/students/{school.student}/readings"


@pytest.fixture
def per(app: Flask, school: School) -> Client:
    """The principal."""
    return client_as(app, school.rector)


def test_the_principal_reads_who_has_read_why_and_up_to_what(per: Client, address: str) -> None:
    page = per.get(per.get(address.removesuffix("/readings")).main.link("Vem har läst om eleven"))
    rows = [row.text for row in page.main.one("tbody").all("tr")]
    assert len(rows) == 5  # the principal's own look at the student is the newest
    assert "Per Modellberg" in rows[0]
    assert "Slog upp eleven" in rows[0]
    assert "Maja Kulissgren" in rows[1]
    assert "Nekad" in rows[1]
    assert "Nils Skissgård" in rows[2]
    assert "Arbetar med elevens klass" in rows[2]
    assert "Leila Provensjö" in rows[4]
    assert "Till och med medicinska uppgifter" in rows[4]


def test_nobody_else_who_was_on_the_same_pages_stands_there(per: Client, address: str) -> None:
    assert "Kamratström" not in per.get(address).answer.text
    assert "Kamratström" not in on_paper(per, f"{address}.pdf")


def test_on_paper_for_the_home_readers_have_roles_and_no_names(per: Client, address: str) -> None:
    page = per.get(address)
    named = on_paper(per, page.main.link("Som PDF"))
    home = on_paper(per, page.main.link("Eleven och hemmet"))
    for text in ("Leila Provensjö", "Maja Kulissgren"):
        assert text in named
        assert text not in home
    assert "Alva Exempelsson" in home
    assert "Undervisande lärare" in home


def test_reading_who_has_read_is_a_reading_too(app: Flask, per: Client, address: str) -> None:
    per.get(address)
    per.raw.get(f"{address}.pdf")
    with app.app_context():
        pages = db.session.query(Reading.page, Reading.purpose).order_by(Reading.seq).all()
    assert [tuple(row) for row in pages[-2:]] == [
        ("cases.readings", "log:read"),
        ("cases.readings_paper", "log:read"),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 403), ("nurse", 403), ("administrator", 403), ("stranger", 404)]
)
def test_it_is_for_the_principal_of_the_school(
    app: Flask, school: School, address: str, who: str, status: int
) -> None:
    client = client_as(app, getattr(school, who))
    client.get(address, status)
    assert client.raw.get(f"{address}.pdf").status_code == status


def on_paper(client: Client, url: str) -> str:
    """The words of the PDF."""
    answer = client.raw.get(url)
    assert answer.content_type == "application/pdf"
    with pypdfium2.PdfDocument(BytesIO(answer.data)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_whatever_a_page_about_a_student_asks_for_has_its_own_words() -> None:
    assert set(ABOUT_STUDENTS) <= PURPOSES.keys()
    said = [str(words) for words in PURPOSES.values()]
    assert len(set(said)) == len(said)
