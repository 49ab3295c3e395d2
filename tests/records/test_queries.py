"""Forms of a case as the engine reads them."""

from __future__ import annotations

from datetime import date

from flask import Flask

from casework.extensions import db
from casework.people.models import Student
from casework.records.queries import form_facts, submissions_of
from tests.factories import School, make_case, work


def test_a_signed_form_tells_the_days_that_it_gives(app: Flask, school: School) -> None:
    with work(app):
        case = make_case(
            student=db.session.get_one(Student, school.student), stage="compulsory_school_monitoring"
        )
        rows = submissions_of([case.id])
        facts = {fact.form: fact for fact in form_facts(rows, {})[0]}
        plan = next(row for row in rows if row.form == "attendance_action_plan")
        day = plan.answers["effective_from"]
        assert facts["attendance_action_plan"].dates == {"effective_from": date.fromisoformat(day)}
        assert facts["in_depth_evaluation"].dates == {}
