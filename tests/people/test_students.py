"""The list of students: those whom one may see and nobody else, found by name and class."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Group, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_student, work
from tests.pages import Page


def names(page: Page) -> list[str]:
    """The students in the list."""
    return [row.one("a").text for body in page.main.all("tbody") for row in body.all("tr")]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("mentor", ["Alva Exempelsson"]),
        ("subject_teacher", ["Alva Exempelsson"]),
        ("rector", ["Alva Exempelsson"]),
        ("other_mentor", []),
        ("stranger", ["Anton Låtsberg"]),
    ],
)
def test_each_sees_their_own(app: Flask, school: School, role: str, expected: list[str]) -> None:
    assert names(client_as(app, getattr(school, role)).get("/students")) == expected


@pytest.mark.parametrize("role", ["administration", "administrator"])
def test_those_without_students_have_no_list(app: Flask, school: School, role: str) -> None:
    client_as(app, getattr(school, role)).get("/students", 403)


@pytest.fixture
def rector(app: Flask, school: School) -> Client:
    """The principal of a school with more students than fit on a page."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        for number in range(60):
            make_student(unit=unit, group=group, given=f"Elev{number:02}", family="Övningsgren")
    return client_as(app, school.rector)


@pytest.mark.parametrize("query", ["övningsgren", "ÖVNING elev07", "8b elev07", "elev07 8B"])
def test_students_are_found_by_words_of_name_and_class(rector: Client, query: str) -> None:
    assert "Elev07 Övningsgren" in names(rector.get(f"/students?q={query}"))
    assert "Alva Exempelsson" not in names(rector.get(f"/students?q={query}"))


@pytest.mark.parametrize("query", ["%", "_", "\\", "100%", "'; drop table student; --", "x" * 500])
def test_signs_with_a_meaning_in_searches_have_none_here(rector: Client, query: str) -> None:
    assert names(rector.get(f"/students?q={query}")) == []


def test_long_lists_have_pages(rector: Client) -> None:
    first = rector.get("/students")
    second = rector.get(first.main.one("a", rel="next").attributes["href"])
    assert (len(names(first)), len(names(second))) == (50, 11)
    assert not set(names(first)) & set(names(second))
    assert not second.main.all("a", rel="next")
    after = rector.get("/students?page=9")
    assert (names(after), after.main.all("a", rel="next")) == ([], [])
    assert names(rector.get(after.main.one("a", rel="prev").attributes["href"])) == names(second)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "1e9"])
def test_pages_that_are_not_there_are_empty_or_the_first(rector: Client, page: str) -> None:
    assert rector.get(f"/students?page={page}").heading


def test_somebody_elses_class_gives_no_students(app: Flask, school: School) -> None:
    client = client_as(app, school.other_mentor)
    assert names(client.get(f"/students?group={school.group}")) == []
    assert names(client_as(app, school.mentor).get(f"/students?group={school.group}")) == ["Alva Exempelsson"]
    assert names(client_as(app, school.mentor).get("/students?group=nonsense")) == ["Alva Exempelsson"]
