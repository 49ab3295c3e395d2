"""A student changes school and keeps the case, on the other school's routine; and that is taken back."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.cases.models import Case
from casework.cases.proof import faults
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Group, Student, Unit
from tests.clients import Client, client_as
from tests.factories import School, make_case, make_group, work
from tests.publishing.conftest import published
from tests.versions.texts import other_routine


@pytest.fixture
def moved(app: Flask, school: School, berit: Client) -> tuple[Case, str]:
    """A case in the investigation whose student goes to the school next door now, and that one's version."""
    sha = published(berit, other_routine())
    with work(app):
        student = db.session.get_one(Student, school.student)
        case = make_case(student=student, stage="investigation")
        next_door = db.session.get_one(Student, school.elsewhere).unit_id
        unit = db.session.get_one(Unit, next_door)
        unit.workflow, unit.school_form = "next-door", "upper_secondary"
        student.unit_id, student.group_id = unit.id, make_group(unit=unit, name="EK25").id
    return case, sha


def stands(app: Flask, case: Case) -> tuple[str, str]:
    with app.app_context():
        row = db.session.get_one(Case, case.id)
        return row.workflow_sha, row.stage


def test_the_case_goes_on_in_the_routine_of_the_new_school(
    app: Flask, school: School, moved: tuple[Case, str]
) -> None:
    case, sha = moved
    maja = client_as(app, school.stranger)
    url = f"/cases/{case.id}/routine"
    assert url in [one.attributes.get("href") for one in maja.get(f"/cases/{case.id}").main.all("a")]
    page = maja.get(url)
    assert "Rutinen på elevens skola" in page.main.text
    preview = maja.get(f"{url}?to={sha}&stage=inquiry")
    assert "Steget" not in preview.heading
    assert "Rutinen på grannskolan" in preview.heading
    old = stands(app, case)
    maja.send(preview, reason="Alva har bytt skola.")
    assert stands(app, case) == (sha, "inquiry")
    shown = maja.get(f"/cases/{case.id}").text
    assert "Rutinen på grannskolan, version 1" in shown
    assert "Alva har bytt skola." in maja.get(f"/cases/{case.id}/history").main.text
    with app.app_context():
        assert not list(breaches())
        assert not list(faults())
    for way in ("forms", "history", "notes", "people"):
        maja.get(f"/cases/{case.id}/{way}")
    maja.send(maja.get(f"{url}/undo"))
    assert stands(app, case) == old
    maja.get(f"{url}/undo", 409)


def test_a_step_that_the_routine_does_not_have_is_chosen_first(
    app: Flask, school: School, moved: tuple[Case, str]
) -> None:
    case, sha = moved
    maja = client_as(app, school.stranger)
    page = maja.get(f"/cases/{case.id}/routine?to={sha}")
    assert "inget sådant steg" in page.main.text
    fields = {**maja.tokens(), "to": sha, "stage": "nowhere", "reason": "x", "revision": "1"}
    maja.post(f"/cases/{case.id}/routine", fields, 200)
    assert stands(app, case)[0] != sha


def test_a_page_that_is_old_moves_nothing(app: Flask, school: School, moved: tuple[Case, str]) -> None:
    case, sha = moved
    maja = client_as(app, school.stranger)
    page = maja.get(f"/cases/{case.id}/routine?to={sha}&stage=inquiry")
    with work(app):
        db.session.get_one(Case, case.id).place = 3
    assert "Någon hann före dig" in maja.send(page, status=409, reason="Bytt skola.").text
    assert stands(app, case)[0] != sha
    maja.send(maja.get(f"/cases/{case.id}/routine?to={sha}&stage=inquiry"), reason="Bytt skola.")
    assert stands(app, case)[0] == sha


def test_only_the_rector_of_the_new_school_moves_it(
    app: Flask, school: School, moved: tuple[Case, str]
) -> None:
    case, sha = moved
    for who, status in (
        (school.rector, 404),
        (school.mentor, 403),
        (school.stranger, 200),
        (school.administrator, 403),
    ):
        client_as(app, who).get(f"/cases/{case.id}/routine?to={sha}&stage=inquiry", status)


def test_what_has_happened_since_keeps_it_from_being_taken_back(
    app: Flask, school: School, moved: tuple[Case, str]
) -> None:
    case, sha = moved
    maja = client_as(app, school.stranger)
    maja.send(maja.get(f"/cases/{case.id}/routine?to={sha}&stage=inquiry"), reason="Bytt skola.")
    slow = maja.get(f"/cases/{case.id}/routine/undo")
    maja.send(maja.get(f"/cases/{case.id}/notes/new"), text="Pratade med Alva.", confidentiality="school")
    maja.send(slow, status=409)
    assert stands(app, case) == (sha, "inquiry")
    assert "Ta tillbaka bytet av rutin" not in maja.get(f"/cases/{case.id}").main.text


def test_a_student_of_another_class_is_still_the_same_case(app: Flask, moved: tuple[Case, str]) -> None:
    case, _ = moved
    with app.app_context():
        student = db.session.get_one(Student, db.session.get_one(Case, case.id).student_id)
        assert db.session.get_one(Group, student.group_id).name == "EK25"
