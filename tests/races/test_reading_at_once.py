"""Eight read at once, on two processes and both databases: each reading has its own place in one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from casework.access.models import Reading
from casework.access.queries import log_end, log_faults
from tests.races.arena import EIGHT, Arena

TIMES = 5


def test_readings_of_eight_at_once_make_one_chain(arena: Arena) -> None:
    url = f"/students/{arena.school.student}"
    before = arena.count(Reading)
    runners = arena.mentors * TIMES
    with ThreadPoolExecutor(EIGHT) as pool:
        got = list(pool.map(lambda runner, asked: runner.ask(*asked), runners, repeat(("GET", url))))
    assert {status for status, _ in got} == {200}
    assert arena.count(Reading) - before == len(runners)
    with arena.place.app.app_context():
        assert not list(log_faults())
        assert log_end()[0] == arena.count(Reading)
