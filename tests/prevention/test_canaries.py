"""No note or result of preventive work reaches anybody who has no part in it, whatever page they ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from casework.prevention import actions, goals
from casework.prevention.actions import Said
from casework.prevention.queries import School as Place
from casework.prevention.standing import Piece
from tests.clients import client_as
from tests.factories import School, work
from tests.prevention.conftest import NOW
from tests.prevention.test_wheel import place

CANARY = re.compile(r"kanarie-(\w+)-\w+")
ELSEWHERE = ("/", "/prevention/", "/search?q=kanarie", "/register/")
EVERYTHING = {"school", "class", "other", "goal"}
# Written apart from the policy: whose notes each reads. A class is for who has it, and for who has no class.
READ: dict[str, set[str]] = {
    "mentor": {"school", "class", "goal"},
    "subject_teacher": {"school", "class", "goal"},
    "other_mentor": {"school", "other", "goal"},
    **dict.fromkeys(("health_team", "rector"), EVERYTHING),
    **{who: set() for who in ("administration", "administrator", "stranger")},
}
# Who has noted what in schools of each routine: no routine has both classes and goals to write about.
WRITERS = {
    "norwegian-routine": {"mentor": "class", "other_mentor": "other"},
    "bengtsfors": {"health_team": "school", "rector": "goal"},
}


def noted_in(app: Flask, school: School, model: str) -> list[str]:
    """The addresses of the school when the principal, and two mentors of classes, have noted something."""
    turns, goal = [], ""
    with work(app):
        for name, whose in WRITERS[model].items():
            here = place(school, name)
            if whose != "goal":
                turns.append(_noted(here, whose, is_of_class=whose != "school"))
                continue
            found = next(one for one in (here.model.rules.goals if here.model else ()) if goals.tracks(one))
            goal, said = found.id, (next(iter(goals.tracks(found))), NOW.date(), "12", "kanarie-goal-note")
            goals.enter_value(here, found, *said, actor=here.actor, now=NOW)
    return [*_addresses(app, str(school.unit), turns, goal), *ELSEWHERE]


def _noted(here: Place, whose: str, *, is_of_class: bool) -> Piece:
    """What the person says of a turn of the school or of their class."""
    found = next(
        one for one in here.pieces if bool(one.group) == is_of_class and here.may_note(one) and one.due
    )
    told = {"note": f"kanarie-{whose}-note", "answered": 5, "result": f"kanarie-{whose}-result"}
    said = Said("done", NOW.date(), **told)
    actions.note_work(here, found, said, seen=actions.state_of(found), actor=here.actor, now=NOW)
    return found


def _addresses(app: Flask, unit: str, turns: list[Piece], goal: str) -> Iterator[str]:
    """Every page about the school's preventive work, and about each of the turns."""
    for rule in app.url_map.iter_rules():
        if "unit_id" not in rule.arguments or "GET" not in (rule.methods or ()):
            continue
        if not rule.endpoint.startswith(("prevention.", "letters.")):
            continue
        for piece in turns:
            named = {"unit_id": unit, "work_word": piece.work.id, "turn": piece.turn.key, "goal_word": goal}
            named |= {"group_id": str(piece.group.id) if piece.group else "", "cohort_word": "project_group"}
            named |= {"kind_name": "routine_information"}
            yield re.sub(
                r"<(?:\w+:)?(\w+)>", lambda found, known=named: known.get(found[1], "x"), str(rule.rule)
            )


@pytest.mark.parametrize("model", WRITERS)
def test_no_note_or_result_reaches_who_has_no_part_in_it(
    app: Flask, follows: Callable[[str], School], model: str
) -> None:
    school = follows(model)
    urls = dict.fromkeys(noted_in(app, school, model))
    heard: dict[str, set[str]] = defaultdict(set)
    for who, read in READ.items():
        browser = client_as(app, getattr(school, who), at=datetime.now(UTC))
        for url in urls:
            for whose in CANARY.findall(browser.raw.get(url).get_data().decode(errors="replace")):
                assert whose in read, f"{who} reads what is of the {whose} on {url}"
                heard[who].add(whose)
    written = set(WRITERS[model].values())
    assert {who: heard[who] for who in READ} == {who: known & written for who, known in READ.items()}
