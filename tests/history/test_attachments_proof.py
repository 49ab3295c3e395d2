"""Attachments that somebody changes behind the program's back, in the database or on the disk, are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casework.attachments import files
from casework.attachments.files import received
from casework.attachments.models import AttachmentVersion
from casework.attachments.proof import file_faults
from casework.cases import proof, work
from casework.cases.attachments import Target, remove_file, replace_file
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.extensions import db, files_folder
from casework.people.models import Student, User
from casework.people.queries import person
from tests.attachments.attaching import attach_to
from tests.attachments.samples import pdf
from tests.conftest import DATABASES
from tests.databases import Place
from tests.factories import NOW, make_case, make_school
from tests.factories import work as unit
from tests.filling import sign
from tests.history.test_proof import unguarded

# ruff: noqa: S608 the statements are the tests' own

CHECKLIST = "student_guardian_checklist"
REMOVED = "id in (select id from attachment where removed_at is not null)"
RECTOR = "(select id from \"user\" where username = 'per')"
SIGNED = "id in (select version_id from signed_attachment)"
TAMPERINGS = {
    "update attachment_version set title = 'x' where number = 2": "is changed",
    f"update attachment_version set sha256 = 'x' where {SIGNED}": "is changed",
    f"update attachment_version set added_by_id = {RECTOR}": "is changed",
    "update attachment_version set previews = '[]' where kind = 'pdf'": "is changed",
    "update attachment set confidentiality = 'open'": "is changed",
    "update attachment set submission_id = null where submission_id is not null": "is changed",
    f"update attachment set removal_reason = 'x' where {REMOVED}": "removal",
    f"update attachment set removed_at = null, removed_by_id = null where {REMOVED}": "is missing",
    f"update attachment set removed_by_id = {RECTOR}, removed_at = '2026-11-20 09:00:00' "
    "where removed_at is null": "has no event",
    "delete from signed_attachment": "signed with",
    "delete from attachment_version where number = 2": "is missing",
}


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A case with a replaced attachment, a removed one, and one that a form was signed with."""
    found: Place = request.getfixturevalue(request.param)
    found.renew()
    usual = found.app.instance_path
    found.app.instance_path = str(tmp_path_factory.mktemp("files"))
    with unit(found.app):
        case = make_case(student=db.session.get_one(Student, make_school().student))
        user = db.session.scalars(select(User).where(User.username == "karin")).one()
        karin = person(user, NOW.date())
        by = {"actor": karin, "now": NOW}
        first = attach_to(case.id, pdf(), **by)
        with received(BytesIO(pdf(2))) as arrived:
            replace_file(locked_case(case.id), first.id, "Hela brevet", arrived, **by)
        gone = attach_to(case.id, b"Hej", title="Fel elev", **by)
        removed = remove_file(locked_case(case.id), gone.id, "Hör till en annan elev.", **by)
        draft = work.begin_form(locked_case(case.id), catalog().forms[CHECKLIST], **by)
        attach_to(case.id, b"Bilaga", Target("school", draft, "x"), title="Till formuläret", **by)
        sign(locked_case(case.id), CHECKLIST, **by)
    with found.app.app_context():
        files.forget(removed)
    yield found
    found.app.instance_path = usual


def all_faults() -> list[str]:
    """What verifying finds."""
    return [*proof.faults(), *file_faults()]


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_what_no_longer_fits_the_history_is_told(place: Place, statement: str) -> None:
    with place.app.app_context():
        assert not all_faults()
        unguarded()
        if place.kind == "sqlite":
            db.session.execute(text("pragma defer_foreign_keys = on"))
        assert db.session.execute(text(statement)).rowcount  # type: ignore[attr-defined]
        db.session.expire_all()
        found = all_faults()
        db.session.rollback()
    assert [fault for fault in found if TAMPERINGS[statement] in fault]


@pytest.mark.parametrize("table", ["attachment_version", "signed_attachment"])
def test_the_database_refuses_to_change_what_was_attached(place: Place, table: str) -> None:
    column = {"attachment_version": "title", "signed_attachment": "version_id"}[table]
    for statement in (f"update {table} set {column} = {column}", f"delete from {table}"):
        with place.app.app_context():
            with pytest.raises(DBAPIError, match="only ever added to"):
                db.session.execute(text(statement))
            db.session.rollback()


def _changed(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b" ")


ON_DISK: dict[str, Callable[[Path], object]] = {"is changed": _changed, "is missing": Path.unlink}


@pytest.mark.parametrize("fault", ON_DISK)
@pytest.mark.parametrize("number", [0, 1], ids=["the file", "its picture"])
def test_a_file_that_is_not_what_it_was_is_told(place: Place, fault: str, number: int) -> None:
    with place.app.app_context():
        version = db.session.scalars(select(AttachmentVersion).where(AttachmentVersion.number == 2)).one()
        file = files_folder() / files.name_of(version.id, number)
        before = file.read_bytes()
        ON_DISK[fault](file)
        found = list(file_faults())
        file.write_bytes(before)
        assert found == [f"file {file.name}: {fault}"]
        assert not all_faults()


def test_a_file_that_is_still_there_after_its_removal_is_told(place: Place) -> None:
    with place.app.app_context():
        version = db.session.scalars(
            select(AttachmentVersion).where(AttachmentVersion.title == "Fel elev")
        ).one()
        file = files_folder() / files.name_of(version.id)
        file.write_bytes(b"Hej")
        found = list(file_faults())
        file.unlink()
        assert found == [f"file {file.name}: is still there after its removal"]
