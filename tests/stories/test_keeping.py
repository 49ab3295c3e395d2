"""A page that keeps what is typed: when the session has ended, who may send it, what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casework.access.models import Reading
from casework.extensions import db
from casework.people.sign_in_models import UserSession
from tests.cases.test_query_counts import statements
from tests.clients import Client
from tests.factories import work
from tests.stories.journey import Journey
from tests.stories.writers import Writer, draft_in

FORM = "attendance_action_plan"
MINE = "Borta tre dagar av fem."
MOST = 60  # statements that read, for one keeping
JSON = {"Accept": "application/json"}


@pytest.fixture
def hanna(journey: Journey) -> Writer:
    """Hanna of the team, who has begun to write."""
    journey.begins_in("investigation")
    writer = Writer(journey.team, f"{journey.case}/forms/new/{FORM}")
    writer.keeps(baseline="Borta")
    return writer


def test_a_page_learns_that_the_session_has_ended_and_goes_on_in_the_next_one(
    journey: Journey, hanna: Writer
) -> None:
    with work(journey.app):
        for row in db.session.scalars(select(UserSession)):
            row.ended_at = row.started_at
    told = hanna.keeps(401, baseline=MINE)
    assert told["heading"] == journey.say("You have been signed out")
    assert draft_in(journey, FORM).answers == {"baseline": "Borta"}
    journey._at.clear()
    hanna.who = journey.team  # signed in again
    hanna.keeps(400, baseline=MINE)  # with a token of the earlier session
    hanna.own["csrf_token"] = hanna.who.tokens()["csrf_token"]
    hanna.keeps(baseline=MINE)
    assert draft_in(journey, FORM).answers == {"baseline": MINE}


def test_nothing_of_one_person_is_kept_in_the_name_of_another(journey: Journey, hanna: Writer) -> None:
    before = draft_in(journey, FORM)
    hanna.who = journey.counsellor  # who signed in in the same browser
    hanna.own["csrf_token"] = hanna.who.tokens()["csrf_token"]
    told = hanna.keeps(401, baseline=MINE)
    assert told["heading"] == journey.say("Somebody else is signed in here now")
    assert draft_in(journey, FORM).revision == before.revision
    own = Writer(journey.counsellor, address_of(journey))
    own.keeps(baseline=MINE)
    assert draft_in(journey, FORM).saved_by_id == journey.school.counsellor


def address_of(journey: Journey) -> str:
    """The address of the draft."""
    return f"{journey.case}/forms/{draft_in(journey, FORM).id}"


def test_a_page_of_somebody_else_is_not_kept_without_a_script_either(journey: Journey, hanna: Writer) -> None:
    sent = {**journey.counsellor.tokens(), "_writer": hanna.own["_writer"], "do": "save", "baseline": MINE}
    page = journey.counsellor.post(address_of(journey), sent, 401)
    journey.tells(page, MINE)
    assert draft_in(journey, FORM).answers == {"baseline": "Borta"}


def test_who_may_not_write_keeps_nothing(journey: Journey, hanna: Writer) -> None:
    url = hanna.url
    for who, status in ((journey.stranger, 404), (journey.rector, 403), (journey.teacher, 403)):
        answer = who.raw.post(url, data={**who.tokens(), "baseline": MINE}, headers=JSON)
        assert answer.status_code == status
        assert answer.get_json()["text"]
    assert draft_in(journey, FORM).answers == {"baseline": "Borta"}
    mentor = Writer(journey.mentor, address_of(journey))
    mentor.keeps(long_goal="Fyra dagar.")
    assert draft_in(journey, FORM).answers == {"baseline": "Borta", "long_goal": "Fyra dagar."}


def test_a_page_hears_that_the_form_was_signed_meanwhile(journey: Journey, hanna: Writer) -> None:
    journey.signs(journey.team, FORM)
    told = hanna.keeps(409, baseline=MINE)
    assert told["text"] == journey.say("The form has just been finalised. What you wrote is still here.")


def test_an_answer_that_cannot_be_kept_does_not_keep_back_the_others(journey: Journey, hanna: Writer) -> None:
    told = hanna.keeps(baseline=MINE, based_on="no_such_answer", long_goal="x" * 20_001)
    assert set(told["unkept"]) == {"based_on", "long_goal"}
    assert draft_in(journey, FORM).answers == {"baseline": MINE}


def test_only_a_page_that_is_told_a_text_leaves_a_line_in_the_access_log(
    journey: Journey, hanna: Writer
) -> None:
    before = _readings(journey)
    hanna.keeps(baseline=MINE)
    hanna.keeps()
    assert _readings(journey) == before
    other = Writer(journey.counsellor, address_of(journey))
    other.keeps(long_goal="Fyra dagar.")
    with_page = _readings(journey)
    assert hanna.keeps()["news"]
    assert _readings(journey) == with_page + 1


def _readings(journey: Journey) -> int:
    with journey.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Reading)) or 0


def test_a_page_that_only_asks_does_not_keep_a_session_alive(journey: Journey, hanna: Writer) -> None:
    seen = _away(journey)
    hanna.keeps()
    assert _seen(journey) == seen
    hanna.keeps(baseline=MINE)
    assert _seen(journey) > seen


def _away(journey: Journey) -> object:
    with work(journey.app):
        row = db.session.scalars(
            select(UserSession).where(UserSession.user_id == journey.school.health_team)
        ).one()
        row.seen_at -= timedelta(minutes=10)
        return row.seen_at


def _seen(journey: Journey) -> object:
    mine = UserSession.user_id == journey.school.health_team
    with journey.app.app_context():
        return db.session.scalars(select(UserSession.seen_at).where(mine)).one()


def test_keeping_asks_the_database_a_bounded_number_of_times_and_writes_what_has_changed(
    journey: Journey, hanna: Writer
) -> None:
    first = _told(journey, hanna, baseline=MINE)
    with_more = {f"long_goal{number}": "x" for number in range(3)} | {
        "child_view": "Hon vill.",
        "child_best": "Lugn.",
    }
    many = _told(journey, hanna, baseline=f"{MINE} Nu.", **with_more)
    assert len(first) == len(many) <= MOST
    written = [one for one in many if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert {one.split()[1 if one.startswith("UPDATE") else 2] for one in written} == {
        "submission",
        "draft_page",
    }
    again = _told(journey, hanna, baseline=f"{MINE} Nu.", **with_more)
    changed = [one.split()[1] for one in again if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert changed == ["draft_page"]
    idle = _told(journey, hanna)
    assert not [one for one in idle if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(idle) <= len(first)


def _told(journey: Journey, writer: Writer, **typed: str) -> list[str]:
    with statements(journey.app) as found:
        writer.keeps(**typed)
    return [one for one in found if not one.startswith(("SAVEPOINT", "RELEASE"))]


def test_a_script_that_another_names_is_asked_for_anew(journey: Journey) -> None:
    kept_for = {}
    for address in ("keeper.js", "main.js?v=12345678"):
        with Client(journey.app).raw.get(f"/static/draft/{address}") as answer:
            kept_for[address] = answer.headers["Cache-Control"]
    assert kept_for["keeper.js"] == "no-cache"
    assert "max-age" in kept_for["main.js?v=12345678"]
