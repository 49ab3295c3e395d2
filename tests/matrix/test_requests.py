"""Every route for every person and relation: open for exactly those whom the table names."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Flask
from sqlalchemy import text

from casework.extensions import db
from tests.clients import Client
from tests.efforts import Effort
from tests.matrix.asking import Answers
from tests.matrix.whom import (
    ADMINISTRATOR,
    ATTACHMENT_PAGES,
    EVERYBODY,
    FEEDS,
    FORM_PAGES,
    LISTS,
    LOGS,
    READERS,
    ROUTINES,
    may,
)
from tests.matrix.world import World, addresses


def test_every_address_is_open_for_exactly_those_who_may(answers: Answers) -> None:
    asked = {True: 0, False: 0}
    wrong: list[str] = []
    for asking, answer in answers.items():
        expected = may(asking.endpoint, asking.who, asking.where)
        asked[expected] += 1
        is_open = answer.status not in (403, 404)
        hides_a_form = asking.endpoint in (*FORM_PAGES, *ATTACHMENT_PAGES) and answer.status in (403, 404)
        is_refused_by_role = answer.status == 403
        if is_open != expected and not (expected and (hides_a_form or is_refused_by_role)):
            wrong.append(f"{asking.who} GET {asking.endpoint} of {asking.where}: {answer.status}")
    assert not wrong
    assert min(asked.values()) > 200


def test_what_is_hidden_and_what_is_not_there_are_one_answer(
    world: World, browsers: dict[str, Client]
) -> None:
    for cell in world.cases.values():
        hidden = browsers["stranger"].raw.get(f"/cases/{cell.case}")
        missing = browsers["stranger"].raw.get(f"/cases/{uuid4()}")
        assert (hidden.status_code, _sane(hidden.text)) == (missing.status_code, _sane(missing.text))


def _sane(page: str) -> str:
    """The page without the tokens that are new each time, and without its own address."""
    return re.sub(r'name="(csrf_token|once|next)" value="[^"]*"', "", page)


def test_a_post_by_who_may_not_changes_nothing(
    place: Flask, world: World, browsers: dict[str, Client], effort: Effort
) -> None:
    before = _fingerprint(place)
    denied = 0
    turns = 1 if effort.name == "long" else 3  # in the usual run every third of them, in turn
    for where, cell in world.cases.items():
        for number, (endpoint, url) in enumerate(addresses(place, cell, "POST")):
            for turn, (who, browser) in enumerate(browsers.items()):
                if not may(endpoint, who, where) and (number + turn) % turns == 0:
                    fields = {
                        **browser.tokens(),
                        "reason": "x",
                        "decision": "approve",
                        "do": "save",
                        "revision": "1",
                    }
                    status = browser.raw.post(url, data=fields).status_code
                    assert status in (403, 404), f"{who} POST {url}: {status}"
                    denied += 1
    assert denied > 200
    assert _fingerprint(place) == before


def test_without_signing_in_every_address_leads_to_the_sign_in(place: Flask, world: World) -> None:
    browser = Client(place)
    for cell in world.cases.values():
        for _, url in addresses(place, cell):
            answer = browser.raw.get(url)
            assert answer.status_code in (303, 405), f"{url}: {answer.status_code}"


def test_every_route_is_called_by_this_matrix_or_named_as_everybodys(place: Flask, world: World) -> None:
    called = {endpoint for cell in world.cases.values() for endpoint, _ in addresses(place, cell)}
    rest = {rule.endpoint for rule in place.url_map.iter_rules()} - called - {"static"}
    lists = {"cases.index", "people.students", "cases.search"}
    lists |= {"cases.save_view", "cases.change_view", "cases.remove_view"}  # tests/cases/test_saved_views.py
    lists |= {f"attendance.{name}" for name in ("index", "repeat", "new_lesson", "lesson", "cancel")}
    lists |= {"attendance.leave_to_decide"}  # tests/attendance/test_leave.py
    lists |= {"attendance.group"}  # tests/attendance/test_pictures.py
    lists |= {"monitoring.index"}
    lists |= {f"signals.{name}" for name in ("index", "tasks", "month", "student_finance")}
    lists |= {"register.index", "register.file"}
    # tests/prevention
    lists |= {
        f"prevention.{name}" for name in ("index", "work", "note", "goals_of_school", "enter", "cohort")
    }
    lists |= {"prevention.choose_class", "prevention.join"}
    lists |= {f"letters.{name}" for name in ("to_all", "write_to_all", "paper_to_all")}  # tests/letters
    lists |= {"cases.new_alias"}  # tests/cases/test_keeping.py
    lists |= {"cases.move_in", "cases.open_moved"}  # tests/rosters/test_moving.py
    lists |= {"cases.left_behind", "cases.hand_on", "cases.hand_over_load"}  # tests/cases/test_handing_on.py
    lists |= {"cases.own_texts", "cases.own_text"}  # tests/cases/test_own_texts.py
    lists |= {"meetings.agenda", "meetings.fill_agenda"}  # tests/meetings/test_views.py
    set_up = {f"administration.{name}" for name in ADMINISTRATOR}
    set_up |= {f"feeds.{name}" for name in FEEDS}
    routines = {f"publishing.{name}" for name in ROUTINES}
    assert set_up | routines <= rest
    everybodys = rest - lists - set_up - routines
    assert {
        one if one.startswith(("help.", "routines.")) else one.split(".")[-1] for one in everybodys
    } <= EVERYBODY


def test_setting_up_is_open_for_the_administrator_and_nobody_else(
    place: Flask, world: World, browsers: dict[str, Client]
) -> None:
    before, asked = _fingerprint(place), 0
    for rule in place.url_map.iter_rules():
        if not rule.endpoint.startswith(("administration.", "feeds.")):
            continue
        url = re.sub(r"<[^>]*kind>", "staff", re.sub(r"<[^>]*code>", "sv", str(rule.rule)))
        url = re.sub(r"<[^>]*_id>", str(uuid4()), url)
        for who, browser in browsers.items():
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                data = browser.tokens() if method == "POST" else None
                status = browser.raw.open(url, method=method, data=data).status_code
                assert (status == 403) == (who != "administrator"), f"{who} {method} {url}: {status}"
                asked += 1
    assert asked > 200
    assert _fingerprint(place) == before


def test_pages_about_routines_are_open_for_those_who_look_after_them(
    place: Flask, world: World, browsers: dict[str, Client]
) -> None:
    before, asked = _fingerprint(place), 0
    for rule in place.url_map.iter_rules():
        name = rule.endpoint.removeprefix("publishing.")
        if name == rule.endpoint or name not in ROUTINES:
            continue
        url = re.sub(r"<[^>]*_id>", str(uuid4()), str(rule.rule)).replace("<sha>", "0" * 64)
        for who, browser in browsers.items():
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                data = browser.tokens() if method == "POST" else None
                status = browser.raw.open(url, method=method, data=data).status_code
                assert (status == 403) == (who not in ROUTINES[name]), f"{who} {method} {url}: {status}"
                asked += 1
    assert asked > 150
    assert _fingerprint(place) == before


def test_lists_hold_only_what_the_person_may_see(world: World, browsers: dict[str, Client]) -> None:
    for who, browser in browsers.items():
        for url in LISTS:
            answer = browser.raw.get(url)
            for where, cell in world.cases.items():
                sees = str(cell.case) in answer.text
                assert not sees or who in READERS[where], f"{who} finds the case at the {where} on {url}"
    assert str(world.cases["school"].case) in browsers["mentor"].raw.get("/cases/").text
    assert str(world.cases["authority"].case) in browsers["administration"].raw.get("/cases/").text


def _fingerprint(place: Flask) -> dict[str, list[str]]:
    """Every row of every table but the logs."""
    with place.app_context():
        tables = [table for table in db.metadata.sorted_tables if table.name not in LOGS]
        return {
            table.name: sorted(str(row) for row in db.session.execute(text(f'SELECT * FROM "{table.name}"')))  # noqa: S608 our own table names
            for table in tables
        }
