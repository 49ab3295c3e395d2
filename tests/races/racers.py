"""People who press the same button at the same moment, each in a browser of their own, on two processes."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

from flask.sessions import SecureCookieSessionInterface

from tests.clients import client_as
from tests.databases import Place

Sent = Mapping[str, str]


@dataclass(frozen=True)
class Racer:
    """One signed-in browser on one of the processes; its form token is good for every form."""

    port: int
    cookie: str
    form_token: str

    def tokens(self) -> dict[str, str]:
        """What any page of this browser sends by itself."""
        return {"csrf_token": self.form_token, "once": str(uuid4())}

    def post(self, url: str, fields: Sent) -> tuple[int, str]:
        """The status of the answer, and where it leads."""
        return self.ask("POST", url, urlencode(fields))

    def ask(self, method: str, url: str, body: str = "") -> tuple[int, str]:
        """Sends one request; the status, and the page or where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"casework={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, url, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location", text)


@contextmanager
def processes(place: Place, folder: Path, count: int = 2) -> Iterator[list[int]]:
    """So many processes on the place's database; their ports."""
    command = [sys.executable, "-m", "tests.races.server", place.url, str(folder)]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(count)]
    try:
        yield [int(server.stdout.readline()) for server in servers if server.stdout]
    finally:
        for server in servers:
            server.terminate()
            server.communicate()


def racers(place: Place, ports: list[int], people: list[UUID]) -> list[Racer]:
    """A browser for each of the people, spread over the processes."""
    signer = SecureCookieSessionInterface().get_signing_serializer(place.app)
    assert signer
    found = []
    for number, user_id in enumerate(people):
        browser = client_as(place.app, user_id)
        form_token = browser.tokens()["csrf_token"]  # the cookie now holds what it is checked against
        with browser.raw.session_transaction() as cookie:
            kept = str(signer.dumps(dict(cookie)))
        found.append(Racer(ports[number % len(ports)], kept, form_token))
    return found


def at_once(runners: list[Racer], urls: Sequence[str], fields: Sequence[Sent]) -> list[tuple[int, str]]:
    """Everybody sends at the same moment; what each gets."""
    line = threading.Barrier(len(runners))

    def run(runner: Racer, url: str, sent: Sent) -> tuple[int, str]:
        line.wait()
        return runner.post(url, sent)

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners, urls, fields))
