"""What is logged stays: the database refuses to change it, and what is changed past it is found."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from casework.contacts.actions import About, Said, correct_contact, log_contact
from casework.contacts.models import LoggedContact
from casework.contacts.proof import faults
from casework.errors import Conflict
from casework.extensions import db
from casework.people import queries as people
from casework.people.models import Student, User
from tests.databases import Place
from tests.factories import NOW, make_school, work


def test_a_contact_is_only_added_to_and_replaced_once(database: Place) -> None:
    with work(database.app):
        school = make_school()
        student = db.session.get_one(Student, school.student)
        mentor = people.person(db.session.get_one(User, school.mentor), NOW.date())
        about = About(student, None, people.place(student), "mentor")
        said = Said(NOW, "student", "reached", "school", note="Ringde.")
        first = log_contact(about, said, actor=mentor, now=NOW)
        correct_contact(about, first, said, actor=mentor, now=NOW)
    with database.app.app_context():
        assert list(faults()) == []
        for statement in ("update contact set note = ''", "delete from contact"):
            with pytest.raises(DBAPIError, match="only ever added to"):
                db.session.execute(text(statement))
            db.session.rollback()
        old = db.session.scalars(select(LoggedContact).where(LoggedContact.replaces_id.is_(None))).one()
        with pytest.raises(Conflict):
            correct_contact(about, old, said, actor=mentor, now=NOW)
        db.session.rollback()
