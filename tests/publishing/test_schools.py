"""Which routine each school follows: the usual one for its school form and country, or the one chosen."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.extensions import db
from casework.people.models import Unit
from casework.versions.queries import model_at
from tests.clients import Client, client_as
from tests.factories import School, work
from tests.publishing.conftest import published, today
from tests.versions.texts import other_routine


def followed(app: Flask, school: School) -> str | None:
    with app.app_context():
        found = model_at(db.session.get_one(Unit, school.unit), today())
        return found.rules.workflow if found else None


def test_a_school_follows_what_is_written_for_its_school_form(
    app: Flask, school: School, berit: Client
) -> None:
    published(berit, other_routine())
    page = berit.get(f"/publishing/schools/{school.unit}")
    assert "Rutinen på grannskolan (Gymnasieskola, Sverige)" in page.main.text
    berit.send(page, workflow="default", school_form="upper_secondary", country="SE")
    assert followed(app, school) == "next-door"
    berit.send(berit.get(f"/publishing/schools/{school.unit}"), school_form="compulsory")
    assert followed(app, school) == "five-step"
    told = client_as(app, school.administrator).get("/administration/log").main.text
    assert "Ekbackaskolan följer rutinen Rutinen på grannskolan" in told


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"workflow": "five-step", "school_form": "upper_secondary"}, "inte skriven för skolformen"),
        ({"workflow": "five-step", "country": "NO"}, "inte skriven för skolformen"),
        ({"workflow": "default", "country": "NO", "school_form": "upper_secondary"}, "Ingen rutin"),
    ],
)
def test_a_routine_that_is_not_written_for_the_school_is_not_taken(
    app: Flask, school: School, berit: Client, fields: dict[str, str], why: str
) -> None:
    page = berit.send(berit.get(f"/publishing/schools/{school.unit}"), status=422, **fields)
    assert why in page.main.text
    assert followed(app, school) == "five-step"


def test_without_a_routine_no_case_is_opened_and_the_page_says_why(
    app: Flask, school: School, berit: Client
) -> None:
    with work(app):
        unit = db.session.get_one(Unit, school.unit)
        unit.workflow, unit.country, unit.school_form = "", "NO", "upper_secondary"
    assert followed(app, school) is None
    assert "inget ärende kan öppnas" in berit.get("/publishing/schools").main.text
    karin = client_as(app, school.mentor)
    assert "följer ingen rutin som gäller i dag" in karin.get(f"/students/{school.student}/open", 422).text
    with work(app):
        db.session.get_one(Unit, school.unit).school_form = "compulsory"
    karin.get(f"/students/{school.student}/open")
