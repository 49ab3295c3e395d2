"""What was noted is corrected and taken back: of each guardian, in the order of days; the task follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from casework import clock
from casework.cases.monitoring_models import MonitoringAct
from casework.cases.moves import locked_case
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.monitoring import actions
from casework.monitoring.actions import Said
from casework.monitoring.queries import act_in
from casework.people.models import Guardian, Guardianship
from casework.tasks.models import Task
from casework.tasks.queries import milestones_of
from tests.clients import client_as
from tests.factories import School, work
from tests.monitoring.taking import assesses, berit, does, taken_on

ORDERED: dict[str, Any] = {"outcome": "penalty_injunction", "reference": "§ 87", "text": "Skälen."}


@dataclass(frozen=True)
class Decided:
    """A case in which the board has ordered the first of two guardians."""

    school: School
    case: UUID
    home: tuple[str, str]
    board: UUID

    def notes(self, kind: str, whom: Sequence[str], days: int = 0, **said: Any) -> UUID:
        """The administration notes it, as having happened so many days ago."""
        return noted(self.school, self.case, kind, whom, days, **said)

    def corrects(self, act_id: UUID, kind: str, whom: Sequence[str], **said: Any) -> MonitoringAct:
        """The administration writes this in place of it."""
        now, old = clock.now(), act_in(self.case, act_id)
        meant = Said(kind, old.happened_on, tuple(whom), **said)
        return actions.correct_act(locked_case(self.case), old, meant, actor=berit(self.school), now=now)

    def reported(self) -> tuple[str, list[str]]:
        """How the task of the board's decision stands, and which reports on it count."""
        task = db.session.scalars(select(Task).where(Task.action == "board_decision")).one()
        return task.status, [
            one.outcome for _, one, _ in milestones_of([self.case]) if one.task_id == task.id
        ]


def noted(school: School, case: UUID, kind: str, whom: Sequence[str], days: int = 0, **said: Any) -> UUID:
    """The administration notes it, as having happened so many days ago."""
    now = clock.now()
    meant = Said(kind, clock.school_date(now) - timedelta(days=days), tuple(whom), **said)
    return actions.note_act(locked_case(case), meant, actor=berit(school), now=now).id


@pytest.fixture
def decided(app: Flask, school: School) -> Decided:
    """The case with the decision."""
    with work(app):
        other = Guardian(name="Östen Exempelsson", phone="070-174 06 99")
        db.session.add(other)
        db.session.flush()
        db.session.add(Guardianship(student_id=school.student, guardian_id=other.id))
        first = select(Guardianship.guardian_id).where(Guardianship.student_id == school.student)
        one = db.session.scalars(first.where(Guardianship.guardian_id != other.id)).one()
        home = str(one), str(other.id)
        case = taken_on(school)
        assesses(school, case)
        for each in home:
            noted(school, case, "heard", [each], outcome="not_heard", text="Går inte att nå.")
        does(school, case, "prepare_injunction")
        return Decided(school, case, home, noted(school, case, "board", home[:1], **ORDERED))


def test_the_routines_task_follows_what_the_board_is_corrected_to(app: Flask, decided: Decided) -> None:
    with work(app):
        assert decided.reported() == ("done", ["penalty_injunction"])
        mended = decided.corrects(
            decided.board, "board", decided.home[:1], **{**ORDERED, "outcome": "injunction"}
        )
        assert decided.reported() == ("done", ["injunction"])
        words = decided.corrects(mended.id, "board", decided.home[:1], **{**ORDERED, "outcome": "injunction"})
        assert decided.reported() == ("done", ["injunction"])
        gone = decided.corrects(words.id, "board", [], text="Fel ärende.", is_void=True)
        assert (gone.guardians, gone.outcome, gone.reference) == ([*decided.home[:1]], "injunction", "§ 87")
        assert decided.reported() == ("open", [])


def test_another_guardian_is_ordered_only_while_the_way_is_open(app: Flask, decided: Decided) -> None:
    with work(app):
        both = decided.corrects(decided.board, "board", decided.home, **ORDERED)
        heard = (MonitoringAct.kind == "heard", MonitoringAct.case_id == decided.case)
        acts = {one.guardians[0]: one.id for one in db.session.scalars(select(MonitoringAct).where(*heard))}
        less = decided.corrects(both.id, "board", decided.home[:1], **ORDERED)
        decided.corrects(acts[decided.home[1]], "heard", [], text="Brevet gick aldrig.", is_void=True)
        with pytest.raises(Conflict):
            decided.corrects(less.id, "board", decided.home, **ORDERED)


def test_a_service_is_in_the_order_of_days_and_stays_with_its_guardian(app: Flask, decided: Decided) -> None:
    one, other = decided.home
    with work(app):
        both = decided.corrects(decided.board, "board", decided.home, **ORDERED)
        with pytest.raises(NotAcceptable, match="act_too_early"):
            decided.notes("served", [one], 1, outcome="oral")
        served = decided.notes("served", [one], outcome="oral")
        assert both.guardians == sorted(decided.home)
    page = f"/cases/{decided.case}/monitoring"
    who = client_as(app, decided.school.administration)
    offered = who.get(f"{page}/acts/{served}").main.all("input", name="people")
    assert {each.attributes["value"]: "checked" in each.attributes for each in offered} == {
        one: True,
        other: False,
    }
    new = who.get(f"{page}/served/new").main.all("input", name="people")
    assert [each.attributes["value"] for each in new] == [other]
    with work(app):
        db.session.execute(delete(Guardianship).where(Guardianship.guardian_id == UUID(one)))
        mended = decided.corrects(served, "served", [one], outcome="ordinary").id
        with pytest.raises(NotAcceptable):
            decided.notes("served", [one], outcome="oral")  # anew only of who is at home
    form = who.get(f"{page}/acts/{mended}")
    who.send(form, status=422, people=[], outcome="oral")
    who.send(form, people=[], is_void="y", text="Fel person.")
    with app.app_context():
        last = db.session.scalars(select(MonitoringAct).where(MonitoringAct.replaces_id == mended)).one()
        assert (last.guardians, last.is_void) == ([one], True)
