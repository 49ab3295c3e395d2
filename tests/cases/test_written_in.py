"""A contact that is written down in a form leads from its task to the form, for those who may write in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from casework.catalog import Catalog, checked
from casework.engine.workflow import load_workflow
from casework.extensions import db
from casework.people.models import Student
from casework.tasks.models import Task
from tests.clients import client_as
from tests.factories import School, make_case, make_school, work
from tests.versions.texts import FIVE, replaced

ACTION = "ask_what_school_can_do"
LINK = "forms/new/contact_log_entry"


@pytest.fixture
def school(app: Flask) -> Iterator[School]:
    """A school whose routine writes down one of its contacts in the form."""
    kept: Catalog = app.extensions["casework_catalog"]
    head = f"      - id: {ACTION}\n        do: contact\n"
    text = replaced(FIVE, head, head + "        form: contact_log_entry\n")
    model = checked(load_workflow(text, "five-step.yaml"), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
    yield found
    app.extensions["casework_catalog"] = kept


@pytest.fixture
def task(app: Flask, school: School) -> str:
    """The address of the contact's task in a new case."""
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="mapping")
        found = db.session.scalars(select(Task).where(Task.case_id == case.id, Task.action == ACTION)).one()
        return f"/cases/{case.id}/tasks/{found.id}"


def test_the_task_leads_to_its_form_for_who_writes_in_it(app: Flask, school: School, task: str) -> None:
    page = client_as(app, school.mentor).get(task)
    assert page.link("Kontakt med hemmet").endswith(LINK)


def test_who_does_not_write_in_it_is_not_led_there(app: Flask, school: School, task: str) -> None:
    assert LINK not in client_as(app, school.nurse).get(task).answer.text


def test_a_task_that_is_done_leads_nowhere(app: Flask, school: School, task: str) -> None:
    mentor = client_as(app, school.mentor)
    mentor.send(mentor.get(task), action=f"{task}/report/done", **{"done-outcome": "reached"})
    assert LINK not in mentor.get(task).answer.text
