"""Hands text messages to the service that the settings name: 46elks, or any that takes a plain request."""

from __future__ import annotations

import json
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from casework.messages.settings import SmsSettings, Unset
from casework.messages.wires import LONGEST, Letter, Undelivered, in_time

MOST_BYTES = 64 * 1024  # of one answer
LATER = (408, 425, 429)
OUR_LOGIN = (401, 402, 403)  # 402: the account is empty
WRONG_DOOR = (404, 405, 415)  # the address or the kind of body in the settings is wrong
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Adapter(Protocol):
    """A service for text messages."""

    def send(self, to: str, sender: str, text: str) -> str:
        """Hands the text over; `to` is E.164. Answers the service's id of it. Raises Undelivered."""


class Elks:
    """46elks: a form by HTTP Basic, answered with the id of the message."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def send(self, to: str, sender: str, text: str) -> str:
        """Hands the text over."""
        answer = self._request.post(FORM, urlencode({"from": sender, "to": to, "message": text}))
        return found_id(answer, "id")


class PlainHttp:
    """Any other service: the names of its fields, and of its id, are settings."""

    def __init__(self, settings: SmsSettings, request: Request) -> None:
        self._settings, self._request = settings, request

    def send(self, to: str, sender: str, text: str) -> str:
        """Hands the text over."""
        names = self._settings
        said = {names.to_field: to, names.from_field: sender, names.text_field: text}
        is_form = names.sends == "form"
        answer = self._request.post(
            FORM if is_form else JSON, urlencode(said) if is_form else json.dumps(said)
        )
        return found_id(answer, names.id_field)


class Sms:
    """Text messages as a way by which messages leave."""

    def __init__(self, settings: SmsSettings, *, longest: float = LONGEST) -> None:
        self._sender = settings.sender
        request = Request(settings, longest=longest)
        self._adapter: Adapter = Elks(request) if settings.by == "46elks" else PlainHttp(settings, request)

    def send(self, letter: Letter) -> str:
        """Hands the text over. Raises Undelivered."""
        return self._adapter.send(letter.to, self._sender, letter.text)


class Request:
    """One request to the one address, with an answer that is read up to a limit and waited for so long."""

    def __init__(self, settings: SmsSettings, *, longest: float = LONGEST) -> None:
        self._settings, self._longest = settings, longest
        self._url = urlsplit(settings.url)

    def post(self, content_type: str, body: str) -> Any:
        """The JSON of the answer. Raises Undelivered."""
        try:
            status, content = self._once({"Content-Type": content_type, **self._login()}, body.encode())
        except (HTTPException, OSError, Unset, ValueError):
            raise Undelivered("no_answer", is_the_way=True) from None
        if status in OUR_LOGIN:
            raise Undelivered("login_refused", is_the_way=True)
        if status in LATER or status >= 500 or status < 200:
            raise Undelivered("busy", is_the_way=True)
        if status in WRONG_DOOR:
            raise Undelivered("refused", is_the_way=True)
        if status >= 300:
            raise Undelivered("refused", is_final=status >= 400)
        try:
            return json.loads(content)
        except ValueError:  # it has taken the message all the same: a person looks before it goes out again
            raise Undelivered("garbage", is_the_way=True, is_final=True) from None

    def _login(self) -> Mapping[str, str]:
        if not self._settings.username:
            return {}
        login = f"{self._settings.username}:{self._settings.password()}".encode()
        return {"Authorization": f"Basic {b64encode(login).decode()}"}

    def _once(self, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        with closing(self._connection()) as server, in_time(self._longest, lambda: server.sock):
            server.request(
                "POST", self._url._replace(scheme="", netloc="").geturl() or "/", body, dict(headers)
            )
            answer = server.getresponse()
            content = answer.read(MOST_BYTES + 1)
        return answer.status, content if len(content) <= MOST_BYTES else b""

    def _connection(self) -> HTTPConnection:
        host, seconds = self._url.hostname or "", self._settings.seconds
        if self._url.scheme == "http":
            return HTTPConnection(host, self._url.port, timeout=seconds)
        context = ssl.create_default_context(cafile=self._settings.authority or None)
        return HTTPSConnection(host, self._url.port, timeout=seconds, context=context)


def found_id(answer: Any, name: str) -> str:
    """What the service calls the message. Raises Undelivered where the answer does not say."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, str | int) or not str(found):
        raise Undelivered("garbage", is_the_way=True, is_final=True)
    return str(found)[:120]
