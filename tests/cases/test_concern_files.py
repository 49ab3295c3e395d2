"""Files with a report of concern: the author's until it is signed, bound by that, laid in the case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from casework.attachments.models import AttachmentVersion, ConcernAttachment
from casework.attachments.proof import file_faults, strays, tidy
from casework.cases import concerns, proof
from casework.cases.concern_models import Concern
from casework.clock import now
from casework.extensions import db, files_folder
from tests.attachments.samples import pdf
from tests.attachments.sending import attach
from tests.cases.test_concerns import FORM, fill_in, open_case, who
from tests.cases.test_corrected_concerns import corrected
from tests.clients import Client, client_as
from tests.factories import School, work

TITLE, LATER = "Skärmbild från klasschatten", "Ett brev till"


@pytest.fixture(autouse=True)
def _files(app: Flask, tmp_path: Path) -> Iterator[None]:
    """A folder of its own for the files of each test."""
    usual, app.instance_path = app.instance_path, str(tmp_path)
    yield
    app.instance_path = usual


def attach_to(client: Client, at: str, title: str = TITLE, content: bytes | None = None, **more: int) -> str:
    """Attaches to the first part of what is being written."""
    first = client.get(f"{at}/attach").form().all("input", name="place")[0].attributes["value"]
    answer: str = attach(client, f"{at}/attach", content or pdf(2), title=title, place=first, **more)
    return answer


def begun(app: Flask, school: School) -> tuple[Client, str]:
    """What the author has begun, with one file; and its address."""
    teacher, at = client_as(app, school.subject_teacher), f"/students/{school.student}/concerns/new/{FORM}"
    teacher.get(f"{at}/attach", 404)
    fill_in(teacher, school, "save")
    assert teacher.send(teacher.get(at), do="attach").endswith("/attach")
    attach_to(teacher, at)
    return teacher, at


def signed(app: Flask, school: School) -> tuple[Client, str]:
    """The same signed by its author; and where they read it."""
    teacher, at = begun(app, school)
    last_look = teacher.get(f"{at}/sign")
    assert TITLE in last_look.main.text
    return teacher, teacher.send(last_look)


def sound() -> bool:
    return not [*proof.faults(), *file_faults(), *strays(now())]


def test_what_is_attached_is_the_authors_alone_until_it_is_signed(app: Flask, school: School) -> None:
    teacher, at = begun(app, school)
    file = teacher.get(at).main.link(TITLE)
    shown = teacher.get(file)
    assert teacher.raw.get(shown.main.all("img")[0].attributes["src"]).mimetype == "image/png"
    saved = teacher.raw.get(f"{file}/file")
    assert (saved.data, saved.headers["Content-Disposition"][:10]) == (pdf(2), "attachment")
    for reader in (school.health_team, school.rector, school.mentor):
        client_as(app, reader).get(file, 404)
    teacher.send(teacher.get(f"{at}/sign"))
    assert "Ta bort" not in teacher.get(file).main.text
    team = client_as(app, school.health_team)
    received = team.get(f"{file.split('/own/')[0]}").main.link(TITLE)
    assert TITLE in team.get(received).heading
    for reader, status in ((school.health_team, 200), (school.rector, 200), (school.mentor, 404)):
        client_as(app, reader).get(received, status)
        assert client_as(app, reader).raw.get(f"{received}/file").status_code == status
        client_as(app, reader).get(file, 404)
    teacher.get(received, 403)


def test_the_same_files_are_refused_as_everywhere(app: Flask, school: School) -> None:
    teacher, at = begun(app, school)
    attach_to(teacher, at, content=b"MZ\x90\x00" * 40, status=422)
    with app.app_context():
        assert len(db.session.scalars(select(ConcernAttachment)).all()) == 1
        assert len(list(files_folder().glob("*.png"))) == 2


def test_a_file_is_taken_away_and_gone_with_what_was_begun(app: Flask, school: School) -> None:
    teacher, at = begun(app, school)
    attach_to(teacher, at, LATER)
    file = teacher.get(at).main.link(LATER)
    teacher.send(teacher.get(teacher.get(file).main.link("Ta bort")))
    assert LATER not in teacher.get(at).main.text
    assert TITLE in teacher.get(at).main.text
    teacher.get(file, 404)
    teacher.send(teacher.get(f"{at}/discard"))
    with app.app_context():
        assert [one.name for one in files_folder().iterdir()] == ["incoming"]


def test_a_signature_is_refused_where_a_file_came_after_the_last_look(app: Flask, school: School) -> None:
    teacher, at = begun(app, school)
    last_look = teacher.get(f"{at}/sign")
    attach_to(teacher, at, LATER)
    teacher.send(last_look, status=409)
    with app.app_context():
        assert db.session.scalars(select(Concern.state)).all() == ["draft"]


def test_in_the_case_they_are_attachments_signed_with_the_form(app: Flask, school: School) -> None:
    _, own = signed(app, school)
    case_id = open_case(app, school, "investigation")
    team, mentor = client_as(app, school.health_team), client_as(app, school.mentor)
    report = own.removesuffix("/own")
    form = team.get(team.get(report).main.link("Formuläret i ärendet"))
    attached = form.main.one("section", id="attachments")
    assert [row.all("a")[0].text for row in attached.all("tr")[1:]] == [TITLE]
    assert "Tillagd efter" not in attached.text
    assert TITLE not in mentor.get(f"/cases/{case_id}/attachments").text
    with app.app_context():
        assert sound()
    in_case = team.get(attached.all("a")[0].attributes["href"])
    team.send(team.get(in_case.main.link("Ta bort")), reason="Fel elev på bilden.")
    shown = team.get(report).main.text
    assert f"{TITLE}: Borttagen" in shown
    team.get(team.get(report).main.link("Elevens sida"))
    with app.app_context():
        file = db.session.scalars(select(ConcernAttachment.file_id)).one()
        assert sound()
    team.get(f"{report}/files/{file}/file", 404)


def test_a_correction_has_files_of_its_own_and_the_older_version_keeps_what_it_had(
    app: Flask, school: School
) -> None:
    case_id = open_case(app, school)
    teacher, own = signed(app, school)
    at = own.replace("/own", "/correct")
    teacher.send(teacher.get(at), do="save")
    attach_to(teacher, at, LATER)
    file = teacher.get(at).main.link(TITLE)
    teacher.send(teacher.get(teacher.get(file).main.link("Ta bort")))
    newest = corrected(teacher, own, "Fortsätt rätta", what_seen="En annan dag.")
    assert TITLE in teacher.get(own).main.text
    assert TITLE not in teacher.get(newest).main.text
    assert LATER in teacher.get(newest).main.text
    team = client_as(app, school.health_team)
    form = team.get(team.get(newest.removesuffix("/own")).main.link("Formuläret i ärendet"))
    notes = {
        row.all("a")[0].text: row.text for row in form.main.one("section", id="attachments").all("tr")[1:]
    }
    assert "Finns inte med i den här versionen" in notes[TITLE]
    assert "Finns inte med" not in notes[LATER]
    with app.app_context():
        assert len(db.session.scalars(select(AttachmentVersion)).all()) == 2
        assert sound()
        assert db.session.scalars(select(Concern.state).order_by(Concern.number)).all() == ["new", "new"]
        assert case_id


TAMPERINGS = {
    "update concern_attachment set title = 'x'": "is changed",
    "update concern_attachment set sha256 = 'x'": "is changed",
    "update concern_attachment set confidentiality = 'school'": "is changed",
    "delete from concern_attachment": "is changed",
}


def test_the_signature_binds_the_files(app: Flask, school: School) -> None:
    _, own = signed(app, school)
    with work(app):
        row = db.session.scalars(select(Concern)).one()
        concerns.dismiss(row, "Inget.", actor=who(school.rector), now=now())
    with app.app_context():
        assert sound()
        for tampering, told in TAMPERINGS.items():
            db.session.execute(text(tampering))
            assert any("report of concern" in one and told in one for one in proof.faults()), tampering
            db.session.rollback()
        (file,) = [one for one in files_folder().glob("*") if "." not in one.name and one.is_file()]
        assert tidy(now()) == 0
        file.write_bytes(b"x")
        assert any("is changed" in one for one in file_faults())
        assert own
