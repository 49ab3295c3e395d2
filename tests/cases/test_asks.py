"""Whoever may not make a move asks those who may; the move is the answer, or a word is."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from casework.cases import proof
from casework.cases.act_models import Ask
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from tests.clients import Client, client_as
from tests.databases import SqlitePlace
from tests.factories import School, make_case, work

WHY = "Nytt i skolan har hänt. Kartläggningen stämmer inte längre."
BACK, CLOSE, HELP = "step_back__mapping", "close__closed", "help"


@pytest.fixture
def case(app: Flask, school: School, sqlite: SqlitePlace) -> str:
    """The address of a case in the analysis."""
    return sqlite.made("case in the analysis", lambda: _in_analysis(app, school))


def _in_analysis(app: Flask, school: School) -> str:
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student), stage='analysis').id}"


def asks(who: Client, case: str, way: str = BACK, **other: str) -> str:
    """Somebody asks for the move; the address of what was asked."""
    found: str = who.send(who.get(f"{case}/asks/new"), way=way, reason=WHY, **other)
    return found


def statuses(app: Flask) -> list[str]:
    """How each ask stands, the oldest first; whatever happened, the history holds."""
    with app.app_context():
        assert not [*breaches(), *proof.faults()]
        return [one.status for one in db.session.query(Ask).order_by(Ask.asked_at, Ask.id)]


def test_the_button_names_the_role_that_the_routine_names(app: Flask, school: School, case: str) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    assert mentor.get(mentor.get(case).main.link("Be elevhälsoteamet eller rektor")).heading.startswith("Be ")
    assert team.get(team.get(case).main.link("Be rektor")).main.all("input", value=CLOSE)
    assert "Be " not in [a.text[:3] for a in client_as(app, school.rector).get(case).main.all("a")]
    client_as(app, school.rector).get(f"{case}/asks/new", 403)


def test_those_who_may_find_it_on_their_start_page_and_the_move_answers_it(
    app: Flask, school: School, case: str
) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    asked = asks(mentor, case)
    start = team.get("/").main
    assert "Svara Karin Mallsjö om Alva Exempelsson" in start.text
    assert "Tillbaka till steg 2, Kartläggning" in start.text
    assert asked in client_as(app, school.rector).get("/").answer.text
    assert "Karin Mallsjö bad elevhälsoteamet" in client_as(app, school.mentor).get(case).main.text
    page = team.get(asked)
    assert WHY in page.main.text
    team.send(team.get(page.main.link("Flytta tillbaka till steg 2")), reason="Vi gör om den.")
    assert statuses(app) == ["done"]
    assert asked not in team.get("/").answer.text
    assert "Gjort" in mentor.get(asked).main.text
    assert mentor.get("/").one("section", id="followed").link("Alva Exempelsson") == case


def test_a_no_has_its_word_and_the_case_stays(app: Flask, school: School, case: str) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    asked = asks(mentor, case)
    page = team.get(asked)
    team.send(page, status=422, answer=" ")
    team.send(page, answer="Vi prövar planen två veckor till.")
    assert statuses(app) == ["answered"]
    assert "Vi prövar planen två veckor till." in mentor.get(asked).main.text
    assert "Vi prövar planen två veckor till." in mentor.get(f"{case}/history").main.text
    team.post(asked, {**team.tokens(), "answer": "En gång till."}, 409)
    asks(mentor, case)  # and it can be asked for again


@pytest.mark.parametrize(("who", "status"), [("mentor", 403), ("nurse", 303), ("other_mentor", 404)])
def test_only_those_who_are_asked_answer(
    app: Flask, school: School, case: str, who: str, status: int
) -> None:
    asked = asks(client_as(app, school.mentor), case)
    reader = client_as(app, getattr(school, who))
    reader.post(asked, {**reader.tokens(), "answer": "Nej."}, status)


def test_who_asked_takes_it_back_and_nobody_else_does(app: Flask, school: School, case: str) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    asked = asks(mentor, case)
    team.post(f"{asked}/withdraw", team.tokens(), 403)
    mentor.post(f"{case}/asks/new", {**mentor.tokens(), "way": BACK, "reason": "Igen."}, 409)
    mentor.send(mentor.get(asked), "/withdraw")
    assert statuses(app) == ["withdrawn"]
    assert asked not in team.get("/").answer.text
    team.post(asked, {**team.tokens(), "answer": "Nej."}, 409)


def test_another_move_ends_what_was_asked_but_a_call_for_help_stays_until_the_case_is_closed(
    app: Flask, school: School, case: str
) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    asks(mentor, case, CLOSE)
    asks(mentor, case, HELP)
    rector.send(rector.get(f"{case}/advance/start_again?to=report"), reason="Allt är nytt.")
    assert sorted(statuses(app)) == ["lapsed", "open"]
    wish = mentor.send(mentor.get(f"{case}/annul"), reason="Fel elev.")
    rector.send(rector.get(wish), decision="confirm")
    assert sorted(statuses(app)) == ["lapsed", "lapsed"]


def test_what_is_written_for_student_health_is_not_there_for_the_mentor(
    app: Flask, school: School, case: str
) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    asked = asks(team, case, CLOSE, confidentiality="student_health")
    assert asked in client_as(app, school.rector).get(case).answer.text
    assert asked not in mentor.get(case).answer.text
    assert "Bad rektor" not in mentor.get(f"{case}/history").main.text
    mentor.get(asked, 404)
    open_to_all = asks(team, case, HELP, confidentiality="school")
    assert open_to_all in mentor.get(case).answer.text
    sent = {**mentor.tokens(), "way": HELP, "reason": "x", "confidentiality": "student_health"}
    mentor.post(f"{case}/asks/new", sent)  # a class that the mentor does not read is not theirs to choose
    with app.app_context():
        mine = db.session.query(Ask).filter_by(asked_by_id=school.mentor, case_id=UUID(case[-36:])).one()
        assert mine.confidentiality == "school"
