"""How what must not change unseen is written down and sealed, for the history, the access log and anchors."""

from __future__ import annotations

import hashlib
import hmac
import json


def canonical(value: object) -> bytes:
    """One way only to write a value down: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sealed(key: bytes, purpose: str, *said: object) -> str:
    """The keyed hash of what is said, for one purpose: a seal of one kind never passes for another."""
    return hmac.new(key, purpose.encode() + canonical(said), hashlib.sha256).hexdigest()
