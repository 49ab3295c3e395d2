"""The demonstration: made by the real actions, in every situation, with nobody in it who could be real."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from casework import clock, create_app, demo
from casework.attachments.models import Attachment, AttachmentVersion
from casework.attendance.models import Lesson
from casework.cases.extract_models import Extract
from casework.cases.models import Case
from casework.cases.signal_models import Signal
from casework.catalog import catalog
from casework.cli import casework
from casework.demo.answers import FILE as PHRASES
from casework.demo.answers import Writer
from casework.demo.cases import CASES
from casework.demo.teller import morning
from casework.extensions import db
from casework.forms.checks import problems
from casework.history.models import Event
from casework.letters.models import Letter
from casework.people.models import Student, Unit, User
from casework.people.protection_models import Withholding
from casework.records.queries import EVERYTHING
from casework.tasks.models import Task
from tests.clients import Client, client_as

NATIONAL_NUMBER = re.compile(r"\b(19|20)?\d{6}[-+]?\d{4}\b")
FREE_NUMBERS = re.compile(r"070-174 06 (0[5-9]|[1-9]\d)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demonstration, made once for these tests, which only read it."""
    place = tmp_path_factory.mktemp("demo")
    answer = run(place, "demo", "load")
    assert answer.exit_code == 0, answer.output
    return place


@pytest.fixture(scope="module")
def demonstration(folder: Path) -> Flask:
    """The application on the demonstration."""
    return create_app({"TESTING": True}, folder)


def run(folder: Path, *words: str) -> Result:
    """Runs the command on the folder."""
    return CliRunner().invoke(casework, [*words, "--instance", str(folder)])


def user(username: str) -> User:
    """The account."""
    return db.session.scalars(select(User).where(User.username == username)).one()


def test_every_case_is_there_and_its_history_holds(folder: Path, demonstration: Flask) -> None:
    with demonstration.app_context():
        assert db.session.scalar(select(func.count()).select_from(Case)) == len(CASES)
    answer = run(folder, "history", "verify")
    assert answer.exit_code == 0, answer.output


def test_a_second_start_makes_nothing(folder: Path, demonstration: Flask) -> None:
    with demonstration.app_context():
        before = db.session.scalar(select(func.count()).select_from(Event))
    assert "Making" not in run(folder, "demo", "load").output
    with demonstration.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_it_shows_every_situation_of_a_case(demonstration: Flask) -> None:
    with demonstration.app_context():
        cases = db.session.scalars(select(Case)).all()
        assert {case.stage for case in cases if not case.closed_at} == {
            "report",
            "mapping",
            "investigation",
            "analysis",
            "compulsory_school_monitoring",
        }
        assert any(case.closed_at for case in cases)
        assert any(case.is_handed_over for case in cases)
        assert any(case.round > 1 for case in cases)
        assert {"approval", "ready"} <= {case.waiting_code for case in cases}


def test_attendance_is_there_and_proposes_where_the_routine_counts_it(demonstration: Flask) -> None:
    with demonstration.app_context():
        unknown = select(func.count()).select_from(Lesson).where(Lesson.registered_at.is_(None))
        assert 0 < (db.session.scalar(unknown) or 0) < 100
        schools = select(Unit.workflow).join(Student, Student.unit_id == Unit.id)
        proposed = db.session.execute(
            schools.join(Signal, Signal.student_id == Student.id).add_columns(Signal.proposes).distinct()
        )
        assert {("nine-weeks", "six_weeks"), ("nine-weeks", "seventh_time")} <= set(map(tuple, proposed))


def test_an_extract_is_released_and_an_answer_kept_from_a_home(demonstration: Flask) -> None:
    with demonstration.app_context():
        extract, kept = (
            db.session.scalars(select(Extract)).one(),
            db.session.scalars(select(Withholding)).one(),
        )
        amina = db.session.scalars(select(Student.id).where(Student.given_name == "Amina")).one()
        people = [user(name).id for name in ("karin", "per", "nils")]
        read_at = f"/cases/{extract.case_id}/extracts/{extract.id}"
        kept_at = f"/students/{amina}/home/{kept.guardianship_id}/withheld"
    karin, per, nils = (client_as(demonstration, one) for one in people)
    assert "Socialtjänsten" in karin.get(read_at).main.text
    nils.get(read_at, 403)
    assert "Skolan har lovat att vänta" in per.get(kept_at).main.text
    nils.get(kept_at, 403)
    karin.get(kept_at, 404)


def test_everything_happened_in_the_past_and_in_order(demonstration: Flask) -> None:
    with demonstration.app_context():
        for case in db.session.scalars(select(Case)):
            times = db.session.scalars(
                select(Event.at).where(Event.chain_id == case.id).order_by(Event.seq)
            ).all()
            assert list(times) == sorted(times)
            assert times[-1] < clock.now()
        opened = db.session.scalars(select(Task.opened_at)).all()
        assert max(opened) - min(opened) > timedelta(days=100)


