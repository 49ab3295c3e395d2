"""In the demonstration a mentor is away, and a colleague at the school stands in with the mentor's roles."""

from __future__ import annotations

from flask import Flask

from casework import clock, demo
from casework.demo.away import AWAY, SUBSTITUTE, stand_in
from casework.extensions import db
from casework.people import filling
from casework.people.models import RoleGrant, Substitution, User
from tests.factories import work


def test_a_substitute_is_named_once_and_holds_the_roles_for_some_days(app: Flask) -> None:
    with work(app):
        filling.load(demo.roster(), today=clock.school_date(clock.now()))
        stand_in(clock.now())
        stand_in(clock.now())
        (row,) = db.session.query(Substitution).all()
        names = {one.id: one.username for one in db.session.query(User)}
        assert (names[row.absent_id], names[row.substitute_id]) == (AWAY, SUBSTITUTE)
        held = db.session.query(RoleGrant).filter_by(substitution_id=row.id).all()
        assert [one.role for one in held] == ["mentor", "mentor"]
        assert {one.valid_to for one in held} == {row.last_on}
