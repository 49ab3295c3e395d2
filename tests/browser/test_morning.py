"""A mentor's morning on a phone: three calls logged, a follow-up done, a task waived, in few taps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator
from sqlalchemy import select

from casework import clock
from casework.catalog import catalog
from casework.engine.deadlines import Deadline
from casework.extensions import db
from casework.people.models import Group, Guardian, Guardianship, Student, Unit
from casework.tasks import student_tasks
from casework.tasks.student_tasks import Ground
from casework.versions import actions as versions
from tests.browser.conftest import SitDown
from tests.browser.counting import Counting
from tests.browser.site import CLASS, Site
from tests.browser.visitor import PHONE, Visitor
from tests.factories import make_group, make_student, make_user, work

pytestmark = pytest.mark.browser
MOST_FOR_A_CALL = 5
CALLED = ("Nelly", "Olle", "Pia")


def a_morning(site: Site) -> None:
    """Mona's class: three homes to call, one of them with two guardians, and two other tasks."""
    with work(site.place.app):
        beside = db.session.scalars(select(Group).where(Group.name == CLASS)).one()
        unit = db.session.get_one(Unit, beside.unit_id)
        group = make_group(unit=unit, name="8M")
        make_user(unit=unit, group=group, name="Mona Morgonlund")
        for given in CALLED:
            student = make_student(unit=unit, group=group, given=given, family="Gryningsson")
            ask(student, "call_home_first")
        second = Guardian(name="Anna Gryningsson", phone="070-174 06 98")
        db.session.add(second)
        db.session.flush()
        db.session.add(Guardianship(student_id=student.id, guardian_id=second.id))
        ask(student, "follow_up_third")
        ask(student, "review_records")


def ask(student: Student, action_id: str) -> None:
    """Opens the routine's action about the student for the mentor."""
    model, today = catalog().workflows["nine-weeks"], clock.school_date(clock.now())
    ground = Ground(student.id, "nine-weeks", versions.keep(model), action_id, "morning", today, ())
    action = model.rules.any_action(action_id)
    assert action
    student_tasks.open_tasks(
        [student_tasks.New(ground, action, ("mentor",), Deadline(today))], now=clock.now()
    )


def row(mona: Visitor, task: str, student: str) -> Locator:
    """The button of the task on the start page."""
    named = mona.page.locator("main .rowline").filter(has_text=task).filter(has_text=student)
    return named.locator("h3 a")


@pytest.mark.long
def test_a_mentors_morning_on_a_phone(site: Site, sit_down: SitDown) -> None:
    a_morning(site)
    mona = sit_down("mona", width=PHONE)
    counting, calls = Counting(mona), []
    for student, outcome in zip(CALLED, ("reached", "not_reached", "message_left"), strict=True):
        counting.begin()
        counting.opens(row(mona, "Hör av dig hem", student))
        counting.dials()
        if student == CALLED[-1]:
            counting.taps("label:has-text('Anna Gryningsson')")
        counting.taps(f"label[for='{mona.find(f'[value={outcome}]').get_attribute('id')}']")
        counting.opens("main form button.ds-button")
        calls.append(counting.count)
    mona.sees("Anna Gryningsson")
    counting.begin()
    counting.opens(row(mona, "Följ upp mötet", CALLED[-1]))
    counting.taps("label:has-text('Anna Gryningsson')")
    counting.taps(f"label[for='{mona.find('[value=agreed]').get_attribute('id')}']")
    counting.writes("#agreement", "Vi hörs på fredag.")
    counting.opens("main form button.ds-button")
    followed_up = counting.count
    counting.begin()
    counting.opens(row(mona, "Gå igenom", CALLED[-1]))
    counting.taps("summary:has-text('Behövs inte')")
    counting.writes("main form[action$='/waive'] textarea", "Allt lästes på förra mötet.")
    counting.opens("main form[action$='/waive'] button")
    told = f"taps and fields: calls {calls}, a follow-up {followed_up}, a task waived {counting.count}"
    mona.go("/")
    assert row(mona, "Hör av dig hem", CALLED[0]).count() == 0, told
    assert row(mona, "Hör av dig hem", CALLED[1]).count() == 1, told
    assert max(calls) <= MOST_FOR_A_CALL, told
    assert max(followed_up, counting.count) <= MOST_FOR_A_CALL, told
