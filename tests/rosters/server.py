"""A small SS 12000 system: pages, tokens that end, answers that fail now and then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
PAGE = 2
PAST = [{"enroledAt": {"id": "s1"}, "endDate": "2026-06-30"}, {"enroledAt": {"id": "s1"}, "cancelled": True}]


def ref(key: str) -> Json:
    """A reference, as the standard writes it."""
    return {"id": key}


def person(key: str, given: str, family: str, **more: Any) -> Json:
    """A person with what is told of them."""
    return {"id": key, "givenName": given, "familyName": family, **more}


def student(key: str, given: str, family: str, number: str, **more: Any) -> Json:
    """A student at Ekbackaskolan, by the first signs of an identity number."""
    enrolment = {"enroledAt": ref("s1"), "schoolType": "GR", "startDate": "2020-08-01"}
    more.setdefault("enrolments", [enrolment])
    return person(key, given, family, civicNo={"value": number}, **more)


def lists() -> dict[str, list[Json]]:
    """The people of the usual small school, and a few more."""
    guardian = {"relationType": "Vårdnadshavare", "person": {"id": "g1", "displayName": "Karl Exempelsson"}}
    hidden = {**guardian, "person": {"id": "g2", "displayName": "X", "securityMarking": "Sekretessmarkering"}}
    mentoring = [{"assignmentRoleType": "Mentor", "group": ref(key)} for key in ("c1", "c2")]
    phone = [{"value": "08-1", "mobile": False}, {"value": "070-174 06 99", "mobile": True}]
    return {
        "organisations": [
            {"id": "h", "displayName": "Fjordskogs kommun", "organisationType": "Huvudman"},
            {"id": "s1", "displayName": "Ekbackaskolan", "organisationType": "Skolenhet"},
        ],
        "persons": [
            student("p1", "Alva", "Exempelsson", "201203142394", responsibles=[guardian, hidden]),
            student("p2", "Milo", "Låtsasdal", "20120566TF01", securityMarking="Skyddad folkbokföring"),
            person("g1", "Karl", "Exempelsson", phoneNumbers=phone),
            person("t1", "Rut", "Mallgren", eduPersonPrincipalNames=["Rut@fjord.example"]),
            student(
                "p3",
                "Vide",
                "Påhittsson",
                "20120102",
                enrolments=PAST,
            ),
        ],
        "groups": [
            _group("c1", "8C", "Klass", "p1", "p2"),
            _group("c2", "Matematik", "Undervisning", "p1"),
            {**_group("c3", "7C", "Klass", "p1"), "endDate": "2026-06-30"},
        ],
        "duties": [{"id": "d1", "person": ref("t1"), "dutyRole": "Lärare", "assignmentRole": mentoring}],
    }


def _group(key: str, name: str, kind: str, *members: str) -> Json:
    memberships = [{"id": f"{key}-{one}", "person": ref(one)} for one in members]
    return {
        "id": key,
        "displayName": name,
        "groupType": kind,
        "organisation": ref("s1"),
        "groupMemberships": memberships,
    }


@dataclass
class System:
    """What the system holds, how it fails, and what it was asked."""

    lists: dict[str, list[Json]] = field(default_factory=lists)
    changed: tuple[str, ...] = ()  # persons, when asked for changes
    gone: tuple[str, ...] = ()
    gone_entries: dict[str, list[str]] = field(default_factory=dict)  # of other kinds than persons
    wrapped: str = ""  # what lists are called; else `data`
    fails: list[int | str] = field(default_factory=list)  # the next answers: a status, or "half"
    token: str = ""  # nothing: anybody comes in
    answers_to_token: int = 1_000  # so often a token is good
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, query: dict[str, str]) -> Any:
        """What stands at the address."""
        if path == "deletedEntities":
            return {"data": {"persons": list(self.gone), **self.gone_entries}}
        name, _, key = path.partition("/")
        if name not in self.lists:
            return 404
        if key:
            return next((one for one in self.lists[name] if one["id"] == key), 404)
        if "pageToken" in query and set(query) - {"pageToken", "limit"}:
            return None
        found = self.lists[name]
        if "meta.modified.after" in query:
            found = [one for one in found if not one or one["id"] in self.changed]
        found = [one for one in found if not one or _is_asked_for(one, query)]
        begin = int(query.get("pageToken", "0"))
        more = str(begin + PAGE) if begin + PAGE < len(found) else None
        return {self.wrapped or "data": found[begin : begin + PAGE], "pageToken": more}


def _is_asked_for(entry: Json, query: dict[str, str]) -> bool:
    """Whether the entry begins in the time, and belongs to the lesson or the day, that is asked for."""
    first, last = query.get("startTime.onOrAfter"), query.get("startTime.onOrBefore")
    starts = entry.get("startTime") or ""  # null, where a test lets the other system tell nothing
    begins = datetime.fromisoformat(starts) if "T" in starts else None
    is_in_time = begins is None or (
        (not first or datetime.fromisoformat(first) <= begins)
        and (not last or begins <= datetime.fromisoformat(last))
    )
    lesson, day = query.get("calendarEvent"), query.get("startDate")
    is_of = lesson is None or entry.get("calendarEvent") == {"id": lesson}
    return is_in_time and is_of and (day is None or entry["startDate"] == day)


@contextmanager
def serving(system: System) -> Iterator[System]:
    """The system on a port of this machine, in a thread."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            is_known = sent.get("client_secret") == ["hemligt"] and sent["grant_type"] == [
                "client_credentials"
            ]
            system.asked.append("token")
            system.token, system.answers_to_token = f"t{len(system.asked)}", 3
            self._say(200 if is_known else 400, {"access_token": system.token, "expires_in": 3600})

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            system.asked.append(
                parts.path.removeprefix("/v2.0/") + (f"?{parts.query}" if parts.query else "")
            )
            if system.token:
                system.answers_to_token -= 1
                is_in = self.headers.get("Authorization") == f"Bearer {system.token}"
                if not is_in or system.answers_to_token < 0:
                    return self._say(401, {})
            fails = system.fails.pop(0) if system.fails else 200
            found = system.answer(parts.path.removeprefix("/v2.0/"), query)
            if found == 404:
                return self._say(404, {})
            return self._say(400, {}) if found is None else self._say(fails, found)

        def _say(self, status: int | str, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(200 if isinstance(status, str) else status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if status == "half" else content)

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    system.url = f"http://127.0.0.1:{server.server_address[1]}/v2.0"
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
