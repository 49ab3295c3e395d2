"""The law's report to the authority is asked for once, whether a step or the duty asks for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases import actions, doing
from casework.cases import work as work_on
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cases.pages.student_rows import form_of
from casework.cases.student_proof import faults
from casework.catalog import catalog
from casework.errors import Refused
from casework.extensions import db
from casework.history.queries import breaches
from casework.letters.proof import faults as letter_faults
from casework.people.models import Student, Unit, User
from casework.people.queries import person
from casework.tasks.actions import Report
from casework.tasks.models import Task
from casework.tasks.student_models import StudentTask
from tests.clients import Client
from tests.factories import School, make_case, make_grant, make_user, work
from tests.filling import sign
from tests.signals.places import DAYS, Attending


@pytest.fixture
def here(school: School, app: Flask) -> Attending:
    """A case at the seventh occasion, where the school-social mapping is done."""
    with work(app):
        found = Attending(school)
        found.begin()
        student, model = db.session.get_one(Student, school.student), catalog().workflows["nine-weeks"]
        by, now = found.teacher, found.now(DAYS[0])
        actions.open_case(student, model, "seventh_time", reason="Borta ofta.", actor=by, now=now)
        signs(found, "school_social_mapping", school.counsellor)
    return Attending(school)


def signs(here: Attending, form: str, user: UUID) -> None:
    """Somebody signs the form of the case."""
    who = person(db.session.get_one(User, user), DAYS[0])
    sign(db.session.scalars(select(Case)).one(), form, actor=who, now=here.now(DAYS[0]))


def asked(action: str = "report_investigation_by_law") -> list[StudentTask]:
    """The tasks by which the duty asks for the report, or for something else."""
    return list(db.session.scalars(select(StudentTask).where(StudentTask.action == action)))


def test_an_investigation_asks_for_the_report_once(app: Flask, here: Attending) -> None:
    with work(app):
        here.read(DAYS[1])
        (task,) = asked()
        assert task.due_on == DAYS[6]
        here.read(DAYS[2])
        assert len(asked()) == 1


def test_it_is_not_asked_for_once_more_when_the_case_has_reported(
    app: Flask, school: School, here: Attending
) -> None:
    with work(app):
        signs(here, "authority_report", school.rector)
        here.read(DAYS[1])
        assert asked() == []


def test_signing_the_form_of_the_case_is_doing_what_the_duty_asks_for(
    app: Flask, school: School, here: Attending
) -> None:
    with work(app):
        here.read(DAYS[1])
        signs(here, "authority_report", school.rector)
        assert [one.status for one in asked()] == ["done"]
        assert not [*faults(), *breaches()]
        here.read(DAYS[2])
        assert len(asked()) == 1


@pytest.mark.parametrize(
    ("model", "stage", "action", "kind"),
    [
        ("bengtsfors", "level_3", "raise_with_health_team", "held"),
        ("ljusnarsberg", "over_a_week", "inform_health_team", "sent"),
    ],
)
def test_where_no_step_has_the_form_it_can_be_begun_once_the_duty_asks_for_it(
    app: Flask, school: School, model: str, stage: str, action: str, kind: str
) -> None:
    here = Attending(school)
    with work(app):
        here.begin(model)
        unit = db.session.get_one(Unit, school.unit)
        team = make_user(role="attendance_team", unit=unit, name="Nils Närvaro", username="nn")
        make_grant(user=team, role="rector", unit=unit)
        by = person(team, DAYS[0])
        student, now = db.session.get_one(Student, school.student), here.now(DAYS[0])
        actions.open_case(student, catalog().workflows[model], stage, reason="Ofta borta.", actor=by, now=now)
    with work(app), pytest.raises(Refused):
        signs(here, "authority_report", team.id)
    with work(app):
        here.read(DAYS[0])
        assert asked("report_investigation") == []
        case = db.session.scalars(select(Case)).one()
        task = db.session.scalars(select(Task).where(Task.action == action)).one()
        doing.report_task(case, task, Report(kind, DAYS[0]), actor=by, now=now)
        here.read(DAYS[1])
        assert [one.due_on for one in asked("report_investigation")] == [DAYS[6]]
        signs(here, "authority_report", team.id)
        assert [one.status for one in asked("report_investigation")] == ["done"]


@pytest.mark.parametrize("is_reported", [True, False])
def test_the_step_that_asks_for_the_report_too_asks_only_where_there_is_none(
    app: Flask, school: School, *, is_reported: bool
) -> None:
    here = Attending(school)
    with work(app):
        here.begin("five-step")
        student = db.session.get_one(Student, school.student)
        case = make_case(student=student, stage="investigation", now=here.now(DAYS[0]))
        begin(case, "absence_investigation", school.health_team, here.now(DAYS[0]))
        here.read(DAYS[1])
        assert [one.status for one in asked("report_investigation")] == ["open"]
        if is_reported:
            signs(here, "authority_report", school.health_team)
        for form in ("absence_investigation", "attendance_action_plan"):
            signs(here, form, school.health_team)
        by = person(db.session.get_one(User, school.health_team), DAYS[0])
        actions.advance_case(
            case, "start_analysis", "analysis", reason="", summary="", actor=by, now=here.now(DAYS[1])
        )
        task = select(Task.status).where(Task.action == "authority_report")
        assert list(db.session.scalars(task)) == ([] if is_reported else ["open"])
        here.read(DAYS[2])
        standing = "done" if is_reported else "open"
        assert [one.status for one in asked("report_investigation")] == [standing]


def begin(case: Case, form: str, user: UUID, now: datetime) -> None:
    """Somebody begins the form of the case."""
    actor = person(db.session.get_one(User, user), now.date())
    work_on.begin_form(case, catalog().forms[form], actor=actor, now=now)


@pytest.mark.parametrize(
    ("own", "home", "is_told"),
    [
        ("Lindåsa", "Årjäng", True),
        ("Lindåsa", "Lindåsa kommun", False),
        ("Lindåsa", "", False),
        ("none", "Lindåsa", True),
        ("", "Årjäng", False),
    ],
)
def test_the_home_municipality_is_told_where_it_is_known_to_be_another(
    app: Flask, here: Attending, own: str, home: str, *, is_told: bool
) -> None:
    app.config["MUNICIPALITY"] = own
    with work(app):
        db.session.get_one(Student, here.student).home_municipality = home
        here.read(DAYS[1])
        assert len(asked("tell_home_municipality")) == is_told
        assert len(asked()) == 1


def test_the_notice_is_a_letter_of_the_case_and_sending_it_does_the_task(
    app: Flask, school: School, here: Attending, browser_of
) -> None:
    app.config["MUNICIPALITY"] = "Lindåsa"
    with work(app):
        db.session.get_one(Student, here.student).home_municipality = "Årjäng"
        here.read(DAYS[1])
        (task,) = asked("tell_home_municipality")
    rector: Client = browser_of(school.rector)
    page = rector.get(f"/students/{school.student}/tasks/{task.id}")
    listed = rector.get(page.main.link("Skriv brevet"))
    write = listed.main.link("Underrättelse till hemkommunen")
    page = rector.get(write)
    assert "Hemkommunen, Årjäng" in page.main.text
    browser_of(school.counsellor).get(write, 403)
    rector.send(page, "", 422, recipient="home")
    url = rector.send(page, recipient="home_municipality", own_text="Vi återkommer.")
    rector.send(rector.get(f"{url}/send"), way="post")
    assert standing(app) == ["done"]
    assert "Årjäng" in rector.get(url).main.text
    rector.send(rector.get(f"{url}/take-back"), reason="Fel elev.")
    assert standing(app) == ["open"]
    with app.app_context():
        assert not [*faults(), *breaches(), *letter_faults()]


def standing(app: Flask) -> list[str]:
    """How the task about the home municipality stands."""
    with app.app_context():
        return [one.status for one in asked("tell_home_municipality")]


def test_only_what_a_duty_asks_for_leads_to_the_form_of_the_case(
    app: Flask, school: School, here: Attending
) -> None:
    """What a step without cases asks for is told on the task: the form belongs to that step."""
    with work(app):
        case = db.session.scalars(select(Case)).one()
        by = person(db.session.get_one(User, school.rector), DAYS[0])
        begin(case, "authority_report", school.rector, here.now(DAYS[0]))
        situation = situation_of(case, by, here.now(DAYS[0]))
        steps = [(stage, action) for stage, action in situation.workflow.actions() if action.form]
        before = [action for stage, action in steps if stage.case == "none"]
        asked_for = situation.workflow.forms_of_duties
        assert before
        assert asked_for
        with app.test_request_context():
            assert [form_of(one, situation) for one in before] == [None] * len(before)
            assert all(form_of(one, situation) for one in asked_for)
