"""Following a case: what others did since one was there stands on the start page, for as long as one may."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.access.models import Reading
from casework.extensions import db
from casework.people.models import RoleGrant, Student
from tests.clients import Client, client_as
from tests.factories import School, make_case, work


@pytest.fixture
def case(app: Flask, school: School) -> str:
    """The address of an open case."""
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}"


def followed(who: Client) -> str:
    """What the start page says about followed cases; nothing where it has no such part."""
    found = who.get("/").main.all("section", id="followed")
    return found[0].text if found else ""


def notes(who: Client, case: str) -> None:
    """Somebody writes a note."""
    who.send(who.get(f"{case}/notes/new"), text="Sa att bussen är värst.")


def test_one_sees_what_others_have_done_since_one_was_there(app: Flask, school: School, case: str) -> None:
    rector, mentor = client_as(app, school.rector), client_as(app, school.mentor)
    assert not followed(rector)
    assert rector.send(rector.get(case), "/follow") == case
    rector.get(case)
    assert "Inget nytt" in followed(rector)
    notes(rector, case)
    assert "Inget nytt" in followed(rector)
    notes(mentor, case)
    notes(mentor, case)
    assert "2 nya händelser" in followed(rector)
    assert "2 nya händelser" in followed(rector)
    rector.get(case)
    assert "Inget nytt" in followed(rector)
    assert not followed(mentor)


def test_one_stops_following(app: Flask, school: School, case: str) -> None:
    rector = client_as(app, school.rector)
    rector.send(rector.get(case), "/follow")
    rector.post(f"{case}/follow", rector.tokens())
    rector.send(rector.get(case), "/unfollow")
    assert not followed(rector)
    rector.get(case).form("/follow")


def test_a_case_that_one_may_not_see_any_more_is_gone_without_a_word(
    app: Flask, school: School, case: str
) -> None:
    rector = client_as(app, school.rector)
    rector.send(rector.get(case), "/follow")
    with work(app):
        for grant in db.session.query(RoleGrant).filter_by(user_id=school.rector):
            grant.unit_id = db.session.get_one(Student, school.elsewhere).unit_id
    assert not followed(rector)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("subject_teacher", 403), ("nurse", 303)])
def test_only_who_may_read_a_case_follows_it(
    app: Flask, school: School, case: str, who: str, status: int
) -> None:
    client = client_as(app, getattr(school, who))
    client.post(f"{case}/follow", client.tokens(), status)
    assert bool(followed(client)) == (status == 303)


def test_the_case_on_paper_holds_it_all_and_is_a_reading_of_its_own(
    app: Flask, school: School, case: str
) -> None:
    mentor = client_as(app, school.mentor)
    notes(mentor, case)
    page = mentor.get(mentor.get(case).main.link("Skriv ut ärendet"))
    for text in ("Alva Exempelsson", "Sa att bussen är värst.", "Karl Exempelsson", "Ärendet öppnat"):
        assert text in page.text, text
    assert "Utskrivet av Karin Mallsjö" in page.text
    assert not page.main.all("button")
    with app.app_context():
        assert db.session.query(Reading).filter_by(page="cases.print_case").count() == 1
