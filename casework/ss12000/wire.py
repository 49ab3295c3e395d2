"""Speaks with the one other system that the instance's settings name, and with no other machine.

No redirect is followed and no address from an answer is ever asked: a page token is only ever a parameter of
the same address. Answers are read up to a limit, and waited for a limited time.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Retry, Timeout

from casework.ss12000.settings import Settings, Unset

SECONDS = Timeout(connect=10, read=60)
MOST_BYTES = 32 * 1024 * 1024  # of one answer
MOST_PAGES = 100_000  # of one list: more than a large authority has lessons in a year, a hundred on each
TRIES = (
    3  # where an answer breaks off; what the other side says it cannot do just now is tried more patiently
)
AT_ONCE = 500  # entries that are asked for in one page
REFUSED = 401
NOT_SEEN = (403, 404, 410)
NO_SUCH_LIST = (404, 405, 501)
BUSY = (429, 502, 503, 504)
EARLY = 30  # seconds before its end a token is renewed

Json = dict[str, Any]

logging.getLogger("urllib3").setLevel(logging.ERROR)  # it tells of addresses, which hold ids of people


class NoAnswer(Exception):
    """The other system does not answer as it should; says what it did."""


class NotThere(NoAnswer):
    """The other system has no such list."""


class Entrance(Protocol):
    """How one comes in: what goes with every request, and what to do when it is refused."""

    def headers(self) -> Mapping[str, str]:
        """What is sent along."""

    def renew(self) -> bool:
        """Gets in anew; whether that can help."""


class Open:
    """Nothing is asked for, or the certificate of the connection is enough."""

    def headers(self) -> Mapping[str, str]:
        """Nothing."""
        return {}

    def renew(self) -> bool:
        """Does not help."""
        return False


class ByToken:
    """A bearer token for client credentials, renewed before it ends and when it is refused."""

    def __init__(self, wire: Wire, settings: Settings, clock: Callable[[], float]) -> None:
        self._wire, self._settings, self._clock = wire, settings, clock
        self._token, self._until = "", 0.0

    def headers(self) -> Mapping[str, str]:
        """The token; a new one where it soon ends."""
        if not self._token or self._clock() >= self._until:
            self.renew()
        return {"Authorization": f"Bearer {self._token}"}

    def renew(self) -> bool:
        """Asks for a new token. Raises NoAnswer where there is none."""
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._settings.client_id,
            "client_secret": self._settings.secret(),
        }
        asked |= {"scope": self._settings.scope} if self._settings.scope else {}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = self._wire.send("POST", self._settings.token_url, form, urlencode(asked).encode())
        token = answer.get("access_token") if isinstance(answer, dict) else None
        if status != 200 or not isinstance(token, str):
            raise NoAnswer(f"the token was refused ({status})")
        lasts = answer.get("expires_in")
        self._token = token
        self._until = self._clock() + (float(lasts) if isinstance(lasts, int | float) else 300) - EARLY
        return True


class Wire:
    """Connections, with certificates as the settings say."""

    def __init__(self, settings: Settings, *, wait: float = 1.0) -> None:
        try:
            context = ssl.create_default_context(cafile=settings.authority or None)
            if settings.certificate:
                context.load_cert_chain(settings.certificate, settings.key or None)
        except OSError:  # SSLError is one too
            raise Unset("ss12000: certificate, key or authority cannot be read") from None
        self._pool = urllib3.PoolManager(num_pools=2, ssl_context=context, timeout=SECONDS)
        self._retry = Retry(
            total=4,
            redirect=0,
            status_forcelist=BUSY,
            allowed_methods=None,  # the one POST asks for a token, and may be sent again
            backoff_factor=wait,
            backoff_max=60,
            raise_on_status=False,
            raise_on_redirect=False,
            respect_retry_after_header=wait > 0,
        )

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[int, Any]:
        """The status and the JSON of the answer. Raises NoAnswer for what is none."""
        for _ in range(TRIES):
            try:
                status, content = self._once(method, url, headers, body)
                return status, json.loads(content) if content else {}
            except HTTPError:  # also an answer that ends in the middle
                continue
            except (ValueError, RecursionError):  # the latter where brackets open without end
                raise NoAnswer("the answer is no JSON") from None
        raise NoAnswer("no answer")

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, bytes]:
        answer = self._pool.request(
            method,
            url,
            body=body,
            headers=headers,
            retries=self._retry,
            redirect=False,
            preload_content=False,
        )
        content = answer.read(MOST_BYTES + 1, decode_content=True)
        if len(content) > MOST_BYTES:
            answer.close()
            raise NoAnswer("the answer is too large")
        answer.release_conn()
        return answer.status, content


class Client:
    """Asks for lists, page after page."""

    def __init__(self, settings: Settings, clock: Callable[[], float], *, wait: float = 1.0) -> None:
        self._url = settings.url.rstrip("/")
        self._wire = Wire(settings, wait=wait)
        self._entrance: Entrance = ByToken(self._wire, settings, clock) if settings.token_url else Open()

    def get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """The answer. Raises NoAnswer for every status but 200, NotThere where there is no such list."""
        status, answer = self._ask(f"{path}?{urlencode(parameters)}")
        if status in NO_SUCH_LIST:
            raise NotThere(f"/{path} answered {status}")
        if status != 200:
            raise NoAnswer(f"/{path} answered {status}")
        return answer

    def one(self, path: str, key: str) -> Json:
        """The entry by that id, empty where there is none that one may see. Raises NoAnswer."""
        status, answer = self._ask(f"{path}/{quote(key, safe='')}")
        if status not in (200, *NOT_SEEN):
            raise NoAnswer(f"/{path} answered {status} for one of them")
        return answer if status == 200 and isinstance(answer, dict) else {}

    def _ask(self, path: str) -> tuple[int, Any]:
        url = f"{self._url}/{path}"
        status, answer = self._wire.send("GET", url, self._entrance.headers())
        if status == REFUSED and self._entrance.renew():
            status, answer = self._wire.send("GET", url, self._entrance.headers())
        return status, answer

    def pages(self, path: str, parameters: Mapping[str, str]) -> Iterator[Json]:
        """The entries of a list, whatever it is called in the answer; on later pages nothing is filtered."""
        limit, seen = {"limit": str(AT_ONCE)}, set[int]()  # of tokens only what little tells them apart
        answer = self.get(path, {**limit, **parameters})
        while True:
            yield from entries(answer, path)
            token = answer.get("pageToken") if isinstance(answer, dict) else None
            if not token:
                return
            if hash(str(token)) in seen or len(seen) >= MOST_PAGES:
                raise NoAnswer(f"/{path} leads from page to page without end")
            seen.add(hash(str(token)))
            answer = self.get(path, {**limit, "pageToken": str(token)})


def entries(answer: Any, path: str) -> list[Json]:
    """The entries: the list itself, what is called `data`, or as the address is. Raises NoAnswer for none.

    A list that is null has none; an entry that is null becomes one of which nothing is told.
    """
    found = answer
    if isinstance(answer, dict):
        name = next((one for one in ("data", path) if one in answer), "")
        found = [] if name and answer[name] is None else answer.get(name)
    if not isinstance(found, list) or not all(one is None or isinstance(one, dict) for one in found):
        raise NoAnswer(f"/{path} answered without a list")
    return [{} if one is None else one for one in found]
