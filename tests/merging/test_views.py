"""The pages: the other row is found, what would move is shown, a person decides, and old links lead on."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from casework.attendance import actions as lessons
from casework.attendance.actions import Said
from casework.attendance.models import AttendanceEntry
from casework.extensions import db
from casework.people import protecting
from casework.people.keys import keep_keys
from casework.people.models import Student, Unit
from tests.clients import Client, client_as
from tests.factories import NOW, make_case, make_student, work
from tests.merging.conftest import Twice, faults, rector_of

DAY = date(2026, 9, 7)


@pytest.fixture
def per(app: Flask, twice: Twice) -> Client:
    """The principal's browser."""
    return client_as(app, twice.school.rector)


def test_the_other_row_is_found_by_likeness_name_day_and_number(twice: Twice, per: Client) -> None:
    with work(twice.app):
        unit = db.session.get_one(Unit, twice.school.unit)
        born = twice.student(twice.other).birth_date
        make_student(unit=unit, given="Ceda", family="Påhittsén", born=date(2010, 1, 2))
        keep_keys("fjord", {"4711": twice.other})
    start = f"/students/{twice.into}/same"
    assert f'href="{start}"' in per.raw.get(f"/students/{twice.into}").text
    link = f'href="{start}/{twice.other}"'
    for query in ("", "Alva", born.isoformat(), "4711"):
        assert link in per.raw.get(f"{start}?q={query}").text, query
    assert "Ceda" in per.get(f"{start}?q=ceda").main.text
    assert link not in per.raw.get(f"{start}?q=ceda").text
    assert "Ingen sådan" in per.get(f"{start}?q=4712").main.text


def test_two_rows_become_one_and_old_links_lead_to_it(twice: Twice, per: Client) -> None:
    with work(twice.app):
        by = {"actor": rector_of(twice.school), "now": NOW}
        make_case(student=twice.student(twice.other), stage="report")
        lesson = lessons.schedule(twice.school.group, DAY, 480, 50, subject="NO")
        lessons.register_lesson(lesson, {twice.other: Said("late", 5)}, **by)
        lesson_id = lesson.id
    page = per.get(f"/students/{twice.into}/same/{twice.other}")
    assert "1 ärende" in page.main.text
    assert "7 september" in page.main.text
    again = per.send(page, f"/{twice.other}", 422, reason="")
    assert "Skriv hur du vet" in again.main.text
    again = per.send(page, f"/{twice.other}", 422, reason="Samma personnummer")
    assert "Bestäm vad som gäller" in again.main.text
    there = per.send(again, f"/{twice.other}", every="from", reason="Samma personnummer")
    assert there == f"/students/{twice.into}"
    with twice.app.app_context():
        entry = db.session.get_one(AttendanceEntry, (lesson_id, twice.into))
        assert (entry.outcome, entry.reason) == ("late", "Samma personnummer")
    assert faults(twice.app) == []
    old = per.raw.get(f"/students/{twice.other}")
    assert (old.status_code, old.location) == (303, f"/students/{twice.into}")
    assert per.raw.get(f"/students/{twice.other}/readings").location == f"/students/{twice.into}/readings"
    per.get(f"/students/{twice.into}/same/{twice.other}", 404)
    assert per.raw.get("/students?q=Alva").text.count("Alva Exempelsson</a>") == 1
    client_as(twice.app, twice.school.stranger).get(f"/students/{twice.other}", 404)


def test_why_two_cannot_be_merged_stands_there_instead_of_a_form(twice: Twice, per: Client) -> None:
    with work(twice.app):
        for one in (twice.into, twice.other):
            make_case(student=twice.student(one), stage="report")
    page = per.get(f"/students/{twice.into}/same/{twice.other}")
    assert "Båda har ett öppet ärende" in page.main.text
    assert not page.main.all("textarea")
    fields = {**per.tokens(), "reason": "x", "digest": ""}
    per.post(f"/students/{twice.into}/same/{twice.other}", fields, 422)
    with twice.app.app_context():
        assert not db.session.scalars(select(Student.id).where(Student.merged_into_id.is_not(None))).all()


def test_a_protected_row_is_merged_by_who_is_named_alone(twice: Twice, per: Client) -> None:
    with work(twice.app):
        said = ("Skyddad folkbokföring", [twice.school.health_team], date(2026, 12, 31))
        protecting.protect(twice.student(twice.other), *said, actor=rector_of(twice.school), now=NOW)
    page = per.get(f"/students/{twice.into}/same/{twice.other}")
    assert "har skyddade personuppgifter" in page.main.text
    with work(twice.app):
        named = protecting.readers_of(twice.other, NOW.date())
        (mine,) = [row for row, _ in named if row.user_id == twice.school.rector]
        mine.ended_at, mine.ended_by_id = NOW, twice.school.rector
    per.get(f"/students/{twice.into}/same/{twice.other}", 404)
    client_as(twice.app, twice.school.mentor).get(f"/students/{twice.into}/same", 403)
    client_as(twice.app, twice.school.stranger).get(f"/students/{twice.into}/same", 404)
