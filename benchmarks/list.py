"""How fast the case list is beside the same list made with Django: 50 rows of 5,000 open cases.

One reader sees all cases of twelve schools. Both programs run under gunicorn on one database; the reader asks
now the one, now the other for the same address with the same filter. Each page asks who may see what and
leaves its rows in the access log; what is compared is the median time of a page, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, func, select

from benchmarks.ground.authority import Size, add_central_reader, make
from benchmarks.ground.crowd import fetch
from benchmarks.ground.instances import CHEAP, databases, own_cookie, peer_cookie, settings
from benchmarks.ground.serving import served
from casework import create_app
from casework.access.models import Reading
from casework.extensions import db

GOAL = 2.0  # times as long as ours may a page of the peer take at least
SIZE = Size(schools=12, groups=24, students=28, cases=5000)
ROUNDS, WARMING = 40, 5
ADDRESSES = (
    "/cases/",
    "/cases/?stage=mapping",
    "/cases/?view=mine&page=3",
    "/cases/?waits_for=mentor&waited=7",
    "/cases/?q=al&sort=student",
)

Ask = Callable[[str], float]


def main() -> int:
    """Measures on both databases; answers 1 when on one of them the goal was missed."""
    ratios = []
    for name, url, folder in databases("casework_list"):
        own, peer = measure(url, folder)
        ratios.append(peer / own)
        print(f"{name:<10}  Casework {own:5.1f} ms   Django {peer:5.1f} ms   {peer / own:.2f} times")
    is_met = min(ratios) >= GOAL
    print(f"list: {min(ratios):.2f} times (goal {GOAL:.0f} times) {'met' if is_met else 'missed'}")
    return int(not is_met)


def measure(url: str, folder: Path) -> tuple[float, float]:
    """The median page of ours and of the peer, in milliseconds."""
    environment = settings(url, folder)
    app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
    make(app, SIZE)
    reader = add_central_reader(app)
    with app.app_context():
        db.engine.dispose()
    own_key, peer_key = own_cookie(reader, app), peer_cookie(reader, environment)
    with (
        served("casework:create_app()", environment, at="/sign-in") as own_port,
        served("benchmarks.peer_django.wsgi:application", environment, at="/up") as peer_port,
    ):
        before = readings(url)
        own, peer = partial(timed, own_port, own_key), partial(timed, peer_port, peer_key)
        asked = side_by_side(own, peer)
        noted = readings(url) - before
    pages = sum(map(len, asked))
    assert noted == pages + 2 * WARMING * len(ADDRESSES), f"{pages} pages, but {noted} rows in the access log"
    return median(asked[0]) * 1000, median(asked[1]) * 1000


def side_by_side(own: Ask, peer: Ask) -> tuple[list[float], list[float]]:
    """Asks both for each address in turn, who is first changing every time."""
    times: dict[Ask, list[float]] = defaultdict(list)
    for number in range(-WARMING, ROUNDS):
        for path in ADDRESSES:
            for ask in (own, peer) if number % 2 else (peer, own):
                took = ask(path)
                if number >= 0:
                    times[ask].append(took)
    return times[own], times[peer]


def timed(port: int, cookie: str, path: str) -> float:
    """How long the page took; it must be whole and hold fifty cases."""
    start = time.perf_counter()
    status, text = fetch(port, path, cookie)
    took = time.perf_counter() - start
    rows = text.count('<tr id="case-')
    assert status == 200, f"{path}: {status}"
    assert rows == 50, f"{path}: {rows} rows"
    return took


def readings(url: str) -> int:
    """How many pages the access log tells of."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(Reading)) or 0
    engine.dispose()
    return found


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with this program
    sys.exit(main())
