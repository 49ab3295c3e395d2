"""A teacher registers a lesson on a page: nothing is marked beforehand, and nobody is there unsaid."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework import clock
from casework.access.models import ReadStudent
from casework.attendance import actions, finding, queries
from casework.attendance.models import AttendanceEntry, AttendanceRevision, Lesson
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from tests.clients import Client
from tests.factories import School, make_group, make_student, work


@pytest.fixture
def bo(app: Flask, school: School) -> UUID:
    """A second student in the class."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        return make_student(unit=unit, group=group, given="Bo", family="Demolund").id


@pytest.fixture
def lesson(app: Flask, school: School, bo: UUID) -> UUID:
    """A lesson of the class that began when the day did."""
    with work(app):
        return actions.schedule(school.group, clock.school_date(clock.now()), 0, 60, subject="Matematik").id


def url(lesson: UUID) -> str:
    return f"/attendance/lessons/{lesson}"


def said(app: Flask, lesson: UUID) -> dict[UUID, tuple[str, int, bool]]:
    """What is registered, but presence."""
    with app.app_context():
        rows = db.session.scalars(select(AttendanceEntry).where(AttendanceEntry.lesson_id == lesson))
        return {row.student_id: (row.outcome, row.missed, row.is_reported) for row in rows}


def is_registered(app: Flask, lesson: UUID) -> bool:
    with app.app_context():
        return db.session.get_one(Lesson, lesson).registered_at is not None


def test_nobody_is_present_before_somebody_says_so(app, school, bo, lesson, browser_of) -> None:
    teacher: Client = browser_of(school.subject_teacher)
    page = teacher.get(url(lesson))
    assert not [one for one in page.all("input", type="radio") if "checked" in one.attributes]
    again = teacher.send(page, status=422, **{f"outcome-{school.student.hex}": "absent"})
    assert "Bo" in again.main.text
    assert not is_registered(app, lesson)
    kept = [
        one.attributes["value"] for one in again.all("input", type="radio") if "checked" in one.attributes
    ]
    assert kept == ["absent"]
    teacher.send(again, others_were_there="1")
    assert said(app, lesson) == {school.student: ("absent", 0, False)}
    assert is_registered(app, lesson)


def test_minutes_and_what_the_home_has_told_are_kept_and_corrected(
    app, school, bo, lesson, browser_of
) -> None:
    teacher: Client = browser_of(school.mentor)
    alva, other = school.student.hex, bo.hex
    marks = {f"outcome-{alva}": "late", f"outcome-{other}": "absent", f"reported-{other}": "1"}
    page = teacher.send(teacher.get(url(lesson)), status=422, **marks)
    assert page.one("input", id=f"minutes-{alva}").attributes["aria-invalid"] == "true"
    whole = teacher.send(page, status=422, **{f"minutes-{alva}": "60"})
    assert "missat hela lektionen" in whole.one("p", id=f"error-{alva}").text
    teacher.send(whole, **{f"minutes-{alva}": "12"})
    assert said(app, lesson) == {school.student: ("late", 12, False), bo: ("absent", 0, True)}
    teacher.send(teacher.get(url(lesson)), **{f"outcome-{alva}": "present", "reason": "Bytte sal"})
    assert said(app, lesson)[school.student] == ("present", 0, False)
    with app.app_context():
        before = db.session.scalars(select(AttendanceRevision)).one()
        assert (before.outcome, before.missed) == ("late", 12)


def test_before_a_lesson_begins_absence_can_be_told_and_nothing_else(
    app, school, bo, lesson, browser_of
) -> None:
    with work(app):
        db.session.get_one(Lesson, lesson).day += timedelta(days=1)
    teacher: Client = browser_of(school.subject_teacher)
    alva = f"outcome-{school.student.hex}"
    for wrong in ({alva: "present"}, {alva: "late", f"minutes-{school.student.hex}": "5"}):
        page = teacher.send(teacher.get(url(lesson)), status=422, **wrong)
        assert "Lektionen börjar" in page.one("p", id=f"error-{school.student.hex}").text
    assert said(app, lesson) == {}
    teacher.send(teacher.get(url(lesson)), **{alva: "absent"})
    assert said(app, lesson) == {school.student: ("absent", 0, False)}
    assert not is_registered(app, lesson), "it is still to be registered, and counts for nothing"
    with work(app):
        to_come = db.session.get_one(Lesson, lesson).day
        assert finding.missed_by(school.student, to_come, to_come) == []
        db.session.get_one(AttendanceEntry, (lesson, school.student)).validity = "valid"
    teacher.send(teacher.get(url(lesson)), **{f"outcome-{bo.hex}": "absent"})
    with app.app_context():
        kept = db.session.get_one(AttendanceEntry, (lesson, school.student))
        assert (kept.validity, kept.revision) == ("valid", 1), "what another has told of it stays"
    teacher.send(teacher.get(url(lesson)), **{alva: "unknown"})
    assert said(app, lesson)[school.student] == ("unknown", 0, False)


