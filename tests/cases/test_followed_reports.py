"""An observation without a case comes back each week to who wrote it, until it is closed or has a case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from casework import clock
from casework.cases import concerns
from casework.cases.concern_models import Concern, ConcernReview
from casework.cases.concern_proof import concern_faults
from casework.catalog import catalog
from casework.extensions import db
from casework.forms.answers import settled
from casework.people.models import User
from casework.records.contributions import Page as Sending
from tests.cases.test_concerns import open_case, who
from tests.clients import client_as
from tests.factories import School, work
from tests.filling import EVERYTHING, asked

FORM, SEEN = "warning_signal_observation", "Sitter ensam varje rast."
ROW = "Iakttagen varningssignal: Alva Exempelsson"


def observes(app: Flask, school: School, follow_up: str = "2020-01-10") -> str:
    """The address of an observation that the subject teacher has signed."""
    with work(app):
        form, by = catalog().forms[FORM], who(school.subject_teacher)
        answers = asked(form.in_language("sv"), {"description": SEEN, "follow_up": follow_up})
        row = concerns.save_draft(
            concerns.About(school.student, form),
            answers,
            page=Sending(school.student),
            actor=by,
            now=clock.now(),
        )
        whole = settled(form.in_language("sv"), answers, EVERYTHING)
        said: dict[str, Any] = {"seen": str(row.revision), "role": "subject_teacher", "now": clock.now()}
        concerns.sign(row, whole, **said, actor=by)
        return f"/students/{school.student}/concerns/{row.id}"


def test_it_comes_back_each_week_until_its_author_closes_it(app: Flask, school: School) -> None:
    address = observes(app, school)
    teacher, team = client_as(app, school.subject_teacher), client_as(app, school.health_team)
    assert ROW in teacher.get("/").main.text
    mentor = client_as(app, school.mentor)  # who takes it up, and has it not in hand
    assert f"{address}/follow-up" not in [one.attributes.get("href") for one in mentor.get("/").main.all("a")]
    assert "Följ upp" in mentor.get(address).main.text
    client_as(app, school.other_mentor).get(f"{address}/follow-up", 404)
    page = teacher.get(teacher.get(f"{address}/own").main.link("Följ upp"))
    teacher.send(page, "", 422, said=" ")
    assert teacher.send(page, said="Äter med två andra nu.") == f"{address}/own"
    teacher.send(page, "", 409, said="En gång till.", once="9d4cbb2e-3d93-4b3e-8a5f-1f2d3c4b5a69")
    assert ROW not in teacher.get("/").main.text
    assert "Äter med två andra nu." in team.get(address).main.text
    with work(app):
        row = db.session.scalars(select(Concern)).one()
        assert row.follow_up_on is not None
        assert row.follow_up_on >= clock.school_date(clock.now()) + timedelta(days=7)
        row.follow_up_on = clock.school_date(clock.now())  # a week on
    last = teacher.get(f"{address}/follow-up")
    teacher.send(last, said="Allt är bra sedan tre veckor.", onwards="stop")
    main = teacher.get(f"{address}/own").main
    assert "följs inte längre upp" in main.text
    assert ROW not in teacher.get("/").main.text
    teacher.get(f"{address}/follow-up", 409)
    with app.app_context():
        assert list(concern_faults()) == []
        with pytest.raises(DBAPIError, match="only ever added to"):
            db.session.execute(update(ConcernReview).values(said="-"))


def test_a_case_or_a_reason_ends_it_and_nobody_is_left_alone_with_it(app: Flask, school: School) -> None:
    address = observes(app, school)
    team = client_as(app, school.health_team)
    with work(app):
        db.session.get_one(User, school.subject_teacher).is_active = False
    assert f"{address}/follow-up" in [one.attributes.get("href") for one in team.get("/").main.all("a")]
    team.send(team.get(f"{address}/follow-up"), said="Talade med läraren.")
    with work(app):
        db.session.scalars(select(Concern)).one().follow_up_on = clock.school_date(clock.now())
    team.send(team.get(f"{address}/dismiss"), reason="Det var en tråkig vecka.")
    team.get(f"{address}/follow-up", 409)
    other = observes(app, school)
    team.get(f"{other}/follow-up")
    open_case(app, school)
    team.send(team.get(other), f"{other}/take-up")
    team.get(f"{other}/follow-up", 409)
    assert "/follow-up" not in str([one.attributes.get("href") for one in team.get("/").main.all("a")])
