"""Several people in one draft: what only one has written is taken, and no word of two is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from casework import clock
from casework.cases import work as cases
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.errors import Conflict
from casework.extensions import db
from casework.history.models import Event
from casework.records.models import DraftClash, DraftPage, Submission
from tests.factories import work
from tests.filling import fill_in
from tests.forms.examples import without_ids
from tests.stories.journey import Journey
from tests.stories.writers import Writer, draft_in, texts_kept_beside

PLAN, INVESTIGATION = "attendance_action_plan", "absence_investigation"
MINE, THEIRS = "Borta tre dagar av fem.", "Borta fyra dagar av fem."
HEALTH = "Hälsosamtalet visade ingenting särskilt."


def two(journey: Journey, form: str = PLAN) -> tuple[Writer, Writer]:
    """Hanna of the team and Sofia with the same empty form before them."""
    journey.begins_in("investigation")
    address = f"{journey.case}/forms/new/{form}"
    return Writer(journey.team, address), Writer(journey.counsellor, address)


def test_words_are_kept_while_somebody_types_and_the_first_ones_begin_the_form(journey: Journey) -> None:
    hanna, _ = two(journey)
    assert draft_in(journey, PLAN) is None
    assert hanna.keeps() == {"unkept": {}}
    assert draft_in(journey, PLAN) is None  # looking leaves no trace
    told = hanna.keeps(baseline="Borta")
    draft = draft_in(journey, PLAN)
    assert told["address"] == f"{journey.case}/forms/{draft.id}"
    events = _events(journey)
    hanna.keeps(baseline=MINE, long_goal="Fyra dagar av fem.")
    assert draft_in(journey, PLAN).answers == {"baseline": MINE, "long_goal": "Fyra dagar av fem."}
    assert _events(journey) == events


def _events(journey: Journey) -> int:
    with journey.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Event)) or 0


def test_what_two_write_at_different_questions_stands_in_the_form_without_a_word(journey: Journey) -> None:
    hanna, sofia = two(journey)
    hanna.keeps(baseline=MINE)
    told = sofia.keeps(long_goal="Fyra dagar.")
    assert MINE in told["news"]["baseline"]["html"]
    assert "Hanna Utkastdal" in told["news"]["baseline"]["html"]
    assert "Fyra dagar." in hanna.keeps()["news"]["long_goal"]["html"]
    assert hanna.keeps()["news"] == {}
    draft = draft_in(journey, PLAN)
    assert draft.answers == {"baseline": MINE, "long_goal": "Fyra dagar."}
    assert not texts_kept_beside(journey, draft.id)


def test_what_two_write_at_the_same_question_is_kept_twice_until_somebody_chooses(journey: Journey) -> None:
    hanna, sofia = two(journey)
    hanna.keeps(baseline=MINE)
    told = sofia.keeps(baseline=THEIRS)
    draft = draft_in(journey, PLAN)
    assert draft.answers == {"baseline": MINE}
    assert texts_kept_beside(journey, draft.id) == {"baseline": THEIRS}
    assert told["news"]["baseline"]["stays"]
    assert THEIRS in hanna.keeps()["news"]["baseline"]["html"]
    sofia.keeps(baseline=f"{THEIRS} Och mer.")
    assert texts_kept_beside(journey, draft.id) == {"baseline": f"{THEIRS} Och mer."}
    told = sofia.keeps(do=f"take:{_clash(journey)}")
    assert not told["news"]["baseline"]["stays"]
    assert draft_in(journey, PLAN).answers == {"baseline": f"{THEIRS} Och mer."}
    assert not texts_kept_beside(journey, draft.id)
    hanna.keeps()
    hanna.keeps(baseline=f"{THEIRS} Och mer, säger hemmet.")
    assert not texts_kept_beside(journey, draft.id)


def _clash(journey: Journey) -> str:
    with journey.app.app_context():
        return str(db.session.scalars(select(DraftClash.id)).one())


@pytest.mark.parametrize(
    ("way", "kept"),
    [("keep", MINE), ("take", THEIRS), ("join", f"{MINE} {THEIRS}")],
)
def test_each_way_out_leaves_what_it_says(journey: Journey, way: str, kept: str) -> None:
    hanna, sofia = two(journey)
    hanna.keeps(baseline=MINE)
    sofia.keeps(baseline=THEIRS)
    page = hanna.who.get(hanna.url.removesuffix("/keep"))
    journey.tells(page, MINE, THEIRS, "Sofia Demogren", journey.say("Two people have written differently"))
    hanna.who.send(page, do=f"{way}:{_clash(journey)}")
    draft = draft_in(journey, PLAN)
    assert draft.answers["baseline"] == kept
    assert not texts_kept_beside(journey, draft.id)
    hanna.who.send(page, do=f"{way}:{draft.id}")  # settled already: nothing more happens
    assert draft_in(journey, PLAN).answers["baseline"] == kept


def test_without_a_script_the_later_text_is_kept_too_and_the_page_shows_both(journey: Journey) -> None:
    journey.begins_in("investigation")
    address = f"{journey.case}/forms/new/{PLAN}"
    mine, theirs = journey.team.get(address), journey.counsellor.get(address)
    journey.counsellor.send(theirs, do="save", baseline=THEIRS, long_goal="Fyra dagar.")
    draft = journey.team.send(mine, do="save", baseline=MINE)
    both = journey.team.get(draft)
    journey.tells(both, MINE, THEIRS, "Sofia Demogren")
    assert draft_in(journey, PLAN).answers["long_goal"] == "Fyra dagar."  # left alone on the older page
    assert journey.team.send(both, do="finalise").endswith("?check=1")
    journey.tells(
        journey.team.get(f"{draft}?check=1"), journey.say("Choose between two texts: %(label)s", label="")
    )


def test_nobody_signs_while_two_texts_stand_against_each_other(journey: Journey) -> None:
    hanna, sofia = two(journey)
    fill_in(journey.team, journey.case, PLAN)
    again = [Writer(one.who, hanna.page.form().attributes["action"]) for one in (hanna, sofia)]
    again[0].keeps(baseline=MINE)
    again[1].keeps(baseline=THEIRS)
    draft = draft_in(journey, PLAN)
    sent = {**journey.team.tokens(), "revision": str(draft.revision)}
    answer = journey.team.raw.post(f"{journey.case}/forms/{draft.id}/sign", data=sent)
    assert answer.headers["Location"].endswith("?check=1")
    with pytest.raises(Conflict, match="form_differs"):
        _sign(journey, draft.id)
    again[1].keeps(do=f"keep:{_clash(journey)}")
    journey.team.send(journey.team.get(f"{journey.case}/forms/{draft.id}/sign"))
    assert draft_in(journey, PLAN).status == "finalised"


def _sign(journey: Journey, draft: UUID) -> None:
    """Signs past the page."""
    with work(journey.app):
        row, actor = db.session.get_one(Submission, draft), journey.person(journey.team)
        case, form = locked_case(journey.case_id), catalog().forms[row.form]
        cases.finalise_form(case, row, form, row.answers, actor=actor, now=clock.now())


def test_rows_of_two_people_come_together_in_one_table(journey: Journey) -> None:
    hanna, sofia = two(journey)
    hanna.keeps(**{"short_goals": "", "short_goals-0-_row": "a", "short_goals-0-goal": "Hannas mål"})
    sofia.keeps(**{"short_goals": "", "short_goals-0-_row": "b", "short_goals-0-goal": "Sofias mål"})
    rows = draft_in(journey, PLAN).answers["short_goals"]
    assert without_ids(rows) == [{"goal": "Hannas mål"}, {"goal": "Sofias mål"}]
    mine = {"short_goals": "", "short_goals-0-_row": "a", "short_goals-1-_row": "b"}
    hanna.keeps(**mine, **{"short_goals-0-goal": "Hannas mål, skarpare", "short_goals-1-goal": "Sofias mål"})
    sofia.keeps(**mine, **{"short_goals-0-goal": "Hannas mål", "short_goals-1-goal": "Sofias mål, mjukare"})
    draft = draft_in(journey, PLAN)
    rows = draft.answers["short_goals"]
    assert without_ids(rows) == [{"goal": "Hannas mål, skarpare"}, {"goal": "Sofias mål, mjukare"}]
    assert not texts_kept_beside(journey, draft.id)


def test_an_answer_that_never_came_and_one_that_comes_late_cost_no_word(journey: Journey) -> None:
    hanna, _ = two(journey)
    hanna.keeps(baseline="Borta")
    hanna.turn += 1
    lost = {"baseline": "Borta tre"}
    hanna.sends(lost)  # taken in, but the page does not hear it
    hanna.keeps(baseline=MINE)
    hanna.turn -= 1
    hanna.sends(lost)  # and once more, overtaken
    draft = draft_in(journey, PLAN)
    assert draft.answers == {"baseline": MINE}
    assert not texts_kept_beside(journey, draft.id)


def test_what_is_sent_twice_is_kept_once(journey: Journey) -> None:
    hanna, _ = two(journey)
    hanna.keeps(baseline="Borta")
    hanna.turn += 1
    for _ in range(3):
        assert hanna.sends({"baseline": MINE}).status_code == 200
    draft = draft_in(journey, PLAN)
    assert (draft.answers, texts_kept_beside(journey, draft.id)) == ({"baseline": MINE}, {})


def test_a_part_above_the_readers_class_is_neither_told_nor_named(journey: Journey) -> None:
    journey.begins_in("investigation")
    address = f"{journey.case}/forms/new/{INVESTIGATION}"
    hanna, leila = Writer(journey.team, address), Writer(journey.nurse, address)
    hanna.keeps(investigation_needed="needed")
    told = leila.keeps(health_share=HEALTH, part="health")
    heard = hanna.keeps(part="")
    assert "health_share" not in heard["news"]
    assert HEALTH not in str(heard)
    assert heard["people"] == [journey.say("%(name)s has the form open too.", name="Leila Provensjö")]
    hanna.keeps(health_share="Överskrivet.", analysis="Skolan kan göra mer.", part="understanding")
    draft = draft_in(journey, INVESTIGATION)
    assert draft.answers["health_share"] == HEALTH
    assert told["people"] == [journey.say("%(name)s has the form open too.", name="Hanna Utkastdal")]
    assert "analys" in leila.keeps()["people"][0].lower()
    other = Writer(journey.nurse, f"{journey.case}/forms/{draft.id}")
    leila.keeps(health_share=f"{HEALTH} Alls.")
    other.keeps(health_share=f"{HEALTH} Eller jo.")
    assert HEALTH not in str(hanna.keeps())
    assert HEALTH not in journey.team.get(f"{journey.case}/forms/{draft.id}").answer.text
    clash = f"take:{_clash(journey)}"
    hanna.keeps(do=clash)
    assert texts_kept_beside(journey, draft.id)  # a choice in a part that she cannot read is not hers
    other.keeps(do=clash)
    assert not texts_kept_beside(journey, draft.id)


def test_who_has_left_is_named_no_more(journey: Journey) -> None:
    hanna, sofia = two(journey)
    hanna.keeps(baseline=MINE)
    sofia.keeps(long_goal="Fyra dagar.")
    assert len(hanna.keeps()["people"]) == 1
    with work(journey.app):
        for page in db.session.scalars(select(DraftPage)):
            page.seen_at -= timedelta(seconds=31)
    assert hanna.keeps()["people"] == []
