"""Where another system is and how one comes in: the instance's own settings, never what somebody sends.

People come from it (`roster fetch`) and attendance (`attendance fetch`).

In config.toml, with the secret in a file of its own or in the environment (CASEWORK_ROSTER_SECRET):

    [ss12000]
    url = "https://api.example.se/ss12000/v2.0"
    token_url = "https://login.example.se/connect/token"   # none: no token is asked for
    client_id = "casework"
    secret_file = "/etc/casework/ss12000-secret"
    certificate = "/etc/casework/client.pem"               # where the system knows its clients by one
    key = "/etc/casework/client-key.pem"
    authority = "/etc/ssl/own-authority.pem"               # where the system's own is not a public one
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENVIRONMENT = "CASEWORK_ROSTER_SECRET"
AT_HOME = ("127.0.0.1", "localhost", "::1")


class Unset(Exception):
    """The settings do not say where the system is, or not in a way that is safe; says what is wrong."""


@dataclass(frozen=True)
class Settings:
    """Where the system is, and how one comes in; what is empty is not used."""

    url: str
    token_url: str = ""
    client_id: str = ""
    scope: str = ""
    secret_file: str = ""
    certificate: str = ""
    key: str = ""
    authority: str = ""

    @property
    def source(self) -> str:
        """Whose names the keys are: the host."""
        return (urlsplit(self.url).hostname or "")[:60]

    def secret(self) -> str:
        """The client's secret. Raises Unset where it cannot be read."""
        if ENVIRONMENT in os.environ:
            return os.environ[ENVIRONMENT]
        try:
            return Path(self.secret_file).read_text("utf-8").strip()
        except OSError:
            raise Unset("ss12000: the secret cannot be read; set secret_file or " + ENVIRONMENT) from None


def settings_of(found: Mapping[str, Any]) -> Settings:
    """The settings as the instance has them. Raises Unset."""
    known = {one.name for one in fields(Settings)}
    strange = sorted(set(found) - known)
    if strange:
        raise Unset(f"ss12000: unknown settings: {', '.join(strange)}; known: {', '.join(sorted(known))}")
    if not found.get("url"):
        raise Unset("ss12000: the setting url is missing")
    settings = Settings(**{name: str(value) for name, value in found.items()})
    for name, url in (("url", settings.url), ("token_url", settings.token_url)):
        if url and not _is_safe(url):
            raise Unset(f"ss12000: {name} must be an address that begins with https://")
    return settings


def _is_safe(url: str) -> bool:
    """Whether nobody on the way can listen; on this machine itself nobody is."""
    parts = urlsplit(url)
    is_own = parts.scheme == "http" and parts.hostname in AT_HOME
    return bool(parts.hostname) and (parts.scheme == "https" or is_own) and not parts.username
