"""The roster that the instance's page shows is one that loads."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from casework.extensions import db
from casework.people import filling
from casework.people.models import RoleGrant, Student
from casework.people.roster import read_roster
from tests.factories import NOW, work

PAGE = Path(__file__).parents[2] / "instance" / "README.md"


def test_the_example_fills_an_instance(app: Flask) -> None:
    text = PAGE.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    with work(app):
        roster = read_roster(text, "roster.yaml")
        filled = filling.load(roster, today=NOW.date())
        assert filled.new_users == ["karin", "sofia", "per", "berit"]
        assert db.session.scalar(select(func.count()).select_from(Student)) == 1
        assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 5
