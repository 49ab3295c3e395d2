"""Models of other authorities, written from the guide alone, are sound and covered."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.catalog import checked, product
from casework.cli.definitions import in_words
from casework.engine.conditions import Mixed, Times
from casework.engine.coverage import coverage, limits
from casework.engine.places import conditions
from casework.engine.workflow import LocalisedWorkflow, load_workflow
from casework.own_definitions import with_own
from casework.routines.plain import plain
from casework.routines.speaker import speaker
from casework.routines.writing import write

OWN = Path(__file__).parent / "models"  # as an instance's folder: with `workflows/` in it
FILES = sorted((Path(__file__).parent / "models").glob("*.yaml"))


def model(name: str) -> LocalisedWorkflow:
    """The model of that name."""
    file = Path(__file__).parent / "models" / f"{name}.yaml"
    return load_workflow(file.read_text("utf-8"), file.name)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_sound_and_every_demand_is_accounted_for(file: Path) -> None:
    catalog = product()
    read = checked(load_workflow(file.read_text("utf-8"), file.name), catalog.known())
    rows = coverage(read, catalog.covers())
    assert rows
    assert limits(read, rows) == []


def test_half_days_are_counted_over_school_weeks_and_anew_when_a_sum_is_reached_again() -> None:
    rules = model("half-days").rules
    assert {block.registered_by for block in rules.counting} == {"session"}
    assert "when_reached_again" in {trigger.again for trigger in rules.triggers}
    assert any(isinstance(one, Mixed) for _, one in conditions(rules))


def test_what_is_done_for_each_guardian_is_counted_for_each() -> None:
    rules = model("each-guardian").rules
    assert any(action.per == "guardian" for _, action in rules.actions())
    assert any(isinstance(one, Times) and one.times.per == "guardian" for _, one in conditions(rules))
    assert rules.pause is not None
    assert len(rules.leave) > 1


def test_models_with_forms_of_their_own_and_in_one_language_are_sound() -> None:
    """What an authority's folder may hold: two models and their forms, none of them translated."""
    found = with_own(product(), OWN)
    assert found.broken == ()
    assert found.own == {"riverside-college", "yrkesskolan"}
    for name in found.own:
        read = found.workflows[name]
        assert limits(read, coverage(read, found.covers())) == []
        for language in ("sv", "nb", "en"):
            with in_words(language):
                said = plain(write(speaker(read, found, language)))
            assert read.in_language(language).title in said
            assert all(stage.title in said for stage in read.rules.stages)
    with in_words("en"):
        said = plain(write(speaker(found.workflows["riverside-college"], found, "en")))
    assert "When “Decide on a study break” is noted as “Study break agreed”." in said
    assert "For the group “First-years”." in " ".join(said.split())  # no word is broken at its hyphen
