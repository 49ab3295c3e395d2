"""What the next step needs stands among its needs, and not once more among the other tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from casework.cases.pages.refusals import proof_text
from casework.catalog import PRODUCT, Catalog, checked
from casework.cli.definitions import in_words
from casework.engine.facts import Proof
from casework.engine.workflow import load_workflow
from tests.clients import client_as
from tests.factories import School, make_school, work

NEEDS = "      - form: student_guardian_checklist\n"
CALL = "Ring hem och berätta att eleven är saknad"


def school_with(app: Flask, text: str) -> Iterator[School]:
    """A school that works by the model in the text."""
    kept: Catalog = app.extensions["casework_catalog"]
    model = checked(load_workflow(text, "five-step.yaml"), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
    yield found
    app.extensions["casework_catalog"] = kept


@pytest.fixture
def school(app: Flask, request: pytest.FixtureRequest) -> Iterator[School]:
    """A school whose first step onwards needs what the parameter says besides the checklist."""
    text = (PRODUCT / "five-step.yaml").read_text("utf-8")
    assert NEEDS in text
    yield from school_with(app, text.replace(NEEDS, NEEDS + request.param, 1))


@pytest.fixture
def school_of_steps(app: Flask) -> Iterator[School]:
    """A school with the model whose last stage leads nowhere but to a closing."""
    text = (
        (PRODUCT / "bengtsfors.yaml")
        .read_text("utf-8")
        .replace("workflow: bengtsfors", "workflow: five-step")
    )
    yield from school_with(app, text)


def case_page(app: Flask, school: School) -> str:
    """The overview of a case that was just opened."""
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    case = mentor.send(page, stage="report", reason="Borta sex förmiddagar.")
    return mentor.get(case).text.partition("Andra uppgifter i steget")[2].partition("Formulär")[0]


TRIED = "{times: {at_least: 3, of: [contact_home], is: tried}}"
OR_TRIED = f"      - any: [{{contact: contact_home}}, {TRIED}]\n"


@pytest.mark.parametrize("school", ["      - contact: contact_home\n", OR_TRIED], indirect=True)
def test_a_needed_contact_is_no_other_task(app: Flask, school: School) -> None:
    assert CALL not in case_page(app, school)


UNASKED = "      - contact: contact_home\n        if: [{contact: contact_student}]\n"


OTHERS_FIRST = "      - any: [{contact: contact_student}, {contact: contact_home}]\n"


@pytest.mark.parametrize("school", ["", UNASKED, OTHERS_FIRST], indirect=True)
def test_a_contact_that_the_step_does_not_ask_for_is(app: Flask, school: School) -> None:
    assert CALL in case_page(app, school)


@pytest.mark.parametrize(
    ("state", "count", "told"),
    [("tried", "3", "Försökt förgäves 3 gånger."), ("", "1", "Gjort 1 gång.")],
)
def test_what_is_done_often_enough_says_how_often(state: str, count: str, told: str) -> None:
    with in_words("sv"):
        assert proof_text(Proof("times_done", {"action": "call", "count": count, "state": state})) == told


def test_a_task_that_only_a_closing_needs_is_one(app: Flask, school_of_steps: School) -> None:
    mentor = client_as(app, school_of_steps.mentor)
    page = mentor.get(f"/students/{school_of_steps.student}/open")
    case = mentor.send(page, stage="level_5", reason="Borta mer än hälften av terminen.")
    tasks = mentor.get(case).text.partition("Uppgifter i steget")[2].partition("Vad behövs")[0]
    assert "Kontakta kommunens aktivitetsansvar" in tasks
