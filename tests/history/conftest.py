"""Two cases with everything that an event binds in them, for tests that roll back what they do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from casework.cases import annulments, around, asks, doing, notes, undo, work
from casework.cases.act_models import Annulment
from casework.cases.consents import withdraw_consent
from casework.cases.measure_models import Measure
from casework.cases.models import Consent
from casework.cases.moves import locked_case
from casework.catalog import catalog
from casework.demo.story import Story
from casework.extensions import db
from casework.people import protecting
from casework.people.home import Rights, change_rights, home_of
from casework.people.models import Group, Student, Unit, User
from casework.people.protection import conflicts_of
from casework.people.queries import person
from casework.people.withholding import end_withholding, withheld_from, withhold
from casework.plans import actions as plans
from casework.plans.actions import FollowUp
from casework.records.models import Submission
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests.clients import client_as
from tests.conftest import DATABASES
from tests.databases import Place
from tests.factories import NOW, make_case, make_school, make_student
from tests.factories import work as unit
from tests.history.figures import decide_on_figures


@pytest.fixture(scope="module", params=DATABASES)
def signed(request: pytest.FixtureRequest) -> Place:
    """Two cases with everything that an event binds in them; tampering is rolled back."""
    place: Place = request.getfixturevalue(request.param)
    place.renew()
    with unit(place.app):
        school = make_school()
        case = make_case(
            student=db.session.get_one(Student, school.student), stage="compulsory_school_monitoring"
        )
        _follow_up(case.id)
        student = db.session.get_one(Student, school.student)
        at = {
            "unit": db.session.get_one(Unit, student.unit_id),
            "group": db.session.get_one(Group, student.group_id),
        }
        _work_on(make_student(given="Vidar", **at))
        _decide_about(make_student(given="Alma", **at))
    client_as(place.app, school.mentor).get(f"/cases/{case.id}")
    return place


def _follow_up(case_id: UUID) -> None:
    """Somebody looks at what has come of the plan, which was signed at the school."""
    case = locked_case(case_id)
    for measure in db.session.query(Measure).filter_by(case_id=case_id):
        said = FollowUp("partly", "some", "keep", NOW.date() + timedelta(days=9), "Två av fem.")
        plans.follow_up(case, measure, said, seen=str(measure.revision), **_by("karin"))


def _work_on(student: Student) -> None:
    """A task that was tried, a form and its correction, a draft, a consent and its end."""
    story = Story(student, today=NOW)
    story.opens("karin", "report", "Borta sex förmiddagar.")
    story.does("karin", "contact_home", "Lämnade meddelande.", milestone="tried")
    story.signs("karin", "student_guardian_checklist")
    story.moves("hanna", "start_mapping")
    story.signs("karin", "initial_mapping", takes=("pattern",))
    story.consents("hanna", "share_with_partners", "Hemmet", "SIP-mötet")
    story.begins("sofia", "school_social_mapping")
    consent = db.session.query(Consent).one()
    case, hanna = locked_case(consent.case_id), db.session.query(User).filter_by(username="hanna").one()
    notes.write_note(
        case, "Sa att bussen är värst.", confidentiality="school", happened_on=NOW.date(), **_by("karin")
    )
    annulments.request_annulment(case, "Fel elev valdes i listan.", **_by("karin"))
    wish = db.session.query(Annulment).one()
    annulments.decide_annulment(case, wish, is_confirmed=False, reason="Det är rätt elev.", **_by("per"))
    ask = asks.ask_others(case, asks.HELP, "Vad gör vi?", confidentiality="school", **_by("karin"))
    asks.answer_ask(case, ask, "Vi ses på torsdag.", **_by("hanna"))
    who = around.Somebody("Disa Utanverk", "Socialtjänsten", "070-174 06 40")
    row = around.add_participant(case, who, NOW.date(), **_by("hanna"))
    around.end_participant(case, row, **_by("hanna"))
    sofia = _by("sofia")["actor"].id
    around.name_responsible(case, sofia, **_by("hanna"))
    chat = db.session.query(Task).filter_by(case_id=case.id, action="ask_what_school_can_do").one()
    doing.report_task(case, chat, Report("done", NOW.date(), "", "Fel elev."), **_by("karin"))
    undo.reopen_task(case, chat, "Det var en annan elev.", **_by("karin"))
    doing.waive_task(case, chat, "Det är gjort på annat sätt.", **_by("karin"))
    decide_on_figures(student, case.id, **_by("karin"))
    later, actor = NOW + timedelta(hours=1), person(hanna, NOW.date())
    withdraw_consent(case, consent, actor=actor, now=later)
    old = db.session.query(Submission).filter_by(case_id=case.id, form="initial_mapping").one()
    karin = person(db.session.query(User).filter_by(username="karin").one(), NOW.date())
    form = catalog().forms["initial_mapping"]
    draft = work.begin_form(case, form, actor=karin, now=later, corrects=old)
    work.finalise_form(case, draft, form, old.answers, actor=karin, now=later)


def _decide_about(student: Student) -> None:
    """A protection that was lifted and one that holds, with readers; who keeps away; what the home may."""
    per, sofia, until = _by("per"), _by("sofia")["actor"].id, NOW.date() + timedelta(days=30)
    protecting.protect(student, "Beslut.", [sofia], until, **per)
    protecting.lift_protection(student, "Upphävt.", **per)
    for username in ("leila", "nils"):
        protecting.state_conflict(student, _by(username)["actor"].id, **per)
    row = next(row for row, name in conflicts_of(student.id))
    protecting.lift_conflict(row, "Fel person.", **per)
    (one,) = home_of(student, NOW.date())
    for may in (True, False):
        rights = Rights("guardian", True, may, False, "", "" if may else "Beslut.")
        change_rights(one.bond, rights, actor=per["actor"], now=NOW)
    fields = ["s_own_explanation", "s_thrive"]
    withhold(one.bond, "student_guardian_checklist", fields, "Efter samtal.", **per)
    end_withholding(one.bond, withheld_from(one.bond)[0], "Det är pratat om.", **per)
    protecting.protect(student, "Nytt beslut.", [sofia], until, **per)


def _by(username: str) -> dict[str, Any]:
    user = db.session.query(User).filter_by(username=username).one()
    return {"actor": person(user, NOW.date()), "now": NOW}
