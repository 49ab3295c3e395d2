"""Addresses of static files carry what is in them: browsers may keep a file and still get the next one."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask

STATIC = Path(__file__).parent.parent / "static"


def init_app(app: Flask) -> None:
    """Adds the version to every address of a static file."""
    app.url_defaults(_with_version)


def _with_version(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values.setdefault("v", _version(str(values["filename"])))


@lru_cache(maxsize=64)
def _version(filename: str) -> str:
    """A few signs that change when the file does; the file is one of ours, named in a template."""
    file = STATIC / filename
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else ""