@pytest.mark.parametrize("username", [one.username for one in demo.roster().staff])
def test_everybody_can_sign_in_and_sees_only_their_own(demonstration: Flask, username: str) -> None:
    stranger = Client(demonstration)
    page = stranger.get("/sign-in")
    assert username in page.main.text
    stranger.send(page, username=username, password=demo.PASSWORD)
    start = "/administration/" if username == "isak" else "/"
    assert ("Anton" in stranger.get(start).text) == (username in {"maja", "stina", "rut"})


def test_the_system_administrator_meets_no_student(demonstration: Flask) -> None:
    with demonstration.app_context():
        names = db.session.scalars(select(Student.family_name)).all()
        isak = user("isak").id
    client = client_as(demonstration, isak)
    pages = ("/administration/", "/administration/staff", "/administration/log", "/account", "/help")
    text = "".join(client.get(page).text for page in pages) + client.get("/students", 403).text
    assert not [name for name in names if name in text]
    assert client.get("/administration/").heading == "Allt är på plats"


@pytest.mark.parametrize("stays_marked", [True, False])
def test_it_is_never_served_as_the_real_thing(folder: Path, tmp_path: Path, stays_marked: bool) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    if not stays_marked:
        config = copy / "config.toml"
        config.write_text(config.read_text().replace("is_demo = true", "is_demo = false"))
    answer = run(copy, "serve")
    assert answer.exit_code == 1
    assert "demonstration" in answer.output


def test_a_history_that_somebody_has_changed_is_told_with_another_exit_code(
    folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with closing(sqlite3.connect(copy / "casework.sqlite")) as owner, owner:
        owner.execute("drop trigger event_refuse_update")
        owner.execute("update event set role = 'rector' where kind = 'case:moved'")
        owner.execute("update 'case' set stage = 'report' where stage = 'analysis'")
    answer = run(copy, "history", "verify")
    assert answer.exit_code == 1
    assert ": changed" in answer.output
    assert "stands in report, its history has led it to analysis" in answer.output
    assert run(folder, "history", "verify").exit_code == 0


def test_explaining_a_case_tells_every_way_out_with_its_needs(folder: Path, demonstration: Flask) -> None:
    with demonstration.app_context():
        number = db.session.scalars(select(Case.number).where(Case.stage == "mapping").limit(1)).one()
    answer = run(folder, "workflow", "explain", str(number), "--as", "sofia")
    assert answer.exit_code == 0, answer.output
    assert "(start_investigation) → step 3, Investigation. The student health team" in answer.output
    assert "School-social mapping" in answer.output
    assert "Another role does this: The principal can do it." in answer.output
    swedish = run(folder, "workflow", "explain", str(number), "--language", "sv")
    assert "(close) → avslutat. Rektor" in swedish.output
    assert run(folder, "workflow", "explain", "9999").exit_code == 1
    assert run(folder, "workflow", "explain", str(number), "--as", "nobody").exit_code == 1


def test_every_form_can_be_filled_in_with_what_people_write_here(demonstration: Flask) -> None:
    with demonstration.app_context():
        for form in catalog().forms.values():
            swedish = form.in_language("sv")
            answers = Writer(swedish, name="Karin Mallsjö", student="Alva", on=date(2026, 11, 20)).answers()
            assert not problems(swedish, answers, EVERYTHING), form.id


def test_nobody_in_it_could_be_real() -> None:
    text = demo.FILE.read_text("utf-8") + PHRASES.read_text("utf-8")
    assert not NATIONAL_NUMBER.search(text)
    numbers = [home.phone for student in demo.roster().students for home in student.guardians]
    assert numbers
    assert all(FREE_NUMBERS.fullmatch(number) for number in numbers)


def test_a_file_that_was_drawn_here_is_attached_and_can_be_seen(demonstration: Flask) -> None:
    with demonstration.app_context():
        drawn = select(AttachmentVersion).join(Attachment).where(Attachment.is_sent.is_(False))
        version = db.session.scalars(drawn).one()
        case_id = db.session.get_one(Attachment, version.attachment_id).case_id
        karin = user("karin").id
        assert (version.kind, version.pages, len(version.previews)) == ("pdf", 1, 1)
    page = client_as(demonstration, karin).get(f"/cases/{case_id}/attachments")
    assert version.title in page.main.text


def test_two_letters_have_been_sent_from_one_case(demonstration: Flask) -> None:
    with demonstration.app_context():
        sent = db.session.scalars(select(Letter).where(Letter.status == "sent")).all()
    assert {one.kind for one in sent} == {"action_plan", "authority_report"}
    assert len({one.case_id for one in sent}) == 1


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (datetime(2026, 11, 28, 22, 59, tzinfo=UTC), datetime(2026, 11, 18, 8, 10, tzinfo=UTC)),
        (datetime(2026, 11, 28, 23, 1, tzinfo=UTC), datetime(2026, 11, 19, 8, 10, tzinfo=UTC)),
        (datetime(2026, 4, 1, 22, 1, tzinfo=UTC), datetime(2026, 3, 23, 8, 10, tzinfo=UTC)),
    ],
    ids=["before midnight at school", "after it", "into summer time"],
)
def test_days_are_counted_back_as_the_school_counts_them(today: datetime, expected: datetime) -> None:
    assert morning(today, 10) == expected
