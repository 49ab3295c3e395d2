"""Whether anything has changed: a fingerprint of every table but those that are logs of who was there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select

from casework.database import Base
from casework.extensions import db

LOGS = frozenset({"reading", "reading_student", "reading_chain", "user_session", "sign_in_attempt"})


def fingerprints(app: Flask) -> dict[str, str]:
    """For each table a hash over all its rows."""
    with app.app_context():
        found = {}
        for table in Base.metadata.sorted_tables:
            if table.name not in LOGS:
                rows = sorted(repr(tuple(row)) for row in db.session.execute(select(table)))
                found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        db.session.rollback()
        return found


@contextmanager
def unchanged(app: Flask, but: Collection[str] = ()) -> Iterator[None]:
    """Fails where anything is otherwise after the block than before it, in all tables `but` some."""
    before = fingerprints(app)
    yield
    after = fingerprints(app)
    assert not [name for name in after if name not in but and after[name] != before[name]]
