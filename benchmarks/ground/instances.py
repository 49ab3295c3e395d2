"""What measurements of whole pages share: empty databases, settings, and the cookies of who is signed in."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core import signing  # type: ignore[import-untyped] # Django has no types
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from benchmarks.ground.authority import Reader
from tests import postgres

CHEAP = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}  # nobody signs in with a password here


def databases(name: str) -> Iterator[tuple[str, str, Path]]:
    """Each kind of database, empty, with a folder for its instance."""
    with instance() as folder:
        yield "SQLite", f"sqlite:///{folder / 'casework.sqlite'}", folder
    with postgres.server() as url, instance() as folder:
        yield "PostgreSQL", postgres.fresh_database(url, name), folder


@contextmanager
def instance() -> Iterator[Path]:
    """A folder for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        yield Path(folder)


def settings(url: str, folder: Path) -> dict[str, str]:
    """The environment of both programs on the database, with secrets of its own; this process has it too."""
    names = ("CASEWORK_SECRET_KEY", "CASEWORK_HISTORY_KEY")
    environment = {name: secrets.token_hex(32) for name in names}
    environment |= {"CASEWORK_DATABASE_URL": url, "CASEWORK_INSTANCE": str(folder)}
    environment |= {"PEER_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.peer_django.settings"}
    os.environ.update(environment)
    return environment


def peer_cookie(reader: Reader, environment: dict[str, str]) -> str:
    """The session as the peer's middleware reads it."""
    key = environment["CASEWORK_SECRET_KEY"]
    signer = signing.TimestampSigner(key=key, salt="django.core.signing", fallback_keys=[])
    return f"session={signer.sign_object(str(reader.session))}"


def own_cookie(reader: Reader, app: Flask) -> str:
    """The session as our own program reads it."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    name = app.session_interface.get_cookie_name(app)
    return f"{name}={signer.dumps({'_user_id': str(reader.session), '_fresh': True})}"
