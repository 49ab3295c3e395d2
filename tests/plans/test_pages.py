"""The pages about measures: all of them, one of them, and following one up in few clicks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from casework.cases import actions, proof
from casework.cases.moves import locked_case
from casework.cases.work import begin_form
from casework.catalog import catalog
from casework.extensions import db
from casework.records import actions as records
from casework.records.models import Submission
from tests.clients import Client, client_as
from tests.databases import SqlitePlace
from tests.factories import School, work
from tests.filling import sign
from tests.plans.planning import NOW, a_row, address, by_what, corrects, decides, in_investigation, who

DOOR, MATHS = "Möter vid dörren", "Mattestöd i liten grupp"
WELL = {"done": "carried_out", "effect": "good", "next_on": "2099-12-04"}


@pytest.fixture
def case(app: Flask, school: School, sqlite: SqlitePlace) -> UUID:
    """A case with two measures: the mentor's, whose day has been, and the team's, whose day is far off."""
    return sqlite.made("case with two measures", lambda: _with_two_measures(app, school))


def _with_two_measures(app: Flask, school: School) -> UUID:
    with work(app):
        found = in_investigation(school)
        door = a_row(DOOR, follow_up="2020-11-20")
        decides(school, found, door, a_row(MATHS, follow_up="2099-01-09", responsible="Hanna Utkastdal"))
    return found


def page_of(app: Flask, case: UUID, what: str = DOOR) -> str:
    """The address of the measure."""
    with app.app_context():
        return f"{address(case)}/{by_what(case)[what].measure.id}"


def follows(who: Client, page: str, status: int = 303, **said: Any) -> Any:
    """Somebody follows the measure up; where it leads, or the page of the answer."""
    return who.send(who.get(f"{page}/follow-up"), status=status, **said)


def test_the_measures_stand_in_the_case_by_the_day_they_are_followed_up(
    app: Flask, school: School, case: UUID
) -> None:
    mentor = client_as(app, school.mentor)
    main = mentor.get(address(case)).main.text
    assert main.index(DOOR) < main.index(MATHS)
    plan = "Handlingsplan för ökad skolnärvaro, version 1"
    for word in ("Karin Mallsjö", "I skolan", "Starten på dagen", plan):
        assert word in main
    assert "En åtgärd väntar på uppföljning." in mentor.get(f"/cases/{case}").main.text
    assert DOOR in mentor.get(f"/cases/{case}/print").main.text


def test_a_measure_is_followed_up_with_two_answers_and_a_button(
    app: Flask, school: School, case: UUID
) -> None:
    mentor, page = client_as(app, school.mentor), page_of(app, case)
    assert follows(mentor, page, done="partly", effect="some").endswith(address(case))
    main = mentor.get(page).main.text
    assert "Delvis genomförd. Viss effekt. Den fortsätter. Nästa uppföljning" in main
    assert "En åtgärd följdes upp. Den fortsätter." in mentor.get(f"/cases/{case}/history").main.text
    assert "väntar på uppföljning" not in mentor.get(f"/cases/{case}").main.text
    with work(app):
        assert list(proof.faults()) == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ["Välj om den blev genomförd"]),
        ({"done": "carried_out"}, ["Välj vad den har gett"]),
        ({"done": "not_carried_out"}, ["Skriv varför"]),
        ({**WELL, "onwards": "change"}, ["Skriv varför"]),
        ({**WELL, "onwards": "stop"}, ["Skriv varför"]),
        ({**WELL, "next_on": "2020-01-01"}, ["Ange en kommande dag"]),
        ({**WELL, "next_on": ""}, ["Ange en kommande dag"]),
        ({**WELL, "done": "planned"}, []),
    ],
)
def test_a_follow_up_says_everything_that_is_missing(
    app: Flask, school: School, case: UUID, said: dict[str, str], words: list[str]
) -> None:
    mentor, page = client_as(app, school.mentor), page_of(app, case)
    answer = follows(mentor, page, 422, **said).text
    assert all(word in answer for word in words)
    assert "Ingen har följt upp den än." in mentor.get(page).main.text
    follows(mentor, page, **{**WELL, **said, **WELL}, said="Det räckte.")


def test_a_measure_that_ends_needs_no_day_and_stands_apart(app: Flask, school: School, case: UUID) -> None:
    mentor, page = client_as(app, school.mentor), page_of(app, case)
    follows(mentor, page, **{**WELL, "onwards": "stop", "next_on": "", "said": "Målet är nått."})
    shown = mentor.get(address(case)).main
    assert DOOR in shown.one("details").text
    assert f"{page}/follow-up" not in mentor.get(page).answer.text
    follows(mentor, page, 409, **WELL)


def test_two_who_follow_up_the_same_measure_are_told(app: Flask, school: School, case: UUID) -> None:
    mentor, team, page = client_as(app, school.mentor), client_as(app, school.health_team), page_of(app, case)
    first, second = mentor.get(f"{page}/follow-up"), team.get(f"{page}/follow-up")
    mentor.send(first, **WELL)
    answer = team.send(second, status=409, **WELL, said="Hann inte prata med eleven.")
    assert "Hann inte prata med eleven." in answer.text
    follows(team, page, **WELL)


def test_what_a_later_version_changed_is_told_word_by_word(app: Flask, school: School, case: UUID) -> None:
    with work(app):
        signed = by_what(case)[DOOR].version.submission_id
        plan, row = db.session.get_one(Submission, signed), a_row(DOOR, follow_up="2020-11-20")
        corrects(school, plan, {**row, "frequency": "Tre dagar"})
    mentor, page = client_as(app, school.mentor), page_of(app, case)
    shown = mentor.get(page).main
    assert [one.text for one in shown.all("del")] == ["Varje dag"]
    assert [one.text for one in shown.all("ins")] == ["Tre dagar"]
    assert "Finns inte längre i planen" in mentor.get(page_of(app, case, MATHS)).main.text


def test_what_is_due_stands_on_the_page_of_who_is_responsible(app: Flask, school: School, case: UUID) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    start = mentor.get("/").main.text
    assert f"{DOOR}: Alva Exempelsson" in start
    assert "1 sak väntar på dig" in start
    assert "Åtgärder att följa upp" not in team.get("/").main.text
    follows(mentor, page_of(app, case), **WELL)
    start = mentor.get("/").main.text
    assert DOOR not in start
    assert "Inget väntar på dig just nu." in start


def test_a_draft_takes_the_measures_as_they_stand(app: Flask, school: School, case: UUID) -> None:
    team = client_as(app, school.health_team)
    follows(team, page_of(app, case), done="partly", effect="some", said="Två morgnar av fem.")
    with work(app):
        by, step = who(school.health_team), {"reason": "", "summary": ""}
        sign(locked_case(case), "absence_investigation", actor=by, now=NOW)
        actions.advance_case(locked_case(case), "start_analysis", "", **step, actor=by, now=NOW)
    page = team.get(f"/cases/{case}/forms/new/in_depth_evaluation")
    assert "Från ärendets åtgärder" in page.main.text
    filled = {one.attributes.get("name"): one for one in page.form().everything()}
    assert filled["fidelity-0-measure"].attributes["value"] == DOOR
    assert "Två morgnar av fem." in page.main.text


def test_before_a_plan_is_signed_it_says_what_becomes_of_each_measure(
    app: Flask, school: School, case: UUID
) -> None:
    with work(app):
        signed = db.session.get_one(Submission, by_what(case)[DOOR].version.submission_id)
        by, rows = who(school.health_team), [a_row(DOOR, follow_up="2099-02-02"), a_row("Skjuts")]
        draft = begin_form(
            locked_case(case), catalog().forms[signed.form], actor=by, now=NOW, corrects=signed
        )
        records.save_draft(draft, {**signed.answers, "measures": rows}, revision=1, actor=by, now=NOW)
        last_look = f"/cases/{case}/forms/{draft.id}/sign"
    page = client_as(app, school.health_team).get(last_look)
    told = [one.text for one in page.one("section", **{"aria-labelledby": "measures-title"}).all("li")]
    assert told == [
        f"Avslutas, eftersom den inte längre står i planen: {MATHS}",
        f"Fortsätter, men ändras: {DOOR}",
        "Nya: Skjuts",
    ]


def test_a_measure_of_a_class_that_somebody_does_not_read_is_not_there_for_them(
    app: Flask, school: School, case: UUID
) -> None:
    with work(app):
        by_what(case)[DOOR].measure.confidentiality = "student_health"
    mentor, team, page = client_as(app, school.mentor), client_as(app, school.health_team), page_of(app, case)
    for url in (address(case), f"/cases/{case}/print", "/"):
        assert DOOR not in mentor.get(url).answer.text, url
    assert "väntar på uppföljning" not in mentor.get(f"/cases/{case}").answer.text
    assert MATHS in mentor.get(address(case)).main.text
    assert DOOR in team.get(address(case)).main.text
    assert "väntar på uppföljning" in team.get(f"/cases/{case}").answer.text
    for url in (page, f"{page}/follow-up"):
        mentor.get(url, 404)
        team.get(url)
    mentor.post(f"{page}/follow-up", {**mentor.tokens(), **WELL, "onwards": "keep", "seen": "1"}, 404)
