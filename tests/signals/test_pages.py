"""The pages of signals: who, which rule, what was counted; taking up, dismissing, silencing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casework import clock
from casework.attendance.actions import PRESENT, Said
from casework.cases.models import Case
from casework.cases.signal_models import Signal
from casework.cli import attendance as command
from casework.extensions import db
from casework.history.models import Event
from casework.people.models import Unit
from casework.signals.pages.listing import by_rank
from tests.clients import Client
from tests.factories import School, make_user, work
from tests.signals.places import DAYS, Attending


@pytest.fixture
def here(school: School, app) -> Attending:
    """A student with seven occasions of absence, one day of leave and a lesson that nobody registered."""
    with work(app):
        found = Attending(school)
        found.begin()
        found.mark(DAYS[0], Said("approved_leave"))
        found.times(7, since=1)
    return Attending(school)


def stored(app, here: Attending) -> Signal:
    with app.app_context():
        return here.seventh()


def address(app, here: Attending, more: str = "") -> str:
    return f"/students/{here.student}/signals/{stored(app, here).id}{more}"


def test_the_list_names_each_student_once_with_the_highest_step(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    page = mentor.get("/signals/")
    (row,) = page.main.all("tr")[1:]
    assert "Alva Exempelsson" in row.text
    assert "Sjunde frånvarotillfället" in row.text
    assert row.text.index("Sjunde") < row.text.index("Tredje frånvarotillfället")
    assert row.text.count("Steg") == 1
    assert len(row.all("svg")) == 1
    assert "Alva" not in browser_of(here.school.stranger).get("/signals/").main.text
    browser_of(here.school.subject_teacher).get("/signals/", 403)
    assert mentor.get("/").link("Signaler om 1 elev") == "/signals/"
    assert "Signaler om" not in browser_of(here.school.stranger).get("/").main.text


def test_rules_of_one_row_stand_in_the_same_order_for_every_student(app, here) -> None:
    with app.app_context():
        third, seventh = here.signals()
        third.on, third.proposes = seventh.on, seventh.proposes  # whichever the database names first
        assert [one.rule for one in by_rank([seventh, third])] == ["third_occasion", "seventh_occasion"]
        assert by_rank([third, seventh]) == by_rank([seventh, third])


def test_a_signal_shows_what_was_counted_and_what_not_with_why(app, here, browser_of) -> None:
    page = browser_of(here.school.health_team).get(address(app, here))
    counted, left_out = page.main.all("table")
    assert len(counted.all("tr")) == 1 + 7
    assert "Ledig" in left_out.text
    assert "7 tillfällen" in page.main.text
    browser_of(here.school.stranger).get(address(app, here), 404)


def test_taking_it_up_is_opening_a_case_and_stands_in_the_history(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    opening = mentor.get(mentor.get(address(app, here)).link("Ta upp som ärende"))
    chosen = [one for one in opening.all("input", type="radio") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["seventh_time"]
    mentor.send(opening, reason="Sju gånger sedan augusti.")
    with app.app_context():
        case = db.session.scalars(select(Case)).one()
        assert (case.stage, here.seventh().state) == ("seventh_time", "taken_up")
        kinds = db.session.scalars(select(Event.kind).where(Event.chain_id == here.student)).all()
        assert kinds.count("signal:taken_up") == 2  # the third occasion with it
    assert not mentor.get("/signals/").main.all("table")


def test_the_page_of_a_case_says_that_a_correction_took_the_ground_away(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    opening = mentor.get(mentor.get(address(app, here)).link("Ta upp som ärende"))
    case = mentor.send(opening, reason="Sju gånger sedan augusti.")
    assert "har rättats" not in mentor.get(case).main.text
    with work(app):
        here.mark(DAYS[7], PRESENT)
        assert here.read(DAYS[7]).flagged == 1
    assert mentor.get(case).link("Se signalen") == address(app, here)
    with work(app):
        unit = db.session.get_one(Unit, here.school.unit)
        career = make_user(role="career_counsellor", unit=unit, name="Vera Fabelsjö").id
    assert "har rättats" not in browser_of(career).get(case).main.text, "who may not read attendance"


def test_dismissing_asks_for_a_reason_and_is_done_once(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    page = mentor.get(address(app, here, "/dismiss"))
    mentor.send(page, status=422, reason=" ")
    old = mentor.get(address(app, here, "/dismiss"))
    mentor.send(page, reason="Provresor, skolan visste.")
    assert stored(app, here).state == "dismissed"
    assert "Provresor" in mentor.get(address(app, here)).main.text
    mentor.send(old, status=409, reason="En gång till")
    settled = mentor.raw.get(address(app, here, "/dismiss"))
    assert (settled.status_code, settled.headers["Location"]) == (302, address(app, here))
    listed = mentor.get("/signals/").main.text
    assert "Sjunde" not in listed
    assert "Tredje" in listed


def test_silencing_is_for_those_whom_the_routine_names_and_no_longer_than_it_says(
    app, here, browser_of
) -> None:
    browser_of(here.school.mentor).get(address(app, here, "/silence"), 403)
    team: Client = browser_of(here.school.health_team)
    page = team.get(address(app, here, "/silence"))
    today = clock.school_date(clock.now())
    said = {"cause": "in_hospital", "reason": "Planerad vård."}
    team.send(page, status=422, until=(today + timedelta(days=400)).isoformat(), **said)
    team.send(page, until=(today + timedelta(days=7)).isoformat(), **said)
    assert stored(app, here).quiet_until == today + timedelta(days=7)


def test_registering_on_the_page_brings_a_signal_at_once_and_correcting_takes_it_away(
    app, school, browser_of
) -> None:
    with work(app):
        here = Attending(school)
        here.begin()
        here.times(2)
        lesson = here.lesson(DAYS[6]).id
    teacher: Client = browser_of(school.subject_teacher)
    marked = f"outcome-{school.student.hex}"
    teacher.send(teacher.get(f"/attendance/lessons/{lesson}"), **{marked: "absent"})
    with app.app_context():
        assert [(one.rule, one.state) for one in here.signals()] == [("third_occasion", "new")]
    teacher.send(teacher.get(f"/attendance/lessons/{lesson}"), reason="Fel elev", **{marked: "present"})
    with app.app_context():
        assert [(one.rule, one.state) for one in here.signals()] == [("third_occasion", "withdrawn")]


def test_the_day_ends_by_a_command_that_changes_nothing_the_second_time(app, here, monkeypatch) -> None:
    with work(app):
        here.mark(DAYS[3], Said("present"))
    monkeypatch.setattr("casework.cli.instance.application", lambda _folder: app)
    day = DAYS[9].isoformat()
    first = CliRunner().invoke(command.attendance, ["evaluate", "--day", day])
    assert "0 new signals, 1 withdrawn" in first.output, first.output
    again = CliRunner().invoke(command.attendance, ["evaluate", "--day", day])
    assert "0 new signals, 0 withdrawn" in again.output
    past = CliRunner().invoke(command.attendance, ["evaluate", "--day", DAYS[2].isoformat()])
    assert (past.exit_code, "Lessons of later days are registered" in past.output) == (1, True)
    to_come = (clock.school_date(clock.now()) + timedelta(days=1)).isoformat()
    assert "still to come" in CliRunner().invoke(command.attendance, ["evaluate", "--day", to_come]).output
    assert CliRunner().invoke(command.attendance, ["evaluate"]).exit_code == 0
