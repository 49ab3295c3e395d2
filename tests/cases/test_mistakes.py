"""What a person forgot is told with 422; a closed case takes no consent; odd numbers are words."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.cases.models import Consent
from casework.extensions import db
from casework.people.models import Student
from tests.clients import client_as
from tests.factories import School, make_case, work


def case_of(app: Flask, school: School, stage: str = "report") -> str:
    """Where the student's case is, in the stage."""
    with work(app):
        student = db.session.get_one(Student, school.student)
        return f"/cases/{make_case(student=student, stage=stage).id}"


def test_a_case_is_not_opened_without_a_reason(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    mentor.send(page, status=422, reason=" ")
    assert mentor.send(page, reason="Borta sex förmiddagar.").startswith("/cases/")


@pytest.mark.parametrize(("stage", "status"), [("report", 303), ("closed", 409)])
def test_a_closed_case_takes_no_consent(app: Flask, school: School, stage: str, status: int) -> None:
    case, team = case_of(app, school, stage), client_as(app, school.health_team)
    page = team.get(f"{case}/consents/new/share_with_partners")
    team.send(page, status=422, given_by="")
    team.send(page, status=status, given_by="Hemmet", given_on="2026-11-20", scope="Mötet")
    with app.app_context():
        assert db.session.query(Consent).count() == (status == 303)
    offered = "/consents/new/" in team.get(f"{case}/consents").answer.text
    assert not offered or status == 303


@pytest.mark.parametrize("query", ["²", "9" * 10, "9" * 80, "١", "-1", "1"])
def test_only_what_is_a_number_is_looked_up_as_one(app: Flask, school: School, query: str) -> None:
    case, mentor = case_of(app, school), client_as(app, school.mentor)
    assert (case in mentor.get(f"/cases/?q={query}").answer.text) == (query == "1")


def test_a_page_beyond_all_pages_is_an_empty_one(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    for address in ("/cases/", "/students"):
        assert mentor.get(f"{address}?page=9223372036854775807").heading
