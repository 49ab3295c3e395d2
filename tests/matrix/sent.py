"""Every form that the pages of a case hold, as a browser would send it, and what rows become of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from casework.extensions import db
from tests.clients import Client, Fields, filled
from tests.databases import Place, SqlitePlace
from tests.matrix.world import Cell, World, addresses
from tests.pages import Page

SENDERS = ("rector", "health_team", "mentor", "nurse", "administration")
LOGS = ("reading", "reading_student", "reading_chain", "once_token", "user_session", "sign_in_attempt")
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
NEW = re.compile(rf"[0-9a-f]{{64}}|{ID.pattern}|\d{{4}}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?")


@dataclass(frozen=True)
class Sent:
    """One form: who sends it where, and what it holds."""

    who: str
    endpoint: str
    url: str
    fields: Fields

    def ids(self) -> Iterator[tuple[str, str, UUID]]:
        """Fields that hold an id: the name, the value, and the id in it."""
        for name, value in MultiDict(self.fields).items(multi=True):
            found = ID.search(str(value))
            if found and name != "csrf_token":
                yield name, str(value), UUID(found[0])


def forms_of(app: Flask, world: World, browsers: dict[str, Client]) -> dict[tuple[str, str], Sent]:
    """Each form of the case at the school and of the lists, from the first of the senders who has it."""
    found: dict[tuple[str, str], Sent] = {}
    urls = ["/", "/cases/", "/account", *(url for _, url in addresses(app, world.cases["school"]))]
    for who in SENDERS:
        for url in urls:
            answer = browsers[who].raw.get(url)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for form in Page(answer).all("form", method="post"):
                action, fields = form.attributes["action"], filled(form)
                endpoint = endpoint_of(app, action)
                if endpoint not in ("people.sign_out", "people.choose_language"):
                    found.setdefault((endpoint, shape(fields)), Sent(who, endpoint, action, fields))
    return found


def endpoint_of(app: Flask, url: str) -> str:
    """The view that the address leads to."""
    with app.test_request_context():
        return str(app.url_map.bind("localhost").match(url.partition("?")[0], method="POST")[0])


def shape(fields: Fields) -> str:
    """Which fields the form has, whatever stands in them."""
    return ",".join(sorted({name.rstrip("0123456789") for name in fields}))


def send(browsers: dict[str, Client], sent: Sent, fields: Fields, url: str = "") -> Any:
    """Sends the fields in place of the form's own, with a once token of its own."""
    return browsers[sent.who].raw.post(url or sent.url, data=MultiDict(fields))


class Rows:
    """The rows of the database, to be gone back to."""

    def __init__(self, place: Place) -> None:
        assert isinstance(place, SqlitePlace)
        self.place = place
        self._kept = place.kept()

    def back(self) -> None:
        """Everything as it was."""
        self.place.back_to(self._kept)

    def all(self) -> dict[str, list[str]]:
        """Every row of every table but the logs."""
        with self.place.app.app_context():
            tables = [table.name for table in db.metadata.sorted_tables if table.name not in LOGS]
            return {name: _rows(name) for name in tables}

    def about(self, *ids: UUID) -> list[str]:
        """The rows that hold one of the ids."""
        signs = [sign for one in ids for sign in (one.hex, str(one))]
        return sorted(
            f"{name}: {row}"
            for name, rows in self.all().items()
            for row in rows
            if any(sign in row for sign in signs)
        )

    def alike(self) -> dict[str, Counter[str]]:
        """Every row without what is new each time: ids, hashes and moments."""
        return {name: Counter(NEW.sub("…", row) for row in rows) for name, rows in self.all().items()}


def _rows(name: str) -> list[str]:
    found = db.session.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 our own table names
    return sorted(str(tuple(row)) for row in found)


def mixed(one: Cell, other: Cell) -> Cell:
    """The one case with the ids that belong to the other."""
    return Cell(one.case, one.student, other.values)
