"""A form that holds from one stage up can be filled in also where the case was opened higher up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from casework.catalog import PRODUCT, Catalog, checked
from casework.engine.workflow import load_workflow
from tests.clients import client_as
from tests.factories import School, make_school, work

CHECKLIST = "        title: Fyll i checklistan med eleven och hemmet\n"


@pytest.fixture
def school(app: Flask, request: pytest.FixtureRequest) -> Iterator[School]:
    """A school whose model lets the checklist of its first stage hold as the parameter says."""
    kept: Catalog = app.extensions["casework_catalog"]
    text = (PRODUCT / "five-step.yaml").read_text("utf-8")
    text = text.replace(CHECKLIST, f"{CHECKLIST}        holds: {request.param}\n", 1)
    model = checked(load_workflow(text, "five-step.yaml"), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
    yield found
    app.extensions["casework_catalog"] = kept


def opened_in_mapping(app: Flask, school: School) -> str:
    """The address of a case that was opened in the second stage."""
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    return mentor.send(page, stage="mapping", reason="Är på plats men är inte med.")


@pytest.mark.parametrize("school", ["from_here_up"], indirect=True)
def test_a_form_that_holds_here_can_be_filled_in(app: Flask, school: School) -> None:
    case = opened_in_mapping(app, school)
    mentor = client_as(app, school.mentor)
    assert "Checklista för elev och vårdnadshavare" in mentor.get(case).text
    assert "Stämmer siffrorna" in mentor.get(f"{case}/forms/new/student_guardian_checklist").text


@pytest.mark.parametrize("school", ["here"], indirect=True)
def test_a_form_of_a_stage_that_the_case_never_was_in_cannot(app: Flask, school: School) -> None:
    case = opened_in_mapping(app, school)
    client_as(app, school.mentor).get(f"{case}/forms/new/student_guardian_checklist", 409)
