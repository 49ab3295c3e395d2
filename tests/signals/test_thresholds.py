"""Limits that are read from totals are met by those whom the rules themselves find."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given

from casework.attendance.actions import PRESENT
from casework.cli.thresholds import count_thresholds
from casework.engine.proposals import evaluate
from casework.engine.school_calendar import SchoolCalendar, Term
from casework.engine.totals import totals
from casework.signals.thresholds import Thresholds
from tests.engine.attending import SE, on, rules
from tests.engine.models import every_model
from tests.engine.test_counting_properties import DAYS, entries, look
from tests.factories import School, work
from tests.signals.places import DAYS as OWN_DAYS
from tests.signals.places import Attending


@pytest.mark.usefixtures("effort")
@every_model
@given(said=entries())
def test_the_limits_met_are_those_that_the_rules_find(name, said) -> None:
    found = Thresholds(rules(name), SE, DAYS[-1])
    seen = look(said, name)
    met = found.met(found.read(totals(seen.tally, found.year)))
    assert set(met) == {
        one.trigger.id for one in evaluate(rules(name), seen).met if one.trigger.id in found.answered
    }


def test_every_rule_is_answered_or_named_and_those_that_ask_for_amounts_are_answered() -> None:
    for name in ("nine-weeks", "ljusnarsberg", "norwegian-routine"):
        found = Thresholds(rules(name), SE, DAYS[-1])
        assert {*found.answered, *found.unread} == {one.id for one in rules(name).triggers}
    assert Thresholds(rules("nine-weeks"), SE, DAYS[-1]).unread == ()


def test_a_window_that_began_before_the_school_year_is_not_read_from_its_totals() -> None:
    early = SchoolCalendar((Term(date(2026, 7, 20), on(12, 18)),))
    found = Thresholds(rules("nine-weeks"), early, on(9, 7))
    assert found.unread == ("first_occasion", "third_occasion", "seventh_occasion")


def test_the_command_counts_who_meets_each_limit(school: School, app, monkeypatch) -> None:
    monkeypatch.setattr("casework.cli.instance.application", lambda _folder: app)
    here = Attending(school)
    with work(app):
        here.begin()
        for day in OWN_DAYS[:4]:
            here.mark(day)

    def said(*more: str) -> list[str]:
        found = CliRunner().invoke(count_thresholds, ["nine-weeks", "--day", OWN_DAYS[3].isoformat(), *more])
        return found.output.splitlines()

    assert said()[2:] == [
        "2 elever, 2 skolor",
        "  Första frånvarotillfället den här terminen: 1 elev",
        "  Tredje frånvarotillfället den här terminen: 1 elev",
        "  Sjunde frånvarotillfället den här terminen: 0 elever",
        "  Frånvaron har pågått i sex veckor: 0 elever",
        "  Frånvaron har pågått i nio veckor: 0 elever",
    ]
    with work(app):  # the fourth occasion was none: what was kept of it is worked out anew
        for day in OWN_DAYS[1:4]:
            here.mark(day, PRESENT)
    assert "  Tredje frånvarotillfället den här terminen: 0 elever" in said()
    assert said("--school", "Fjordskolan") == ["Error: There is no school with one of the names."]
