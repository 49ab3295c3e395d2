"""An id of another, a column that no form has, a role that has moved since: nothing comes of any."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from casework.extensions import db, unit_of_work
from casework.people.models import RoleGrant, Unit
from casework.web.models import OnceToken
from tests.clients import Client
from tests.databases import Place
from tests.efforts import Effort
from tests.matrix.asking import Answers
from tests.matrix.sent import Rows, Sent, forms_of, mixed, send
from tests.matrix.world import World, addresses

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
# Fields that are empty on the page and that its form asks for.
TEXTS = ("reason", "summary", "text", "note", "name", "given_by", "scope", "title", "comment")
WIDEST = {"GET": "health_team", "POST": "rector"}  # at the school nobody may do more
NOTHING = (403, 404, 405)
Forms = dict[str, Sent]


@pytest.fixture(scope="module")
def forms(place: Flask, answers: Answers) -> Forms:
    """Every form there is around the case at the school."""
    return forms_of(place, answers)


@pytest.fixture
def rows(sqlite: Place, world: World) -> Iterator[Rows]:
    """The rows, which are as before when the test is over."""
    kept = Rows(sqlite)
    yield kept
    kept.back()


def test_an_address_with_an_id_of_another_case_leads_nowhere(
    place: Flask, world: World, browsers: dict[str, Client], rows: Rows, effort: Effort
) -> None:
    before, asked, wrong = rows.all(), 0, []
    for one, other in (("school", "authority"), ("authority", "school")):
        foreign = {str(value) for found in world.cases[other].values.values() for value in found.values()}
        here = mixed(world.cases[one], world.cases[other])
        for method, who in WIDEST.items():
            found = [
                address
                for address in addresses(place, here, method)
                if any(f"/{value}" in address[1] for value in foreign)
            ]
            for endpoint, url in found if effort.name == "long" else _one_for_each(found):
                data = browsers[who].tokens() | {"reason": "x", "do": "save"} if method == "POST" else None
                status = browsers[who].raw.open(url, method=method, data=data).status_code
                asked += 1
                if status not in NOTHING:
                    wrong.append(f"{who} {method} {endpoint} {url}: {status}")
    assert not wrong
    assert asked > 200
    assert rows.all() == before


def _one_for_each(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """An address for each endpoint: the usual run has no time for each thing that it could name."""
    return list(dict(found).items())


def others(rows: Rows, world: World) -> dict[UUID, UUID]:
    """Each id → another of its kind: of the other case, of another person, of another school."""
    by_table: dict[str, list[UUID]] = {}
    elsewhere = world.cases["authority"]
    about = "\n".join(rows.about(elsewhere.case, elsewhere.student))
    with rows.place.app.app_context():
        for table in db.metadata.sorted_tables:
            if "id" in table.c and table.c.id.type.python_type is UUID:
                by_table[table.name] = list(db.session.scalars(select(table.c.id)))
    stranger = world.people["stranger"]
    found: dict[UUID, UUID] = {}
    for ids in by_table.values():
        theirs = [one for one in ids if one.hex in about or one == stranger] or ids
        found |= {one: next((other for other in theirs if other != one), one) for one in ids}
    return found


def test_an_id_of_another_in_a_form_does_nothing(
    world: World, browsers: dict[str, Client], forms: Forms, rows: Rows
) -> None:
    kinds, elsewhere = others(rows, world), world.cases["authority"]
    swaps = [
        (sent, name, value, own, kinds[own])
        for sent in forms.values()
        for name, value, own in sent.ids()
        if kinds.get(own, own) != own
    ]
    # What people do in their own case bears their ids, and is theirs to do.
    foreign = {new for *_, new in swaps} - {*world.people.values()} | {elsewhere.case, elsewhere.student}
    before, told = rows.about(*foreign), []
    for sent, name, value, own, new in swaps:
        fields = {**sent.fields, name: value.replace(str(own), str(new)).replace(own.hex, new.hex)}
        status = send(browsers, sent, {**fields, "once": str(uuid4())}).status_code
        told.append(f"{sent.who} {sent.endpoint} {name}: {status}")
    assert rows.about(*foreign) == before, told
    assert swaps


def test_the_form_token_of_another_person_carries_nothing_out(
    world: World, browsers: dict[str, Client], forms: Forms, rows: Rows
) -> None:
    sent = forms["cases.write_note"]
    used = uuid4()
    with rows.place.app.app_context(), unit_of_work():
        row = OnceToken(token=used, user_id=world.people["nurse"], location="/cases/", at=NOW)
        db.session.add(row)
    assert send(browsers, sent, {**sent.fields, "text": "x", "once": str(used)}).status_code == 400


def test_a_cookie_with_the_session_of_another_is_nobodys(browsers: dict[str, Client]) -> None:
    cookies = [browsers[who].raw.get_cookie("casework") for who in ("mentor", "rector")]
    (_, *mine), (theirs, *_) = (str(one.value).rsplit(".", 2) for one in cookies if one)
    app = browsers["mentor"].app
    thief = app.test_client(use_cookies=False)
    forged = {"Cookie": "casework=" + ".".join([theirs, *mine])}
    assert thief.get("/account", headers=forged).status_code == 303


def written(sent: Sent) -> dict[str, Any]:
    """The form's fields, with a text in those that want one."""
    empty = [name for name, value in sent.fields.items() if value == ""]
    texts = {name: "Så är det." for name in empty if name in TEXTS}
    return {**sent.fields, **texts, **{name: "2026-11-20" for name in empty if name.endswith("_on")}}


