"""How messages leave the house: the instance's own settings, never what somebody sends.

In config.toml, with the passwords in files of their own or in the environment (CASEWORK_MAIL_PASSWORD,
CASEWORK_SMS_PASSWORD):

    public_url = "https://casework.example.se"     # what mails link to
    [mail]
    host = "smtp.example.se"
    port = 587                                     # 465 where security is "tls"
    security = "starttls"                          # "tls" or, on this machine alone, "none"
    username = "casework"
    password_file = "/etc/casework/mail-password"
    sender = "Casework <no-reply@example.se>"
    [sms]
    by = "46elks"                                  # or "http": any service that takes a form or JSON
    username = "u1234"
    password_file = "/etc/casework/sms-password"
    sender = "Skolan"                              # at most 11 letters, or a number
    url = "https://api.46elks.com/a1/sms"
    sends = "form"                                 # for "http": "form" or "json"
    to_field = "to"                                # for "http": what the fields of the request are called,
    from_field = "from"
    text_field = "message"
    id_field = "id"                                # and what the answer calls the message
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

AT_HOME = ("127.0.0.1", "localhost", "::1")
SECURITY = ("starttls", "tls", "none")
SERVICES = ("46elks", "http")
ELKS = "https://api.46elks.com/a1/sms"


class Unset(Exception):
    """The settings do not say how messages are sent, or not in a way that is safe; says what is wrong."""


@dataclass(frozen=True)
class MailSettings:
    """The server that takes mail, and in whose name it goes; each answer is waited for `seconds`."""

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password_file: str = ""
    authority: str = ""
    seconds: float = 20.0

    @property
    def domain(self) -> str:
        """Whose messages they are: the part of the sender after the @."""
        return parseaddr(self.sender)[1].partition("@")[2]

    def password(self) -> str:
        """The secret. Raises Unset where it cannot be read."""
        return _secret("mail", self.password_file)


@dataclass(frozen=True)
class SmsSettings:
    """The service that takes text messages, and how it wants them."""

    by: str
    sender: str
    url: str = ELKS
    username: str = ""
    password_file: str = ""
    authority: str = ""
    sends: str = "form"
    to_field: str = "to"
    from_field: str = "from"
    text_field: str = "message"
    id_field: str = "id"
    seconds: float = 20.0

    def password(self) -> str:
        """The secret. Raises Unset where it cannot be read."""
        return _secret("sms", self.password_file)


Settings = TypeVar("Settings", MailSettings, SmsSettings)


def mail_settings(found: Mapping[str, Any]) -> MailSettings | None:
    """The settings of mail; None where the instance has none. Raises Unset."""
    if not found:
        return None
    settings = _read(MailSettings, "mail", found)
    if "@" not in parseaddr(settings.sender)[1] or not settings.sender.isprintable():
        raise Unset("mail: sender is no address")
    if settings.security not in SECURITY:
        raise Unset(f"mail: security is one of {', '.join(SECURITY)}")
    if settings.security == "none" and settings.host not in AT_HOME:
        raise Unset("mail: without security mail is handed to this machine itself only")
    return settings


def sms_settings(found: Mapping[str, Any]) -> SmsSettings | None:
    """The settings of text messages; None where the instance has none. Raises Unset."""
    if not found:
        return None
    settings = _read(SmsSettings, "sms", found)
    if settings.by not in SERVICES:
        raise Unset(f"sms: by is one of {', '.join(SERVICES)}")
    if settings.by == "http" and settings.sends not in ("form", "json"):
        raise Unset("sms: sends is form or json")
    parts = urlsplit(settings.url)
    is_own = parts.scheme == "http" and parts.hostname in AT_HOME
    if not parts.hostname or parts.username or not (parts.scheme == "https" or is_own):
        raise Unset("sms: url must be an address that begins with https://")
    return settings


def _read(kind: type[Settings], name: str, found: Mapping[str, Any]) -> Settings:
    known = {one.name: one for one in fields(kind)}
    strange = sorted(set(found) - set(known))
    if strange:
        raise Unset(f"{name}: unknown settings: {', '.join(strange)}; known: {', '.join(sorted(known))}")
    lacking = [one for one in ("host", "by", "sender") if one in known and not found.get(one)]
    if lacking:
        raise Unset(f"{name}: the setting {lacking[0]} is missing")
    try:
        return kind(**{one: _as(known[one].type, value) for one, value in found.items()})
    except ValueError:
        raise Unset(f"{name}: port and seconds are numbers") from None


def _as(kind: object, value: Any) -> Any:
    return int(value) if kind == "int" else float(value) if kind == "float" else str(value)


def _secret(name: str, file: str) -> str:
    environment = f"CASEWORK_{name.upper()}_PASSWORD"
    if environment in os.environ:
        return os.environ[environment]
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError:
        told = f"{name}: the password cannot be read; set password_file or {environment}"
        raise Unset(told) from None
