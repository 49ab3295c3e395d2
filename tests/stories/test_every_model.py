"""Every model of the program from its first stage to its last and back, by the people whom it names.

Nothing here knows a model: what a step needs is asked of the engine, done on the pages by whom the model
names, in the model's language; and with everything done but one thing the step is refused for that alone.
"""

from __future__ import annotations

import pytest

from casework import clock
from casework.extensions import db
from casework.history.queries import breaches
from tests.databases import Place
from tests.engine.models import MODELS, every_model
from tests.stories.acts import Act
from tests.stories.doing import REAL_NOW, Elsewhere
from tests.stories.story import Story

# The others are told in long runs: tests/engine/test_every_gate.py asks for the gates of all in every run,
# and the rest of this room has the five-step model.
SHORT = ("bengtsfors",)
LONG = (pytest.mark.long, pytest.mark.in_turn(2))


def told(place: Place, name: str, monkeypatch: pytest.MonkeyPatch, *, others: str = "") -> Story:
    """The story of the model; told again where something turns out to belong to an earlier stage."""
    early: dict[str, list[Act]] = {}
    while True:
        place.renew()
        story = Story(place, MODELS[name].rules, early)
        monkeypatch.setattr(clock, "now", lambda walk=story.walk: REAL_NOW() + walk.later)
        known = sum(map(len, early.values()))
        try:
            story.goes_all_the_way()
            if others:
                story.takes_every_other_way(all_of_them=others == "all")
            return story
        except Elsewhere:
            if sum(map(len, early.values())) == known:
                raise


@pytest.mark.parametrize("name", [one if one in SHORT else pytest.param(one, marks=LONG) for one in MODELS])
def test_a_case_goes_up_and_back_and_each_gate_is_shut_without_each_thing(
    sqlite: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told(sqlite, name, monkeypatch, others="one each")
    assert story.taken >= {one.id for one in MODELS[name].rules.transitions}
    with story.walk.app.app_context():
        assert not list(breaches())
        db.session.rollback()


@pytest.mark.long
@every_model
def test_a_case_goes_up_and_back_on_postgresql(
    postgresql: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told(postgresql, name, monkeypatch)
    with story.walk.app.app_context():
        assert not list(breaches())
        db.session.rollback()


@pytest.mark.long
@pytest.mark.in_turn(3)
@every_model
def test_a_case_goes_every_way_from_every_stage(
    sqlite: Place, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = told(sqlite, name, monkeypatch, others="all")
    stages = {stage.id for stage in MODELS[name].rules.stages if stage.case == "needed"}
    assert story.kept.keys() >= stages
