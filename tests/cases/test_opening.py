"""A case is opened where the routine lets the opener, and each step is offered once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from casework.catalog import Catalog, checked
from casework.engine.workflow import load_workflow
from tests.clients import client_as
from tests.factories import School, make_school, work
from tests.versions.texts import FIVE

# Two ways into the report, the mentor has the second, and one into the mapping that only the rector has.
WAYS = """\
transitions:
  - {id: open_by_rector, kind: open, title: Öppna, to: report, by: [rector], needs: [reason]}
  - {id: open_by_mentor, kind: open, title: Öppna, to: report, by: [mentor, rector], needs: [reason]}
  - {id: open_further, kind: open, title: Öppna, to: mapping, by: [rector], needs: [reason]}
"""


@pytest.fixture
def school(app: Flask) -> Iterator[School]:
    """A school whose routine opens so."""
    kept: Catalog = app.extensions["casework_catalog"]
    body = FIVE.split("\ntranslations:")[0] + "\n"
    head, ways = body.split("transitions:\n")
    first, *others = ways.split("  - id: ")[1:]
    assert "kind: open" in first
    text = head + WAYS + "".join(f"  - id: {one}" for one in others)
    model = checked(load_workflow(text, "five-step.yaml", is_own=True), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
    yield found
    app.extensions["casework_catalog"] = kept


def offered(app: Flask, school: School, user: str) -> list[str]:
    page = client_as(app, getattr(school, user)).get(f"/students/{school.student}/open")
    return [one.attributes["value"] for one in page.main.all("input", type="radio")]


def test_each_reader_is_offered_their_own_steps_once(app: Flask, school: School) -> None:
    assert offered(app, school, "rector") == ["report", "mapping"]
    assert offered(app, school, "mentor") == ["report"]


def test_the_way_that_is_the_opener_s_is_taken(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    assert "Steg 1 av 5: Rapport" in mentor.get(mentor.send(page, stage="report", reason="Borta ofta.")).text


def test_a_step_of_somebody_else_is_neither_offered_nor_accepted(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    mentor.send(page, status=422, stage="mapping", reason="Borta ofta.")


def test_who_opens_nothing_is_told_who_does(app: Flask, school: School) -> None:
    nurse, url = client_as(app, school.nurse), f"/students/{school.student}/open"
    page = nurse.get(url)
    assert "Rektor eller mentor öppnar ärenden i den här rutinen." in page.main.text
    assert not page.main.all("input", type="radio")
    nurse.post(url, {**nurse.tokens(), "stage": "report", "reason": "Borta ofta."}, 403)
