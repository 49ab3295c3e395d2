"""Settings: the defaults, the instance's config.toml, the environment, files that it names."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

MEBIBYTE = 1024 * 1024
SHORTEST_SECRET = 32
KNOWN_SECRETS = ("change-me", "secret", "dev", "example")

DEFAULTS: dict[str, Any] = {
    "MAX_CONTENT_LENGTH": 2 * MEBIBYTE,
    "MAX_FORM_MEMORY_SIZE": 2 * MEBIBYTE,
    "MAX_FORM_PARTS": 5_000,
    "SESSION_COOKIE_NAME": "casework",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_SECURE": True,
    "SEND_FILE_MAX_AGE_DEFAULT": 86_400,
    "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
    "WTF_CSRF_TIME_LIMIT": None,
    "BABEL_DEFAULT_LOCALE": "sv",
    "BABEL_DEFAULT_TIMEZONE": "Europe/Stockholm",
    "PASSWORD_EFFORT": {"time_cost": 3, "memory_cost": 65_536, "parallelism": 4},
    "SESSION_IDLE_MINUTES": 30,
    "SESSION_LONGEST_HOURS": 8,
    "AUTHORITY_NAME": "",
    "MUNICIPALITY": "",  # which one the authority is, or "none"; see people/municipality.py
    "MUNICIPALITY_CODE": "",
    "ACCESSIBILITY_CONTACT": "",
    "ATTACHMENT_BYTES": 10 * MEBIBYTE,
    "ATTACHMENTS_PER_FORM": 20,
    "ATTACHMENTS_PER_CASE": 100,
    "ATTACHMENT_BYTES_PER_CASE": 250 * MEBIBYTE,
    "FEED_BYTES": 30 * MEBIBYTE,
    "SCAN_COMMAND": "",
    "SS12000": {},  # where people and attendance come from, see ss12000/settings.py
    "MAIL": {},  # how messages leave, see messages/settings.py
    "SMS": {},
    "LETTERS": {},  # head of letters and the register's numbers, see letters/settings.py
    "PUBLIC_URL": "",
    "IS_DEMO": False,
    "PROXIES": 0,
}


class UnsafeSettings(Exception):
    """The instance must not start like this; says what to do."""


def settings(instance: Path) -> dict[str, Any]:
    """The settings of the instance in that folder; environment names are CASEWORK_<SETTING>.

    CASEWORK_<SETTING>_FILE names a file that holds the value, such as a secret which the system keeps.
    """
    found = dict(DEFAULTS)
    file = instance / "config.toml"
    if file.exists():
        found |= {key.upper(): value for key, value in tomllib.loads(file.read_text("utf-8")).items()}
    for name in ("SECRET_KEY", "HISTORY_KEY", "DATABASE_URL", "AUTHORITY_NAME", "PUBLIC_URL"):
        if f"CASEWORK_{name}_FILE" in os.environ:
            found[name] = Path(os.environ[f"CASEWORK_{name}_FILE"]).read_text("utf-8").strip()
        if f"CASEWORK_{name}" in os.environ:
            found[name] = os.environ[f"CASEWORK_{name}"]
    database = found.pop("DATABASE_URL", "") or f"sqlite:///{(instance / 'casework.sqlite').absolute()}"
    found["SQLALCHEMY_DATABASE_URI"] = database
    return found


def demand_safe(found: dict[str, Any], instance: Path) -> None:
    """Raises UnsafeSettings when a secret is missing, well known or short."""
    for name in ("SECRET_KEY", "HISTORY_KEY"):
        secret = str(found.get(name) or "")
        if not secret:
            fault = "is missing"
        elif len(secret) < SHORTEST_SECRET:
            fault = f"is shorter than {SHORTEST_SECRET} characters"
        elif len(set(secret)) < 10 or any(secret.lower().startswith(known) for known in KNOWN_SECRETS):
            fault = "is one that anybody could guess"
        else:
            continue
        raise UnsafeSettings(
            f"{name.lower()} {fault}.\n"
            f"Make both secrets with:  python3 run.py casework secrets --instance {instance}\n"
            f"(they are written to {instance / 'config.toml'}, readable for you only)"
        )
