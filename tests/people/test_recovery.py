"""A protected student whom nobody sees who may decide is found again, by two who know nothing alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from casework.administration.models import AdministrativeAct
from casework.clock import now, school_date
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.history.events import What
from casework.history.queries import breaches, events_of
from casework.people import proof, protecting, recovery
from casework.people.models import RoleGrant, Student, Unit, User
from casework.people.queries import person
from tests.clients import client_as
from tests.databases import Place
from tests.factories import School, make_school, make_user, work

AT = now()
TODAY = school_date(AT)
YESTERDAY, LONG_AGO = TODAY - timedelta(days=1), AT - timedelta(days=20)


def as_of(user_id: UUID, day: date = TODAY) -> recovery.Person:
    """The user with the roles and namings of the day."""
    return person(db.session.get_one(User, user_id), day)


def protect(school: School, until: date, at: datetime = LONG_AGO) -> Student:
    """The rector protects the student for the counsellor and themselves until the day."""
    student, rector = db.session.get_one(Student, school.student), as_of(school.rector)
    protecting.protect(student, "Beslut.", [school.counsellor], until, actor=rector, now=at)
    return student


def test_a_student_is_lost_from_the_day_when_nobody_who_decides_sees_them(database: Place) -> None:
    with work(database.app):
        student = protect(school := make_school(), YESTERDAY)
        assert not recovery.is_anybody_lost(YESTERDAY)
        assert recovery.is_anybody_lost(TODAY)
        counsellor, until = school.counsellor, TODAY + timedelta(days=9)
        protecting.name_reader(student, counsellor, until, actor=as_of(school.rector), now=AT)
        assert recovery.is_anybody_lost(TODAY)  # who sees the student may not decide
        recovery.find_again(actor=as_of(school.administrator), now=AT)
        assert not recovery.is_anybody_lost(TODAY)
        assert recovery.is_anybody_lost(TODAY + recovery.HOLDS + timedelta(days=1))


def test_those_who_decide_at_the_students_school_are_named_and_nobody_else(database: Place) -> None:
    with work(database.app):
        student = protect(school := make_school(), YESTERDAY)
        next_door = db.session.get_one(Unit, db.session.get_one(Student, school.elsewhere).unit_id)
        other = make_user(role="rector", unit=next_door, name="Ronja Ersättberg").id
        administrator = as_of(school.administrator)
        recovery.find_again(actor=administrator, now=AT)
        named = {one for one in (*vars(school).values(), other) if _sees(one, student)}
        assert named == {school.rector}
        newest = events_of(student.id)[0]
        assert (newest.kind, newest.by) == (What.READER_NAMED, administrator.name)
        assert not [*breaches(student.id), *proof.faults()]


def _sees(user_id: object, student: Student) -> bool:
    user = db.session.get(User, user_id) if isinstance(user_id, UUID) else None
    return user is not None and student.id in person(user, TODAY).named


def test_a_successor_finds_the_student_of_a_rector_who_has_left(database: Place) -> None:
    with work(database.app):
        student = protect(school := make_school(), TODAY + timedelta(days=30))
        assert not recovery.is_anybody_lost(TODAY)
        left = update(RoleGrant).where(RoleGrant.user_id == school.rector).values(valid_to=YESTERDAY)
        db.session.execute(left)
        with pytest.raises(NotAcceptable):
            recovery.find_again(actor=as_of(school.administrator), now=AT)
        unit = db.session.get_one(Unit, student.unit_id)
        successor = make_user(role="rector", unit=unit, name="Ronja Ersättberg").id
        recovery.find_again(actor=as_of(school.administrator), now=AT)
        assert student.id in as_of(successor).named


def test_who_keeps_away_is_not_named_and_nobody_names_themselves(database: Place) -> None:
    with work(database.app):
        student = protect(school := make_school(), YESTERDAY)
        with pytest.raises(NotAcceptable):
            recovery.find_again(actor=as_of(school.rector), now=AT)
        protecting.state_conflict(student, school.rector, actor=as_of(school.rector), now=AT)
        with pytest.raises(NotAcceptable):
            recovery.find_again(actor=as_of(school.administrator), now=AT)
        assert student.id not in as_of(school.rector).named


def test_where_nobody_is_lost_nothing_is_done(database: Place) -> None:
    with work(database.app):
        student = protect(school := make_school(), TODAY + timedelta(days=30))
        before = len(events_of(student.id))
        with pytest.raises(Conflict):
            recovery.find_again(actor=as_of(school.administrator), now=AT)
        assert len(events_of(student.id)) == before


def test_the_administrator_is_told_neither_whom_nor_where_and_the_rector_sees(
    app: Flask, school: School
) -> None:
    isak, rector = client_as(app, school.administrator), client_as(app, school.rector)
    url, lost = "/administration/", "/administration/protected"
    assert not isak.get(url).all("a", href=lost)
    with work(app):
        protect(school, YESTERDAY)
    rector.get(f"/students/{school.student}", 404)
    assert isak.get(url).all("a", href=lost)
    page = isak.get(lost)
    assert not [word for word in ("Alva", "Exempelsson", "Ekbackaskolan") if word in page.text]
    isak.send(page)
    rector.get(f"/students/{school.student}/protection")
    client_as(app, school.counsellor).get(f"/students/{school.student}", 404)
    isak.get(f"/students/{school.student}", 403)
    assert not isak.get(url).all("a", href=lost)
    with app.app_context():
        done = db.session.scalars(select(AdministrativeAct)).all()
        assert [(one.what, one.says) for one in done] == [("protected:found_again", {})]
    assert "Lät rektorer se elever med skyddade personuppgifter igen" in isak.get(f"{url}log").main.text
