"""Substitutes hold a colleague's roles on some days: what follows, for whom, who names them, and the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.access.policy import Person, decide
from casework.clock import now, school_date
from casework.errors import Conflict, NotAcceptable, NotAllowed, NotHere
from casework.extensions import db
from casework.people import queries, substitutes
from casework.people.models import RoleGrant, Student, Substitution, Unit, User
from tests.clients import client_as
from tests.databases import Place as Database
from tests.factories import School, make_school, make_user, work

NOW = datetime.fromisoformat("2026-11-20T09:30:00+00:00")
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
WEEK = (TODAY, TODAY + 6 * DAY)


def one(user_id: UUID, today: date = TODAY) -> Person:
    """The person as they stand that day."""
    return queries.person(db.session.get_one(User, user_id), today)


def colleague(school: School) -> UUID:
    """Somebody else at the school, who opens no cases."""
    unit = db.session.get_one(Unit, school.unit)
    return make_user(role="career_counsellor", unit=unit, name="Siv Lantman").id


def may(user_id: UUID, school: School, today: date = TODAY) -> bool:
    """Whether the person may change a case of the student that day."""
    place = queries.place(db.session.get_one(Student, school.student))
    return decide(one(user_id, today), "case:open", place).is_allowed


def test_a_substitute_has_the_reach_on_those_days_and_no_longer(database: Database) -> None:
    with work(database.app):
        school = make_school()
        siv, karin = colleague(school), db.session.get_one(User, school.mentor)
        assert not may(siv, school)
        substitutes.name_substitute(karin, siv, WEEK, actor=one(school.mentor), now=NOW)
        assert [may(siv, school, day) for day in (TODAY - DAY, *WEEK, WEEK[1] + DAY)] == [
            False,
            True,
            True,
            False,
        ]
        assert may(school.mentor, school), "who is away keeps what is hers"


def test_it_ends_in_one_click_by_either_and_once(database: Database) -> None:
    with work(database.app):
        school = make_school()
        siv, karin = colleague(school), db.session.get_one(User, school.mentor)
        row = substitutes.name_substitute(karin, siv, WEEK, actor=one(school.mentor), now=NOW)
        found = substitutes.substitution(row.id, one(siv), TODAY)
        substitutes.end_substitution(found.row, actor=one(siv), now=NOW)
        assert not may(siv, school)
        assert (row.ended_at, row.ended_by_id) == (NOW, siv)
        with pytest.raises(Conflict):
            substitutes.end_substitution(row, actor=one(school.mentor), now=NOW)


def test_what_is_medical_and_what_is_held_for_another_does_not_follow(database: Database) -> None:
    with work(database.app):
        school = make_school()
        siv, rector = colleague(school), one(school.rector)
        nurse = db.session.get_one(User, school.nurse)
        substitutes.name_substitute(nurse, siv, WEEK, actor=rector, now=NOW)
        assert {grant.role for grant in one(siv).grants} == {"career_counsellor", "student_health_team"}
        own = {held.grant.role: held.is_passed for held in substitutes.roles_between(siv, *WEEK)}
        assert own == {"career_counsellor": True, "student_health_team": False}


def test_who_looks_after_the_program_has_no_substitute(database: Database) -> None:
    with work(database.app):
        school = make_school()
        isak = db.session.get_one(User, school.administrator)
        beside, me = substitutes.colleagues_of(isak.id, TODAY)[0].id, one(isak.id)
        with pytest.raises(NotAcceptable) as refused:
            substitutes.name_substitute(isak, beside, WEEK, actor=me, now=NOW)
        assert refused.value.code == "no_role_follows"


def test_a_protected_student_stays_hidden_from_the_substitute(database: Database) -> None:
    with work(database.app):
        school = make_school()
        siv, karin = colleague(school), db.session.get_one(User, school.mentor)
        substitutes.name_substitute(karin, siv, WEEK, actor=one(school.mentor), now=NOW)
        student = db.session.get_one(Student, school.student)
        student.is_protected = True
        db.session.flush()
        assert not may(siv, school)


def test_the_rector_names_for_her_school_and_nobody_names_themselves(database: Database) -> None:
    with work(database.app):
        school = make_school()
        siv, rector = colleague(school), one(school.rector)
        with pytest.raises(NotHere):
            substitutes.person_away(school.mentor, one(siv), TODAY)
        away = substitutes.person_away(school.mentor, rector, TODAY)
        with pytest.raises(NotAllowed):
            substitutes.name_substitute(away, school.rector, WEEK, actor=rector, now=NOW)
        substitutes.name_substitute(away, siv, WEEK, actor=rector, now=NOW)
        assert may(siv, school)


def test_only_colleagues_of_the_same_school_stand_in(database: Database) -> None:
    with work(database.app):
        school = make_school()
        karin = db.session.get_one(User, school.mentor)
        with pytest.raises(NotAcceptable) as refused:
            substitutes.name_substitute(karin, school.stranger, WEEK, actor=one(school.mentor), now=NOW)
        assert refused.value.code == "not_a_colleague_there"
        assert db.session.scalar(select(func.count()).select_from(Substitution)) == 0


def test_the_page_names_one_and_both_are_told(app: Flask, school: School) -> None:
    with work(app):
        siv = colleague(school)
    browser, today = client_as(app, school.mentor), school_date(now())
    page = browser.get("/substitutes/new")
    assert "8B" in page.main.text
    days = {"first_on": str(today), "last_on": str(today + DAY)}
    browser.send(page, "/substitutes/new", substitute=str(siv), **days)
    assert "Siv Lantman är din vikarie" in browser.get("/").main.text
    assert "Du är vikarie för Karin Mallsjö" in client_as(app, siv).get("/").main.text
    with app.app_context():
        row = db.session.scalars(select(Substitution)).one()
    assert client_as(app, school.counsellor).raw.get(f"/substitutes/{row.id}/end").status_code == 404
    ending = client_as(app, siv)
    ending.send(ending.get(f"/substitutes/{row.id}/end"), "/end")
    assert "din vikarie" not in browser.get("/").main.text


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(-1, 1, "Ange i dag eller"), (2, 1, "före"), (0, 93, "högst 92 dagar")],
)
def test_days_that_cannot_be_are_told(app: Flask, school: School, first: int, last: int, words: str) -> None:
    with work(app):
        siv = colleague(school)
    browser, today = client_as(app, school.mentor), school_date(now())
    days = {"first_on": str(today + first * DAY), "last_on": str(today + last * DAY)}
    page = browser.send(browser.get("/substitutes/new"), "/substitutes/new", 422, substitute=str(siv), **days)
    assert words in page.main.text
    with app.app_context():
        assert db.session.scalars(select(RoleGrant).where(RoleGrant.substitution_id.is_not(None))).all() == []
