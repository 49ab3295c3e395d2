"""The start page tells what waits, the first of it by name and the rest by number, and stays short."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from benchmarks.ground.copies import copy_cases
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work

CASES = 60


@pytest.fixture
def school_full_of_cases(app: Flask, school: School) -> School:
    """Sixty open cases: half wait for the mentor's tasks, half for the health team to move them."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        students = [make_student(unit=unit, group=group, given=f"Elev{n:02}") for n in range(CASES - 1)]
        case = make_case(student=db.session.get_one(Student, school.student))
        copy_cases(db.session(), [case.id], [one.id for one in students])
    return school


def test_many_things_are_counted_and_the_first_are_listed(app: Flask, school_full_of_cases: School) -> None:
    mentor = client_as(app, school_full_of_cases.mentor)
    page = mentor.get("/")
    count = int(re.findall(r"\d+", page.heading)[0])
    assert count > CASES
    listed = page.main.all("li", class_="rowline")
    assert len(listed) < 40
    assert mentor.get(page.main.link("Alla 60 i listan")).main.all("tbody")


def test_the_menu_counts_to_a_hundred_and_no_further(app: Flask, school_full_of_cases: School) -> None:
    mentor = client_as(app, school_full_of_cases.mentor)
    assert mentor.get("/help").one("nav", class_="nav").one("span", class_="count").text.startswith("99+ ")


def test_what_waits_for_others_is_cut_too(app: Flask, school_full_of_cases: School) -> None:
    page = client_as(app, school_full_of_cases.rector).get("/")
    assert page.heading == "Inget väntar på dig just nu."
    assert "Väntar på andra" in page.main.text
    ways = [link.attributes["href"] for link in page.main.all("a") if "Alla 60" in link.text]
    assert ways == ["/cases/?view=others", "/cases/"]


@pytest.mark.parametrize(
    ("who", "title"),
    [("mentor", "Din klass 8B"), ("rector", "Öppna ärenden"), ("administration", "Öppna ärenden")],
)
def test_ones_own_class_is_called_by_its_name(app: Flask, school: School, who: str, title: str) -> None:
    page = client_as(app, getattr(school, who)).get("/")
    assert title in [heading.text for heading in page.main.all("h2")]


def test_who_sees_no_cases_is_led_to_the_search(app: Flask, school: School) -> None:
    client: Client = client_as(app, school.subject_teacher)
    page = client.get("/")
    assert page.heading == "Inget väntar på dig just nu."
    assert "Sök efter en elev" in page.main.text
    assert not page.main.all("h2")
