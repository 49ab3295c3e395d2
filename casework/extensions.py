"""The libraries' objects that the whole application shares."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

from casework import database

db = SQLAlchemy(metadata=database.Base.metadata, session_options={"expire_on_commit": False})
migrate = Migrate(render_as_batch=True)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()

MIGRATIONS = Path(__file__).parent / "migrations"


def init_app(app: Flask) -> None:
    """Ties the libraries to the application; people and languages are tied in by `web`."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked behind the door, see web/doors.py
    app.config["WTF_CSRF_SSL_STRICT"] = False  # wants a referrer, which our pages do not send
    db.init_app(app)
    migrate.init_app(app, db, directory=MIGRATIONS)
    csrf.init_app(app)


def unit_of_work() -> AbstractContextManager[None]:
    """A unit of work on this request's (or command's) session."""
    return database.unit_of_work(db.session())


def rehearsal() -> AbstractContextManager[None]:
    """A unit of work of which nothing stays, on this request's session."""
    return database.rehearsal(db.session())


def reading_only() -> AbstractContextManager[None]:
    """A reading during which the database refuses every change, on this command's session."""
    return database.reading_only(db.session())


def history_key() -> bytes:
    """The key that seals the history; it lives outside the database."""
    return str(current_app.config["HISTORY_KEY"]).encode()


def sign_in_key() -> bytes:
    """The key under which attempts to sign in are counted, so that nobody reads names out of the counts."""
    return b"sign-in" + str(current_app.config["SECRET_KEY"]).encode()


def is_demo() -> bool:
    """Whether this instance is a demonstration, with accounts that anybody may use."""
    return bool(current_app.config["IS_DEMO"])


def password_effort() -> Mapping[str, int]:
    """How much work a password costs to try, as argon2 counts it."""
    found: Mapping[str, int] = current_app.config["PASSWORD_EFFORT"]
    return found


@dataclass(frozen=True)
class FileLimits:
    """How large an attached file may be in bytes, how many there may be, and how large those of a case."""

    bytes_each: int
    per_form: int
    per_case: int
    bytes_per_case: int


def file_limits() -> FileLimits:
    """The limits of this instance."""
    config = current_app.config
    return FileLimits(
        config["ATTACHMENT_BYTES"],
        config["ATTACHMENTS_PER_FORM"],
        config["ATTACHMENTS_PER_CASE"],
        config["ATTACHMENT_BYTES_PER_CASE"],
    )


def files_folder() -> Path:
    """Where attached files lie; no web server reaches it."""
    return Path(current_app.instance_path) / "files"


def feed_bytes() -> int:
    """How large a file of attendance may be that a browser sends."""
    found: int = current_app.config["FEED_BYTES"]
    return found


def feeds_folder() -> Path:
    """Where files of attendance lie while they wait to be applied."""
    return Path(current_app.instance_path) / "feeds"


def scan_command() -> tuple[str, ...]:
    """The command that is asked about every file before it is kept; nothing where none is set."""
    return tuple(shlex.split(current_app.config["SCAN_COMMAND"]))


def channels_set_up() -> frozenset[str]:
    """By which of sms and email this instance can send; by both in a demonstration, which only shows it."""
    config = current_app.config
    ways = {"email": config["MAIL"], "sms": config["SMS"]}
    return frozenset(name for name, settings in ways.items() if settings or config["IS_DEMO"])


def outgoing_settings() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The instance's settings of mail and of text messages, as they are written."""
    return current_app.config["MAIL"], current_app.config["SMS"]


def letter_settings() -> tuple[str, Mapping[str, Any]]:
    """The authority's name, and the settings of its letters as they are written."""
    return current_app.config["AUTHORITY_NAME"], current_app.config["LETTERS"]


def own_municipality() -> tuple[str, str]:
    """Which municipality the authority is, by name and code; "none" where it is none, empty where unsaid."""
    return str(current_app.config["MUNICIPALITY"]), str(current_app.config["MUNICIPALITY_CODE"])


def public_url() -> str:
    """The address of the start page, for what links to it from elsewhere; empty where nobody has said it."""
    found: str = current_app.config["PUBLIC_URL"]
    return found


def work_secret() -> str:
    """What signs the work that one process leaves for another, so that nobody else leaves any."""
    return "work" + str(current_app.config["SECRET_KEY"])


def instance_path() -> Path:
    """The folder with the instance's settings and data."""
    return Path(current_app.instance_path)
