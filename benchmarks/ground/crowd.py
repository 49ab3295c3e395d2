"""A crowd of people who click, wait a second and click again, and how long each of them waited for a page."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from math import inf
from statistics import median, quantiles

THINKING = 1.0  # seconds between a page and the next click
PATIENCE = 10.0  # seconds until somebody gives up
WARMING = 5.0  # seconds that a program has to get warm

Click = tuple[str, str]  # which page it is, and its address
Walk = Generator[Click, str, None]  # where somebody goes next, given the page they have before them


@dataclass(frozen=True)
class Member:
    """One of the crowd: the cookie that they are signed in by, and which way they go."""

    cookie: str
    walk: Walk


@dataclass
class Seen:
    """How long each page took, apart those while the program got warm, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    warming: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages came in all."""
        return len(self.warming) + sum(map(len, self.seconds.values()))

    def p95(self, page: str) -> float:
        """What 95 of 100 people waited at most, in milliseconds; for ever where hardly any page came."""
        found = self.seconds.get(page, [])
        return quantiles(found, n=20)[-1] * 1000 if len(found) > 1 else inf

    def told(self, page: str) -> str:
        """The page's figures for people to read; a dash where nobody asked for it."""
        found = self.seconds.get(page, [])
        if not found:
            return "–"
        return f"p95 {self.p95(page):4.0f} ms, median {median(found) * 1000:4.0f} ms, {len(found)} pages"


def let_in(members: Sequence[Member], port: int, *, seconds: float) -> Seen:
    """Lets everybody click for so long, each on their own; they arrive one by one within a second."""
    seen, warm = Seen(), time.monotonic() + WARMING
    threads = [
        threading.Thread(target=_click, args=(member, port, warm, warm + seconds, seen), daemon=True)
        for member in members
    ]
    for thread in threads:
        thread.start()
        time.sleep(THINKING / len(members))
    for thread in threads:
        thread.join()
    return seen


def _click(member: Member, port: int, warm: float, until: float, seen: Seen) -> None:
    """One member's way through the pages."""
    page, address = next(member.walk)
    while (start := time.monotonic()) < until:
        text = ""
        try:
            status, text = fetch(port, address, member.cookie)
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        took = time.monotonic() - start
        if status != 200 or not text.rstrip().endswith("</html>"):
            seen.faults.append(f"{page} {address}: {status}")
        elif start < warm:
            seen.warming.append(took)
        else:
            seen.seconds[page].append(took)
        time.sleep(THINKING)
        page, address = member.walk.send(text)


def fetch(port: int, address: str, cookie: str = "") -> tuple[int | str, str]:
    """The page as a browser gets it: status and text."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "sv"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def through_cases(seed: int) -> Walk:
    """Start page, case list, one of the cases on it, and again."""
    chance = random.Random(seed)
    while True:
        yield "start", "/"
        page = yield "list", "/cases/"
        links = re.findall(r'href="(/cases/[0-9a-f-]{36})"', page)
        yield "case", chance.choice(links or ["/cases/"])


def on_the_list() -> Walk:
    """The case list over and over."""
    while True:
        yield "list", "/cases/"
