"""Hands text messages to the service that the settings name: 46elks, or any that takes a plain request."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlencode

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout, make_headers

from casework.messages.settings import SmsSettings, Unset
from casework.messages.wires import Letter, Undelivered

MOST_BYTES = 64 * 1024  # of one answer
LATER = (408, 425, 429)
OUR_LOGIN = (401, 402, 403)  # 402: the account is empty
FORM, JSON = "application/x-www-form-urlencoded", "application/json"

logging.getLogger("urllib3").setLevel(logging.ERROR)  # it tells of addresses


class Adapter(Protocol):
    """A service for text messages."""

    def send(self, to: str, sender: str, text: str) -> str:
        """Hands the text over; `to` is E.164. Answers the service's id of it. Raises Undelivered."""


class Elks:
    """46elks: a form by HTTP Basic, answered with the id of the message."""

    def __init__(self, settings: SmsSettings) -> None:
        self._request = Request(settings)

    def send(self, to: str, sender: str, text: str) -> str:
        """Hands the text over."""
        answer = self._request.post(FORM, urlencode({"from": sender, "to": to, "message": text}))
        return found_id(answer, "id")


class PlainHttp:
    """Any other service: the names of its fields, and of its id, are settings."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings, self._request = settings, Request(settings)

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

    def __init__(self, settings: SmsSettings) -> None:
        self._sender = settings.sender
        self._adapter: Adapter = Elks(settings) if settings.by == "46elks" else PlainHttp(settings)

    def send(self, letter: Letter) -> str:
        """Hands the text over. Raises Undelivered."""
        return self._adapter.send(letter.to, self._sender, letter.text)


class Request:
    """One request to the one address, with an answer that is read up to a limit."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        seconds = settings.seconds
        context = ssl.create_default_context(cafile=settings.authority or None)
        timeout = Timeout(connect=seconds, read=seconds)
        self._pool = urllib3.PoolManager(num_pools=1, ssl_context=context, timeout=timeout, retries=False)

    def post(self, content_type: str, body: str) -> Any:
        """The JSON of the answer. Raises Undelivered."""
        try:
            status, content = self._once({"Content-Type": content_type, **self._login()}, body.encode())
        except (HTTPError, OSError, Unset):
            raise Undelivered("no_answer", is_the_way=True) from None
        if status in OUR_LOGIN:
            raise Undelivered("login_refused", is_the_way=True)
        if status in LATER or status >= 500 or status < 200:
            raise Undelivered("busy", is_the_way=True)
        if status >= 300:
            raise Undelivered("refused", is_final=status >= 400)
        try:
            return json.loads(content)
        except ValueError:
            raise Undelivered("garbage", is_the_way=True) from None

    def _login(self) -> Mapping[str, str]:
        if not self._settings.username:
            return {}
        return make_headers(basic_auth=f"{self._settings.username}:{self._settings.password()}")

    def _once(self, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        answer = self._pool.request(
            "POST", self._settings.url, body=body, headers=headers, redirect=False, preload_content=False
        )
        try:
            content = answer.read(MOST_BYTES + 1, decode_content=True)
        finally:
            answer.close()
        return answer.status, content if len(content) <= MOST_BYTES else b""


def found_id(answer: Any, name: str) -> str:
    """What the service calls the message. Raises Undelivered where the answer does not say."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, str | int) or not str(found):
        raise Undelivered("garbage", is_the_way=True)
    return str(found)[:120]
