"""A routine is tried on recorded attendance beside the one in force: cases, tasks, who is noticed when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from casework.cases.signal_models import Signal
from casework.catalog import PRODUCT
from casework.cli.simulating import simulate_model
from casework.extensions import db
from casework.people.models import Unit
from tests.factories import School, work
from tests.signals.places import DAYS, Attending

DAYS_SAID = ("--from", DAYS[0].isoformat(), "--to", DAYS[12].isoformat())


@pytest.fixture
def here(school: School, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Attending:
    """A student with seven occasions of absence, one each day, at a school that follows the nine weeks."""
    monkeypatch.setattr("casework.cli.instance.application", lambda _folder: app)
    found = Attending(school)
    with work(app):
        found.begin()
        for day in DAYS[:14]:
            found.mark(day)
    return found


@pytest.fixture
def draft(tmp_path: Path) -> Callable[[int], Path]:
    """The same routine, but for that occasion in place of the third."""
    text = (PRODUCT / "nine-weeks.yaml").read_text("utf-8")
    rule = "when: {occasions: {at_least: 3, counting: any, in: term}}\n    proposes: third_time"
    assert text.count(rule) == 1
    file = tmp_path / "nine-weeks.yaml"

    def write(number: int) -> Path:
        file.write_text(text.replace(rule, rule.replace("3", str(number))), "utf-8")
        return file

    return write


def run(model: object, *more: str) -> Result:
    return CliRunner().invoke(simulate_model, [str(model), *DAYS_SAID, *more])


def test_a_lower_limit_notices_earlier_by_so_many_days_and_names_are_told_on_request(
    app, here, draft
) -> None:
    said = run(draft(2))
    assert said.exit_code == 0, said.output
    assert "Uppmärksammas tidigare: 1 elev, i mitten 1 dag" in said.output
    assert str(here.student) in said.output
    assert "(-1)" in said.output
    assert "Alva" not in said.output
    assert "Alva Exempelsson" in run(draft(2), "--names").output
    for language, word in (("nb", "Fanges opp tidligere"), ("en", "Noticed earlier: 1 student")):
        assert word in run(draft(2), "--language", language).output


def test_the_routine_in_force_beside_itself_makes_the_same(app, here) -> None:
    said = run("nine-weeks").output
    assert "Alla elever skulle uppmärksammas samma dag" in said
    assert "1 ärende (1)" in said


def test_a_spreadsheet_has_a_row_for_each_week_role_and_student(app, here, draft) -> None:
    rows = [line.split(",") for line in run(draft(6), "--csv").output.splitlines()]
    assert rows[0] == ["what", "week", "roles", "student", "tried", "in_force", "days"]
    assert {row[0] for row in rows[1:]} == {"cases", "tasks", "noticed"}
    (noticed,) = [row for row in rows if row[0] == "noticed"]
    assert noticed[3:] == [str(here.student), DAYS[5].isoformat(), DAYS[2].isoformat(), "5"]
    weeks = {row[1]: row[4:6] for row in rows if row[0] == "cases"}
    assert weeks["2026-W37"] == ["0", "1"]
    assert weeks["2026-W38"] == ["1", "0"]


def test_nothing_is_touched_and_the_database_would_refuse_it(app, here, draft, monkeypatch) -> None:
    assert run(draft(2)).exit_code == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Signal)) == 0

    def meddle(*_) -> None:
        db.session.scalars(select(Unit)).first().name = "Annan skola"
        db.session.flush()

    monkeypatch.setattr("casework.cli.simulating.simulate", meddle)
    broken = run(draft(2))
    assert broken.exit_code == 1
    with work(app):  # and lets changes in again afterwards
        names = set(db.session.scalars(select(Unit.name)))
        assert "Annan skola" not in names
        db.session.scalars(select(Unit)).first().name = "Annan skola"
        db.session.flush()


def test_what_cannot_be_simulated_is_told(app, here, draft) -> None:
    assert "There is no model or file “six-step”" in run("six-step").output
    assert "There is no school “Fjordskolan”" in run(draft(2), "--school", "Fjordskolan").output
    assert "1 skola" in run(draft(2), "--school", "Ekbackaskolan").output
    assert "--names is for text" in run(draft(2), "--names", "--csv").output
    backward = CliRunner().invoke(
        simulate_model, [str(draft(2)), "--from", "2026-12-01", "--to", "2026-11-01"]
    )
    assert "--from lies after --to" in backward.output
