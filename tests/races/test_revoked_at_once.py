"""A role that is taken while its holder works: what is asked for afterwards is refused everywhere."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import update

from casework import clock
from casework.access.models import Reading
from casework.administration.actions import end_roles
from casework.administration.queries import roles_of
from casework.extensions import db
from casework.people.models import RoleGrant
from casework.people.sign_in_models import UserSession
from tests.efforts import Effort
from tests.factories import work
from tests.races.arena import EIGHT, Arena, someone
from tests.races.racers import Racer

ROUNDS = {"usual": 5, "short": 15, "long": 500}  # on each of the two databases
WORKERS = 4


def test_a_role_that_is_taken_is_gone_with_the_next_request(arena: Arena, effort: Effort) -> None:
    url, runners = f"/students/{arena.school.student}", arena.mentors[:WORKERS]
    assert {one.ask("GET", url)[0] for one in runners} == {200}
    for _ in effort.rounds(ROUNDS):
        during = taken_while(arena, runners, url)
        before = arena.count(Reading, Reading.is_allowed)
        after = [one.ask("GET", url) for one in runners]
        assert during <= {200, 303}
        assert {status for status, _ in after} == {303}
        assert all(to.startswith("/sign-in") for _, to in after)
        assert arena.count(Reading, Reading.is_allowed) == before
        give_back(arena)
        assert {one.ask("GET", url)[0] for one in runners} == {200}


def taken_while(arena: Arena, runners: list[Racer], url: str) -> set[int]:
    """What is answered while an administrator takes the mentor's role."""
    line = threading.Barrier(len(runners) + 1)

    def ask(runner: Racer) -> int:
        line.wait()
        return runner.ask("GET", url)[0]

    with ThreadPoolExecutor(EIGHT) as pool:
        asked = [pool.submit(ask, one) for one in runners]
        line.wait()
        with work(arena.place.app):
            held = roles_of(arena.school.mentor)
            end_roles(held, actor=someone(arena.school.administrator), now=clock.now())
        return {one.result() for one in asked}


def give_back(arena: Arena) -> None:
    """The role again, and the sessions."""
    until = clock.school_date(clock.now()) + timedelta(days=9)
    with work(arena.place.app):
        mine = RoleGrant.user_id == arena.school.mentor
        db.session.execute(update(RoleGrant).where(mine).values(valid_to=until))
        sessions = UserSession.user_id == arena.school.mentor
        db.session.execute(update(UserSession).where(sessions).values(ended_at=None))
