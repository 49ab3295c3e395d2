"""A call to each guardian: a task each, done by the contact with that one, or another way where needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask

from casework.catalog import PRODUCT, Catalog, checked
from casework.engine.workflow import load_workflow
from casework.extensions import db
from casework.people.models import Guardian, Guardianship
from casework.tasks.models import Task, TaskRole
from tests.clients import client_as
from tests.factories import School, make_school, work

CALL = "Ring hem och berätta att eleven är saknad"
TO_EACH = ("with: [home]\n        channel", "with: [guardian]\n        per: guardian\n        channel")


@pytest.fixture
def school(app: Flask) -> Iterator[School]:
    """A school whose routine asks to call each guardian of a student who has two."""
    kept: Catalog = app.extensions["casework_catalog"]
    text = (PRODUCT / "five-step.yaml").read_text("utf-8")
    begins = text.index("id: contact_home")
    text = text[:begins] + text[begins:].replace(*TO_EACH, 1)
    model = checked(load_workflow(text, "five-step.yaml"), kept.known())
    app.extensions["casework_catalog"] = replace(kept, workflows={"five-step": model})
    with work(app):
        found = make_school()
        other = Guardian(name="Ylva Exempelsson", phone="070-174 06 06")
        db.session.add(other)
        db.session.flush()
        db.session.add(Guardianship(student_id=found.student, guardian_id=other.id, may_be_contacted=True))
    yield found
    app.extensions["casework_catalog"] = kept


def calls(app: Flask) -> dict[str, tuple[UUID, str, list[str]]]:
    """The calls by the name of whom they are to: the task, how it stands, the roles that may do it."""
    with app.app_context():
        rows = db.session.query(Task, Guardian.name).join(Guardian, Guardian.id == Task.guardian_id)
        roles = db.session.query(TaskRole)
        return {
            name.split()[0]: (task.id, task.status, [one.role for one in roles.filter_by(task_id=task.id)])
            for task, name in rows
        }


def test_a_contact_does_the_task_of_the_one_it_was_with(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    case = mentor.send(page, stage="report", reason="Borta sex förmiddagar.")
    assert {name: state for name, (_, state, _) in calls(app).items()} == {"Karl": "open", "Ylva": "open"}
    assert f"{CALL} (Ylva Exempelsson)" in mentor.get(case).main.text
    assert f"{CALL} (Karl Exempelsson): Alva" in mentor.get("/").main.text
    url = f"{case}/tasks/{calls(app)['Ylva'][0]}/contact"
    page = mentor.get(url)
    chosen = page.main.one("input", name="party", checked="")
    assert "Ylva" in page.main.one("label", **{"for": chosen.attributes["id"]}).text
    other = page.main.one("input", name="party", id="party-0").attributes["value"]
    refused = mentor.send(page, url, 422, party=other, outcome="reached")
    assert "är för någon annan" in refused.main.text
    mentor.send(mentor.get(url), url, outcome="reached")
    assert {name: state for name, (_, state, _) in calls(app).items()} == {"Karl": "open", "Ylva": "done"}


def test_who_may_not_be_contacted_is_another_way_for_who_is_responsible(app: Flask, school: School) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(f"/students/{school.student}/open")
    case = mentor.send(page, stage="report", reason="Borta sex förmiddagar.")
    with app.app_context():
        bonds = db.session.query(Guardianship).filter_by(student_id=school.student)
        bond = bonds.join(Guardian).filter(Guardian.name.like("Karl%")).one().id
    rights = f"/students/{school.student}/home/{bond}"
    said = {"kind": "guardian", "may_be_informed": "y", "speaks": "", "reason": "Beslut om vårdnad."}
    mentor.post(rights, {**mentor.tokens(), **said})
    task, _, roles = calls(app)["Karl"]
    assert (roles, calls(app)["Ylva"][2]) == (["mentor"], ["mentor"])
    url = f"{case}/tasks/{task}"
    page = mentor.get(url)
    assert "Skolan får inte kontakta den här personen" in page.main.text
    assert mentor.raw.get(f"{url}/contact").status_code == 303
    mentor.send(page, f"{url}/report/instead", 422, **{"instead-note": ""})
    mentor.send(page, f"{url}/report/instead", **{"instead-note": "Socialtjänsten berättar för honom."})
    assert calls(app)["Karl"][1] == "done"
    assert "På annat sätt" in mentor.get(url).main.text
