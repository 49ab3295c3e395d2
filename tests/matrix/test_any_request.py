"""Whatever is sent to whatever address, the program has an answer that it meant to give."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from tests.clients import Client, Fields, client_as
from tests.databases import Place
from tests.efforts import Effort
from tests.matrix.asking import Answers
from tests.matrix.sent import Rows, forms_of
from tests.matrix.world import World

COUNTS = {"usual": 250, "short": 1_000, "long": 20_000}
METHODS = ("GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
ODD = (
    "", " ", "0", "-1", "1", "9" * 400, "1e309", "NaN", "٣", "true", "null", "[]", "{}",
    '{"a": [1', "[[[[1]]]]",
    "2026-11-20", "2026-02-30", "0000-00-00", "9999-12-31", "25:61", "Så är det.", "<script>", "' OR 1=1 --",
    "%s%n%00", "../../etc/passwd", "\u202e\u200bx", "😀" * 50, "ẞ", "a" * 5_000,
    "\r\n\r\nx: y", "=1+1", "\x00",
    "save", "approve", "decline", "confirm", "school", "medical", "done", "sv", "en",
)  # fmt: skip
TYPES = ("application/json", "text/plain", "application/xml", "multipart/form-data", "x/y; charset=nope", "")
HEADERS_OF_ALL = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")
HEADERS: dict[str, tuple[str, ...]] = {
    "Accept": ("application/json", "*/*;q=x", "text/html", "image/*"),
    "Accept-Language": ("nb", "zz-ZZ;q=9", "sv;q=,en", "*"),
    "Range": ("bytes=0-1", "bytes=9-1", "x=y"),
    "If-None-Match": ("*", '"x"'),
    "If-Modified-Since": ("Wed, 99 Foo 2026 25:00:00 GMT",),
    "User-Agent": ("", "x" * 2_000, "\x7f"),
    "X-Forwarded-For": ("nobody", "1.2.3.4, ::1"),
    "Content-Encoding": ("gzip",),
}
FEW_WORDS = re.compile(r"<any\(([^)]*)\):(\w+)>")


class Sender:
    """Makes requests up, from one seed the same ones every time."""

    def __init__(self, app: Flask, world: World, names: list[str], seed: int) -> None:
        self.random = Random(seed)
        self.rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
        self.names = names
        self.ids = [one.case for one in world.cases.values()] + [one.student for one in world.cases.values()]
        self.named: dict[str, list[Any]] = {}
        for cell in world.cases.values():
            for name, values in {
                **cell.values,
                "case_id": {"": cell.case},
                "student_id": {"": cell.student},
            }.items():
                self.named.setdefault(name, []).extend(values.values())
        self.ids += [one for values in self.named.values() for one in values if isinstance(one, UUID)]

    def one(self, tokens: Fields) -> tuple[str, dict[str, Any]]:
        """An address and how it is asked for."""
        random = self.random
        how: dict[str, Any] = {"method": random.choice(METHODS), "headers": dict(self._headers())}
        if random.random() < 0.4:
            how["query_string"] = MultiDict(self._pairs(4))
        if how["method"] in ("POST", "PUT", "PATCH"):
            how |= self._body(tokens)
        return self._address(random.choice(self.rules)), how

    def _address(self, rule: Rule) -> str:
        values = {name: self._value(name) for name in rule.arguments}
        for words, name in FEW_WORDS.findall(rule.rule):  # no other can be asked for
            values[name] = self.random.choice(words.split(", "))
        adapter = rule.map.bind("localhost") if rule.map else None
        assert adapter
        return adapter.build(rule.endpoint, values, append_unknown=False)

    def _value(self, name: str) -> Any:
        known = self.named.get(name) or self.ids
        if name.endswith("_id") and name != "form_id":
            ids = [one for one in known if isinstance(one, UUID)] or self.ids
            return self.random.choice(ids if self.random.random() < 0.8 else self.ids)
        if name in ("number", "index"):
            return self.random.choice((0, 1, 2, 10**12))
        return self.random.choice(
            [*map(str, known), "x", "school", "closing_evaluation", "hand_over", "staff"]
        )

    def _pairs(self, most: int) -> Iterator[tuple[str, str]]:
        for _ in range(self.random.randint(0, most)):
            yield self.random.choice((*self.names, "page", "q", "")), self._text()

    def _text(self) -> str:
        return self.random.choice((*ODD, str(self.random.choice(self.ids))))

    def _headers(self) -> Iterator[tuple[str, str]]:
        for name, values in HEADERS.items():
            if self.random.random() < 0.1:
                yield name, self.random.choice(values)

    def _body(self, tokens: Fields) -> dict[str, Any]:
        kind = self.random.random()
        fields: dict[str, Any] = dict(self._pairs(12))
        if self.random.random() < 0.9:
            fields |= tokens
        if kind < 0.7:
            return {"data": fields}
        if kind < 0.85:
            return {"data": {**fields, "file": (BytesIO(self.random.randbytes(99)), self._text() or "x")}}
        body = json.dumps(fields, default=str).encode() if kind < 0.93 else self.random.randbytes(300)
        return {"data": body, "content_type": self.random.choice(TYPES)}


@pytest.fixture
def kept(sqlite: Place, world: World) -> Iterator[Rows]:
    """The rows, which are as before when the test is over."""
    found = Rows(sqlite)
    yield found
    found.back()


def test_no_request_makes_the_program_fail(
    place: Flask,
    world: World,
    answers: Answers,
    kept: Rows,
    effort: Effort,
    caplog: pytest.LogCaptureFixture,
) -> None:
    browsers: dict[str, Client] = {}
    names = sorted({name for one in forms_of(place, answers).values() for name in one.fields})
    sender, got = Sender(place, world, names, seed=20261128), Counter[int]()
    for number in effort.rounds(COUNTS):
        if number % 500 == 0:  # some of the requests sign people out, or change what the next ones meet
            kept.back()
            browsers = {who: client_as(place, user_id) for who, user_id in world.people.items()}
            tokens = {who: browser.tokens() for who, browser in browsers.items()}
        who = sender.random.choice(list(world.people))
        url, how = sender.one(tokens[who])
        answer = browsers[who].raw.open(url, **how)  # what is not answered for is raised here
        assert answer.status_code < 500, f"{number}: {who} {how} {url}: {answer.status_code}"
        assert {*HEADERS_OF_ALL} <= {*answer.headers.keys()}, f"{number}: {who} {how} {url}"
        got[answer.status_code] += 1
    assert min(got[status] for status in (200, 400, 404)) > COUNTS[effort.name] / 100
    told = [record.getMessage() for record in caplog.records if record.name.startswith("casework")]
    assert not [one for one in told if not one.isprintable() or "script" in one or "aaaa" in one]
