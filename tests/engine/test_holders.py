"""What nobody can do where a role has no holder: for every model, and each kind of thing once."""

from __future__ import annotations

import pytest

from casework.access.policy import REACHES
from casework.catalog import product
from casework.engine.holders import Stop, needed_roles, stops

CATALOG = product()
MODELS = sorted(CATALOG.workflows)
FIVE = CATALOG.workflows["five-step"].rules


@pytest.mark.parametrize("name", MODELS)
def test_with_every_role_held_nothing_stops(name: str) -> None:
    assert stops(CATALOG.workflows[name].rules, frozenset(REACHES)) == ()


@pytest.mark.parametrize("name", MODELS)
def test_with_no_role_held_everything_stops(name: str) -> None:
    model = CATALOG.workflows[name].rules
    found = stops(model, frozenset())
    assert len([one for one in found if one.what == "step"]) == len(model.transitions)
    assert {one.name for one in found if one.what == "sign"} == set(model.forms)
    assert set(needed_roles(model)) <= set(REACHES)


@pytest.mark.parametrize("name", MODELS)
def test_each_role_that_alone_can_do_something_is_missed(name: str) -> None:
    model = CATALOG.workflows[name].rules
    for role in needed_roles(model):
        alone = [one for one in stops(model, frozenset()) if {model.rights(r) for r in one.roles} == {role}]
        assert set(alone) <= set(stops(model, frozenset(REACHES) - {role}))


def test_without_the_rector_nobody_approves_and_closes() -> None:
    found = stops(FIVE, frozenset(REACHES) - {"rector"})
    assert Stop("approve", "Lämna över till förvaltningen", ("rector",)) in found
    assert Stop("step", "Avsluta ärendet", ("rector",)) in found
    assert not [one for one in found if len(one.roles) > 1]


def test_one_of_several_is_enough() -> None:
    back = [one for one in stops(FIVE, frozenset()) if one.name == "Flytta tillbaka till ett tidigare steg"]
    assert back[0].roles == ("student_health_team", "rector")
    assert back[0] not in stops(FIVE, frozenset({"rector"}))
