"""Eight are called and two of them have a protected identity: nothing of those two reaches anybody else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import icalendar
import pypdfium2
import pytest
from sqlalchemy import select

from casework import clock
from casework.demo.story import Story
from casework.extensions import db
from casework.meetings.inviting import AUTHORS
from casework.meetings.models import Invited, Meeting
from casework.messages.mail import written
from casework.messages.sending import send_due
from casework.people.models import Guardian, Guardianship, Student
from casework.tasks.models import Milestone
from tests.clients import Client, client_as
from tests.factories import work
from tests.meetings.conftest import Around
from tests.meetings.test_inviting import SETTINGS, letter_urls, own_text
from tests.messages.post import Kept

AT_HOME, OUTSIDE = (
    ("Göte", "Hemligby", "gote@", "070-174 06 99"),
    ("Tyra", "Dolddal", "tyra@", "Kvinnojouren"),
)
KEPT = (*AT_HOME, *OUTSIDE)


@pytest.fixture
def bonds(around: Around) -> dict[str, str]:
    """The home with its second guardian: by the name, how forms call each."""
    with work(around.app):
        around.consent()
        other = Guardian(name="Göte Hemligby", phone="070-174 06 99", email="gote@exempel.test")
        db.session.add(other)
        db.session.flush()
        db.session.add(
            Guardianship(student_id=around.school.student, guardian_id=other.id, may_be_contacted=True)
        )
        rows = select(Guardian.name, Guardianship.id).join(Guardian, Guardian.id == Guardianship.guardian_id)
        mine = rows.where(Guardianship.student_id == around.school.student)
        return {name.split()[0]: str(bond) for name, bond in db.session.execute(mine)}


def test_nothing_of_two_reaches_the_other_six(
    around: Around, bonds: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    team = client_as(around.app, around.school.health_team)
    with caplog.at_level(logging.DEBUG):
        here = called(around, team, bonds)
        for whole in mailed(around):
            assert not in_it(whole, (*KEPT, "Alva")), whole
        assert_letters(team, here)
        assert_passed_on(around, team, here, bonds)
    assert not in_it(caplog.text, (*KEPT, "Alva", "Disa", "Karl"))


def called(around: Around, team: Client, bonds: dict[str, str]) -> str:
    """The team fills the form in; the address of the meeting that comes of it."""
    url = f"/cases/{around.case_id}/tasks/{_task(around)}/meeting"
    said: dict[str, Any] = {
        "day": (clock.school_date(clock.now()) + timedelta(days=10)).isoformat(),
        "place": "Rum 12",
        "staff": [str(getattr(around.school, who)) for who in ("health_team", "mentor", "rector")],
        "home": ["student", bonds["Karl"], bonds["Göte"]],
        "kept": [bonds["Göte"]],
        "sharing": "consent",
        "about": "Vi planerar våren.",
    }
    for number, row in enumerate((("Disa Utanverk", "Socialtjänsten"), ("Tyra Dolddal", "Kvinnojouren"))):
        given = row[0].split()[0].lower()
        said |= {f"outside-{number}-name": row[0], f"outside-{number}-body": row[1]}
        said |= {f"outside-{number}-email": f"{given}@exempel.test"}
    here = team.send(team.get(url), url, **said, **{"outside-1-is_protected": "y"})
    with around.app.app_context():
        assert len(db.session.scalars(select(Invited)).all()) == 8
    return str(here)


def _task(around: Around) -> UUID:
    with around.app.app_context():
        return around.task().id


def mailed(around: Around) -> Iterator[str]:
    """Each mail with its headers and every part as who gets it reads them."""
    wire, in_daytime = Kept(), timedelta(hours=14)  # the home is not written to at night
    with around.app.app_context():
        send_due(AUTHORS, {"email": wire}, lambda: clock.now() + in_daytime)
    assert {one.to for one in wire.letters} == {f"{who}@exempel.test" for who in ("karin", "karl", "disa")}
    for letter in wire.letters:
        mail = written(letter, SETTINGS)
        parts = [one.get_content() for one in mail.walk() if not one.is_multipart()]
        (event,) = icalendar.Calendar.from_ical(parts[-1]).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{letter.to}"
        yield "\n".join([str(mail.items()), *parts, *map(str, event.values())])


def assert_letters(team: Client, here: str) -> None:
    """The invitation of each who gets it on paper: of the two only their own name, and on no other."""
    pages = [team.get(url) for url in letter_urls(team.get(here))]
    papers = [page.main.text + own_text(page) for page in pages]
    assert [sum(name in paper for paper in papers) for name in ("Göte Hemligby", "Tyra Dolddal")] == [1, 1]
    for paper in papers:
        assert not in_it(paper, ("@", "070-174"))
        own = AT_HOME if "Göte" in paper else OUTSIDE if "Tyra" in paper else ()
        assert not in_it(paper, [one for one in KEPT if one not in own])
        assert "Disa Utanverk" in paper  # who is not protected is named
    assert len(papers) == 5


def assert_passed_on(around: Around, team: Client, here: str, bonds: dict[str, str]) -> None:
    """What it leaves behind: the report, the minutes of each, letters as PDF, the history, the case."""
    with work(around.app):
        db.session.get_one(Meeting, UUID(here[-36:])).starts_at = clock.now() - timedelta(hours=1)
    team.send(team.get(f"{here}/held"), f"{here}/held")
    with work(around.app):
        notes = "; ".join(one.note for one in db.session.scalars(select(Milestone)))
        assert "Karl Exempelsson" in notes
        assert not in_it(notes, KEPT)
        story = Story(db.session.get_one(Student, around.school.student), today=clock.now())
        vars(story)["_case_id"] = around.case_id
        story.days_ago(0)
        story.signs("hanna", "network_meeting_notes")
        people = {one.name or str(one.guardian_id or ""): one for one in db.session.scalars(select(Invited))}
    page = team.get(f"{here}/share")
    parts = [one.attributes["value"] for one in page.main.all("input", name="parts")][-1:]
    others = [str(one.id) for name, one in people.items() if not one.is_protected and one.party != "staff"]
    team.send(page, f"{here}/share", people=others, parts=parts)
    papers = [team.get(f"{here}/minutes/{one}").main.text for one in others]
    case = f"/cases/{around.case_id}"
    url = team.send(team.get(f"{case}/letters/new/meeting_minutes"), recipient=bonds["Karl"])
    papers.append(pdf_words(team.raw.get(f"{url}/letter.pdf").data))
    mentor = client_as(around.app, around.school.mentor)
    papers += [mentor.get(f"{case}/history").main.text, team.get(f"{case}/history").main.text]
    printed = team.get(f"{case}/print?reader={bonds['Karl']}").main.all("section")
    papers.append(" ".join(one.text for one in printed))
    assert len(papers) == len(others) + 4
    for paper in papers:
        assert not in_it(paper, KEPT), paper


def pdf_words(content: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def in_it(text: str, names: Iterable[str]) -> list[str]:
    """Which of the names stand in the text."""
    return [name for name in names if name in text]
