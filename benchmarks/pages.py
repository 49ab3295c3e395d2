"""How long 20 people wait for the start, list and case pages, beside the same list made with Django.

They pause a second between clicks, on a database with 5,000 students and 1,000 open cases, under gunicorn
with two workers, on SQLite and on PostgreSQL. Each page leaves its row in the access log; a page that fails
is a miss.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine, func, select

from benchmarks.ground.authority import Size, make
from benchmarks.ground.crowd import Member, Seen, let_in, on_the_list, through_cases
from benchmarks.ground.instances import CHEAP, databases, own_cookie, peer_cookie, settings
from benchmarks.ground.serving import served
from casework import create_app
from casework.access.models import Reading

GOAL = 300.0  # milliseconds, for 95 of 100 pages
SECONDS = 30.0
SIZE = Size(schools=10, groups=20, students=25, cases=1000)
PAGES = ("start", "list", "case")


def main() -> int:
    """Measures both programs on both databases; answers 1 when a page was too slow or failed."""
    worst, faults = 0.0, 0
    for name, url, folder in databases("casework_pages"):
        ours, peer = measure(url, folder)
        for page in PAGES:
            print(f"{name:<10}  {page:<5}  Casework: {ours.told(page):<42}  Django: {peer.told(page)}")
        for fault in [*ours.faults, *peer.faults][:5]:
            print(f"  failed: {fault}")
        worst = max(worst, *(ours.p95(page) for page in PAGES))
        faults += len(ours.faults)
    is_met = worst <= GOAL and not faults
    print(f"pages: {worst:.0f} ms (goal {GOAL:.0f} ms) {'met' if is_met else 'missed'}")
    return int(not is_met)


def measure(url: str, folder: Path) -> tuple[Seen, Seen]:
    """Both programs in turn with the same data, readers and load."""
    environment = settings(url, folder)
    app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
    readers = make(app, SIZE)
    crowd = [Member(own_cookie(one, app), through_cases(seed)) for seed, one in enumerate(readers)]
    with served("casework:create_app()", environment, at="/sign-in") as port:
        ours = logged(url, crowd, port)
    crowd = [Member(peer_cookie(one, environment), on_the_list()) for one in readers]
    with served("benchmarks.peer_django.wsgi:application", environment, at="/up") as port:
        return ours, logged(url, crowd, port)


def logged(url: str, crowd: Sequence[Member], port: int) -> Seen:
    """What the crowd sees; every page that it got has its row in the access log."""
    engine = create_engine(url)
    with engine.connect() as connection:
        before = connection.scalar(select(func.count()).select_from(Reading)) or 0
    seen = let_in(crowd, port, seconds=SECONDS)
    with engine.connect() as connection:
        rows = (connection.scalar(select(func.count()).select_from(Reading)) or 0) - before
    engine.dispose()
    assert rows >= seen.pages, f"{seen.pages} pages, but {rows} rows in the access log"
    return seen


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with this program
    sys.exit(main())
