"""An authority's own name for a role: whoever has its rights acts in it, everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from casework.cases.pages.words import Speech
from casework.catalog import PRODUCT, Catalog, checked
from casework.cli.definitions import in_words
from casework.definitions import DefinitionError
from casework.engine.workflow import load_workflow
from casework.people.queries import Colleague
from tests.clients import client_as
from tests.factories import School, make_school, work

LIKE_MENTOR = "attendance_officer: {title: Närvarosamordnare, rights_as: mentor}"


def with_own_role(line: str) -> str:
    """The five-step model in which the mentor is a role of the authority's own."""
    text = (PRODUCT / "five-step.yaml").read_text("utf-8")
    own = re.sub(r"\bmentor\b", "attendance_officer", text)
    return own.replace("attendance_officer: {title: Mentor}", line, 1)


@pytest.fixture
def school(app: Flask) -> Iterator[School]:
    """A school whose model has the role."""
    kept: Catalog = app.extensions["casework_catalog"]
    model = checked(load_workflow(with_own_role(LIKE_MENTOR), "five-step.yaml"), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
    yield found
    app.extensions["casework_catalog"] = kept


def test_who_has_the_rights_opens_the_case_and_finds_its_tasks(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    case = mentor.send(page, stage="report", reason="Borta sex förmiddagar.")
    shown = mentor.get(case)
    assert "närvarosamordnare Karin Mallsjö" in shown.text
    assert "Fyll i checklistan" in mentor.get("/").text
    assert f"{case}/forms/new/student_guardian_checklist" in shown.answer.text


def test_who_has_other_rights_does_not(app: Flask, school: School) -> None:
    counsellor = client_as(app, school.nurse)
    page = counsellor.get(f"/students/{school.student}/open")
    case = counsellor.send(page, stage="report", reason="Borta sex förmiddagar.")
    assert "Fyll i checklistan" not in counsellor.get("/").text
    counsellor.get(f"{case}/forms/new/student_guardian_checklist", 403)


def test_a_role_that_nobody_can_sign_in_with_is_refused(app: Flask) -> None:
    shapes = app.extensions["casework_catalog"].known()
    line = "attendance_officer: {title: Närvarosamordnare, rights_as: special_educator}"
    with pytest.raises(DefinitionError) as refused:
        checked(load_workflow(with_own_role(line), "five-step.yaml"), shapes)
    first = str(refused.value.problems[0])
    assert "nobody can sign in as “attendance_officer”" in first
    assert "mentor" in first


def test_the_one_person_in_two_roles_of_the_same_rights_is_named_once() -> None:
    text = (PRODUCT / "five-step.yaml").read_text("utf-8")
    both = text.replace("mentor: {title: Mentor}", f"mentor: {{title: Mentor}}\n  {LIKE_MENTOR}")
    model = load_workflow(both, "five-step.yaml", is_own=True)
    workflow, karin = model.in_language("sv"), Colleague(uuid4(), "Karin Mallsjö", "mentor")
    roles = ("mentor", "attendance_officer", "rector")
    speech = Speech(workflow, "sv", (karin,), "", frozenset())
    with in_words("sv"):
        assert speech.who(roles) == "mentor Karin Mallsjö eller rektor"
        two = replace(speech, colleagues=(karin, replace(karin, name="Ulla Provling")))
        assert two.who(roles) == "mentor, närvarosamordnare eller rektor"
        assert replace(speech, reader_roles=frozenset(roles[:2])).who_line(roles) == "Du eller rektor"
