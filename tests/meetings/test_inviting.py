"""Invitations: one mail for each with what calendars take in, about nobody; nothing past what may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import icalendar
from sqlalchemy import select

from casework import clock
from casework.cases.models import Case
from casework.cases.moves import locked_case
from casework.extensions import db
from casework.letters.proof import faults
from casework.meetings import actions
from casework.meetings.inviting import AUTHORS
from casework.meetings.models import Meeting
from casework.meetings.planned import Somebody
from casework.messages.mail import written
from casework.messages.models import Message
from casework.messages.sending import Tally, send_due
from casework.messages.settings import MailSettings
from casework.messages.wires import Letter
from casework.people.models import Guardian, Guardianship, Student, User
from casework.people.protecting import name_reader
from tests.clients import client_as
from tests.factories import NOW, work
from tests.letters.test_views import words_of
from tests.meetings.conftest import OUTSIDE, SOON, Around
from tests.messages.post import Kept
from tests.pages import Page

SETTINGS = MailSettings(host="localhost", sender="Casework <skola@exempel.test>", security="none")
NAMES = ("Alva", "Exempelsson", "8B", "Karl", "Disa", "karl@", "disa@", "karin@")


def sent(around: Around, now: datetime = NOW) -> tuple[list[Letter], Tally]:
    """What goes out in one round."""
    wire = Kept()
    with around.app.app_context():
        tally = send_due(AUTHORS, {"email": wire}, lambda: now)
    return wire.letters, tally


def letter_urls(page: Page) -> list[str]:
    """Where the letters to those who are called are made."""
    found = [one.attributes["href"] for one in page.main.all("a")]
    return [url for url in found if "/meetings/" in url and "/letters/" in url]


def own_text(page: Page) -> str:
    """What stands in the letter."""
    return str(page.main.one("textarea", name="own_text").text)


def unfolded(text: str) -> dict[str, str]:
    """The lines of the event by their names, read without the library: long lines are folded by a blank."""
    lines = text.replace("\r\n ", "").split("\r\n")
    event = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return {line.partition(":")[0].partition(";")[0]: line.partition(":")[2] for line in event}


def calendar_in(mail: EmailMessage) -> tuple[str, str]:
    """The method that the part names, and its text."""
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    return str(part.get_param("method")), part.get_content()


def days(letters: list[Letter]) -> dict[str, int]:
    """The day of November that each is told, by the part that calendars take in."""
    found = {
        one.to: unfolded(calendar_in(written(one, SETTINGS))[1].replace("\n", "\r\n")) for one in letters
    }
    return {to: int(lines["DTSTART"][6:8]) for to, lines in found.items()}


def test_a_calendar_takes_in_the_call_its_change_and_its_end(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
    first, _ = sent(around)
    assert {one.to for one in first} == {"karin@exempel.test", "karl@exempel.test"}
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        later = replace(around.plan(), starts_at=SOON + timedelta(days=1))
        said: dict[str, Any] = {"actor": around.who("health_team"), "now": NOW}
        actions.change_meeting(case, found, later, "Rummet", seen=str(found.revision), **said)
    second, _ = sent(around)
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        actions.cancel_meeting(case, found, "Sjukdom", seen=str(found.revision), **said)
    third, _ = sent(around)
    uids, at_home = set(), [next(o for o in x if o.to.startswith("karl")) for x in (first, second, third)]
    for number, (letter, method) in enumerate(zip(at_home, ("REQUEST", "REQUEST", "CANCEL"), strict=True)):
        mail = written(letter, SETTINGS)
        named, text = calendar_in(mail)
        lines, (event,) = (
            unfolded(text.replace("\n", "\r\n")),
            icalendar.Calendar.from_ical(text).walk("VEVENT"),
        )
        assert named == method
        assert (lines["SEQUENCE"], event["SEQUENCE"]) == (str(number), number)
        assert lines["ATTENDEE"] == "mailto:karl@exempel.test"
        assert lines["DTSTART"] == ("20261124T100000" if number == 0 else "20261125T100000")
        assert event.start.astimezone(UTC) == SOON + timedelta(days=min(number, 1))
        uids.add(str(event["UID"]))
        whole = mail.as_string() + text + letter.text
        assert not [name for name in NAMES if name in whole and name != "karl@"]
        assert lines["STATUS"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert uids == {f"{meeting.id}@exempel.test"}


def test_nothing_goes_to_those_outside_once_the_consent_is_withdrawn(around: Around) -> None:
    with work(around.app):
        around.consent()
        meeting = around.call(OUTSIDE, sharing="consent")
    page = client_as(around.app, around.school.health_team).get(f"{around.url}/{meeting.id}")
    outside = letter_urls(page)[-1]
    team = client_as(around.app, around.school.health_team)
    seen = team.get(outside)
    assert "Alva Exempelsson" in own_text(seen)
    with work(around.app):
        around.withdraw()
    found, tally = sent(around)
    assert {one.to for one in found} == {"karin@exempel.test", "karl@exempel.test"}
    assert tally.withdrawn == 1
    assert "gäller inte längre" in team.get(f"{around.url}/{meeting.id}").main.text
    team.send(seen, outside, 409, way="post")
    page = team.get(outside)
    assert "Alva" not in own_text(page)
    letter = team.send(page, outside, way="post")
    assert not [
        word for word in ("Alva", "Exempelsson", "8B") if word in words_of(team, f"{letter}/letter.pdf")
    ]


def test_nothing_of_who_is_protected_reaches_the_other_seven(around: Around) -> None:
    kept_out = Somebody("outside", name="Tyra Dolddal", email="tyra@exempel.test", is_protected=True)
    with work(around.app):
        around.consent()
        student = db.session.get_one(Student, around.school.student)
        other = Guardian(name="Göte Hemligby", phone="070-174 06 99", email="gote@exempel.test")
        db.session.add(other)
        db.session.flush()
        db.session.add(Guardianship(student_id=student.id, guardian_id=other.id, may_be_contacted=True))
        db.session.flush()
        more = (
            Somebody("guardian", guardian_id=other.id, is_protected=True),
            OUTSIDE,
            kept_out,
            Somebody("staff", user_id=around.school.rector),
        )
        meeting = around.call(*more, sharing="consent", about="Vi planerar våren.")
    letters, _ = sent(around)
    assert {one.to for one in letters} == {"karin@exempel.test", "karl@exempel.test", "disa@exempel.test"}
    for one in letters:
        whole = written(one, SETTINGS).as_string() + one.text
        assert not [name for name in ("Göte", "Hemligby", "gote@", "Tyra", "tyra@", "Alva") if name in whole]
    team = client_as(around.app, around.school.health_team)
    urls = letter_urls(team.get(f"{around.url}/{meeting.id}"))
    assert len(urls) == 5  # nobody who works at the school
    pages = [team.get(url) for url in urls]
    papers = [page.main.text + own_text(page) for page in pages]
    assert sum(bool(page.main.all("textarea", name="address")) for page in pages) == 3
    for paper in papers:
        assert sum(name in paper for name in ("Göte Hemligby", "Tyra Dolddal")) <= 1  # only their own
        assert not [word for word in ("070-174", "@") if word in paper]
    assert sum("Göte Hemligby" in paper for paper in papers) == 1
    assert all("Rum 12" in paper for paper in papers)
    assert sum("Disa Utanverk" in paper for paper in papers) == 5


def test_of_a_student_who_is_protected_only_colleagues_get_mail_and_it_tells_no_place(around: Around) -> None:
    with work(around.app):
        around.consent()
        meeting = around.call(OUTSIDE, sharing="consent")
        db.session.get_one(User, around.school.health_team).email = "hanna@exempel.test"
        db.session.get_one(Student, around.school.student).is_protected = True
    letters, tally = sent(around)
    assert letters == []  # the mentor is not named for the student
    assert tally.withdrawn == 3
    with around.app.app_context():
        answers = sorted(one.answer for one in db.session.scalars(select(Message)))
    assert answers == ["no_longer_theirs", "protected", "protected"]
    with work(around.app):
        student = db.session.get_one(Student, around.school.student)
        said: dict[str, Any] = {"actor": around.who("rector"), "now": clock.now()}
        name_reader(student, around.school.health_team, clock.school_date(clock.now()), **said)
    team = client_as(around.app, around.school.health_team)
    urls = letter_urls(team.get(f"{around.url}/{meeting.id}"))
    assert len(urls) == 3
    for page in map(team.get, urls):
        assert "Rum 12" not in own_text(page)
        assert not page.main.all("textarea", name="address")
        team.send(page, "", 422, way="post")


def test_an_invitation_is_kept_as_it_was_sent_and_stands_in_the_register(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
    here = f"{around.url}/{meeting.id}"
    team = client_as(around.app, around.school.health_team)
    student, guardian = letter_urls(team.get(here))
    assert team.redirected(f"/cases/{around.case_id}/letters/new/meeting_invitation") == around.url
    with work(around.app):  # who may be called but not told gets a letter that tells nothing
        bond = db.session.scalars(select(Guardianship).filter_by(student_id=around.school.student)).one()
        bond.may_be_informed = False
    page = team.get(guardian)
    assert "Karl Exempelsson" in page.main.text
    assert "Alva" not in own_text(page)
    letter = team.send(page, guardian, way="registered_mail", address="Gatan 1", number="BUN 2026/7")
    text = words_of(team, f"{letter}/letter.pdf")
    assert [
        word for word in ("Karl Exempelsson", "Gatan 1", "Rum 12", "BUN 2026/7") if word not in text
    ] == []
    assert "Alva" not in text
    shown = team.get(here)
    assert shown.main.link("Skickat").endswith(letter)
    assert "BUN 2026/7" in client_as(around.app, around.school.rector).get("/register/").main.text
    assert "Alva" in words_of(team, f"{team.send(team.get(student), student, way='handed_over')}/letter.pdf")
    with around.app.app_context():
        assert list(faults()) == []
    client_as(around.app, around.school.subject_teacher).get(guardian, 403)


def test_who_is_called_no_longer_is_told_whatever_becomes_of_the_meeting(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
    sent(around)
    for day in (0, 1):  # without the home, and then moved before that mail has gone
        with work(around.app):
            plan = around.plan(at=SOON + timedelta(days=day))
            plan = replace(plan, people=tuple(one for one in plan.people if one.party != "guardian"))
            case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
            said: dict[str, Any] = {"actor": around.who("health_team"), "now": NOW}
            actions.change_meeting(case, found, plan, "Rummet", seen=str(found.revision), **said)
    letters, _ = sent(around)
    told = {one.to: "METHOD:CANCEL" in calendar_in(written(one, SETTINGS))[1] for one in letters}
    assert told == {"karin@exempel.test": False, "karl@exempel.test": True}
    assert days(letters) == {"karin@exempel.test": 25, "karl@exempel.test": 24}, "each their own day"
    page = client_as(around.app, around.school.health_team).get(f"/cases/{around.case_id}/messages").main.text
    assert "Besked om att mötet den 24 november är inställt" in page


def test_the_word_that_it_is_off_names_the_day_that_one_was_called_to(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
    sent(around)
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        said: dict[str, Any] = {"actor": around.who("health_team"), "now": NOW}
        later = replace(around.plan(), starts_at=SOON + timedelta(days=1))
        actions.change_meeting(case, found, later, "Rummet", seen=str(found.revision), **said)
        actions.cancel_meeting(case, found, "Sjukdom", seen=str(found.revision), **said)
    letters, tally = sent(around)
    assert tally.withdrawn == 2, "nobody gets the new day any more"
    assert days(letters) == {"karin@exempel.test": 24, "karl@exempel.test": 24}
    assert all("den 24 november" in one.text and "25 november" not in one.text for one in letters)


def test_nobody_is_called_to_a_meeting_of_a_closed_case_but_told_that_it_is_off(around: Around) -> None:
    with work(around.app):
        meeting = around.call()
        db.session.get_one(Case, around.case_id).closed_at = NOW
    letters, tally = sent(around)
    assert (letters, tally.withdrawn) == ([], 2)
    with work(around.app):
        case, found = locked_case(around.case_id), db.session.get_one(Meeting, meeting.id)
        said: dict[str, Any] = {"actor": around.who("health_team"), "now": NOW}
        actions.cancel_meeting(case, found, "Avslutat", seen=str(found.revision), **said)
    letters, _ = sent(around)
    assert {one.to for one in letters} == {"karin@exempel.test", "karl@exempel.test"}


def test_everything_is_asked_again_when_it_is_sent(around: Around) -> None:
    with work(around.app):
        around.call()
        bonds = select(Guardianship).where(Guardianship.student_id == around.school.student)
        db.session.scalars(bonds).one().may_be_contacted = False
    letters, tally = sent(around)
    assert ([one.to for one in letters], tally.withdrawn) == (["karin@exempel.test"], 1)
    with work(around.app):
        rows = db.session.scalars(select(Message)).all()
        for one in rows:
            one.state = "waiting"
    letters, tally = sent(around, SOON + timedelta(minutes=1))
    assert (letters, tally.withdrawn) == ([], 2)
