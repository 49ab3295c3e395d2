"""After a change of mentors somebody takes over: cases whose named colleague no longer reaches them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases.around import name_responsible
from casework.cases.models import Case, Visit
from casework.cases.moves import locked_case
from casework.cases.task_care import give
from casework.clock import now, school_date
from casework.extensions import db
from casework.history.queries import events_of
from casework.people import protecting
from casework.people.models import Group, RoleGrant, Student, Unit, User
from casework.people.queries import person
from casework.tasks.models import Task
from tests.clients import client_as
from tests.factories import School, make_case, make_user, work

HERE = "/cases/handing-on"


@pytest.fixture
def case(app: Flask, school: School) -> UUID:
    """An open case for which the mentor is named, whose class gets another mentor."""
    with work(app):
        found = make_case(student=db.session.get_one(Student, school.student))
        karin = person(db.session.get_one(User, school.mentor), school_date(now()))
        name_responsible(found, school.mentor, actor=karin, now=now())
        return found.id


def end(school: School) -> None:
    """The mentor's role ends; another has come."""
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == school.mentor)):
        grant.valid_to = date(2021, 1, 1)


def heir(school: School, name: str = "Rut Mallgren") -> UUID:
    """A new mentor of the class."""
    unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
    return make_user(unit=unit, group=group, name=name).id


def responsible(app: Flask, case: UUID) -> UUID | None:
    """Who is named now."""
    with app.app_context():
        return db.session.scalars(select(Visit.responsible_id).where(Visit.case_id == case)).one()


def test_a_case_whose_colleague_still_reaches_it_is_not_there(app: Flask, school: School, case: UUID) -> None:
    page = client_as(app, school.rector).get(HERE)
    assert "Alva" not in page.main.text
    assert not page.main.all("form")


def test_the_new_mentor_takes_over_and_the_history_tells(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        end(school)
        rut = heir(school)
    per = client_as(app, school.rector)
    page = per.get(HERE)
    row = page.main.one("form").one("label").text
    assert all(word in row for word in ("Alva Exempelsson", "8B", "Karin Mallsjö", "Rut Mallgren"))
    per.send(page, HERE, status=422, case="")
    assert per.send(page, HERE) == HERE
    assert responsible(app, case) == rut
    assert "Alva" not in per.get(HERE).main.text
    with app.app_context():
        assert any(event.says.get("name") == "Rut Mallgren" for event in events_of(case))


def test_with_two_mentors_or_none_somebody_chooses(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        end(school)
    per = client_as(app, school.rector)
    assert f"/cases/{case}/people/responsible" in [
        one.attributes["href"] for one in per.get(HERE).main.all("a")
    ]
    with work(app):
        heir(school), heir(school, "Tove Fiktivberg")
    page = per.get(HERE)
    assert not page.main.all("input", type="checkbox")
    per.post(HERE, {**per.tokens(), "case": str(case)}, 422)
    assert responsible(app, case) == school.mentor


def test_nobody_sees_or_hands_on_what_they_may_not_change(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        end(school)
        heir(school)
    for who in (school.stranger, school.other_mentor):
        other = client_as(app, who)
        assert "Alva" not in other.get(HERE).main.text
        other.post(HERE, {**other.tokens(), "case": str(case)}, 422)
    client_as(app, school.administrator).get(HERE, 403)
    assert responsible(app, case) == school.mentor


def test_of_a_protected_student_only_named_readers_take_over(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        end(school)
        rut = heir(school)
        per = person(db.session.get_one(User, school.rector), school_date(now()))
        student = db.session.get_one(Student, school.student)
        protecting.protect(student, "Beslut.", [], school_date(now()), actor=per, now=now())
    browser = client_as(app, school.rector)
    assert "Rut Mallgren" not in browser.get(HERE).main.text
    with work(app):
        student = db.session.get_one(Student, school.student)
        protecting.name_reader(student, rut, school_date(now()), actor=per, now=now())
    assert "Rut Mallgren" in browser.get(HERE).main.text
    assert "Alva" not in client_as(app, school.health_team).get(HERE).main.text


def test_a_closed_case_needs_nobody(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        end(school)
        db.session.get_one(Case, case).closed_at = now()
    assert "Alva" not in client_as(app, school.rector).get(HERE).main.text


def test_a_load_is_handed_over_whole_and_the_history_tells(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        rut = heir(school)
    browser = client_as(app, school.rector)
    assert "Karin Mallsjö" in browser.get(HERE).main.text
    page = browser.get(f"{HERE}/{school.mentor}")
    assert "Alva" in page.main.text
    browser.send(page, str(school.mentor), heir=str(rut))
    assert responsible(app, case) == rut
    with app.app_context():
        assert [one.kind for one in events_of(case)].count("responsible:named") == 2
    assert browser.raw.get(f"{HERE}/{school.mentor}").status_code == 404, "nothing is left to hand over"


def test_what_is_chosen_at_the_case_goes_before_what_is_chosen_for_all(
    app: Flask, school: School, case: UUID
) -> None:
    with work(app):
        rut = heir(school)
    browser = client_as(app, school.rector)
    fields = {"heir": str(rut), f"heir-{case}": str(school.rector)}
    browser.send(browser.get(f"{HERE}/{school.mentor}"), str(school.mentor), **fields)
    assert responsible(app, case) == school.rector


def test_what_a_colleague_has_taken_goes_with_the_case(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        rut, karin = heir(school), person(db.session.get_one(User, school.mentor), school_date(now()))
        task = db.session.scalars(select(Task).where(Task.case_id == case, Task.status == "open")).first()
        assert task
        give(locked_case(case), task, school.mentor, actor=karin, now=now())
        task_id = task.id
    browser = client_as(app, school.rector)
    browser.send(browser.get(f"{HERE}/{school.mentor}"), str(school.mentor), heir=str(rut))
    with app.app_context():
        assert db.session.get_one(Task, task_id).owner_id == rut


def test_a_load_is_not_handed_to_who_does_not_reach_it_nor_by_who_may_not(
    app: Flask, school: School, case: UUID
) -> None:
    browser = client_as(app, school.rector)
    page = browser.get(f"{HERE}/{school.mentor}")
    browser.send(page, str(school.mentor), 422, heir=str(school.other_mentor))
    browser.send(page, str(school.mentor), 422)
    assert responsible(app, case) == school.mentor
    assert client_as(app, school.stranger).raw.get(f"{HERE}/{school.mentor}").status_code == 404


def test_a_case_that_waits_for_a_role_that_nobody_has_says_so(app: Flask, school: School, case: UUID) -> None:
    rector = client_as(app, school.rector)
    assert "ingen har den rollen" not in rector.get("/cases/").main.text
    with work(app):
        for held in db.session.scalars(select(RoleGrant).where(RoleGrant.role == "mentor")):
            held.valid_to = date(2021, 1, 1)
    assert "ingen har den rollen" in rector.get("/cases/").main.text
