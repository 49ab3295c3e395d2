"""Measures of a colleague who has left: they wait for who is responsible for the step, and are handed on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases.handing_on import hand_over, load_of, loads
from casework.cases.measure_models import Measure
from casework.cases.measures import due_for
from casework.cases.proof import faults
from casework.extensions import db
from casework.history.queries import events_of
from casework.people.models import RoleGrant, User
from tests.clients import client_as
from tests.factories import School, work
from tests.plans.planning import LATER, a_row, decides, in_investigation, who

DUE = date(2026, 12, 7)
HERE = "/cases/handing-on"


@pytest.fixture
def case(app: Flask, school: School) -> UUID:
    """A case with a measure in the mentor's hands, whose follow-up is late."""
    with work(app):
        found = in_investigation(school)
        decides(school, found, a_row())
        return found


def waits_for(app: Flask, user: UUID) -> int:
    """How many measures wait for a follow-up by the colleague."""
    with app.app_context():
        return len(due_for(who(user, LATER), DUE, limit=9))


def end_role(app: Flask, user: UUID) -> None:
    """The colleague's roles end."""
    with work(app):
        for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user)):
            grant.valid_to = date(2026, 12, 1)


@pytest.mark.parametrize("way", ["account", "role"])
def test_it_waits_for_who_is_responsible_for_the_step_once_its_colleague_has_left(
    app: Flask, school: School, case: UUID, way: str
) -> None:
    assert [waits_for(app, one) for one in (school.mentor, school.health_team)] == [1, 0]
    if way == "role":
        end_role(app, school.mentor)
    else:
        with work(app):
            db.session.get_one(User, school.mentor).is_active = False
    assert [waits_for(app, one) for one in (school.rector, school.health_team)] == [0, 1]


def test_it_goes_with_the_load_of_who_leaves_and_the_history_binds_it(
    app: Flask, school: School, case: UUID
) -> None:
    rector = client_as(app, school.rector)
    assert "Karin Mallsjö" in rector.get(HERE).main.text
    page = rector.get(f"{HERE}/{school.mentor}")
    assert "1 åtgärd" in page.main.text
    rector.send(page, str(school.mentor), heir=str(school.health_team))
    with app.app_context():
        measure = db.session.scalars(select(Measure).where(Measure.case_id == case)).one()
        assert measure.responsible_id == school.health_team
        assert [one.kind for one in events_of(case)].count("measure:passed") == 1
        assert list(faults()) == []
    assert "Hanna Utkastdal har nu hand om åtgärder" in rector.get(f"/cases/{case}/history").main.text
    assert rector.raw.get(f"{HERE}/{school.mentor}").status_code == 404


def test_whoever_hands_over_neither_counts_nor_passes_what_they_may_not_read(
    app: Flask, school: School, case: UUID
) -> None:
    with work(app):
        kept = db.session.scalars(select(Measure)).one()
        for confidentiality, others in (("medical", 0), ("school", 1)):
            kept.confidentiality = confidentiality
            db.session.flush()
            rector, nurse = who(school.rector, LATER), who(school.nurse, LATER)
            of_mentor = [one for one in loads(rector) if one[0] == school.mentor]
            held = load_of(school.mentor, rector, DUE)
            assert (len(of_mentor), len(held)) == (others, others)
            assert [one.measures for one in load_of(school.mentor, nurse, DUE)] == [1]
        kept.confidentiality = "medical"
        db.session.flush()
        for actor, owner in ((rector, school.mentor), (nurse, school.nurse)):
            hand_over(school.mentor, {case: school.nurse}, held, actor=actor, now=LATER)
            assert kept.responsible_id == owner
