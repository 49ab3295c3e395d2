"""A signed report of concern is corrected by a new version: the newest counts, and the one before is kept."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from casework.cases import proof
from casework.cases.concern_models import Concern
from casework.extensions import db
from casework.records.models import Submission
from tests.cases.test_concerns import FORM, SEEN, TITLE, fill_in, open_case, report
from tests.clients import Client, client_as, filled
from tests.factories import School


def corrected(teacher: Client, own: str, way: str = "Rätta i en ny version", **changed: str) -> str:
    """Corrects the report in the pages and signs it; where the new version is read."""
    page = teacher.get(teacher.get(own).main.link(way))
    assert SEEN in page.main.text
    last_look = teacher.get(teacher.send(page, do="finalise", **{**filled(page.form()), **changed}))
    assert f"Tidigare: {SEEN}" in last_look.main.text
    leads: str = teacher.send(last_look)
    return leads


CORRECTED = "Låg mönster-Berta i matsalen."


def test_a_correction_stands_in_place_of_what_was_signed_and_shows_what_it_changed(
    app: Flask, school: School
) -> None:
    case_id, address = open_case(app, school), report(app, school)
    teacher, team = client_as(app, school.subject_teacher), client_as(app, school.health_team)
    team.send(team.get(address), f"{address}/take-up")
    own = corrected(teacher, f"{address}/own", what_seen=CORRECTED)
    newest = own.removesuffix("/own")
    for reader, here in ((teacher, own), (team, newest)):
        text_there = reader.get(here).main.text
        assert CORRECTED in text_there
        assert f"Tidigare: {SEEN}" in text_there
        assert text_there.count("Ändrat") == 2, (
            "the age too: the page works it out, the test before it did not"
        )
    old = team.get(address)
    assert SEEN in old.main.text
    assert CORRECTED not in old.main.text
    assert team.get(old.main.link("Till den nyaste versionen")).main.text == team.get(newest).main.text
    assert "har tagit hand om den" in old.main.text, "what was decided on it stays"
    assert "Ta hand om den" in team.get(newest).main.text, "what is new waits anew"
    waiting = client_as(app, school.nurse).get("/").main
    assert len([one for one in waiting.all("h3") if TITLE in one.text]) == 1
    assert "Rättad av Nils Skissgård" in waiting.text
    form = team.get(team.get(newest).main.link("Formuläret i ärendet")).main.text
    assert f"Tidigare: {SEEN}" in form
    with app.app_context():
        rows = db.session.scalars(select(Submission).where(Submission.form == FORM)).all()
        assert {(one.number, one.status, one.case_id) for one in rows} == {
            (1, "replaced", case_id),
            (2, "finalised", case_id),
        }
        assert list(proof.faults()) == []
    teacher.get(f"{address}/correct", 409)
    team.post(f"{address}/take-up", team.tokens(), 409)
    team.get(f"{newest}/correct", 404)


def test_only_the_newest_comes_to_a_case_that_is_opened_later(app: Flask, school: School) -> None:
    address, teacher = report(app, school), client_as(app, school.subject_teacher)
    corrected(teacher, f"{address}/own", what_seen=CORRECTED)
    assert teacher.get("/signed").main.text.count(TITLE) == 1
    case_id = open_case(app, school)
    with app.app_context():
        wanted = select(Submission).where(Submission.case_id == case_id, Submission.form == FORM)
        assert [one.answers["what_seen"] for one in db.session.scalars(wanted)] == [CORRECTED]


def test_a_begun_correction_is_the_authors_alone_and_gone_without_a_trace(app: Flask, school: School) -> None:
    address, teacher = report(app, school), client_as(app, school.subject_teacher)
    page = teacher.get(f"{address}/correct")
    teacher.send(page, do="save", **{**filled(page.form()), "what_seen": CORRECTED})
    assert CORRECTED not in client_as(app, school.health_team).get(address).text
    client_as(app, school.mentor).get(f"{address}/correct", 404)
    assert CORRECTED in teacher.get(teacher.get(f"{address}/own").main.link("Fortsätt rätta")).main.text
    fill_in(teacher, school, "save", "Något annat.")
    teacher.send(teacher.get(f"{address}/correct/discard"))
    assert SEEN in teacher.get(f"{address}/correct").main.text
    with app.app_context():
        assert sorted(db.session.scalars(select(Concern.state)).all()) == ["draft", "new"]
        assert list(proof.faults()) == []
