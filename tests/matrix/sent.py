"""Every form that the pages of a case hold, as a browser would send it, and what rows become of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from casework.extensions import db
from tests.clients import Client, Fields, filled
from tests.databases import Place, SqlitePlace
from tests.matrix.asking import EVERYWHERE, Answers
from tests.matrix.whom import LOGS
from tests.matrix.world import Cell
from tests.pages import Page

LEFT_OUT = ("people.sign_out", "people.choose_language")
ACTION = re.compile(r'<form method="post" action="([^"]+)"')
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


def forms_of(app: Flask, answers: Answers) -> dict[str, Sent]:
    """View → a form of the case at the school that leads there, from the first of the senders who has one."""
    found: dict[str, Sent] = {}
    pages = [
        (asking.who, answer.text)
        for asking, answer in answers.items()
        if asking.where == "school" and asking.who in EVERYWHERE and answer.status == 200
    ]
    for who, body in sorted(pages, key=lambda page: EVERYWHERE.index(page[0])):
        actions = {unescape(action) for action in ACTION.findall(body)}
        new = {action for action in actions if endpoint_of(app, action) not in (*found, *LEFT_OUT)}
        for form in Page(Answered(body)).all("form", method="post") if new else ():
            action = form.attributes["action"]
            if action in new:
                endpoint = endpoint_of(app, action)
                found.setdefault(endpoint, Sent(who, endpoint, action, filled(form)))
    return found


@dataclass(frozen=True)
class Answered:
    """A page that came earlier."""

    text: str


def endpoint_of(app: Flask, url: str) -> str:
    """The view that the address leads to."""
    with app.test_request_context():
        return str(app.url_map.bind("localhost").match(url.partition("?")[0], method="POST")[0])


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
        return {name: Counter(map(_without_new, rows)) for name, rows in self.all().items()}


@cache  # most rows are the same each time, and some hold a whole routine
def _without_new(row: str) -> str:
    return NEW.sub("…", row)


def _rows(name: str) -> list[str]:
    found = db.session.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 our own table names
    return sorted(str(tuple(row)) for row in found)


def mixed(one: Cell, other: Cell) -> Cell:
    """The one case with the ids that belong to the other."""
    return Cell(one.case, one.student, other.values, one.classmate)
