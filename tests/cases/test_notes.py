"""Notes: read and written by class, corrected by a new one, never lost."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.factories import School, make_case, work

WORDS = {"school": "Sa att bussen är värst.", "student_health": "Samtal om natten.", "medical": "Om intyget."}


@pytest.fixture
def case(app: Flask, school: School) -> str:
    """The address of an open case."""
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student)).id}"


def writes(who: Client, case: str, confidentiality: str = "school", status: int = 303) -> object:
    """Somebody writes a note of the class; where it leads, or the page of the answer."""
    sent = {**who.tokens(), "text": WORDS[confidentiality], "happened_on": "2026-11-19"}
    return who.post(f"{case}/notes/new", {**sent, "confidentiality": confidentiality}, status)


def test_a_note_stands_on_the_case_among_the_notes_and_in_the_history(
    app: Flask, school: School, case: str
) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    writes(mentor, case)
    for page in (case, f"{case}/notes", f"{case}/history"):
        text = team.get(page).main.text
        assert WORDS["school"] in text
        assert "Karin Mallsjö, mentor" in text


@pytest.mark.parametrize(
    ("writer", "confidentiality", "readers"),
    [
        ("mentor", "school", {"mentor", "health_team", "nurse", "rector"}),
        ("health_team", "student_health", {"health_team", "nurse", "rector"}),
        ("nurse", "medical", {"nurse"}),
    ],
)
def test_a_note_is_read_by_those_who_may_read_its_class(
    app: Flask, school: School, case: str, writer: str, confidentiality: str, readers: set[str]
) -> None:
    writes(client_as(app, getattr(school, writer)), case, confidentiality)
    for who in ("mentor", "health_team", "nurse", "rector"):
        for page in (case, f"{case}/notes", f"{case}/history"):
            answer = client_as(app, getattr(school, who)).get(page).answer.text
            assert (WORDS[confidentiality] in answer) == (who in readers), f"{who} on {page}"


@pytest.mark.parametrize(
    ("writer", "confidentiality", "kept"),
    [
        ("mentor", "student_health", "school"),  # is not asked, so what is sent does not count
        ("health_team", "medical", ""),
        ("nurse", "medical", "medical"),
    ],
)
def test_nobody_writes_in_a_class_that_they_do_not_read(
    app: Flask, school: School, case: str, writer: str, confidentiality: str, kept: str
) -> None:
    who = client_as(app, getattr(school, writer))
    writes(who, case, confidentiality, 303 if kept else 422)
    nurse = client_as(app, school.nurse).get(f"{case}/notes").main
    tags = [one.text for one in nurse.all("span", class_="tag-locked")]
    assert (WORDS[confidentiality] in nurse.text) == bool(kept)
    assert tags == (["Skolsköterskans del"] if kept == "medical" else [])


def test_a_correction_stands_in_front_and_the_earlier_note_behind_it(
    app: Flask, school: School, case: str
) -> None:
    mentor = client_as(app, school.mentor)
    writes(mentor, case)
    correct = mentor.get(f"{case}/notes").main.link("Rätta")
    page = mentor.get(correct)
    assert WORDS["school"] in page.one("textarea").text
    mentor.send(page, text="Sa att bussen hem är värst.")
    notes = mentor.get(f"{case}/notes").main
    assert len(notes.one("ol", class_="notes").all("li")) == 1
    assert WORDS["school"] in notes.one("details").text
    again = mentor.send(page, status=409, text="Något helt annat, för sent.", once=mentor.tokens()["once"])
    assert "Något helt annat, för sent." in again.text


@pytest.mark.parametrize(
    ("who", "status"), [("mentor", 200), ("rector", 200), ("health_team", 403), ("stranger", 404)]
)
def test_a_note_is_corrected_by_who_wrote_it_or_by_the_rector(
    app: Flask, school: School, case: str, who: str, status: int
) -> None:
    mentor = client_as(app, school.mentor)
    writes(mentor, case)
    correct = mentor.get(f"{case}/notes").main.link("Rätta")
    client = client_as(app, getattr(school, who))
    client.get(correct, status)
    client.post(correct, {**client.tokens(), "text": "Ändrat."}, 303 if status == 200 else status)
    if status != 404:
        assert ("Rätta" in client.get(f"{case}/notes").main.text) == (status == 200)


def test_a_note_needs_words_and_a_day_that_has_been(app: Flask, school: School, case: str) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"{case}/notes/new")
    mentor.send(page, status=422, text=" ")
    answer = mentor.send(page, status=422, text="Sagt i morgon.", happened_on="2099-01-01")
    assert "Sagt i morgon." in answer.one("textarea").text
    mentor.send(page, text="Sagt i dag.")


def test_a_closed_case_takes_no_note(app: Flask, school: School) -> None:
    with work(app):
        student = db.session.get_one(Student, school.student)
        case = f"/cases/{make_case(student=student, stage='closed').id}"
    mentor = client_as(app, school.mentor)
    assert f"{case}/notes/new" not in mentor.get(f"{case}/notes").answer.text
    writes(mentor, case, status=409)
