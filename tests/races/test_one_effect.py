"""Eight people press the same button at once, on two processes and both databases: it happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casework.cases.models import Case, Visit
from casework.demo.story import Story
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from casework.records.models import Submission
from tests.databases import Place
from tests.factories import NOW, School, make_school, work
from tests.races.racers import Racer, at_once, processes, racers

ROUNDS = {"usual": 12, "short": 100, "long": 1000}
EIGHT = 8


@pytest.fixture
def school(database: Place) -> School:
    """The people and their students."""
    with work(database.app):
        return make_school()


@pytest.fixture
def ports(database: Place, school: School, tmp_path: Path) -> Iterator[list[int]]:
    """Two processes on the database."""
    with processes(database, tmp_path) as found:
        yield found


def students(place: Place, school: School, count: int) -> list[UUID]:
    """So many students, each with a case that is ready for the mapping."""
    found = []
    with work(place.app):
        for number in range(count):
            student = Student(
                given_name="Elev",
                family_name=f"Nummer {number}",
                search_name=f"elev nummer {number}",
                birth_date=date(2012, 3, 14),
                unit_id=school.unit,
                group_id=school.group,
            )
            db.session.add(student)
            db.session.flush()
            story = Story(student, today=NOW)
            story.opens("karin", "report", "Borta sex förmiddagar.")
            story.signs("karin", "student_guardian_checklist")
            found.append(student.id)
    return found


def case_of(place: Place, student: UUID) -> UUID:
    """The student's case."""
    with place.app.app_context():
        return db.session.scalars(select(Case.id).where(Case.student_id == student)).one()


def test_a_step_that_eight_take_at_once_is_taken_once(
    database: Place, school: School, ports: list[int], effort: str
) -> None:
    eight = racers(database, ports, [school.health_team, school.counsellor] * 4)
    for student in students(database, school, ROUNDS[effort]):
        case = case_of(database, student)
        url = f"/cases/{case}/advance/start_mapping?to=mapping"
        got = at_once(eight, url, [runner.page(url) for runner in eight])
        assert Counter(status for status, _ in got) == {303: 1, 409: EIGHT - 1}
        assert _visits(database, case) == ["report", "mapping"]
    with database.app.app_context():
        assert list(breaches()) == []


def test_one_form_that_is_sent_eight_times_at_once_leads_everybody_to_the_same_place(
    database: Place, school: School, ports: list[int]
) -> None:
    one = racers(database, ports, [school.health_team])[0]
    eight = [Racer(ports[number % len(ports)], one.cookie) for number in range(EIGHT)]
    for student in students(database, school, 3):
        case = case_of(database, student)
        url = f"/cases/{case}/advance/start_mapping?to=mapping"
        sent = one.page(url)
        got = at_once(eight, url, [sent] * EIGHT)
        assert got == [(303, f"/cases/{case}")] * EIGHT
        assert _visits(database, case) == ["report", "mapping"]


def test_a_form_that_several_begin_at_once_has_one_draft(
    database: Place, school: School, ports: list[int]
) -> None:
    four = racers(database, ports, [school.mentor] * 4)
    for student in students(database, school, 3):
        case = case_of(database, student)
        with work(database.app):
            story = Story(db.session.get_one(Student, student), today=NOW)
            story._case_id = case
            story.moves("hanna", "start_mapping")
        url = f"/cases/{case}/forms/new/initial_mapping"
        sent = [{**runner.page(url), "do": "save"} for runner in four]
        got = Counter(status for status, _ in at_once(four, url, sent))
        assert got[303] >= 1
        assert set(got) <= {303, 409}
        with database.app.app_context():
            drafts = select(func.count()).where(Submission.case_id == case, Submission.status == "draft")
            assert db.session.scalar(drafts) == 1


def test_a_case_that_two_open_at_once_is_one(database: Place, school: School, ports: list[int]) -> None:
    two = racers(database, ports, [school.mentor, school.health_team])
    url = f"/students/{school.student}/open"
    sent = [{**runner.page(url), "stage": "report", "reason": "Borta."} for runner in two]
    assert Counter(status for status, _ in at_once(two, url, sent)) == {303: 1, 409: 1}
    case_of(database, school.student)


def _visits(place: Place, case: UUID) -> list[str]:
    with place.app.app_context():
        rows = select(Visit.stage).where(Visit.case_id == case).order_by(Visit.entered_at)
        return list(db.session.scalars(rows))
