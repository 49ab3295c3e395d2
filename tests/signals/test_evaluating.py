"""Signals come with registrations, go with corrections, and never move a case by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import select

from casework.attendance import actions as attendance
from casework.attendance.actions import Said
from casework.attendance.classes import change_classes
from casework.cases import actions, signals, student_proof
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cases.signal_models import Signal
from casework.catalog import catalog
from casework.errors import Conflict
from casework.extensions import db
from casework.people.filled import Regrouped
from casework.people.models import Student, User
from casework.people.queries import person
from casework.signals import evaluating
from casework.signals.many import everybody
from casework.web.wiring import wiring
from tests.databases import Place
from tests.factories import School, make_school, work
from tests.signals.places import ABSENT, DAYS, Attending


@pytest.fixture
def here(school: School, app) -> Attending:
    """The school with its calendar."""
    with work(app):
        Attending(school).begin()
    return Attending(school)


def opened(here: Attending, stage: str = "seventh_time", on: int = 6) -> Case:
    """A case that somebody has opened on the day."""
    health = person(db.session.get_one(User, here.school.health_team), DAYS[0])
    student = db.session.get_one(Student, here.student)
    model, now = catalog().workflows["nine-weeks"], here.now(DAYS[on]) + timedelta(hours=1)
    return actions.open_case(student, model, stage, reason="Sju gånger.", actor=health, now=now)


def test_the_seventh_occasion_is_proposed_once_with_what_was_counted(database: Place) -> None:
    with work(database.app):
        here = Attending(make_school())
        here.begin()
        assert here.times(6).arisen == 1, "the third occasion"
        assert here.times(1, since=6).arisen == 1
        assert here.times(2, since=7).arisen == 0
        found = here.seventh()
        assert (found.state, found.proposes) == ("new", "seventh_time")
        assert (found.on, found.reading["figure"], len(found.lessons)) == (DAYS[6], "7", 7)
        assert [one["on"] for one in found.lessons] == [day.isoformat() for day in DAYS[:7]]
        assert "meeting_third" in found.lower, "what the step below asks for is listed, for decision"
        assert db.session.scalars(select(Case)).all() == [], "a machine proposes, a person decides"


def test_without_a_calendar_or_a_rule_nothing_is_proposed(app, school) -> None:
    with work(app):
        here = Attending(school)
        here.times(8)
        assert here.signals() == []
        here.begin("five-step")
        assert here.read(DAYS[9]).arisen == 0


def test_a_correction_withdraws_what_nobody_has_touched_and_it_can_come_again(app, here) -> None:
    with work(app):
        here.times(7)
        here.mark(DAYS[2], Said("present"))
        assert here.read(DAYS[7]).withdrawn == 1
        assert [(one.rule, one.state) for one in here.signals()] == [
            ("seventh_occasion", "withdrawn"),
            ("third_occasion", "new"),
        ]
        here.mark(DAYS[2])
        assert here.read(DAYS[8]).arisen == 1
        assert (here.seventh().state, here.seventh().on) == ("new", DAYS[8])


def test_a_correction_flags_what_somebody_has_acted_on_and_uses_nothing_twice(app, here) -> None:
    with work(app):
        here.times(7)
        case = opened(here)
        found = here.seventh()
        assert {(one.state, one.case_id) for one in here.signals()} == {("taken_up", case.id)}
        assert found.decided_by_id == here.school.health_team
        here.mark(DAYS[2], Said("present"))
        done = here.read(DAYS[7])
        assert (done.flagged, done.withdrawn, done.arisen) == (1, 0, 0)
        found = here.seventh()
        assert (found.state, found.changed_at is not None) == ("taken_up", True)
        assert here.read(DAYS[8]).flagged == 0, "it is flagged once"
        here.mark(DAYS[2])
        here.read(DAYS[8])
        assert (here.seventh().state, here.seventh().changed_at) == ("taken_up", None), "corrected back"


def test_what_was_acted_on_is_set_aside_only_where_it_has_lost_its_ground(app, here) -> None:
    with work(app):
        here.times(7)
        opened(here)
        by = {"actor": here.teacher, "now": here.now(DAYS[7])}
        with pytest.raises(Conflict):
            signals.dismiss(here.seventh(), "Ärendet blir kvar.", **by)
        here.mark(DAYS[2], Said("present"))
        here.read(DAYS[7])
        assert signals.students_waiting(here.teacher) == 1
        with pytest.raises(Conflict):
            signals.pause(here.seventh(), "", "Ärendet blir kvar.", DAYS[9], **by)
        signals.dismiss(here.seventh(), "Ärendet blir kvar.", **by)
        assert signals.students_waiting(here.teacher) == 0
        here.mark(DAYS[2])
        assert here.read(DAYS[8]).arisen == 0, "its absence stays used"


def test_time_that_passes_withdraws_nothing(app, here) -> None:
    with work(app):
        here.times(7)
        for day in DAYS[7:40]:
            here.mark(day, Said("present"))
        here.read(DAYS[39])
        assert here.seventh().state == "new"


def test_where_the_case_stands_already_there_is_nothing_to_decide(app, here) -> None:
    with work(app):
        here.times(5)
        opened(here, on=4)
        here.times(2, since=5)
        assert here.seventh().state == "noted"


def test_a_dismissed_signal_does_not_come_again_for_the_same_term(app, here) -> None:
    with work(app):
        here.times(7)
        signals.dismiss(
            here.seventh(), "Läkarbesök, allt är ordnat.", actor=here.teacher, now=here.now(DAYS[7])
        )
        here.times(3, since=7)
        assert here.seventh().state == "dismissed"


def test_a_silenced_rule_says_nothing_until_its_day_and_is_then_read_afresh(app, here) -> None:
    with work(app):
        here.times(7)
        until = DAYS[12]
        signals.pause(
            here.seventh(), "in_hospital", "Till mitten.", until, actor=here.teacher, now=here.now(DAYS[7])
        )
        assert here.times(6, since=7).arisen == 0
        assert here.read(DAYS[13]).arisen == 1
        paused, anew = [one for one in here.signals() if one.rule == "seventh_occasion"]
        assert (paused.state, paused.reason, anew.state) == ("paused", "Till mitten.", "new")
        assert len(anew.lessons) == 13, "absence was counted all the same"
        assert not list(student_proof.faults()), "what was decided stays as it was"


def test_a_new_signal_waits_for_the_case_that_stands_lower(app, here) -> None:
    with work(app):
        opened(here, on=0)
        for day in DAYS[:30]:
            for starts in (480, 540):
                lesson = attendance.schedule(here.school.group, day, starts, 60, subject="NO")
                attendance.register_lesson(
                    lesson, {here.student: ABSENT}, actor=here.teacher, now=here.now(day)
                )
        assert here.read(DAYS[29]).arisen == 1
        (found,) = [one for one in here.signals() if one.state == "new"]
        assert (found.rule, found.proposes) == ("after_six_weeks", "six_weeks")
        case = db.session.scalars(select(Case)).one()
        assert case.stage == "seventh_time"
        situation = situation_of(case, here.teacher, here.now(DAYS[29]))
        assert situation.facts.proposed == {"six_weeks"}, "the step asks for no reason then"


@pytest.mark.parametrize("seed", range(3))
def test_reading_the_touched_is_reading_everybody(app, here, seed: int) -> None:
    random = Random(seed)
    with work(app):
        for day in DAYS[:9]:
            for _ in range(2):
                on = random.choice(DAYS[: DAYS.index(day) + 1])
                said = random.choice((ABSENT, ABSENT, Said("late", missed=9), Said("present")))
                touched = here.mark(on, said)
                if touched:
                    here.read(day, *touched, is_over=False, since=on)
            before = _all_rows()
            assert here.read(day, *everybody(), is_over=False) == evaluating.Tally()
            assert _all_rows() == before
            here.read(day, *everybody())


def test_a_first_day_in_class_that_becomes_known_is_read_for_who_it_touches(app, school) -> None:
    here = Attending(school)
    with work(app):
        here.begin("bengtsfors")
        for day in DAYS[:30]:
            here.mark(day, ABSENT if day >= DAYS[26] else Said("present"))
        assert here.read(DAYS[29]).arisen == 0, "4 of 60 lessons"
        since = Regrouped(here.student, school.group, school.group, DAYS[18])
        touched = change_classes([since], DAYS[29])
        assert here.read(DAYS[29], *touched, since=date.min).arisen == 1, "4 of 24 lessons"
        before = _all_rows()
        assert here.read(DAYS[29], *everybody()) == evaluating.Tally()
        assert _all_rows() == before


def _all_rows() -> list[tuple[object, ...]]:
    rows = db.session.scalars(select(Signal).order_by(Signal.id))
    return [(one.id, one.state, one.key, one.on, str(one.lessons), one.changed_at) for one in rows]


@pytest.mark.parametrize(("hour", "is_over"), [(15, False), (16, True)])  # five and six o'clock at the school
def test_what_is_registered_in_the_evening_is_read_as_of_a_day_that_is_over(
    app, here, hour: int, is_over: bool
) -> None:
    with work(app):
        here.times(6)
        touched, now = here.mark(DAYS[6]), datetime.combine(DAYS[6], time(hour), UTC)
        wiring().attendance_changed(touched, DAYS[6], now)
        assert here.seventh().is_over == is_over
