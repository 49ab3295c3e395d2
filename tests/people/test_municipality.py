"""The home municipality: who sees it, who notes it, and what a protected identity keeps."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from casework.clock import now, school_date
from casework.extensions import db
from casework.history.queries import breaches, events_of
from casework.people import filling
from casework.people.models import Student, User
from casework.people.protecting import protect
from casework.people.queries import person
from casework.people.roster import read_roster
from tests.clients import Client
from tests.factories import School, work

FILE = """
authority: Fjordskogs kommun
schools: [{name: Ekbackaskolan, workflow: five-step, groups: [8B]}]
students:
  - given: Alva
    family: Exempelsson
    born: 2012-03-14
    school: Ekbackaskolan
    group: 8B
    municipality: Grums
"""


def live_in(school: School, name: str) -> None:
    db.session.get_one(Student, school.student).home_municipality = name


def hide(app: Flask, school: School, *readers: str) -> None:
    """The identity is protected; these may read."""
    with work(app):
        today, student = school_date(now()), db.session.get_one(Student, school.student)
        rector = person(db.session.get_one(User, school.rector), today)
        named = [getattr(school, one) for one in readers]
        protect(student, "Beslut.", named, today + timedelta(days=30), actor=rector, now=now())


def test_who_keeps_the_home_notes_it_and_readers_of_cases_see_it(
    app: Flask, school: School, browser_of
) -> None:
    url, mentor = f"/students/{school.student}", browser_of(school.mentor)
    page = mentor.get(mentor.get(url).link("Ändra hemkommun"))
    mentor.send(page, "", 422, name="x" * 61)
    mentor.send(page, name="Årjäng")
    assert "Årjäng" in browser_of(school.counsellor).get(url).main.text
    teacher: Client = browser_of(school.subject_teacher)
    assert "Årjäng" not in teacher.get(url).main.text
    teacher.get(f"{url}/home-municipality", 403)
    with app.app_context():
        (event,) = [one for one in events_of(school.student) if one.kind == "municipality:noted"]
        assert event.says == {"before": "", "after": "Årjäng"}
        assert not [*breaches()]


def test_of_a_protected_identity_only_who_notes_it_sees_it(app: Flask, school: School, browser_of) -> None:
    with work(app):
        live_in(school, "Årjäng")
    hide(app, school, "counsellor", "subject_teacher")
    url = f"/students/{school.student}"
    browser_of(school.mentor).get(url, 404)
    assert "Årjäng" in browser_of(school.counsellor).get(url).main.text
    assert "Årjäng" not in browser_of(school.subject_teacher).get(url).main.text


def test_files_change_it_but_never_of_a_protected_identity(app: Flask, school: School) -> None:
    with work(app):
        filling.load(read_roster(FILE, "roster.yaml"), today=school_date(now()))
        assert db.session.get_one(Student, school.student).home_municipality == "Grums"
        live_in(school, "Årjäng")
    hide(app, school, "counsellor")
    with work(app):
        filling.load(read_roster(FILE, "roster.yaml"), today=school_date(now()))
        assert db.session.get_one(Student, school.student).home_municipality == "Årjäng"
