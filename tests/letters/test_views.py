"""A letter from its task to the shelf over HTTP: written, looked at, sent, taken back; and the register."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from casework.attachments import files
from casework.cases import proof
from casework.extensions import db
from casework.history.queries import breaches
from casework.letters.models import Letter
from casework.letters.proof import faults
from casework.people.models import Guardianship, Student
from casework.tasks.models import Task
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.filling import sign_online


class Scene:
    """A case in the investigation, with people at their browsers."""

    def __init__(self, app: Flask, school: School) -> None:
        self.app, self.school = app, school
        with work(app):
            student = db.session.get_one(Student, school.student)
            self.url = f"/cases/{make_case(student=student, stage='investigation').id}"
            bond = select(Guardianship.id).where(Guardianship.student_id == student.id)
            self.bond = str(db.session.scalars(bond).one())
        self.team = self.at("health_team")

    def at(self, who: str) -> Client:
        """A browser of theirs."""
        return client_as(self.app, getattr(self.school, who))

    def task(self, action: str) -> Task:
        """The task of the action, as it stands now."""
        wanted = (Task.case_id == UUID(self.url[-36:])) & (Task.action == action)
        with self.app.app_context():
            return db.session.scalars(select(Task).where(wanted)).one()

    def letter(self) -> Letter:
        """The only letter, as it stands now."""
        with self.app.app_context():
            return db.session.scalars(select(Letter)).one()

    def holds(self) -> None:
        """The history holds, and everything that it binds."""
        with self.app.app_context():
            assert not [*breaches(), *proof.faults(), *faults()]


@pytest.fixture
def scene(app: Flask, school: School) -> Scene:
    return Scene(app, school)


def words_of(client: Client, url: str) -> str:
    answer = client.raw.get(url)
    assert answer.mimetype == "application/pdf"
    with pypdfium2.PdfDocument(BytesIO(answer.data)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_letter_goes_from_its_task_to_the_shelf_and_back(scene: Scene) -> None:
    team = scene.team
    sign_online(team, scene.url, "absence_investigation")
    sign_online(team, scene.url, "attendance_action_plan")
    task = scene.task("share_plan")
    listed = team.get(team.get(f"{scene.url}/tasks/{task.id}").link("Skriv brevet"))
    page = team.get(listed.main.link("Handlingsplan"))
    said = {"recipient": scene.bond, "own_text": "Så här gör vi. <b>#read(1)</b>", "address": "Gatan 1"}
    url = team.send(page, **said)
    assert "Så här gör vi. <b>#read(1)</b>" in team.get(url).main.text
    assert "Gatan 1" in words_of(team, f"{url}/letter.pdf")
    page = team.get(f"{url}/send")
    assert "räknas som skickat" in page.main.text
    team.send(page, "/send", 422)
    team.send(page, "/send", way="post", number="BUN 2026/7")
    row = scene.letter()
    assert (row.status, row.way, row.number, scene.task("share_plan").status) == (
        "sent",
        "post",
        "BUN 2026/7",
        "done",
    )
    with scene.app.app_context():
        assert files.read(row.file_id, row.sha256) == team.raw.get(f"{url}/letter.pdf").data
    assert "BUN 2026/7" in words_of(team, f"{url}/letter.pdf")
    team.post(f"{url}/change", {**team.tokens(), **said}, 409)
    team.get(f"{scene.url}/attachments/{row.file_id}/remove", 404)
    team.get(f"{scene.url}/attachments/{row.file_id}/replace", 404)
    scene.holds()
    team.send(team.get(f"{url}/received"), "/received", how="Hon ringde och tackade.")
    assert "Hon ringde och tackade." in team.get(url).main.text
    team.send(team.get(f"{url}/take-back"), "/take-back", reason="Fel vårdnadshavare.")
    assert scene.task("share_plan").status == "open"
    assert "Fel vårdnadshavare." in team.get(url).main.text
    assert "Brev taget tillbaka" in team.get(f"{scene.url}/history").main.text
    scene.holds()
