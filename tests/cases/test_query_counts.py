"""How often a page asks the database: seldom, and not more often when there is more to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from benchmarks.ground.copies import copy_cases
from casework.extensions import db
from casework.people.models import Group, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_student, work

MOST = 19  # the page of a case asks for the most: it shows all that there is around it
# Session with roles, views, counts, rows, colleagues, classes, menu; the log, its end, its students.
LIST_READS, LIST_WRITES = 8, 3  # one of the reads: which versions of routines are valid today
FEW, MANY, REALLY_MANY = 50, 200, 5000

Addresses = dict[str, str]


@pytest.fixture
def addresses(app: Flask, school: School) -> Addresses:
    """Pages of the school, with a few cases in it."""
    return add_cases(app, school, FEW)


def test_pages_ask_the_database_seldom(app: Flask, school: School, addresses: Addresses) -> None:
    asked = questions(app, school, addresses)
    assert {page: count for page, count in asked.items() if count > MOST} == {}


def test_the_list_asks_for_each_thing_once_and_writes_its_log_in_one_go(
    app: Flask, school: School, addresses: Addresses
) -> None:
    client = client_as(app, school.health_team)
    client.get(addresses["list"])  # the first page also looks where the log ends
    with statements(app) as found:
        client.get(addresses["list"])
    assert sum(one.startswith("SELECT") for one in found) == LIST_READS
    assert sum(one.startswith(("INSERT", "UPDATE")) for one in found) == LIST_WRITES
    assert len(found) == LIST_READS + LIST_WRITES + found.count("BEGIN IMMEDIATE") + found.count("BEGIN")


def test_the_start_page_counts_what_waits_once(app: Flask, school: School, addresses: Addresses) -> None:
    client = client_as(app, school.health_team)
    with statements(app) as found:
        client.get(addresses["start"])
    assert sum(one.startswith("SELECT count(*)") and "UNION ALL" in one for one in found) == 1


def test_pages_ask_no_more_when_there_is_more(app: Flask, school: School, addresses: Addresses) -> None:
    few = questions(app, school, addresses)
    add_cases(app, school, MANY - FEW)
    assert questions(app, school, addresses) == few


@pytest.mark.long
def test_pages_ask_no_more_when_there_are_thousands(app: Flask, school: School, addresses: Addresses) -> None:
    few = questions(app, school, addresses)
    add_cases(app, school, REALLY_MANY - FEW)
    assert questions(app, school, addresses) == few


def add_cases(app: Flask, school: School, count: int) -> Addresses:
    """So many more open cases, half of them just opened and half analysed; answers where pages are."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        students = [make_student(unit=unit, group=group) for _ in range(count)]
        opened = make_case(student=students[0])
        analysed = make_case(student=students[1], stage="analysis")
        copy_cases(db.session(), [opened.id, analysed.id], [one.id for one in students[2:]])
        case = f"/cases/{analysed.id}"
        return {
            "start": "/",
            "list": "/cases/",
            "mine": "/cases/?view=mine&sort=student",
            "closed": "/cases/?view=closed",
            "filtered": "/cases/?stage=analysis&group=8B&owner=mentor&waits_for=mentor&waited=7&q=alva",
            "filter": "/cases/?filter=show",
            "search": "/search?q=alva",
            "students": "/students",
            "student": f"/students/{students[1].id}",
            "case": case,
            "history": f"{case}/history",
            "forms": f"{case}/forms",
            "form": f"{case}/forms/new/in_depth_evaluation",
            "consents": f"{case}/consents",
            "attachments": f"{case}/attachments",
        }


def questions(app: Flask, school: School, addresses: Addresses) -> dict[str, int]:
    """How many statements read for each of the pages."""
    client = client_as(app, school.health_team)
    client.get(addresses["list"])  # the first page also looks where the log ends
    return {name: reads(client, address) for name, address in addresses.items()}


def reads(client: Client, address: str) -> int:
    """How many statements read for the page."""
    with statements(client.app) as found:
        client.get(address)
    return sum(one.startswith("SELECT") for one in found)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What the database is told meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
