"""Everything in a model is found with its path, so that a problem has a line."""

from __future__ import annotations

from casework.definitions import read
from casework.engine.covers import covering
from casework.engine.places import actions, sites, stages, transitions
from casework.engine.workflow import NEW
from tests.engine.examples import five_step, small

MODEL = five_step()


def test_every_path_is_a_path_of_the_file():
    found = [
        *(place.path for place in covering(MODEL.rules)),
        *(path for path, _ in stages(MODEL.rules)),
        *(path for path, _, _ in actions(MODEL.rules)),
        *(path for path, _ in transitions(MODEL.rules)),
    ]
    lines = read(MODEL.text, "five-step.yaml").lines
    assert len(found) > 50
    assert [path for path in found if path not in lines] == []


def test_a_guard_is_asked_in_the_stages_that_its_transition_leads_from():
    by_path = {site.path[:2]: site.stages for site in sites(small().rules) if site.path[0] == "transitions"}
    assert by_path[("transitions", 0)] == (NEW,)
    assert by_path[("transitions", 1)] == ("notice",)


def test_a_guard_of_an_action_is_asked_in_its_stage():
    found = {site.holder.id: site.stages for site in sites(MODEL.rules) if site.path[0] == "stages"}
    assert found["network_meeting_notes"] == ("analysis",)


def test_guards_inside_guards_have_their_own_paths():
    paths = [site.path for site in sites(MODEL.rules) if site.holder.id == "hand_over"]
    own = ("transitions", 4, "needs")
    assert paths == [
        (*own, 0),
        (*own, 1),
        (*own, 1, "any", 0),
        (*own, 1, "any", 1),
        (*own, 2),
        (*own, 2, "if", 0),
        (*own, 3),
    ]
