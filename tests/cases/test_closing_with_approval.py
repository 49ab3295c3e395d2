"""A closing that needs a second pair of eyes, and clocks that start from a date in a form."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases.facts import situation_of
from casework.cases.models import Approval, Case
from casework.demo.story import Story
from casework.engine.clocks import moment_on
from casework.errors import Refused
from casework.extensions import db
from casework.people.models import Student, Unit, User
from casework.people.queries import person
from tests.clients import client_as
from tests.factories import NOW, School, make_school, work


def story_on(model: str, school: School) -> Story:
    """The student of the school, which works by the model."""
    db.session.get_one(Unit, school.unit).workflow = model
    return Story(db.session.get_one(Student, school.student), today=NOW)


def newest_case(student: UUID) -> Case:
    """The student's case."""
    return db.session.scalars(select(Case).where(Case.student_id == student)).one()


@pytest.fixture
def asked(app: Flask) -> School:
    """The principal has asked to close what the administration has assessed."""
    with work(app):
        school = make_school()
        story = story_on("nine-weeks", school)
        story.opens("per", "six_weeks", "Borta sedan i augusti.")
        story.signs("per", "authority_report")
        story.moves("per", "hand_over", reason="Nio veckor. Nätverksmötet är på torsdag.")
        story.signs("per", "closing_evaluation")
        story.moves("per", "close_with_authority", reason="Eleven är tillbaka.", summary="Allt är provat.")
    return school


def test_the_request_says_that_it_is_about_closing_and_a_yes_closes(app: Flask, asked: School) -> None:
    with work(app):
        case = newest_case(asked.student)
        approval = db.session.scalars(select(Approval)).one()
        url = f"/cases/{case.id}/approvals/{approval.id}"
        assert case.closed_at is None
    assert "Avsluta ärendet" in client_as(app, asked.administration).get(url).text
    with work(app):
        story = story_on("nine-weeks", asked)
        story._case_id = newest_case(asked.student).id
        with pytest.raises(Refused):
            story.decides("per", is_approved=True, reason="Jag frågade själv.")
        story.decides("berit", is_approved=True, reason="Skolplikten fullgörs.")
        assert newest_case(asked.student).closed_at is not None


@pytest.mark.parametrize("answered", ["2026-11-02", "2026-11-09"])
def test_a_clock_starts_on_the_date_that_the_form_says(app: Flask, answered: str) -> None:
    with work(app):
        school = make_school()
        story = story_on("norwegian-routine", school)
        story.opens("per", "worrying", "Fire enkeltdager på en måned.")
        assert plan_in_effect(school) is None
        story.signs("per", "attendance_action_plan", effective_from=answered)
        assert plan_in_effect(school) == date.fromisoformat(answered)


def plan_in_effect(school: School) -> date | None:
    """The day from which the plan of the case is in effect."""
    actor = person(db.session.get_one(User, school.rector), NOW.date())
    situation = situation_of(newest_case(school.student), actor, NOW)
    moment = situation.workflow.find_moment("plan_in_effect")
    return moment_on("plan_in_effect", moment, situation.facts)