def test_what_somebody_has_decided_about_an_absence_stays_when_it_is_corrected(
    app, school, bo, lesson, browser_of
) -> None:
    mentor: Client = browser_of(school.mentor)
    alva = school.student.hex
    mentor.send(mentor.get(url(lesson)), others_were_there="1", **{f"outcome-{alva}": "absent"})
    day = clock.school_date(clock.now()).isoformat()
    page = mentor.get(f"/students/{school.student}/attendance/{day}/validity")
    mentor.send(page, validity="valid", reason="Hemmet ringde")
    assert ". Giltig" in mentor.get(f"/students/{school.student}/attendance/{day}/validity").main.text
    mentor.send(mentor.get(url(lesson)), **{f"outcome-{alva}": "left_early", f"minutes-{alva}": "30"})
    with app.app_context():
        row = db.session.get_one(AttendanceEntry, (lesson, school.student))
        assert (row.outcome, row.missed, row.validity) == ("left_early", 30, "valid")


def test_a_page_that_somebody_was_before_changes_nothing(app, school, bo, lesson, browser_of) -> None:
    teacher, mentor = browser_of(school.subject_teacher), browser_of(school.mentor)
    old = teacher.get(url(lesson))
    mentor.send(mentor.get(url(lesson)), others_were_there="1")
    late = teacher.send(old, status=409, others_were_there="1", **{f"outcome-{bo.hex}": "absent"})
    assert late.link("Öppna sidan igen") == url(lesson)
    assert said(app, lesson) == {}


def test_of_a_student_who_is_kept_from_the_teacher_nothing_is_said(
    app, school, bo, lesson, browser_of
) -> None:
    with work(app):
        db.session.get_one(Student, bo).is_protected = True
    teacher: Client = browser_of(school.subject_teacher)
    page = teacher.get(url(lesson))
    assert "Bo Demolund" not in page.main.text
    assert bo.hex not in page.text
    teacher.send(page, others_were_there="1", **{f"outcome-{bo.hex}": "absent"})
    assert said(app, lesson) == {bo: ("unknown", 0, False)}


def test_only_those_of_the_class_register_it_and_every_look_is_noted(
    app, school, bo, lesson, browser_of
) -> None:
    for who in (school.other_mentor, school.stranger):
        browser_of(who).get(url(lesson), 404)
    for who in (school.nurse, school.administration, school.administrator):
        browser_of(who).get(url(lesson), 403)
    browser_of(school.rector).get(url(lesson))
    with app.app_context():
        noted = select(ReadStudent.student_id, ReadStudent.role, ReadStudent.relation)
        assert set(map(tuple, db.session.execute(noted.where(ReadStudent.role != "")))) == {
            (school.student, "rector", "unit"),
            (bo, "rector", "unit"),
        }


def test_a_new_lesson_leads_on_to_its_students_and_the_next_week_needs_none(
    app, school, bo, browser_of
) -> None:
    teacher: Client = browser_of(school.subject_teacher)
    today = clock.school_date(clock.now())
    before = today - timedelta(days=7)
    new = teacher.get(f"/attendance/lessons/new?day={before.isoformat()}")
    marked = [one.text for one in new.main.all("label") if "frivilligt" in one.text]
    assert [one.split()[0] for one in marked] == ["Ämne"]  # all else must be there
    where = teacher.send(new, starts="08:10", minutes="50", subject="Engelska")
    assert "Engelska" in teacher.get(where).heading
    teacher.send(teacher.get("/attendance/lessons/new"), status=422, starts="", minutes="0")
    page = teacher.get("/attendance/")
    assert "Engelska" in page.main.text, "a lesson that nobody has registered is listed"
    teacher.send(page, "/attendance/repeat")
    with app.app_context():
        found = db.session.scalars(select(Lesson).where(Lesson.day == today)).all()
        assert [(one.starts, one.minutes, one.subject) for one in found] == [(490, 50, "Engelska")]


def test_lessons_at_one_time_stand_in_the_order_of_their_classes(app, school, browser_of) -> None:
    with work(app):
        unit, today = db.session.get_one(Unit, school.unit), clock.school_date(clock.now())
        for name in ("9C", "7A", "8C"):
            group = make_group(unit=unit, name=name)
            actions.schedule(group.id, today, 0, 60, subject="Matematik")
    rows = browser_of(school.rector).get("/attendance/").main.all("li", class_="rowline")
    assert [one.text.split("Matematik")[1].split(".")[0].strip() for one in rows] == ["7A", "8C", "9C"]


def test_a_lesson_that_was_not_held_counts_for_nothing_until_it_was(
    app, school, bo, lesson, browser_of
) -> None:
    teacher: Client = browser_of(school.subject_teacher)
    teacher.send(teacher.get(url(lesson)), others_were_there="1", **{f"outcome-{bo.hex}": "absent"})
    today = clock.school_date(clock.now())

    def missed() -> int:
        with app.app_context():
            return len(queries.registers_of([bo], today, today)[bo].misses)

    assert missed() == 1
    teacher.send(teacher.get(f"{url(lesson)}/held"))
    assert missed() == 0
    teacher.send(teacher.get(f"{url(lesson)}/held"))
    assert missed() == 1
