"""A letter from its task to the shelf over HTTP: written, looked at, sent, taken back; and the register."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from casework.access.policy import Person
from casework.attachments import files
from casework.cases import proof
from casework.clock import now, school_date
from casework.extensions import db
from casework.history.queries import breaches
from casework.letters.models import Letter
from casework.letters.proof import faults
from casework.people.models import Guardianship, Student, User
from casework.people.protecting import name_reader
from casework.people.queries import person
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
        """The letter that was begun first, as it stands now."""
        with self.app.app_context():
            return db.session.scalars(select(Letter).order_by(Letter.written_at).limit(1)).one()

    def holds(self) -> None:
        """The history holds, and everything that it binds."""
        with self.app.app_context():
            assert not [*breaches(), *proof.faults(), *faults()]


def _rector(scene: Scene) -> Person:
    return person(db.session.get_one(User, scene.school.rector), school_date(now()))


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
    late = team.send(page, "", **said | {"recipient": "student", "once": str(uuid4())})
    team.send(page, "", 422, recipient="social_services", once=str(uuid4()))
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
    page = team.get(f"{late}/send")
    assert "är redan avslutad" in page.main.text
    team.send(page, way="handed_over")
    assert "Överlämnat" in team.get(late).main.text
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
    with scene.app.app_context():
        db.session.get_one(Letter, row.id).status = "sent"
        db.session.flush()
        assert f"letter's end {row.id} is missing" in list(faults())
        db.session.rollback()


def test_what_goes_out_and_comes_in_stands_in_the_register_for_those_who_keep_it(scene: Scene) -> None:
    rector, mentor = scene.at("rector"), scene.at("mentor")
    page = rector.get(f"{scene.url}/letters/new/home_municipality_notice")
    assert "Skriv vad mottagaren heter" in rector.send(page, "", 422, name="").main.text
    url = rector.send(page, name="=Kommunen")
    rector.send(rector.get(f"{url}/send"), way="post", number="BUN 2026/8")
    came = {"title": "Mammas brev", "place": "school", "file": FileStorage(BytesIO(b"Hej"), "brev.txt")}
    mentor.send(mentor.get(f"{scene.url}/attach"), **came)
    file = mentor.get(f"{scene.url}/attachments").main.link("Mammas brev")
    enter = mentor.get(file).main.link("Registrera som inkommen")
    gone = mentor.get(f"{file}/remove")
    mentor.send(mentor.get(enter), sender="home", number="=9+1")
    mentor.send(gone, "/remove", 404, reason="Fel fil.")
    assert mentor.redirected(enter).endswith("/letters")
    assert "Mammas brev" in mentor.get(f"{scene.url}/letters").main.one("section", id="received").text
    mentor.get("/register/", 403)
    shown = rector.get("/register/").main.text
    assert "Underrättelse till hemkommunen" in shown
    assert "=9+1" in shown
    page = rector.get(f"{scene.url}/letters/new/home_municipality_notice")
    again = rector.get(f"{rector.send(page, name='Kommunen')}/send")
    for taken in ("BUN 2026/8", "=9+1"):
        refused = rector.send(again, "", 409, way="post", number=taken)
        assert "Ge ett annat" in refused.text
        assert refused.main.one("input", name="number").attributes["value"] == taken
    assert "Mammas brev" not in shown
    assert "=9+1" not in rector.get("/register/?direction=out").main.text
    lines = rector.raw.get("/register/register.csv").text.splitlines()
    assert [line.split(";")[1:3] for line in lines[1:]] == [["Ut", "BUN 2026/8"], ["In", "'=9+1"]]
    scene.holds()
    with work(scene.app):
        student = db.session.get_one(Student, scene.school.student)
        student.unit_id = db.session.get_one(Student, scene.school.elsewhere).unit_id
    left = rector.get("/register/").main.text
    assert "BUN 2026/8" in left
    assert "Alva" in shown
    assert "Alva" not in left


def test_a_letter_above_one_s_class_is_not_there(scene: Scene) -> None:
    team, mentor = scene.team, scene.at("mentor")
    mentor.get(f"{scene.url}/letters/new/concern_report_summary", 404)
    url = team.send(team.get(f"{scene.url}/letters/new/concern_report_summary"), own_text="Ring oss.")
    assert "Ring oss." in team.get(url).main.text
    for view in ("", "/letter.pdf", "/change", "/send", "/discard"):
        mentor.get(f"{url}{view}", 404)
    assert "orosanmälan" not in mentor.get(f"{scene.url}/letters").main.text
    team.send(team.get(f"{url}/send"), way="handed_over")
    assert "orosanmälan" not in mentor.get(f"{scene.url}/history").main.text
    assert "orosanmälan" in team.get(f"{scene.url}/history").main.text
    assert "Sammanfattning av orosanmälan" in scene.at("rector").get("/register/").main.text


def test_a_protected_identity_has_no_address_and_few_ways(scene: Scene) -> None:
    with work(scene.app):
        student = db.session.get_one(Student, scene.school.student)
        student.is_protected = True
        name_reader(student, scene.school.health_team, school_date(now()), actor=_rector(scene), now=now())
    page = scene.team.get(f"{scene.url}/letters/new/routine_information")
    assert not page.main.all("textarea", name="address")
    url = scene.team.send(page, recipient=scene.bond, address="Hemliga gatan 1")
    text = words_of(scene.team, f"{url}/letter.pdf")
    assert "Hemliga" not in text
    assert "Ekbackaskolan" not in text
    assert "Skyddade personuppgifter" in text
    scene.team.send(scene.team.get(f"{url}/change"), own_text="Välkommen till ekbackaskolan!")
    assert "Texten nämner skolan" in scene.team.get(f"{url}/send").main.text
    scene.team.send(scene.team.get(f"{url}/change"), own_text="Välkommen!")
    page = scene.team.get(f"{scene.url}/letters/new/routine_information")
    assert "mentorn först: –" in page.main.one("textarea", name="own_text").text
    page = scene.team.get(f"{url}/send")
    assert "Texten nämner skolan" not in page.main.text
    assert {one.attributes["value"] for one in page.main.all("input", name="way")} == {
        "handed_over",
        "agreed",
    }
    scene.team.send(page, "", 422, way="post")
    scene.team.send(page, way="handed_over")
    assert "Så arbetar" not in scene.at("rector").get("/register/").main.text


def test_nobody_is_written_to_whom_the_school_may_not_tell(scene: Scene) -> None:
    url = scene.team.send(
        scene.team.get(f"{scene.url}/letters/new/routine_information"), recipient=scene.bond
    )
    sending = scene.team.get(f"{url}/send")
    with work(scene.app):
        db.session.get_one(Guardianship, UUID(scene.bond)).may_be_informed = False
    scene.team.send(sending, "", 422, way="post")
    assert scene.letter().status == "draft"
    page = scene.team.get(f"{scene.url}/letters/new/routine_information")
    scene.team.send(page, "", 422, recipient=scene.bond)
    other = scene.team.send(page, recipient="student")
    with work(scene.app):
        db.session.get_one(Letter, UUID(other[-36:])).kind = "no_longer_used"
    assert "kan inte skickas som det är" in scene.team.get(other).main.text
    scene.team.get(f"{other}/change", 404)
    scene.team.send(scene.team.get(f"{other}/discard"))
    scene.team.get(other, 404)


def test_a_draft_that_somebody_has_changed_is_not_sent_and_odd_signs_are_told(scene: Scene) -> None:
    page = scene.team.get(f"{scene.url}/letters/new/routine_information")
    url = scene.team.send(page, recipient=scene.bond, own_text="Välkomna 😀")
    seen = scene.team.get(f"{url}/send")
    assert "går inte att skriva ut" in scene.team.send(seen, "", 422, way="post").text
    scene.team.send(scene.team.get(f"{url}/change"), own_text="Välkomna!", language="nb")
    scene.team.send(seen, "", 409, way="post")
    with work(scene.app):
        db.session.get_one(Letter, UUID(url[-36:])).confidentiality = "school"
    assert "Andra får läsa" in scene.team.send(scene.team.get(f"{url}/send"), "", 409, way="post").text
    scene.team.send(scene.team.get(f"{url}/change"))
    assert scene.letter().confidentiality == "open"
    text = words_of(scene.team, f"{url}/letter.pdf")
    assert [word for word in ("Slik arbeider skolen", "Dato", "Välkomna!") if word not in text] == []
    scene.team.send(scene.team.get(f"{url}/discard"))
    scene.team.get(url, 404)
