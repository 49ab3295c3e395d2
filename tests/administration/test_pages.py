"""Schools, classes, accounts and roles by hand; what administrators do is noted; nobody else does it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from casework.administration.actions import note
from casework.clock import now, school_date
from casework.extensions import db
from casework.people.models import Group, RoleGrant, Unit, User
from casework.people.queries import person
from casework.people.roster import latest_end
from tests.clients import Client, client_as
from tests.databases import Place
from tests.factories import School, make_school, work

ROLE = {"role": "rector", "group": "", "valid_from": "2026-08-01", "valid_to": "2027-07-31"}
PAGES = (
    "",
    "schools",
    "authority",
    "schools/new",
    "staff",
    "staff/new",
    "roles",
    "routines",
    "passwords",
    "log",
    "protected",
)


@pytest.mark.parametrize("url", [*PAGES, "import/staff", "import/students", "templates/staff/sv"])
@pytest.mark.parametrize("role", ["rector", "administration"])
def test_the_pages_are_open_for_administrators_only(app: Flask, school: School, url: str, role: str) -> None:
    client_as(app, getattr(school, role)).get(f"/administration/{url}", 403)
    assert client_as(app, school.administrator).raw.get(f"/administration/{url}").status_code == 200


def test_a_school_is_added_with_its_routine_and_classes(app: Flask, isak: Client, school: School) -> None:
    page = isak.get("/administration/schools/new")
    there = isak.send(page, name="Granskolan", workflow="five-step")
    assert isak.get(there).heading == "Granskolan"
    isak.send(isak.get(there), "/classes", names="7A, 7B\n8A;7A")
    with app.app_context():
        unit = db.session.scalars(select(Unit).where(Unit.name == "Granskolan")).one()
        names = db.session.scalars(
            select(Group.name).where(Group.unit_id == unit.id).order_by(Group.name)
        ).all()
        assert (unit.kind, unit.parent_id, unit.workflow) == ("school", school.authority, "five-step")
        assert names == ["7A", "7B", "8A"]
    isak.send(isak.get(there), "/classes", names="7A")
    assert "Alla fanns redan" in isak.get(there).text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "Strandskolan", "workflow": "five-step"}, "redan en skola"),
        ({"name": "  ", "workflow": "five-step"}, "1 till 120 tecken"),
        ({"name": "Gran\u200bskolan", "workflow": "five-step"}, "alla ska synas"),
        ({"name": "Granskolan", "workflow": "six-step"}, "Välj en rutin"),
    ],
)
def test_a_school_that_cannot_be_is_not_added(isak: Client, fields: dict[str, str], why: str) -> None:
    page = isak.send(isak.get("/administration/schools/new"), status=422, **fields)
    assert why in page.main.text or fields["workflow"] == "six-step"
    assert "Granskolan" not in isak.get("/administration/schools").main.text


def test_school_and_authority_get_other_names(app: Flask, isak: Client, school: School) -> None:
    isak.send(isak.get(f"/administration/schools/{school.unit}/change"), name="Nya Ekbackaskolan")
    isak.send(isak.get("/administration/authority"), name="Fjordskog")
    with app.app_context():
        assert db.session.get_one(Unit, school.unit).name == "Nya Ekbackaskolan"
        assert db.session.get_one(Unit, school.authority).name == "Fjordskog"
    isak.send(isak.get("/administration/authority"), status=422, name="Strandskolan")


def test_an_account_is_made_by_hand_and_gets_a_role(app: Flask, isak: Client, school: School) -> None:
    page = isak.get("/administration/staff/new")
    there = isak.send(page, name="Eva Låtsberg", username="EVA", language="nb")
    isak.send(isak.get(there), "/roles", **{**ROLE, "unit": str(school.unit)})
    with app.app_context():
        eva = db.session.scalars(select(User).where(User.username == "eva")).one()
        assert (eva.name, eva.language, eva.password_hash) == ("Eva Låtsberg", "nb", "")
        assert person(eva, date(2026, 11, 20)).holds("rector")
        assert not person(eva, date(2027, 8, 1)).holds("rector")
    again = isak.send(
        isak.get("/administration/staff/new"), status=422, name="Eva", username="eva", language="sv"
    )
    assert "redan ett konto" in again.main.text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"role": "mentor"}, "behöver en klass"),
        ({"role": "mentor", "group": "9X"}, "ingen klass ”9X”"),
        ({"role": "rector", "group": "8B"}, "utan klass"),
        ({"role": "administration"}, "hos huvudmannen"),
        ({"role": "system_administrator"}, "hos huvudmannen"),
        ({"valid_to": "2026-07-01"}, "kommer före den första"),
        ({"valid_from": ""}, "Skriv den första dagen"),
        ({"valid_to": "2099-01-31"}, "längst till och med"),
    ],
)
def test_a_role_that_cannot_be_is_not_given(
    isak: Client, school: School, fields: dict[str, str], why: str
) -> None:
    page = isak.get(f"/administration/staff/{school.mentor}")
    wrong = isak.send(page, "/roles", 422, **{**ROLE, "unit": str(school.unit), **fields})
    assert why in wrong.main.text
    isak.send(
        isak.get(f"/administration/staff/{school.mentor}"), "/roles", **{**ROLE, "unit": str(school.unit)}
    )


def test_a_role_gets_other_days_and_ends(app: Flask, isak: Client, school: School) -> None:
    with app.app_context():
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.rector)).one().id
    page = isak.get(f"/administration/roles/{grant}")
    isak.send(page, str(grant), valid_from="2026-08-01", valid_to="2027-07-31")
    rector = client_as(app, school.rector)
    assert rector.get("/students")
    isak.send(isak.get(f"/administration/roles/{grant}"), "/end")
    assert rector.redirected("/students").startswith("/sign-in")
    with app.app_context():
        ended = db.session.get_one(RoleGrant, grant)
        assert (ended.valid_from, ended.valid_to) == (
            date(2026, 8, 1),
            school_date(now()) - timedelta(days=1),
        )


def test_a_closed_account_cannot_be_used_until_it_is_opened(app: Flask, isak: Client, school: School) -> None:
    karin = client_as(app, school.mentor)
    isak.send(isak.get(f"/administration/staff/{school.mentor}"), "/close")
    assert karin.redirected("/students").startswith("/sign-in")
    isak.send(isak.get(f"/administration/staff/{school.mentor}"), "/open")
    assert client_as(app, school.mentor).get("/students")


def test_nobody_changes_their_own_roles_or_account(app: Flask, isak: Client, school: School) -> None:
    with app.app_context():
        own = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.administrator)).one().id
    fields = {**isak.tokens(), **ROLE, "unit": str(school.unit)}
    for url in (f"staff/{school.administrator}/roles", f"staff/{school.administrator}/close"):
        isak.post(f"/administration/{url}", {**fields, **isak.tokens()}, 403)
    for url in (f"roles/{own}", f"roles/{own}/end"):
        isak.post(f"/administration/{url}", {**fields, **isak.tokens()}, 403)
    assert not isak.get(f"/administration/staff/{school.administrator}").main.all("form")
    assert isak.get(f"/administration/staff/{school.mentor}").main.all("form")


@pytest.mark.parametrize("url", ["schools/{}", "schools/{}/change", "staff/{}", "roles/{}"])
def test_what_is_not_there_is_told_so(isak: Client, school: School, url: str) -> None:
    isak.get(f"/administration/{url.format(uuid4())}", 404)
    if "schools" in url:
        isak.get(f"/administration/{url.format(school.authority)}", 404)
        isak.get(f"/administration/{url.format(school.unit)}")


def test_what_administrators_do_is_noted_with_who(isak: Client, school: School) -> None:
    isak.send(
        isak.get(f"/administration/staff/{school.mentor}"), "/roles", **{**ROLE, "unit": str(school.unit)}
    )
    isak.send(isak.get(f"/administration/staff/{school.mentor}"), "/close")
    rows = [row.text for row in isak.get("/administration/log").one("tbody").all("tr")]
    assert "Stängde kontot karin" in rows[0]
    assert "Gav karin en roll: rektor, Ekbackaskolan" in rows[1]
    assert all("Isak Serverin" in row for row in rows)


def test_what_is_noted_is_only_added_to(database: Place) -> None:
    with work(database.app):
        school = make_school()
        actor = person(db.session.get_one(User, school.administrator), date(2026, 11, 20))
        note("account:added", {"username": "x"}, actor=actor, now=now())
    for statement in ("update administrative_act set what = ''", "delete from administrative_act"):
        with database.app.app_context():
            with pytest.raises(DBAPIError, match="only ever added to"):
                db.session.execute(text(statement))
            db.session.rollback()
    with work(database.app):
        note("account:added", {"username": "y"}, actor=actor, now=now())


def test_the_lists_are_searched_and_narrowed_down(isak: Client, school: School) -> None:
    assert "Karin Mallsjö" in isak.get("/administration/staff?q=mallsj%C3%B6").main.text
    assert "Karin Mallsjö" not in isak.get("/administration/staff?q=leila").main.text
    here = isak.get(f"/administration/roles?unit={school.unit}").main.text
    assert "Karin Mallsjö" in here
    assert "Berit Pärmlund" not in here
    assert "Berit Pärmlund" in isak.get(f"/administration/roles?unit={UUID(str(school.authority))}").main.text


def test_roles_that_are_about_to_end_are_told_and_renewed_in_one_go(
    app: Flask, isak: Client, school: School
) -> None:
    today = school_date(now())
    with work(app):
        db.session.execute(update(RoleGrant).values(valid_to=today + timedelta(days=9)))
    way = isak.get("/administration/").main.link("Roller")
    page = isak.get(way)
    assert "Per Modellberg" in page.main.text
    assert "Isak Serverin" not in page.main.text
    values = [one.attributes["value"] for one in page.main.all("input", name="role")]
    leaves = next(value for value in values if value == str(held_by(app, school.nurse)))
    isak.send(page, role=[value for value in values if value != leaves])
    with app.app_context():
        ends = {one.id: one.valid_to for one in db.session.scalars(select(RoleGrant))}
    assert ends[UUID(leaves)] == today + timedelta(days=9)
    assert ends[held_by(app, school.rector)] == latest_end(today, today)
    assert ends[held_by(app, school.administrator)] == today + timedelta(days=9)


def held_by(app: Flask, user_id: UUID) -> UUID:
    """A role of the user's."""
    with app.app_context():
        return db.session.scalars(select(RoleGrant.id).where(RoleGrant.user_id == user_id)).all()[0]


@pytest.mark.parametrize(
    ("first", "latest"),
    [
        (date(2026, 8, 1), date(2027, 7, 31)),
        (date(2027, 3, 31), date(2027, 7, 31)),
        (date(2027, 4, 1), date(2028, 7, 31)),
    ],
)
def test_a_role_ends_with_the_school_year_or_the_next_where_that_is_near(first: date, latest: date) -> None:
    assert latest_end(first, first) == latest
    assert latest_end(first - timedelta(days=900), first) == latest
