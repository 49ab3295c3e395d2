"""Servers on this machine that take mail and text messages, or behave as badly as real ones."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


@dataclass
class Inbox:
    """What has arrived; `answers` are given first instead of taking a mail, at RCPT or DATA."""

    mails: list[EmailMessage] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, to: str, _options: Any) -> str:  # noqa: N802 the library's name
        """Takes the receiver, or says what is wrong."""
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 the library's name
        """Takes the mail, or says what is wrong."""
        if self.data:
            return self.data.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def mail_server(inbox: Inbox, *, wants_login: bool = False) -> Iterator[int]:
    """A mail server; the port. With `wants_login` it knows casework with the password that is right."""
    said: dict[str, Any] = {}
    if wants_login:
        said = {"auth_require_tls": False, "authenticator": _knows}
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **said)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    is_right = (given.login, given.password) == (b"casework", b"ett hemligt ord")
    return AuthResult(success=is_right, handled=False)


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def badly(behave: Callable[[socket.socket, Event], None]) -> Iterator[int]:
    """A server that does only that with each connection; the port."""
    over = Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)

        def serve() -> None:
            while not over.is_set():
                with suppress(OSError):
                    one, _ = listener.accept()
                    with one:
                        behave(one, over)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


def hangs(_one: socket.socket, over: Event) -> None:
    """Takes the connection and says nothing."""
    over.wait()


def resets(one: socket.socket, _over: Event) -> None:
    """Throws the connection away."""
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def babbles(one: socket.socket, _over: Event) -> None:
    """Says something that is no answer."""
    one.sendall(b"\x00\xff hej hopp\r\n\r\n" * 20)


def drips(one: socket.socket, over: Event) -> None:
    """Says a little now and then, and never comes to an end."""
    with suppress(OSError):
        while not over.wait(0.02):
            one.sendall(b"2")


@dataclass
class Asked:
    """What a service for text messages was asked, and what it answers."""

    status: int = 200
    body: bytes = b'{"id": "s1", "status": "created"}'
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[dict[str, str], dict[str, list[str]] | bytes]] = field(default_factory=list)


@contextmanager
def http_server(asked: Asked) -> Iterator[str]:
    """The service; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            is_form = self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            asked.requests.append((dict(self.headers), parse_qs(content.decode()) if is_form else content))
            self.send_response(asked.status)
            for name, value in asked.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(asked.body)))
            self.end_headers()
            self.wfile.write(asked.body)

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sms"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
