"""Whose role has ended reads what they signed themselves, as far as they read then, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.clock import now, school_date
from casework.extensions import db
from casework.people import protecting
from casework.people.models import Group, RoleGrant, Student, Unit, User
from casework.people.queries import person
from casework.records.models import Submission
from tests.clients import client_as
from tests.factories import School, make_case, make_grant, make_group, work

SIGNED = {
    "mentor": "initial_mapping",
    "counsellor": "school_social_mapping",
    "health_team": "absence_investigation",
}


@pytest.fixture
def texts(app: Flask, school: School) -> dict[str, UUID]:
    """What each has signed in the case: form → the signed version."""
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="analysis")
        rows = select(Submission).where(Submission.case_id == case.id, Submission.finalised_at.is_not(None))
        return {one.form: one.id for one in db.session.scalars(rows)}


def other_class(app: Flask, school: School) -> None:
    """The student has changed class, so the mentor is another."""
    with work(app):
        student = db.session.get_one(Student, school.student)
        student.group_id = make_group(unit=db.session.get_one(Unit, school.unit), name="9A").id


def test_a_former_mentor_reads_what_they_signed_and_nothing_else(
    app: Flask, school: School, texts: dict[str, UUID]
) -> None:
    mentor = client_as(app, school.mentor)
    assert "Inget" not in mentor.get("/signed").heading
    mentor.get(f"/signed/{texts[SIGNED['mentor']]}", 404)  # the case is seen: it is read there
    other_class(app, school)
    assert "Alva Exempelsson" in mentor.get("/signed").main.text
    page = mentor.get(f"/signed/{texts[SIGNED['mentor']]}")
    assert "Signerat av dig" in page.main.text
    for form in ("counsellor", "health_team"):
        mentor.get(f"/signed/{texts[SIGNED[form]]}", 404)
    mentor.get(f"/students/{school.student}", 404)


def test_what_was_signed_is_read_in_the_classes_of_that_role(
    app: Flask, school: School, texts: dict[str, UUID]
) -> None:
    with work(app):
        mine = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.counsellor))
        for grant in mine:
            grant.valid_to = school_date(now()) - timedelta(days=1)
        group = db.session.get_one(Group, school.group)
        other = make_group(unit=db.session.get_one(Unit, group.unit_id), name="7C")
        user = db.session.get_one(User, school.counsellor)
        make_grant(user=user, role="mentor", unit=db.session.get_one(Unit, school.unit), group=other)
    counsellor = client_as(app, school.counsellor)
    counsellor.get(f"/students/{school.student}", 404)
    assert "Signerat av dig" in counsellor.get(f"/signed/{texts[SIGNED['counsellor']]}").main.text


@pytest.mark.parametrize("forbid", ["protected", "conflict", "nothing"])
def test_what_forbids_wins_here_too(app: Flask, school: School, texts: dict[str, UUID], forbid: str) -> None:
    other_class(app, school)
    with work(app):
        student, at = db.session.get_one(Student, school.student), now()
        rector = person(db.session.get_one(User, school.rector), school_date(at))
        if forbid == "protected":
            protecting.protect(student, "x", (), school_date(at), actor=rector, now=at)
        elif forbid == "conflict":
            protecting.state_conflict(student, school.mentor, actor=rector, now=at)
    mentor = client_as(app, school.mentor)
    mentor.get(f"/signed/{texts[SIGNED['mentor']]}", 200 if forbid == "nothing" else 404)
    assert ("Alva" in mentor.get("/signed").text) == (forbid == "nothing")


def test_who_looks_after_the_program_has_no_such_page(app: Flask, school: School) -> None:
    client_as(app, school.administrator).get("/signed", 403)
    client_as(app, school.mentor).get("/signed")
