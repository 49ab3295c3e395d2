"""An SS 12000 system is asked page by page; it may be busy, break off, leave things out, or lead astray."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.rosters.feed import AtHome, Class, Feed
from casework.rosters.ss12000 import fetch
from casework.ss12000 import wire
from casework.ss12000.settings import ENVIRONMENT, Settings, Unset, settings_of
from casework.ss12000.wire import Client, NoAnswer
from tests.rosters.deliveries import TODAY
from tests.rosters.server import System, ref, serving, student

WORDS = (
    *(
        "id",
        "person",
        "enrolments",
        "enroledAt",
        "groupMemberships",
        "organisation",
        "assignmentRole",
        "group",
    ),
    *(
        "responsibles",
        "givenName",
        "familyName",
        "civicNo",
        "value",
        "birthDate",
        "phoneNumbers",
        "startDate",
    ),
)
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def system() -> Iterator[System]:
    """The other system."""
    with serving(System()) as found:
        yield found


def client(system: System, **more: Any) -> Client:
    """A client that does not wait between tries, and whose clock stands still."""
    return Client(Settings(url=system.url, **more), clock=lambda: 0.0, wait=0)


def fetched(system: System, since: datetime | None = None) -> Feed:
    """What the system says."""
    return fetch(
        client(system), "fjord", today=TODAY, since=since, seal=lambda number, _: f"seal {number[-4:]}"
    )


def test_people_become_students_with_class_home_marking_and_mentor(system: System) -> None:
    feed = fetched(system)
    alva, milo = feed.learners
    assert (alva.given, alva.born, alva.school, alva.group) == ("Alva", date(2012, 3, 14), "s1", "8C")
    assert alva.homes == (AtHome(name="Karl Exempelsson", phone="070-174 06 99"),)
    assert feed.hidden_homes == 1
    assert (milo.born, milo.marking) == (date(2012, 5, 6), "Skyddad folkbokföring")
    (rut,) = feed.mentors
    assert (rut.username, rut.classes) == ("rut@fjord.example", (Class(school="s1", name="8C"),))
    assert (feed.is_whole, feed.past, [one.key for one in feed.schools]) == (True, 1, ["s1"])
    assert alva.seal == "seal 2394"
    assert "201203142394" not in feed.model_dump_json()


def test_later_pages_are_asked_for_by_token_and_limit_alone(system: System) -> None:
    fetched(system)
    assert [one for one in system.asked if one.startswith("persons")] == [
        "persons?limit=500",
        "persons?limit=500&pageToken=2",
        "persons?limit=500&pageToken=4",
    ]


def test_changes_are_placed_by_the_groups_and_bring_those_around(system: System) -> None:
    system.changed, system.gone = ("p1",), ("p9",)
    feed = fetched(system, SINCE)
    assert (feed.is_whole, feed.gone) == (False, {"p9"})
    assert [(one.key, one.given, one.group) for one in feed.learners] == [
        ("p1", "Alva", "8C"),
        ("p2", "", "8C"),
    ]
    assert [one.name for one in feed.learners[0].homes] == ["Karl Exempelsson"]
    assert [one.username for one in feed.mentors] == ["rut@fjord.example"]
    assert "persons?limit=500&meta.modified.after=2026-11-01T00%3A00%3A00%2B00%3A00" in system.asked


@pytest.mark.parametrize("wrapped", ["organisations", "persons", "groups", "duties"])
def test_lists_may_be_called_as_their_address(system: System, wrapped: str) -> None:
    system.wrapped = wrapped
    assert client(system).get(wrapped, {})[wrapped]
    assert len(list(client(system).pages(wrapped, {}))) == len(system.lists[wrapped])


def test_a_busy_system_and_half_an_answer_are_asked_again(system: System) -> None:
    wanted = fetched(system)
    system.fails = [503, 503, 200, "half", 200, 429]
    assert fetched(system) == wanted


@pytest.mark.parametrize(
    ("fails", "says"),
    [([503] * 9, "503"), (["half"] * 9, "no answer"), ([302], "302"), ([500], "500"), ([403], "403")],
)
def test_what_goes_on_failing_or_leads_elsewhere_ends_it(system: System, fails: list[Any], says: str) -> None:
    system.fails = fails
    with pytest.raises(NoAnswer, match=says):
        fetched(system)
    assert not any("elsewhere" in one for one in system.asked)


def test_pages_that_lead_in_a_circle_end(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(System, "answer", lambda *_: {"data": [], "pageToken": "1"})
    with pytest.raises(NoAnswer, match="without end"):
        fetched(system)


def test_an_answer_that_is_too_large_or_no_list_is_refused(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(System, "answer", lambda *_: {"data": "x"})
    with pytest.raises(NoAnswer, match="without a list"):
        fetched(system)
    monkeypatch.setattr(wire, "MOST_BYTES", 10)
    with pytest.raises(NoAnswer, match="too large"):
        fetched(system)


def test_a_token_is_renewed_when_it_is_refused_and_before_it_ends(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, "hemligt")
    system.token = "none that anybody has"
    now = [0.0]
    settings = Settings(url=system.url, token_url=f"{system.url}/token", client_id="casework")
    by_token = Client(settings, clock=lambda: now[0], wait=0)
    feed = fetch(by_token, "fjord", today=TODAY)
    assert len(feed.learners) == 2
    tokens = system.asked.count("token")
    assert tokens > 2  # each is good for three answers
    system.answers_to_token = 3
    now[0] = 3600 - wire.EARLY
    list(by_token.pages("groups", {}))
    assert system.asked.count("token") == tokens + 1


def test_a_wrong_secret_is_told_without_saying_it(system: System, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("fel hemlighet\n")
    by_token = client(system, token_url=f"{system.url}/token", client_id="casework", secret_file=str(secret))
    with pytest.raises(NoAnswer, match="token was refused") as error:
        by_token.get("persons", {})
    assert "hemlighet" not in str(error.value)


def test_what_systems_leave_out_or_write_otherwise_is_borne(system: System) -> None:
    one = student("17", "Ida", "Låtsgren", "", birthDate="2012-02-02T00:00:00", responsibles="none")
    other = student("18", "", "Namnlös", "20120101", enrolments=[{"enroledAt": {"id": 3564439}}])
    late = student("19", "Ulf", "Framtidsson", "20310101")
    system.lists["persons"] = [one, other, late, {"id": None}]
    system.lists["groups"] = [{"id": 5, "groupType": "Klass", "groupMemberships": [{"person": None}]}]
    system.lists["duties"] = [{"assignmentRole": [{"assignmentRoleType": "Mentor", "group": ref("5")}]}]
    feed = fetched(system)
    assert [(one.given, one.born, one.group) for one in feed.learners] == [("Ida", date(2012, 2, 2), "")]
    codes = {"unfit_name", "unlikely_birth", "missing"}  # one of the persons has no id
    assert {one.code for one in feed.faults} == codes


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "url is missing"),
        ({"url": "http://api.example.se/v2.0"}, "https"),
        ({"url": "https://user:word@api.example.se"}, "https"),
        ({"url": "https://api.example.se", "token_url": "ftp://x"}, "token_url"),
        ({"url": "https://api.example.se", "adress": "x"}, "unknown settings: adress"),
    ],
)
def test_settings_that_are_not_safe_are_refused(settings: dict[str, str], says: str) -> None:
    with pytest.raises(Unset, match=says):
        settings_of(settings)


def test_a_client_certificate_goes_into_the_connection_or_is_told_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unset, match="cannot be read"):
        Client(Settings(url="https://api.example.se", certificate=str(tmp_path / "none.pem")), lambda: 0.0)
    loaded: list[tuple[object, ...]] = []
    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", lambda _context, *files: loaded.append(files))
    Client(Settings(url="https://api.example.se", certificate="own.pem", key="own-key.pem"), lambda: 0.0)
    assert loaded == [("own.pem", "own-key.pem")]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=30,
)


class Told:
    """A system that says whatever it likes."""

    def __init__(self, said: Any) -> None:
        self._said = said

    def pages(self, path: str, _parameters: Any) -> Iterator[Any]:
        """Its lists."""
        yield from wire.entries(self._said, path)

    def get(self, _path: str, _parameters: Any) -> Any:
        """Its answers."""
        return self._said

    def one(self, _path: str, _key: str) -> Any:
        """Its persons."""
        return {}


@pytest.mark.usefixtures("effort")
@given(st.lists(st.dictionaries(st.sampled_from(WORDS), ANYTHING, max_size=12), max_size=4), st.booleans())
def test_whatever_is_answered_is_read_or_refused(said: list[dict[str, Any]], is_whole: bool) -> None:
    feed = fetch(cast(Client, Told(said)), "fjord", today=TODAY, since=None if is_whole else SINCE)
    assert all(one.key for one in feed.learners)


def test_settings_that_are_safe_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_of({"url": "https://API.example.se/v2.0"})
    assert found.source == "api.example.se"
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    with pytest.raises(Unset, match="secret"):
        replace(found, secret_file=str(tmp_path / "missing")).secret()


@pytest.mark.parametrize(
    ("kind", "code", "marking", "known"),
    [
        ("Folkbokföring", "1765", None, "1765"),
        ("Särskild postadress", "1765", None, ""),
        ("Folkbokföring", "SE-1765", None, ""),
        ("Folkbokföring", "1765", "Sekretessmarkering", ""),
    ],
)
def test_the_registered_address_says_the_home_municipality_but_of_a_protected_identity(
    system: System, kind: str, code: str, marking: str | None, known: str
) -> None:
    address = {"type": kind, "municipalityCode": code}
    said = {"addresses": [address], **({"securityMarking": marking} if marking else {})}
    system.lists["persons"].append(student("mira", "Mira", "Påhittsén", "201301019999", **said))
    (mira,) = [one for one in fetched(system).learners if one.key == "mira"]
    assert mira.municipality == known


def test_enrolments_and_memberships_tell_since_when_and_who_comes_later(system: System) -> None:
    group, *_ = system.lists["groups"]
    alva, milo = group["groupMemberships"]
    alva["startDate"], milo["startDate"] = "2026-10-14", "2027-01-11"
    coming = {**group, "id": "c9", "displayName": "9C", "startDate": "2027-08-16"}
    coming["groupMemberships"] = [{"id": "c9-p1", "person": {"id": "p1"}}]
    system.lists["groups"].append(coming)
    system.lists["persons"][-1]["enrolments"] = [{"enroledAt": {"id": "s1"}, "startDate": "2027-01-08"}]
    feed = fetched(system)
    told = {one.key: (one.group, one.since, one.enrolled) for one in feed.learners}
    assert told["p1"] == ("8C", date(2026, 10, 14), date(2020, 8, 1))
    assert told["p2"] == ("", None, date(2020, 8, 1))
    assert [(str(one.day), one.number, one.name) for one in feed.later] == [
        ("2027-01-08", 1, ""),
        ("2027-01-11", 1, "8C"),
        ("2027-08-16", 1, "9C"),
    ]
    assert (feed.past, [one.classes for one in feed.mentors]) == (0, [(Class(school="s1", name="8C"),)])
