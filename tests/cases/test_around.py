"""Who is responsible and who takes part: named among those who reach the case; it opens no door."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.cases import proof
from casework.cases.act_models import Participant
from casework.extensions import db
from casework.people.models import RoleGrant, Student
from tests.clients import client_as
from tests.factories import School, make_case, work


@pytest.fixture
def case(app: Flask, school: School) -> str:
    """The address of an open case."""
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}"


def test_a_named_colleague_stands_on_the_case_and_in_the_list(app: Flask, school: School, case: str) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"{case}/people/responsible")
    mentor.send(page, colleague=str(school.counsellor))
    for url in (case, f"{case}/people", "/cases/"):
        assert "Sofia Demogren" in mentor.get(url).main.text, url
    assert "Sofia Demogren är ansvarig" in mentor.get(f"{case}/history").text
    with app.app_context():
        assert not list(proof.faults())


def test_who_is_responsible_is_asked_anew_when_the_case_moves(app: Flask, school: School, case: str) -> None:
    team = client_as(app, school.health_team)
    team.send(team.get(f"{case}/people/responsible"), colleague=str(school.counsellor))
    team.send(team.get(f"{case}/advance/start_again"), reason="Vi börjar om.")
    facts = team.get(case).main.all("dl", class_="facts")[0].text
    assert "Sofia Demogren" not in facts
    assert "mentor Karin Mallsjö" in facts


@pytest.mark.parametrize("other", ["subject_teacher", "other_mentor", "administration", "stranger"])
def test_only_who_reaches_the_case_can_be_named(app: Flask, school: School, case: str, other: str) -> None:
    mentor = client_as(app, school.mentor)
    for url in (f"{case}/people/responsible", f"{case}/people/new"):
        page = mentor.get(url)
        mentor.send(page, status=422, colleague=str(getattr(school, other)))
        mentor.send(page, colleague=str(school.nurse))


def test_who_has_left_the_school_is_responsible_no_longer(app: Flask, school: School, case: str) -> None:
    mentor = client_as(app, school.mentor)
    mentor.send(mentor.get(f"{case}/people/responsible"), colleague=str(school.counsellor))
    with work(app):
        for grant in db.session.query(RoleGrant).filter_by(user_id=school.counsellor):
            grant.unit_id = db.session.get_one(Student, school.elsewhere).unit_id
    assert "Sofia Demogren" not in mentor.get(f"{case}/people").main.all("section")[0].text
    assert "Sofia Demogren" not in mentor.get("/cases/").main.text
    client_as(app, school.counsellor).get(case, 404)


def test_somebody_from_outside_takes_part_until_they_do_not(app: Flask, school: School, case: str) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"{case}/people/new")
    mentor.send(page, status=422, person=" ")
    people = mentor.send(page, person="Disa Utanverk", body="Socialtjänsten", phone="070-174 06 40")
    assert "Disa Utanverk" in mentor.get(case).main.text
    end = mentor.get(people).main.link("Deltar inte längre")
    ending = mentor.get(end)
    mentor.send(ending)
    assert "Disa Utanverk" in mentor.get(people).main.text
    assert "Disa Utanverk" not in mentor.get(case).main.all("section", class_="aside-box")[0].text
    mentor.post(end, mentor.tokens(), 409)
    with app.app_context():
        assert db.session.query(Participant).one().until
        assert not list(proof.faults())


def test_a_colleague_who_takes_part_is_marked_among_the_staff(app: Flask, school: School, case: str) -> None:
    mentor = client_as(app, school.mentor)
    mentor.send(mentor.get(f"{case}/people/new"), colleague=str(school.nurse))
    box = mentor.get(case).main.one("section", class_="aside-box").text
    assert box.count("deltar i ärendet") == 1


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("subject_teacher", 403), ("rector", 303)])
def test_people_are_named_by_who_works_with_the_case(
    app: Flask, school: School, case: str, who: str, status: int
) -> None:
    client = client_as(app, getattr(school, who))
    for url in (f"{case}/people/responsible", f"{case}/people/new"):
        sent = {**client.tokens(), "colleague": str(school.nurse), "since": "2026-11-20"}
        client.post(url, sent, status)
    with app.app_context():
        assert db.session.query(Participant).count() == (status == 303)


def test_a_closed_case_takes_nobody(app: Flask, school: School) -> None:
    with work(app):
        student = db.session.get_one(Student, school.student)
        case = f"/cases/{make_case(student=student, stage='closed').id}"
    mentor = client_as(app, school.mentor)
    assert "/people/new" not in mentor.get(f"{case}/people").answer.text
    mentor.post(f"{case}/people/new", {**mentor.tokens(), "colleague": str(school.nurse)}, 409)
