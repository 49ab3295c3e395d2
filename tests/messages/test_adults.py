"""From eighteen years on the student is told; by the student's own number or address, if there is one."""

from __future__ import annotations

from datetime import date

import pytest

from casework.catalog import catalog
from casework.engine.actions import Notice
from casework.extensions import db
from casework.messages.models import Message
from casework.messages.notices import leave_notices
from casework.people.models import Student
from casework.tasks.student_tasks import Ground
from tests.factories import NOW, School, work
from tests.messages.post import Kept, send

HOME = Notice.model_validate(
    {"id": "tell", "do": "notice", "title": "Berätta", "by": ["system"], "to": ["home"]}
)


def tell(school: School, **student: object) -> bool:
    """Leaves the notice about a student of age; whether all who are to be told can be."""
    one = db.session.get_one(Student, school.student)
    one.birth_date = date(2007, 5, 4)
    for name, value in student.items():
        setattr(one, name, value)
    sha = next(iter(catalog().workflows.values())).sha
    ground = Ground(one.id, "ljusnarsberg", sha, "tell", "key", NOW.date(), ())
    return leave_notices(one, HOME, ground, [], now=NOW)


@pytest.mark.parametrize(
    ("reached", "to"),
    [
        ({"phone": "070-174 06 99"}, ("sms", "+46701740699")),
        ({"email": "alva@exempel.test"}, ("email", "alva@exempel.test")),
        ({"phone": "08-123 45 67", "email": "alva@exempel.test"}, ("email", "alva@exempel.test")),
    ],
)
def test_a_student_of_age_is_told_and_nobody_at_home(app, school, reached, to) -> None:
    kept = Kept()
    with work(app):
        assert tell(school, **reached)
    with app.app_context():
        send(kept)
        one = db.session.query(Message).one()
        assert (one.state, one.guardian_id) == ("sent", None)
    assert [(letter.channel, letter.to) for letter in kept.letters] == [to]


def test_without_number_and_address_somebody_finds_a_way(app, school) -> None:
    with work(app):
        assert not tell(school)
        assert db.session.query(Message).count() == 0


def test_a_protected_identity_is_never_told_nor_its_number_shown(app, school, browser_of) -> None:
    with work(app):
        assert not tell(school, phone="070-174 06 99", is_protected=True)
        assert db.session.query(Message).count() == 0
    with work(app):
        db.session.get_one(Student, school.student).is_protected = False
    page = browser_of(school.mentor).get(f"/students/{school.student}/contacts/new").main
    assert page.one("a", href="tel:0701740699").text == "070-174 06 99"
    assert page.all("input", name="party")[0].attributes["value"] == "student"
