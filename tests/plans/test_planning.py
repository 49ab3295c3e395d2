"""Signing a plan makes its rows measures; a later version changes, ends and adds them, never silently."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Flask

from casework.cases import proof
from casework.cases.facts import situation_of
from casework.cases.moves import locked_case
from casework.cases.planning import as_they_stand
from casework.catalog import catalog
from casework.engine.clocks import moment_on
from casework.history import queries as history
from casework.plans.actions import FollowUp
from tests.factories import School, work
from tests.plans.planning import (
    LATER,
    PLAN,
    a_row,
    by_what,
    changes,
    corrects,
    decides,
    follows_up,
    in_investigation,
    who,
)

DOOR, MATHS, NIGHT = "Möter vid dörren", "Mattestöd i liten grupp", "Dagens plan kvällen innan"
ENDS = FollowUp("partly", "none", "stop", None, "Räcker inte.")


def test_the_rows_of_a_signed_plan_are_measures_of_the_case(app: Flask, school: School) -> None:
    with work(app):
        case = in_investigation(school)
        signed = decides(school, case, a_row(DOOR), a_row(MATHS, responsible="Någon Annan", status="started"))
        found = by_what(case)
        assert set(found) == {DOOR, MATHS}
        door, maths = found[DOOR].measure, found[MATHS].measure
        assert (door.status, door.follow_up_on, door.form) == ("planned", date(2026, 12, 4), signed.form)
        assert door.responsible_id == school.mentor  # whom the plan names
        assert (maths.status, maths.responsible_id) == ("started", school.health_team)  # else who signed
        assert found[DOOR].version.submission_id == signed.id
        assert found[DOOR].version.cells == a_row(DOOR)
    with work(app):
        assert list(proof.faults()) == []


def test_a_correction_changes_ends_and_adds_measures_and_tells_of_each(app: Flask, school: School) -> None:
    with work(app):
        case = in_investigation(school)
        signed = decides(school, case, a_row(DOOR), a_row(MATHS), a_row("Bussen"))
        corrects(school, signed, a_row(DOOR), a_row("Mattestöd i mindre grupp"), a_row(NIGHT))
        assert changes(case) == {
            DOOR: ["added", "kept"],
            "Mattestöd i mindre grupp": ["added", "changed"],
            NIGHT: ["added"],
            "Bussen": ["added", "ended"],
        }
        bus = by_what(case)["Bussen"].measure
        assert (bus.status, bus.ended_at, bus.follow_up_on) == ("stopped", LATER, None)
        told = [one.says for one in history.events_of(case) if one.kind == "measure:decided"]
        counts = [{word: one[word] for word in ("added", "changed", "kept", "ended")} for one in told]
        assert counts[0] == {"added": 1, "changed": 1, "kept": 1, "ended": 1}
    with work(app):
        assert list(proof.faults()) == []


def test_a_correction_of_one_word_does_not_undo_a_follow_up(app: Flask, school: School) -> None:
    with work(app):
        case = in_investigation(school)
        signed = decides(school, case, a_row(DOOR), a_row(MATHS))
        follows_up(school, by_what(case)[DOOR].measure)
        follows_up(
            school, by_what(case)[MATHS].measure, FollowUp("partly", "none", "stop", None, "Räcker inte.")
        )
        newest = corrects(school, signed, a_row(DOOR, frequency="Tre dagar i veckan"), a_row(MATHS))
        door, maths = by_what(case)[DOOR].measure, by_what(case)[MATHS].measure
        assert (door.status, door.effect, door.follow_up_on) == ("carried_out", "good", date(2026, 12, 18))
        assert maths.ended_at == LATER
        began = as_they_stand(newest, catalog().forms[PLAN].in_language("sv"))["measures"]
        assert [one["status"] for one in began] == ["carried_out", "stopped"]
        assert (began[0]["effect"], began[0]["follow_up"]) == ("good", "2026-12-18")
        newest = corrects(school, newest, *began)
        assert by_what(case)[MATHS].measure.ended_at == LATER
        rows = ({**began[0], "follow_up": "2027-01-08"}, {**began[1], "status": "started"})
        corrects(school, newest, *rows)
        door, maths = by_what(case)[DOOR].measure, by_what(case)[MATHS].measure
        assert (door.status, door.follow_up_on) == ("carried_out", date(2027, 1, 8))
        assert (maths.status, maths.ended_at) == ("started", None)
    with work(app):
        assert list(proof.faults()) == []


def test_a_plan_that_is_begun_anew_goes_on_with_what_runs(app: Flask, school: School) -> None:
    with work(app):
        case = in_investigation(school)
        decides(school, case, a_row(DOOR), a_row(MATHS), a_row("Bussen"))
        follows_up(school, by_what(case)["Bussen"].measure, ENDS)
        decides(school, case, a_row(DOOR, status="started"), a_row("Bussen"), now=LATER)
        told = changes(case)
        assert told[DOOR] == ["added", "changed"]
        assert told[MATHS] == ["added", "ended"]
        assert told["Bussen"] == ["added"]  # another than the one that has ended


def test_the_day_of_the_plan_is_a_moment_that_a_correction_moves(app: Flask, school: School) -> None:
    with work(app):
        case = in_investigation(school)
        signed = decides(school, case, a_row(), effective_from="2026-11-23")
        assert _in_effect(school, case) == date(2026, 11, 23)
        corrects(school, signed, a_row(), effective_from="2026-11-30")
        assert _in_effect(school, case) == date(2026, 11, 30)


def _in_effect(school: School, case: UUID) -> date | None:
    """The latest day of the moment that the Norwegian routine names, in this case."""
    moment = catalog().workflows["norwegian-routine"].rules.moments["plan_in_effect"]
    situation = situation_of(locked_case(case), who(school.health_team), LATER)
    return moment_on("plan_in_effect", moment, situation.facts)
