"""Two rows of one student become one: all that hangs on them moves, and the history still proves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from casework.attendance import actions as lessons
from casework.attendance import leave
from casework.attendance.actions import Said
from casework.attendance.models import AttendanceEntry, Placement
from casework.cases.concern_models import Concern
from casework.cases.models import Case
from casework.database import Base
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db, rehearsal
from casework.history.events import What
from casework.history.models import Event
from casework.merging import actions
from casework.people import protecting
from casework.people.home import Rights, change_rights
from casework.people.keys import keep_keys, students_by_key
from casework.people.merged import leads_to, rows_of
from casework.people.models import Guardian, Guardianship, Unit, User
from casework.people.protection import kept_from, protection_of, readers_of
from casework.people.queries import person
from casework.people.recovery import is_anybody_lost
from casework.people.withholding import withheld_in, withhold
from casework.prevention import proof as groups
from casework.prevention.models import CohortMember
from casework.signals import marks
from casework.signals.marks import Word
from tests.databases import Place
from tests.factories import NOW, make_case, make_group, make_school, work
from tests.matrix.acts import report_worries
from tests.matrix.work import put_into_a_group
from tests.merging.conftest import LATER, Twice, faults, make_twice, rector_of

DAY = date(2026, 9, 7)
# What becomes of every table that says something of a student.
TREATED = {
    "case", "attendance_entry", "placement", "signal", "student_task", "concern", "message",
    "student_key", "guardianship", "student_mark", "leave", "conflict_of_interest", "student_word",
    "cohort_member",
}  # fmt: skip
STAYS = {
    "chain": "the events of a row are those of the row; both tell of the merge",
    "reading_student": "who has read is only added to; the page shows the lines of both",
    "contact": "what is logged is only added to; the page shows the lines of both",
    "absence_totals": "the database drops what was worked out from rows that are moved",
    "attendance_revision": "what was said before a correction is only added to",
    "protection": "a mark is a decision about a row; the one that stays gets one of its own",
    "named_reader": "the same",
    "student": "the pointer itself",
    "student_merge": "the merge itself",
}


def test_every_table_that_says_something_of_a_student_has_been_thought_of() -> None:
    about = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "student"
    }
    assert about == TREATED | STAYS.keys()


def test_a_case_moves_with_its_chain_and_old_rows_lead_on(twice: Twice) -> None:
    with work(twice.app):
        case_id = make_case(student=twice.student(twice.other), stage="mapping").id
        keep_keys("fjord", {"a": twice.other})
    done = twice.merge()
    assert (done.moved["cases"], done.moved["names"]) == (1, 1)
    assert faults(twice.app) == []
    with twice.app.app_context():
        assert db.session.get_one(Case, case_id).student_id == twice.into
        assert students_by_key("fjord", ["a"]) == {"a": twice.into}
        assert (leads_to(twice.other), rows_of(twice.into)) == (twice.into, [twice.into, twice.other])
        gone = twice.student(twice.other)
        assert (gone.group_id, gone.is_protected, gone.words) == (None, True, [])
        assert not is_anybody_lost(NOW.date())
        told = select(Event.chain_id).where(Event.kind == What.STUDENT_MERGED)
        assert set(db.session.scalars(told)) == {twice.into, twice.other}


def test_what_people_have_said_and_leave_are_of_the_row_that_stays(twice: Twice) -> None:
    with work(twice.app):
        said = {"actor": rector_of(twice.school), "now": NOW}
        word = Word("ljusnarsberg", "m", "Ströfrånvaron fortsätter", DAY, "Idrotten.", "school")
        row = marks.set_mark(twice.student(twice.other), word, **said)
        marks.end_mark(row, "Fel elev.", **said)
        leave.ask_leave(twice.student(twice.other), leave.Days(DAY, DAY), "Bröllop.", **said)
    done = twice.merge()
    assert (done.moved["marks"], done.moved["leave"]) == (1, 1)
    assert faults(twice.app) == []
    with twice.app.app_context():
        assert [one.since for one in marks.marks_of([twice.into])[twice.into]] == [DAY]
        assert [one.state for one in leave.leaves_about(twice.into)] == ["granted"]


def test_two_open_cases_two_begun_reports_and_no_reason_refuse_it(twice: Twice) -> None:
    with pytest.raises(NotAcceptable, match="reason_missing"):
        twice.merge(reason=" ")
    with work(twice.app):
        teacher = person(db.session.get_one(User, twice.school.subject_teacher), NOW.date())
        for one in (twice.into, twice.other):
            case = make_case(student=twice.student(one), stage="report")
            report_worries(case, lambda _who: teacher, lambda _word: "kanarie")
    with twice.app.app_context():
        both = (twice.student(twice.into), twice.student(twice.other))
        assert actions.refusals(*both) == ["both_open", "both_begun"]
    with pytest.raises(NotAcceptable, match="not_mergeable"):
        twice.merge()


def test_what_has_changed_since_it_was_shown_is_not_merged(twice: Twice) -> None:
    with twice.app.app_context():
        both = (twice.student(twice.into), twice.student(twice.other))
        with rehearsal(), pytest.raises(Conflict, match="merge_changed"):
            actions.merge(*both, "x", {}, "other", actor=rector_of(twice.school), now=LATER)
    with twice.app.app_context():
        assert twice.student(twice.other).merged_into_id is None


def test_attendance_moves_and_a_person_decides_where_the_two_differ(twice: Twice) -> None:
    rows = (twice.into, twice.other)
    said = {
        480: (Said("absent"), Said("unknown")),  # known goes before unknown
        540: (Said("unknown"), Said("absent", 0, "valid")),
        600: (Said("absent", 0, "valid"), Said("late", 5)),  # somebody decides
        660: (Said("present"), Said("absent")),
        720: (Said("absent"), Said("absent")),
    }
    with work(twice.app):
        by = {"actor": rector_of(twice.school), "now": NOW}
        ids = {}
        for starts, both in said.items():
            lesson = lessons.schedule(twice.school.group, DAY, starts, 50)
            ids[starts] = lesson.id
            lessons.register_lesson(lesson, dict(zip(rows, both, strict=True)), **by)
    with pytest.raises(NotAcceptable, match="merge_undecided"):
        twice.merge({ids[600]: "into"})
    done = twice.merge({ids[600]: "into", ids[660]: "from"})
    assert len(done.both.differing) == 2
    with twice.app.app_context():
        found = {
            row.lesson_id: (row.outcome, row.validity, bool(row.reason))
            for row in db.session.scalars(select(AttendanceEntry).filter_by(student_id=twice.into))
        }
    assert found == {
        ids[480]: ("absent", "undecided", False),
        ids[540]: ("absent", "valid", True),
        ids[600]: ("absent", "valid", False),
        ids[660]: ("absent", "undecided", True),
        ids[720]: ("absent", "undecided", False),
    }
    assert faults(twice.app) == []


def test_lessons_of_another_class_come_along(twice: Twice) -> None:
    with work(twice.app):
        other = twice.student(twice.other)
        class_id = make_group(unit=db.session.get_one(Unit, twice.school.unit), name="9X").id
        other.group_id = class_id
        db.session.flush()
        lesson = lessons.schedule(class_id, DAY, 480, 50)
        by = {"actor": rector_of(twice.school), "now": NOW}
        lessons.register_lesson(lesson, {other.id: Said("absent")}, **by)
        lesson_id = lesson.id
    assert twice.merge().moved["groups"] == 1
    with twice.app.app_context():
        assert db.session.get(AttendanceEntry, (lesson_id, twice.into))
        stays = select(Placement.group_id, Placement.last_day).filter_by(student_id=twice.into)
        assert set(db.session.execute(stays)) == {(class_id, DAY), (twice.school.group, None)}


def test_reports_homes_and_those_who_keep_away_move_and_are_bound_anew(twice: Twice) -> None:
    school = twice.school
    with work(twice.app):
        case = make_case(student=twice.student(twice.other), stage="report")
        names = {"subject_teacher": school.subject_teacher}
        report_worries(
            case,
            lambda who: person(db.session.get_one(User, names[who]), NOW.date()),
            lambda _word: "kanarie",
        )
        guardian = Guardian(name="Karl Exempelsson")
        db.session.add(guardian)
        db.session.flush()
        bond = Guardianship(student_id=twice.other, guardian_id=guardian.id)
        db.session.add(bond)
        db.session.flush()
        rights = Rights("guardian", False, False, False, "", "Beslut av tingsrätten.")
        by = {"actor": rector_of(school), "now": NOW}
        change_rights(bond, rights, **by)
        protecting.state_conflict(twice.student(twice.other), school.nurse, **by)
    assert faults(twice.app) == []
    done = twice.merge()
    assert (done.moved["reports"], done.moved["kept_away"]) == (1, 1)
    assert faults(twice.app) == []
    with twice.app.app_context():
        assert set(db.session.scalars(select(Concern.student_id))) == {twice.into}
        assert kept_from(school.nurse, LATER.date())[1] == {twice.into}
    with work(twice.app):
        bond = db.session.scalars(select(Guardianship).filter_by(id=bond.id)).one()
        change_rights(bond, rights, actor=rector_of(school), now=LATER + timedelta(hours=1))
    assert faults(twice.app) == []
    with work(twice.app):
        db.session.scalars(select(Guardianship).filter_by(id=bond.id)).one().may_be_informed = True
    assert any("rights at home" in one for one in faults(twice.app))


def twofold_parent(twice: Twice, *, is_told: bool) -> None:
    """The same parent on both rows; on the second an answer is kept from them."""
    for student_id, tells in ((twice.into, True), (twice.other, is_told)):
        guardian = Guardian(name="Kajsa Exempelsson")
        db.session.add(guardian)
        db.session.flush()
        bond = Guardianship(student_id=student_id, guardian_id=guardian.id, may_be_informed=tells)
        db.session.add(bond)
        db.session.flush()
    by = {"actor": rector_of(twice.school), "now": NOW}
    withhold(bond, "student_guardian_checklist", ["g_changes"], "Kan skada eleven.", **by)


def test_what_is_kept_from_a_parent_is_kept_after_the_merge(twice: Twice) -> None:
    with work(twice.app):
        twofold_parent(twice, is_told=True)
    twice.merge()
    with twice.app.app_context():
        kept = [(one.form, one.field) for one in withheld_in(twice.into)]
    assert kept == [("student_guardian_checklist", "g_changes")]
    assert faults(twice.app) == []


def test_rows_that_allow_a_parent_different_things_are_not_merged(twice: Twice) -> None:
    with work(twice.app):
        twofold_parent(twice, is_told=False)
        assert actions.refusals(twice.student(twice.into), twice.student(twice.other)) == ["homes_differ"]


def test_a_protected_identity_wins_and_keeps_its_readers(twice: Twice) -> None:
    with work(twice.app):
        said = (
            twice.student(twice.other),
            "Skyddad folkbokföring",
            [twice.school.mentor],
            date(2026, 12, 31),
        )
        protecting.protect(*said, actor=rector_of(twice.school), now=NOW)
    twice.merge()
    with twice.app.app_context():
        assert twice.student(twice.into).is_protected
        assert protection_of(twice.into)
        readers = {row.user_id for row, _ in readers_of(twice.into, LATER.date())}
        assert readers == {twice.school.mentor, twice.school.rector}
        assert readers_of(twice.other, LATER.date()) == []
    assert faults(twice.app) == []


def test_groups_of_preventive_work_go_with_the_student(twice: Twice) -> None:
    with work(twice.app):
        case = make_case(student=twice.student(twice.other))
        put_into_a_group(case, lambda _: rector_of(twice.school))
    assert twice.merge().moved["cohorts"] == 1
    with twice.app.app_context():
        assert db.session.scalars(select(CohortMember.student_id)).all() == [twice.into]
        assert list(groups.faults()) == []


def test_a_pointer_that_leads_elsewhere_is_told(twice: Twice) -> None:
    twice.merge()
    with work(twice.app):
        twice.student(twice.other).merged_into_id = twice.school.elsewhere
    assert any("leads to" in one for one in faults(twice.app))


def test_both_databases_merge(database: Place) -> None:
    with work(database.app):
        school = make_school()
    twice = make_twice(database.app, school)
    with work(database.app):
        make_case(student=twice.student(twice.other), stage="report")
        lesson = lessons.schedule(school.group, DAY, 480, 50)
        said = {twice.other: Said("absent"), twice.into: Said("unknown")}
        lessons.register_lesson(lesson, said, actor=rector_of(school), now=NOW)
    done = twice.merge()
    assert (done.moved["cases"], done.moved["absences"]) == (1, 1)
    assert faults(database.app) == []
