"""A case opened on the wrong student: one asks, a second person annuls it, and nothing of it is lost."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from casework.cases import proof
from casework.cases.models import Approval, Case
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from casework.records.models import Submission
from casework.tasks.models import Task
from tests.clients import Client, client_as
from tests.databases import SqlitePlace
from tests.factories import School, make_case, work
from tests.filling import fill_in

WHY = "Jag valde fel elev i listan."


@pytest.fixture
def case(app: Flask, school: School, sqlite: SqlitePlace) -> str:
    """The address of a case in the analysis."""
    return sqlite.made("case in the analysis", lambda: _in_analysis(app, school))


def _in_analysis(app: Flask, school: School) -> str:
    with work(app):
        return f"/cases/{make_case(student=db.session.get_one(Student, school.student), stage='analysis').id}"


def asks(who: Client, case: str) -> str:
    """Somebody asks for the case to be annulled; the address of the request."""
    found: str = who.send(who.get(f"{case}/annul"), reason=WHY)
    return found


def confirms(who: Client, wish: str) -> None:
    """A second person says yes."""
    who.send(who.get(wish), decision="confirm")


def test_the_page_says_what_follows_and_that_there_is_no_way_back(
    app: Flask, school: School, case: str
) -> None:
    mentor = client_as(app, school.mentor)
    page = mentor.get(mentor.get(case).main.link("Annullera")).main.text
    assert "Det här kan inte ångras." in page
    assert "Ett nytt ärende kan öppnas direkt" in page
    mentor.send(mentor.get(f"{case}/annul"), status=422, reason=" ")


def test_a_case_that_is_annulled_leaves_all_lists_and_the_student_is_free(
    app: Flask, school: School, case: str
) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    fill_in(mentor, case, "closing_evaluation")
    wish = asks(mentor, case)
    assert wish in rector.get("/").answer.text
    confirms(rector, wish)
    for url in ("/", "/cases/", "/cases/?view=closed", "/cases/?view=closed&q=Alva"):
        assert case not in mentor.get(url).answer.text, url
    assert "Annullerat ärende 1, öppnat på fel elev" in mentor.get(f"/students/{school.student}").text
    page = mentor.get(f"/students/{school.student}/open")
    assert mentor.send(page, reason="Nu rätt ärende.") != case
    with app.app_context():
        assert not db.session.query(Task).filter_by(case_id=UUID(case[-36:]), status="open").count()
        assert not db.session.query(Submission).filter_by(status="draft").count()


def test_it_can_still_be_read_and_nothing_can_be_done_in_it(app: Flask, school: School, case: str) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    confirms(rector, asks(mentor, case))
    page = mentor.get(case)
    assert "öppnat på fel elev" in page.text
    assert "/advance/" not in page.answer.text
    assert WHY in mentor.get(f"{case}/history").text
    sent = {**rector.tokens(), "revision": "99", "reason": "Tillbaka."}
    rector.post(f"{case}/advance/reopen?to=analysis", sent, 409)
    mentor.get(f"{case}/annul", 409)


def test_its_history_and_everything_that_it_binds_hold(app: Flask, school: School, case: str) -> None:
    team, rector = client_as(app, school.health_team), client_as(app, school.rector)
    confirms(rector, asks(team, case))
    with app.app_context():
        row = db.session.query(Case).one()
        assert row.closed_at == row.annulled_at
        assert not [*breaches(), *proof.faults()]


def test_a_pending_request_for_approval_lapses(app: Flask, school: School, case: str) -> None:
    team, rector = client_as(app, school.health_team), client_as(app, school.rector)
    for form in ("in_depth_evaluation", "authority_report"):
        team.send(team.get(fill_in(team, case, form, do="finalise")))
    page = team.get(f"{case}/advance/hand_over")
    team.send(page, summary="Åtgärderna är provade.", reason="Det går inte längre.")
    confirms(rector, asks(team, case))
    with app.app_context():
        assert [one.status for one in db.session.query(Approval)] == ["lapsed"]
        assert not list(proof.faults())


@pytest.mark.parametrize("who", ["mentor", "health_team", "rector"])
def test_who_asked_never_confirms_and_a_second_person_does(
    app: Flask, school: School, case: str, who: str
) -> None:
    asking = client_as(app, getattr(school, who))
    wish = asks(asking, case)
    assert not asking.get(wish).main.all("input", name="decision")
    asking.post(wish, {**asking.tokens(), "decision": "confirm"}, 403)
    with app.app_context():
        assert db.session.query(Case).one().annulled_at is None
    second = client_as(app, school.counsellor if who == "rector" else school.rector)
    confirms(second, wish)
    with app.app_context():
        assert db.session.query(Case).one().annulled_at


@pytest.mark.parametrize(("who", "status"), [("nurse", 303), ("other_mentor", 404), ("stranger", 404)])
def test_only_those_who_may_confirm(app: Flask, school: School, case: str, who: str, status: int) -> None:
    wish = asks(client_as(app, school.mentor), case)
    second = client_as(app, getattr(school, who))
    second.post(wish, {**second.tokens(), "decision": "confirm"}, status)


def test_a_second_mentor_reads_the_request_but_does_not_decide(app: Flask, school: School, case: str) -> None:
    wish = asks(client_as(app, school.health_team), case)
    mentor = client_as(app, school.mentor)
    assert not mentor.get(wish).main.all("form")
    mentor.post(wish, {**mentor.tokens(), "decision": "confirm"}, 403)


def test_a_case_that_was_closed_in_order_can_be_annulled_too(app: Flask, school: School) -> None:
    with work(app):
        student = db.session.get_one(Student, school.student)
        case = f"/cases/{make_case(student=student, stage='closed').id}"
    confirms(client_as(app, school.rector), asks(client_as(app, school.mentor), case))
    with app.app_context():
        row = db.session.query(Case).one()
        assert row.annulled_at
        assert row.closed_at
        assert row.closed_at < row.annulled_at
        assert not list(proof.faults())


def test_a_no_has_its_reason_and_the_case_goes_on(app: Flask, school: School, case: str) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    wish = asks(mentor, case)
    page = rector.get(wish)
    rector.send(page, status=422, decision="decline")
    rector.send(page, decision="decline", reason="Det är rätt elev.")
    assert "Det är rätt elev." in mentor.get(wish).text
    assert case in mentor.get("/cases/").answer.text
    assert "/annul" in mentor.get(case).answer.text
    rector.post(wish, {**rector.tokens(), "decision": "confirm"}, 409)


def test_who_asked_takes_it_back_and_nobody_else_does(app: Flask, school: School, case: str) -> None:
    mentor, rector = client_as(app, school.mentor), client_as(app, school.rector)
    wish = asks(mentor, case)
    rector.post(f"{wish}/withdraw", rector.tokens(), 403)
    mentor.send(mentor.get(wish), "/withdraw")
    assert wish not in rector.get("/").answer.text
    rector.post(wish, {**rector.tokens(), "decision": "confirm"}, 409)


def test_a_second_request_leads_to_the_first(app: Flask, school: School, case: str) -> None:
    mentor, team = client_as(app, school.mentor), client_as(app, school.health_team)
    page = team.get(f"{case}/annul")
    wish = asks(mentor, case)
    assert team.redirected(f"{case}/annul") == wish
    team.send(page, status=409, reason="Samma sak en gång till.")
    assert team.get(case).main.link("Läs begäran") == wish
