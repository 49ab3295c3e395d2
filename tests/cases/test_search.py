"""The search over all pages: students and cases within reach, straight to a number, words when empty."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.access.models import ReadStudent
from casework.cases.models import Case
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work
from tests.pages import Page

CANARY = "Kanariequist"


@pytest.fixture
def cases(app: Flask, school: School) -> dict[str, int]:
    """An open case here, and one at the next school, where a student has a name like no other."""
    with work(app):
        unit = db.session.get_one(Unit, school.unit)
        here = make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        there = db.session.get_one(Student, school.elsewhere)
        there.family_name, there.search_name = CANARY, f"anton {CANARY}".lower()
        closed = make_student(unit=unit, group=db.session.get_one(Group, school.group), given="Alvar")
        numbers = {"here": here.number, "closed": make_case(student=closed, stage="closed").number}
        other = Case(
            number=4711,
            student_id=there.id,
            workflow_sha=here.workflow_sha,
            stage="report",
            opened_at=here.opened_at,
            changed_at=here.changed_at,
            waiting_since=here.waiting_since,
            revision=1,
        )
        db.session.add(other)
        return {**numbers, "there": other.number}


def hits(page: Page) -> dict[str, list[str]]:
    """The names that were found, by the heading that they stand under."""
    sections = page.main.all("section")
    return {one.one("h2").text: [link.text for link in one.one("ul").all("a")] for one in sections}


def test_students_and_cases_are_found_in_groups_of_their_own(
    app: Flask, school: School, cases: dict[str, int]
) -> None:
    page = client_as(app, school.rector).get("/search?q=al")
    assert hits(page) == {
        "Elever": ["Alva Exempelsson", "Alvar Exempelsson"],
        "Ärenden": ["Alva Exempelsson", "Alvar Exempelsson"],
    }


def test_each_finds_only_the_kinds_that_they_may_see(
    app: Flask, school: School, cases: dict[str, int]
) -> None:
    assert list(hits(client_as(app, school.subject_teacher).get("/search?q=alva"))) == ["Elever"]
    assert hits(client_as(app, school.administration).get("/search?q=alva")) == {}
    client_as(app, school.administrator).get("/search?q=alva", 403)


@pytest.mark.parametrize("written", ["{}", "%23{}", "%20{}%20"])
def test_the_number_of_a_case_leads_straight_there(
    app: Flask, school: School, cases: dict[str, int], written: str
) -> None:
    client = client_as(app, school.rector)
    url = client.redirected("/search?q=" + written.format(cases["here"]))
    assert client.get(url).heading == "Alva Exempelsson"


@pytest.mark.parametrize("number", ["4711", "99999", "0", "9" * 40, "²"])
def test_a_number_that_is_not_ones_own_and_one_that_is_not_there_are_one_answer(
    app: Flask, school: School, cases: dict[str, int], number: str
) -> None:
    client = client_as(app, school.rector)
    told = client.get(f"/search?q={number}").main.text.replace(number, "N")
    assert told == client.get("/search?q=888888").main.text.replace("888888", "N")
    assert client_as(app, school.stranger).redirected("/search?q=4711").startswith("/cases/")


def test_no_search_tells_of_anybody_out_of_reach(app: Flask, school: School, cases: dict[str, int]) -> None:
    for who in ("mentor", "rector", "health_team", "subject_teacher", "administration", "other_mentor"):
        client = client_as(app, getattr(school, who))
        for query in ("kanarie", "anton", CANARY, "4711", "a"):
            for address in ("/search?q={}", "/cases/?q={}", "/students?q={}"):
                answer = client.raw.get(address.format(query))
                assert CANARY not in answer.text.replace(query, ""), f"{who} {address} {query}"
    assert CANARY in client_as(app, school.stranger).get("/search?q=kanarie").text


def test_an_empty_answer_says_what_was_searched_for_and_what_to_do(
    app: Flask, school: School, cases: dict[str, int]
) -> None:
    page = client_as(app, school.rector).get("/search?q=<b>finns inte</b>")
    assert "<b>finns inte</b>" in page.main.text
    assert {"/students", "/cases/"} <= {link.attributes["href"] for link in page.main.all("a")}
    assert not client_as(app, school.rector).get("/search").main.all("ul")


def test_many_hits_are_cut_and_lead_to_the_list(app: Flask, school: School) -> None:
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        for number in range(30):
            make_student(unit=unit, group=group, given=f"Prov{number}")
    client = client_as(app, school.rector)
    page = client.get("/search?q=prov")
    assert len(hits(page)["Elever"]) == 20
    assert "30" in client.get(page.main.link("30")).main.text


def test_what_a_search_shows_is_in_the_access_log(app: Flask, school: School, cases: dict[str, int]) -> None:
    before = logged(app)
    client_as(app, school.rector).get("/search?q=alva")
    assert logged(app) == before + 2
    client_as(app, school.rector).redirected(f"/search?q={cases['here']}")
    assert logged(app) == before + 2


def logged(app: Flask) -> int:
    """How many students have been shown in all."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(ReadStudent)) or 0


def test_the_list_of_cases_points_to_the_search(app: Flask, school: School, cases: dict[str, int]) -> None:
    client: Client = client_as(app, school.rector)
    page = client.get("/cases/?q=finnsinte")
    assert page.main.link("Sök bland alla") == "/search?q=finnsinte"
    assert page.main.link("Rensa filtret") == "/cases/"
