"""Registering lessons: presence leaves no trace, twice is once, corrections keep what was."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from casework.attendance import actions, queries
from casework.attendance.actions import PRESENT, Said
from casework.attendance.models import AttendanceEntry, AttendanceRevision, Lesson
from casework.errors import NotAcceptable
from casework.extensions import db
from tests.attendance.classes import MONDAY, NOW, make_class
from tests.databases import Place
from tests.factories import work

ABSENT = Said("absent")


def counted(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_presence_is_not_stored_and_absence_once(database: Place) -> None:
    with work(database.app):
        here = make_class()
        lesson = here.lesson()
        assert here.said(lesson, PRESENT, ABSENT) == {one.id for one in here.students}
        assert (lesson.registered_at, counted(AttendanceEntry)) == (NOW, 1)
        assert here.said(lesson, PRESENT, ABSENT) == set()
        assert (counted(AttendanceEntry), counted(AttendanceRevision)) == (1, 0)


def test_a_lesson_is_known_by_its_group_and_time(database: Place) -> None:
    with work(database.app):
        here = make_class()
        first = here.lesson()
        assert here.lesson() is first
        assert here.lesson(540) is not first
        twin = Lesson(group_id=first.group_id, day=MONDAY, starts=480, minutes=30, subject="Matematik")
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(twin)


def test_a_correction_keeps_what_was_said_before_and_by_whom(database: Place) -> None:
    with work(database.app):
        here = make_class()
        lesson = here.lesson()
        here.said(lesson, ABSENT)
        alva, bo = here.students
        assert here.said(lesson, Said("late", missed=20), reason="Kom med bussen") == {alva.id}
        row = queries.entries_of(lesson)[alva.id]
        assert (row.outcome, row.missed, row.revision, row.reason) == ("late", 20, 2, "Kom med bussen")
        before = db.session.scalars(select(AttendanceRevision)).one()
        assert (before.outcome, before.revision, before.by_id) == ("absent", 1, here.teacher.id)
        assert here.said(lesson) == {alva.id}  # was there after all
        assert queries.entries_of(lesson)[alva.id].outcome == "present"
        assert bo.id not in queries.entries_of(lesson)


def test_what_was_said_before_cannot_be_changed_or_removed(database: Place) -> None:
    with work(database.app):
        here = make_class()
        lesson = here.lesson()
        here.said(lesson, ABSENT)
        here.said(lesson)
        for deed in ("update attendance_revision set reason = 'x'", "delete from attendance_revision"):
            with pytest.raises(DBAPIError), db.session.begin_nested():
                db.session.execute(text(deed))
        assert counted(AttendanceRevision) == 1


def test_validity_is_decided_with_a_reason(database: Place) -> None:
    with work(database.app):
        here = make_class()
        lesson = here.lesson()
        here.said(lesson, ABSENT)
        alva, bo = here.students

        def decide(student, reason: str) -> set:
            return actions.decide_validity(lesson, student.id, "valid", reason, actor=here.teacher, now=NOW)

        assert decide(alva, "Tandläkare") == {alva.id}
        assert decide(alva, "Tandläkare") == set()
        assert queries.entries_of(lesson)[alva.id].validity == "valid"
        for student, reason, code in ((alva, "  ", "reason_missing"), (bo, "Sjuk", "no_absence")):
            with pytest.raises(NotAcceptable) as refused:
                decide(student, reason)
            assert refused.value.code == code


@pytest.mark.parametrize(
    "said", [Said("late"), Said("late", missed=60), Said("left_early", missed=-5), Said("absent", missed=5)]
)
def test_minutes_must_be_minutes_of_the_lesson(app, said) -> None:
    with work(app):
        here = make_class()
        with pytest.raises(NotAcceptable) as refused:
            here.said(here.lesson(), said)
        assert refused.value.code == "minutes_do_not_fit"
        assert here.said(here.lesson(), Said("late", missed=59))


def test_only_who_has_the_lesson_is_registered_in_it(app) -> None:
    with work(app):
        here = make_class()
        lesson = here.lesson(group=here.other)
        with pytest.raises(NotAcceptable) as refused:
            here.said(lesson, ABSENT)
        assert refused.value.code == "student_not_in_lesson"
        alva, bo = here.students
        assert actions.place(alva.id, here.other.id, MONDAY) == {alva.id}
        assert actions.place(alva.id, here.other.id, MONDAY) == set()
        assert here.said(lesson, ABSENT) == {alva.id}
        assert queries.students_of(here.lesson()) == {bo.id}  # who is placed has no lessons by class


def test_a_cancelled_lesson_touches_all_who_have_it(app) -> None:
    with work(app):
        here = make_class()
        lesson = here.lesson()
        everybody = {one.id for one in here.students}
        assert actions.cancel_lesson(lesson) == everybody
        assert actions.cancel_lesson(lesson) == set()
        assert actions.cancel_lesson(lesson, is_cancelled=False) == everybody
