"""What has become of messages is seen by who reads the case; what could not be sent, by administrators."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework import clock
from casework.extensions import db
from casework.messages.models import Message
from casework.people.models import Student, User
from tests.factories import make_case, work
from tests.messages.post import Kept, make_notice, only, send


@pytest.fixture
def dead(app, school):
    """A notice that could not be sent, in the student's open case."""
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student))
        row = make_notice(school, now=clock.now())
        row.state, row.answer, row.channel = "dead", "not_a_mobile", "sms"
        return case.id, row.id


def test_the_case_and_the_student_tell_what_has_become_of_a_message(school, browser_of, dead) -> None:
    case_id, _ = dead
    mentor = browser_of(school.mentor)
    for url in (f"/cases/{case_id}/messages", f"/students/{school.student}/messages"):
        page = mentor.get(url)
        assert "Karl Exempelsson" in page.text
        assert "Kunde inte skickas. Telefonnumret tar inte emot sms." in page.text


def test_an_administrator_sees_why_and_nobodys_name(app, school, browser_of, dead) -> None:
    page = browser_of(school.administrator).get("/administration/messages")
    assert "Telefonnumret tar inte emot sms." in page.text
    assert "Någon hemma, Ekbackaskolan" in page.text
    assert "Exempelsson" not in page.text
    assert "1 meddelande kunde inte skickas" in browser_of(school.administrator).get("/administration/").text


def test_of_a_protected_identity_an_administrator_does_not_see_the_school(
    app, school, browser_of, dead
) -> None:
    with work(app):
        db.session.get_one(Student, school.student).is_protected = True
    page = browser_of(school.administrator).get("/administration/messages")
    assert "Någon hemma" in page.text
    assert "Ekbackaskolan" not in page.text


def test_trying_again_sends_it_and_giving_up_tells_why_in_the_case(app, school, browser_of, dead) -> None:
    case_id, message_id = dead
    administrator = browser_of(school.administrator)
    administrator.post(f"/administration/messages/{message_id}/again", administrator.tokens())
    wire = Kept()
    with app.app_context():
        send(wire, clock.now())
        assert (only().state, len(wire.letters)) == ("sent", 1)
    with work(app):
        only_row = db.session.scalars(select(Message)).one()
        only_row.state = "dead"
    administrator.post(
        f"/administration/messages/{message_id}/give-up", {**administrator.tokens(), "reason": ""}, 422
    )
    said = {**administrator.tokens(), "reason": "Mentorn ringer."}
    administrator.post(f"/administration/messages/{message_id}/give-up", said)
    told = browser_of(school.mentor).get(f"/cases/{case_id}/messages").text
    assert "Skickas inte. Någon har bestämt det: ”Mentorn ringer.”" in told
    log = administrator.get("/administration/log").text
    assert "Lät ett meddelande skickas igen" in log
    assert "Avstod från ett meddelande" in log


def test_one_chooses_ones_own_mail(app, school, browser_of) -> None:
    mentor = browser_of(school.mentor)
    asked = {"email": "karin@exempel.test", "digest_hour": "7", "is_told_at_once": "y"}
    mentor.post("/account/mail", {**mentor.tokens(), **asked})
    with app.app_context():
        found = db.session.get_one(User, school.mentor)
        assert (found.email, found.digest_hour, found.is_told_at_once) == ("karin@exempel.test", 7, True)
    assert 'value="karin@exempel.test"' in mentor.raw.get("/account/mail").get_data(as_text=True)
    mentor.post("/account/mail", {**mentor.tokens(), **asked, "email": "karin@exempel.test, x@y.se"}, 422)
    mentor.post("/account/mail", {**mentor.tokens(), "email": "", "digest_hour": ""})
    with app.app_context():
        found = db.session.get_one(User, school.mentor)
        assert (found.email, found.digest_hour, found.is_told_at_once) == ("", None, False)
