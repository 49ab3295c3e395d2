"""Rosters on the terminal: told first, entered when asked for, in an administrator's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.cli import feeding, rosters
from casework.engine.school_calendar import ONE_DAY
from casework.extensions import db
from casework.feeds import fetching as asking
from casework.people.keys import keep_keys
from casework.people.models import Student
from casework.rosters import fetching
from casework.rosters.models import Fetched
from casework.ss12000.wire import Client
from tests.factories import School, work
from tests.feeds.system import event, lists, said
from tests.rosters.deliveries import ONEROSTER, archive
from tests.rosters.server import System, serving
from tests.stories.ground import unchanged

Run = Callable[..., str]


@pytest.fixture
def run(app: Flask, school: School, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command inside the application that is there: `run(command, …)`; what it says."""

    def running(command: Any, **words: Any) -> str:
        inside = command.callback.__wrapped__
        with app.app_context():
            inside(**{"username": "isak", "apply": False, **words})
        return capsys.readouterr().out

    return running


@pytest.fixture
def system(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """The SS 12000 system that the settings name, which nobody waits for."""
    monkeypatch.setattr(fetching, "Client", lambda settings, ticks: Client(settings, ticks, wait=0))
    with serving(System()) as found:
        app.config["SS12000"] = {"url": found.url}
        yield found


def given_names(app: Flask) -> set[str]:
    """Everybody who is here."""
    with app.app_context():
        return set(db.session.scalars(select(Student.given_name)))


def test_a_folder_or_archive_is_told_and_entered(app: Flask, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    file.write_bytes(archive(ONEROSTER))
    with unchanged(app):
        said = run(rosters.read, place=file)
    assert "Students: 1 new, 1 changed, 0 as before" in said
    assert "left out: 1 students of “Fjärranskolan”, a school that is not here" in said
    assert "Alva" not in said
    assert run(rosters.read, place=file, apply=True).endswith("Entered.\n")
    assert given_names(app) == {"Alva", "Anton", "Milo"}


def test_a_system_is_asked_for_everybody_once_and_then_for_changes(
    app: Flask, run: Run, system: System
) -> None:
    with unchanged(app):
        said = run(rosters.fetch, whole=False)
    assert "SS 12000, everything of 127.0.0.1" in said
    assert "1 get a protected identity" in said
    run(rosters.fetch, whole=False, apply=True)
    with app.app_context():
        assert db.session.scalars(select(Fetched.source)).all() == ["127.0.0.1"]
    system.asked.clear()
    system.changed = ("p1",)
    system.lists["persons"][0]["familyName"] = "Påhittsdotter"
    said = run(rosters.fetch, whole=False, apply=True)
    assert "SS 12000, changes of 127.0.0.1\nStudents: 0 new, 1 changed, 1 as before" in said
    assert "1 have a protected identity" in said
    assert any("meta.modified.after" in one for one in system.asked)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"username": "per"}, "no administrator"),
        ({"username": "nobody"}, "no administrator"),
        ({}, "unknown form"),
    ],
)
def test_what_cannot_be_is_told(run: Run, tmp_path: Path, words: dict[str, str], fault: str) -> None:
    with pytest.raises(click.ClickException, match=fault):
        run(rosters.read, place=tmp_path, **words)


def test_a_system_that_does_not_answer_is_told(run: Run, system: System) -> None:
    system.fails = [500]
    with pytest.raises(click.ClickException, match="answered 500"):
        run(rosters.fetch, whole=True)


def test_a_system_that_is_not_named_is_told(run: Run) -> None:
    with pytest.raises(click.ClickException, match="url is missing"):
        run(rosters.fetch, whole=True)


def test_attendance_is_fetched_and_applied_where_nothing_is_wrong(
    app: Flask, school: School, system: System, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "Client", lambda settings, ticks: Client(settings, ticks, wait=0))
    with work(app):
        keep_keys("127.0.0.1", {"1": school.student})
    day = {"day": (clock.school_date(clock.now()) - ONE_DAY).isoformat()}  # its lessons have been
    system.lists = lists(event("e1", "08:00", "09:00", said("1", invalid=60), said("99"), **day))
    words = {"whole": False, "leave_out": False}
    assert run(feeding.fetch, **words, apply=True).endswith("; 1 entries are wrong\npreviewed\n")
    assert run(feeding.fetch, whole=False, leave_out=True, apply=True).endswith("applied\n")
    one = event("e1", "08:00", "09:00", said("1"), **day)
    system.lists = lists({**one, "cancelled": True}, event("e2", "10:00", "11:00", **day))
    said_of_whole = run(feeding.fetch, whole=True, leave_out=True, apply=True)
    assert said_of_whole.endswith("1 new, 0 changed, 0 same, 1 cancelled; 0 entries are wrong\npreviewed\n")
    with pytest.raises(click.ClickException, match="may not take in"):
        run(feeding.fetch, **words, username="karin")
    system.fails = [500]
    with pytest.raises(click.ClickException, match="500"):
        run(feeding.fetch, **words)
    app.config["SS12000"] = {}
    with pytest.raises(click.ClickException, match="url is missing"):
        run(feeding.fetch, **words)
