"""The pages of tasks about absence: whose they are, doing them, what follows in a duty."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from casework.cases.student_proof import faults
from casework.extensions import db
from casework.history.models import Event
from casework.tasks.student_models import StudentReport, StudentTask
from casework.tasks.student_tasks import reports_about
from tests.clients import Client
from tests.factories import work
from tests.signals.places import DAYS, Attending


@pytest.fixture
def here(school, app) -> Attending:
    """One occasion of absence at a school that follows the routine with nine weeks."""
    with work(app):
        found = Attending(school)
        found.begin()
        found.times(1)
    return Attending(school)


def the_task(app, action: str) -> StudentTask:
    with app.app_context():
        return db.session.scalars(select(StudentTask).where(StudentTask.action == action)).one()


def address(app, here: Attending, action: str) -> str:
    return f"/students/{here.student}/tasks/{the_task(app, action).id}"


def test_the_first_occasion_opens_a_call_and_an_agreement_and_no_case(app, here) -> None:
    call, agree = the_task(app, "call_home_first"), the_task(app, "agree_reporting")
    assert (call.rule, call.due_on) == ("call_home_first", DAYS[0])
    assert (agree.rule, agree.status, agree.due_on) == ("first_occasion", "open", DAYS[5])
    with app.app_context():
        assert db.session.scalars(select(StudentTask)).all() != []
        assert here.signals() == []


def test_it_stands_first_on_the_start_page_of_those_who_may_do_it(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    assert "Hör av dig hem" in mentor.get("/").main.text
    assert [row.text.split()[0] for row in mentor.get("/signals/tasks").main.all("tr")[1:]] == [
        "Alva",
        "Alva",
    ]
    assert "Hör av dig hem" in browser_of(here.school.subject_teacher).get("/").main.text
    assert "Hör av dig" not in browser_of(here.school.health_team).get("/").main.text
    browser_of(here.school.stranger).get(address(app, here, "call_home_first"), 404)
    browser_of(here.school.subject_teacher).get(address(app, here, "agree_reporting"), 404)
    assert (
        "08.00 NO" in browser_of(here.school.health_team).get(address(app, here, "call_home_first")).main.text
    )


def test_an_attempt_leaves_it_open_and_reaching_somebody_does_it(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    url = address(app, here, "call_home_first")
    page = mentor.get(url)
    said = {"done-happened_on": DAYS[0].isoformat(), "done-note": "Ringde hem."}
    mentor.send(page, f"{url}/report/done", **said, **{"done-outcome": "not_reached"})
    assert the_task(app, "call_home_first").status == "open"
    mentor.send(mentor.get(url), f"{url}/report/done", **said, **{"done-outcome": "reached"})
    assert the_task(app, "call_home_first").status == "done"
    assert "Ringde hem." in mentor.get(url).main.text
    assert "Ringde hem." not in browser_of(here.school.subject_teacher).get(url).main.text
    with app.app_context():
        kinds = db.session.scalars(select(Event.kind)).all()
        assert kinds.count("student:task_reported") == 2
        assert list(faults()) == []
        agree = db.session.scalars(select(StudentTask).where(StudentTask.action == "agree_reporting")).one()
        db.session.add(StudentReport(task_id=agree.id, **_said(here)))
        db.session.flush()
        assert len(list(faults())) == 1
        db.session.rollback()


def _said(here: Attending) -> dict[str, object]:
    return {"kind": "done", "happened_on": DAYS[0], "at": here.now(DAYS[0]), "by_id": here.school.mentor}


def test_one_call_about_several_absences_does_all_of_them(app, here, browser_of) -> None:
    with work(app):
        here.times(4)
    with app.app_context():
        wanted = select(StudentTask).where(StudentTask.action == "call_home_first").order_by(StudentTask.on)
        first, second, third, fourth = (str(one.id) for one in db.session.scalars(wanted))
    mentor: Client = browser_of(here.school.mentor)
    url = f"/students/{here.student}/tasks/{first}"
    page = mentor.get(url)
    ticked = [one.attributes["value"] for one in page.main.all("input", name="done-also")]
    assert ticked == [UUID(one).hex for one in (second, third, fourth)]
    said = {"done-happened_on": DAYS[0].isoformat(), "done-note": "Ringde.", "done-outcome": "reached"}
    also = [UUID(one).hex for one in (second, fourth)]
    mentor.send(page, f"{url}/report/done", **said, **{"done-also": also})
    with app.app_context():
        states = {str(one.id): one.status for one in db.session.scalars(wanted)}
        assert states == {first: "done", second: "done", third: "open", fourth: "done"}
        assert len(db.session.scalars(select(StudentReport)).all()) == 3
        assert list(faults()) == []


def test_a_task_done_by_mistake_is_opened_again_and_its_report_counts_no_more(app, here, browser_of) -> None:
    mentor: Client = browser_of(here.school.mentor)
    url = address(app, here, "call_home_first")
    mentor.get(f"{url}/reopen", 409)
    said = {"done-happened_on": DAYS[0].isoformat(), "done-note": "Fel elev.", "done-outcome": "reached"}
    mentor.send(mentor.get(url), f"{url}/report/done", **said)
    page = mentor.get(f"{url}/reopen")
    mentor.send(page, f"{url}/reopen", 422, reason="")
    mentor.send(page, f"{url}/reopen", reason="Det var en annan elev.")
    assert the_task(app, "call_home_first").status == "open"
    text = mentor.get(url).main.text
    assert [one for one in ("Återtaget", "Det var en annan elev.", "Fel elev.") if one not in text] == []
    assert "Det var en annan elev." not in browser_of(here.school.subject_teacher).get(url).main.text
    with app.app_context():
        assert reports_about([here.student])[here.student] == []
        assert list(faults()) == []
    mentor.send(mentor.get(url), f"{url}/report/done", **said)
    assert the_task(app, "call_home_first").status == "done"


def test_pages_about_a_students_absence_belong_to_the_signals_in_the_menu(app, here, browser_of) -> None:
    page = browser_of(here.school.mentor).get(address(app, here, "call_home_first"))
    assert {one.text for one in page.all("a", aria_current="page")} == {"Signaler"}
    page = browser_of(here.school.mentor).get(f"/students/{here.student}")
    assert {one.text for one in page.all("a", aria_current="page")} == {"Elever"}
