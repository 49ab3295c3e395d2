"""The administrator says when the team meets and classes have mentor time; tasks are due by that."""

from __future__ import annotations

from flask import Flask

from casework.administration.models import AdministrativeAct
from casework.extensions import db
from casework.people.models import Group
from casework.people.regular_times import weekdays_of
from tests.clients import Client
from tests.factories import School


def test_the_weekdays_are_kept_noted_and_shown_again(app: Flask, school: School, browser_of) -> None:
    isak: Client = browser_of(school.administrator)
    url = f"/administration/schools/{school.unit}/times"
    with app.app_context():
        group = f"class_{db.session.get_one(Group, school.group).id.hex}"
    assert "Mentorstid i 8B" in isak.get(url).main.text
    isak.send(isak.get(url), team="1", **{group: "3"})
    with app.app_context():
        found = weekdays_of([school.student])
        assert found == {school.student: {"mentor_time": 3, "team_meeting": 1}}
        assert db.session.query(AdministrativeAct).filter_by(what="times:kept").count() == 1
    chosen = [one.attributes["value"] for one in isak.get(url).main.all("option", selected="")]
    assert chosen.count("1") == 1
    assert chosen.count("3") == 1
    isak.send(isak.get(url), team="")
    with app.app_context():
        assert weekdays_of([school.student]) == {school.student: {"mentor_time": 3}}
    browser_of(school.rector).get(url, 403)