def columns() -> dict[str, str]:
    """Every column that there is, with a value that nobody would write."""
    kinds: dict[Any, str] = {bool: "1", int: "4711", UUID: str(UUID(int=4711)), str: "massvalue"}
    return {
        column.name: kinds.get(column.type.python_type, "2031-03-05")
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type not in (dict, list)
    }


def test_a_column_that_a_form_does_not_have_cannot_be_written(
    browsers: dict[str, Client], forms: Forms, rows: Rows
) -> None:
    every, done, wrong = columns(), 0, []
    for sent in forms.values():
        fields = written(sent)
        outcomes: list[tuple[int, object]] = []
        more = {name: value for name, value in every.items() if name not in fields}
        for extra in ({}, more):
            status = send(browsers, sent, {**extra, **fields, "once": str(uuid4())}).status_code
            outcomes.append((status, rows.alike() if status == 303 else None))
            if status == 303:
                rows.back()
        done += outcomes[0][0] == 303
        if outcomes[0] != outcomes[1]:
            wrong.append(f"{sent.endpoint}: {outcomes[0][0]} and {outcomes[1][0]}")
    assert not wrong
    assert done


def test_a_form_that_was_opened_before_the_role_moved_does_nothing(
    place: Flask, world: World, browsers: dict[str, Client], forms: Forms, rows: Rows
) -> None:
    before = rows.all()
    own = ("people.", "cases.save_view")
    tried = [one for one in forms.values() if not one.endpoint.startswith(own)]
    with place.app_context(), unit_of_work():
        away = db.session.scalars(select(Unit.id).where(Unit.name == "Strandskolan")).one()
        for grant in db.session.scalars(select(RoleGrant)):
            grant.unit_id, grant.group_id = away, None
    moved = rows.all()
    assert moved != before
    statuses = {
        f"{one.endpoint}: {status}"
        for one in tried
        if (status := send(browsers, one, {**one.fields, "once": str(uuid4())}).status_code) not in NOTHING
    }
    assert not statuses
    assert rows.all() == moved
    assert len(tried) > 20


def test_the_same_forms_do_something_as_long_as_the_role_is_there(
    browsers: dict[str, Client], forms: Forms, rows: Rows
) -> None:
    sent = forms["cases.write_note"]
    fields = {**written(sent), "once": str(uuid4())}
    assert send(browsers, sent, fields).status_code == 303
