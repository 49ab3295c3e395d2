"""Groups with dated members and goals with figures: who keeps them, what is counted, who reads what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from casework.access.models import ReadStudent
from casework.attendance import actions as lessons
from casework.attendance.actions import Said
from casework.errors import Conflict, NotAcceptable, NotAllowed
from casework.extensions import db
from casework.history.events import What
from casework.history.models import Event
from casework.people.models import Group, Student, Unit
from casework.prevention import cohorts, goals, proof
from casework.prevention.models import CohortMember
from casework.prevention.pages.goals import member_rows
from tests.clients import Client
from tests.factories import School, make_student, make_unit, work
from tests.prevention.conftest import NOW
from tests.prevention.test_wheel import place

See = Callable[[str], Client]
Follow = Callable[[str], School]
GROUP, GOAL = "project_group", "attainment"
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def project(app: Flask, follows: Follow) -> School:
    """A school with six students, of whom one was away half of the time."""
    school = follows("bengtsfors")
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        for number in range(5):
            make_student(unit=unit, group=group, given=f"Elev {number}", family="Provmark")
        for starts, said in ((480, {school.student: Said("absent")}), (540, {})):
            lesson = lessons.schedule(school.group, date(2026, 9, 7), starts, 60, subject="NO")
            lessons.register_lesson(lesson, said, actor=place(school, "mentor").actor, now=NOW)
    return school


def students(school: School) -> list[Student]:
    """Those of the school, Alva first."""
    wanted = select(Student).where(Student.unit_id == school.unit).order_by(Student.search_name)
    return list(db.session.scalars(wanted))


def joins(school: School, those: list[Student], on: date = SEPTEMBER, name: str = "rector") -> None:
    """Somebody puts them into the group."""
    here = place(school, name)
    cohort = cohorts.cohort_in(here, GROUP)
    cohorts.add_members(here, cohort, those, on, actor=here.actor, now=NOW)


def leaves(school: School, student: Student, on: date) -> None:
    """The principal takes the student out."""
    here = place(school, "rector")
    row = db.session.scalars(select(CohortMember).where(CohortMember.student_id == student.id)).one()
    cohorts.end_member(here, row, on, actor=here.actor, now=NOW)


def test_a_group_has_dated_members_and_the_history_knows(app: Flask, project: School) -> None:
    with work(app):
        alva, *others = students(project)
        joins(project, [alva, others[0]])
        with pytest.raises(Conflict):
            joins(project, [alva])
        leaves(project, alva, date(2026, 9, 30))
        with pytest.raises(Conflict):
            leaves(project, alva, date(2026, 10, 1))
        joins(project, [alva], date(2026, 10, 1))
        here = place(project, "health_team")
        members = cohorts.members_of(here, GROUP)
        assert [one.student.name for one in members].count(alva.name) == 2
        others[0].is_protected = True
        with app.test_request_context():
            marked = [one.name for one in member_rows(members) if one.is_protected]
        others[0].is_protected = False
        assert marked == [others[0].name]
        told = select(Event.kind).where(Event.chain_id == alva.id).order_by(Event.seq)
        assert db.session.scalars(told).all() == [What.COHORT_JOINED, What.COHORT_LEFT, What.COHORT_JOINED]
        assert list(proof.faults()) == []
        db.session.scalars(select(CohortMember).where(CohortMember.ended_at.is_not(None))).one().first_on = (
            SEPTEMBER - timedelta(days=9)
        )
        db.session.flush()
        assert len(list(proof.faults())) == 1


WRONG: dict[str, tuple[Callable[[School], None], type[Exception]]] = {
    "nobody": (lambda school: joins(school, []), NotAcceptable),
    "from tomorrow": (lambda school: joins(school, students(school), date(2026, 11, 21)), NotAcceptable),
    "by a mentor": (lambda school: joins(school, students(school), name="mentor"), NotAllowed),
}


@pytest.mark.parametrize("case", WRONG)
def test_into_a_group_comes(app: Flask, project: School, case: str) -> None:
    act, error = WRONG[case]
    with work(app):
        with pytest.raises(error):
            act(project)
        assert cohorts.days_in(place(project, "rector"), GROUP, SEPTEMBER, NOW.date()) == {}


def test_attendance_is_counted_for_the_school_and_for_the_group(app: Flask, project: School) -> None:
    with work(app):
        alva, *others = students(project)
        joins(project, [alva, others[0]])
        here = place(project, "rector")
        school, group = (goals.counted(here, whom) for whom in ("school", GROUP))
        assert (school.number, goals.present(school.so_far)) == (6, 100 - school.so_far.percent)
        assert (school.so_far.missed, school.so_far.held) == (60, 720)
        assert (group.number, group.so_far.missed, group.so_far.held) == (2, 60, 240)
        assert list(group.months) == [SEPTEMBER]
        attendance, of_group = (goals.goal_in(here, name) for name in ("attendance", "attendance_project"))
        assert (goals.is_reached(attendance, school.so_far), goals.is_reached(of_group, group.so_far)) == (
            True,
            False,
        )
        hidden = goals.counted(place(project, "mentor"), GROUP)
        assert (hidden.is_hidden, hidden.months) == (True, {})
        joins(project, others[1:4])
        assert not goals.counted(place(project, "mentor"), GROUP).is_hidden


def test_who_left_counts_on_the_days_until_then(app: Flask, project: School) -> None:
    with work(app):
        alva, other, *_ = students(project)
        joins(project, [alva, other])
        leaves(project, alva, date(2026, 9, 6))
        found = goals.counted(place(project, "rector"), GROUP)
        assert (found.so_far.missed, found.so_far.held) == (0, 120)


def test_a_month_with_few_is_kept_from_who_does_not_lead(app: Flask, project: School) -> None:
    with work(app):
        alva, *others = students(project)
        joins(project, [alva])
        joins(project, others, date(2026, 9, 8))  # the only lessons were the day before
        led, seen = (goals.counted(place(project, name), GROUP) for name in ("rector", "mentor"))
        assert (led.is_hidden, led.so_far.missed, led.so_far.held) == (False, 60, 120)
        assert (seen.number, seen.is_hidden, seen.months) == (6, True, {})
        lesson = lessons.schedule(project.group, date(2026, 10, 5), 480, 60, subject="NO")
        lessons.register_lesson(lesson, {}, actor=place(project, "mentor").actor, now=NOW)
        seen = goals.counted(place(project, "mentor"), GROUP)
        assert (seen.is_hidden, list(seen.months), seen.so_far.held) == (True, [date(2026, 10, 1)], 360)


def test_times_in_a_group_lie_apart_and_never_over_each_other(app: Flask, project: School) -> None:
    with work(app):
        alva, *_ = students(project)
        joins(project, [alva], date(2026, 9, 8))
        leaves(project, alva, date(2026, 9, 30))
        with pytest.raises(Conflict):
            joins(project, [alva])  # from a day before, and so over the time that is there
        joins(project, [alva], date(2026, 11, 2))
        here = place(project, "rector")
        times = [(date(2026, 9, 8), date(2026, 9, 30)), (date(2026, 11, 2), NOW.date())]
        assert cohorts.days_in(here, GROUP, SEPTEMBER, NOW.date()) == {alva.id: times}


def test_who_changes_school_is_in_its_group_no_longer(app: Flask, project: School) -> None:
    with work(app):
        alva, other, *_ = students(project)
        joins(project, [alva, other])
        alva.unit_id, alva.group_id = make_unit(name="Annanskolan").id, None
        here = place(project, "rector")
        assert list(cohorts.days_in(here, GROUP, SEPTEMBER, NOW.date())) == [other.id]
        row = db.session.scalars(select(CohortMember).where(CohortMember.student_id == alva.id)).one()
        assert cohorts.member_for(alva.id, row.id).unit_id == project.unit
        row.unit_id = alva.unit_id
        with pytest.raises(NotAllowed):
            cohorts.end_member(here, row, date(2026, 10, 1), actor=here.actor, now=NOW)


def test_figures_are_entered_by_who_leads_and_the_last_word_of_a_day_counts(
    app: Flask, project: School
) -> None:
    with work(app):
        here = place(project, "rector")
        goal = goals.goal_in(here, GOAL)
        said: dict[str, Any] = {"actor": here.actor}
        for day, value, minute in ((1, "196", 0), (2, "20", 1), (2, "203 ", 2)):
            now = NOW + timedelta(minutes=minute)
            goals.enter_value(here, goal, "merit_value", date(2026, 9, day), value, "", now=now, **said)
        found = goals.values_of(here)[GOAL, "merit_value"]
        assert [(one.on.day, one.value) for one in found] == [(2, "203"), (1, "196")]
        for track, day, value in (("height", 1, "2"), ("calm", 30, " "), ("calm", 1, "9" * 41)):
            with pytest.raises(NotAcceptable):
                goals.enter_value(here, goal, track, date(2026, 9, day), value, "", now=NOW, **said)
        with pytest.raises(NotAcceptable):
            goals.enter_value(here, goal, "calm", date(2026, 11, 21), "2", "", now=NOW, **said)
        with pytest.raises(NotAllowed):
            goals.enter_value(place(project, "mentor"), goal, "calm", SEPTEMBER, "2", "", now=NOW, **said)


def test_the_pages_from_an_empty_group_to_its_figures(app: Flask, project: School, sees: See) -> None:
    rector = sees("rector")
    page = rector.get(f"/prevention/{project.unit}/goals")
    assert "91,6 %" in page.main.text  # 60 of 720 minutes
    group = rector.get(page.main.link("Elever inskrivna i projektet"))
    classes = rector.get(group.main.link("Lägg till elever"))
    form = rector.get(classes.main.link("8B"))
    add = classes.main.link("8B")
    again = rector.send(form, add, 422, students=[])
    assert "Välj minst en elev" in again.main.text
    there = rector.send(form, add, students=[str(project.student)], on="2026-09-01")
    found = rector.get(there)
    assert "Alva Exempelsson" in found.main.text
    with app.app_context():
        read = select(func.count()).select_from(ReadStudent).where(ReadStudent.student_id == project.student)
        before = db.session.scalar(read)
        rector.get(there)
        assert db.session.scalar(read) == (before or 0) + 1
    out = rector.get(found.main.link("Ta ut"))
    assert rector.send(out, "/end", on="2026-09-30") == there
    assert "1 september till 30 september" in rector.get(there).main.text
    enter = rector.get(page.main.link("Skriv in en siffra"))
    back = rector.send(enter, track="calm", value="71 procent", on="2026-11-02", note="Enkäten")
    assert "71 procent" in rector.get(back).main.text
    mentor = sees("mentor")
    seen = mentor.get(f"/prevention/{project.unit}/goals").main.text
    assert "71 procent" in seen
    assert "mindre än 5" in seen
    mentor.get(there, 403)
    mentor.get(f"/prevention/{project.unit}/goals/{GOAL}", 403)
    sees("stranger").get(there, 404)
