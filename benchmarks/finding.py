"""How long the pages take by which people find things: start, case list, student and search, at 5,000 cases.

One reader sees all cases of twelve schools. The program runs under gunicorn; the reader asks for one page
after the other, on SQLite and on PostgreSQL. Each page that shows a student leaves its row in the access log.
"""

from __future__ import annotations

import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from sqlalchemy import select

from benchmarks.ground.authority import Size, add_central_reader, make
from benchmarks.ground.crowd import fetch
from benchmarks.ground.instances import CHEAP, databases, own_cookie, settings
from benchmarks.ground.serving import served
from casework import create_app
from casework.cases.models import Case
from casework.extensions import db

GOAL = 300.0  # milliseconds, for 95 of 100 pages of each kind
SIZE = Size(schools=12, groups=24, students=28, cases=5000)
ROUNDS, WARMING, STUDENTS = 40, 5, 20
HITS = 'href="/students/'

Pages = Mapping[str, tuple[str, ...]]


def main() -> int:
    """Measures on both databases; answers 1 when a page was too slow on one of them."""
    worst = 0.0
    for name, url, folder in databases("casework_finding"):
        for page, seconds in measure(url, folder).items():
            p95 = quantiles(seconds, n=20)[-1] * 1000
            print(f"{name:<10}  {page:<7}  p95 {p95:4.0f} ms, median {median(seconds) * 1000:4.0f} ms")
            worst = max(worst, p95)
    is_met = worst <= GOAL
    print(f"finding: {worst:.0f} ms (goal {GOAL:.0f} ms) {'met' if is_met else 'missed'}")
    return int(not is_met)


def measure(url: str, folder: Path) -> dict[str, list[float]]:
    """How long each page took, in seconds, by its kind."""
    environment = settings(url, folder)
    app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
    make(app, SIZE)
    reader = add_central_reader(app)
    with app.app_context():
        students = db.session.scalars(select(Case.student_id).order_by(Case.number.desc()).limit(STUDENTS))
        pages = addresses(list(students))
        db.session.remove()
        db.engine.dispose()
    with served("casework:create_app()", environment, at="/sign-in") as port:
        return asked(port, own_cookie(reader, app), pages)


def addresses(students: list[UUID]) -> Pages:
    """What is asked for, by kind of page."""
    return {
        "start": ("/",),
        "list": ("/cases/", "/cases/?view=mine", "/cases/?waits_for=mentor&waited=7&sort=student"),
        "student": tuple(f"/students/{one}" for one in students),
        "search": ("/search?q=al", "/search?q=exempelsson+alva", "/search?q=al+8b"),
    }


def asked(port: int, cookie: str, pages: Pages) -> dict[str, list[float]]:
    """Asks for each kind in turn, a different one of its pages every time."""
    times: dict[str, list[float]] = defaultdict(list)
    for number, (page, address) in in_turn(pages):
        start = time.perf_counter()
        status, text = fetch(port, address, cookie)
        took = time.perf_counter() - start
        assert status == 200, f"{address}: {status}"
        assert page != "search" or HITS in str(text), f"{address} finds nobody"
        if number >= 0:
            times[page].append(took)
    return times


def in_turn(pages: Pages) -> Iterator[tuple[int, tuple[str, str]]]:
    """The round, and the page to ask for with its address; rounds below zero warm up."""
    for number in range(-WARMING, ROUNDS):
        for page, those in pages.items():
            yield number, (page, those[number % len(those)])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers end with this program
    sys.exit(main())
