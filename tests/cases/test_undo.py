"""What was done by mistake is taken back while nothing rests on it; what was said stays readable."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cases import proof
from casework.cases.models import Approval, Case
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Student
from casework.records.models import Submission
from casework.tasks.models import Milestone, Task
from tests.clients import Client, client_as
from tests.factories import School, make_case, work
from tests.filling import fill_in, sign_online

WHY = {"reason": "Det var en annan elev jag ringde om."}


class Scene:
    """A case with people at their browsers."""

    def __init__(self, app: Flask, school: School, stage: str) -> None:
        self.app, self.school = app, school
        with work(app):
            student = db.session.get_one(Student, school.student)
            self.case = f"/cases/{make_case(student=student, stage=stage).id}"

    def at(self, who: str) -> Client:
        """A browser of theirs."""
        return client_as(self.app, getattr(self.school, who))

    def task(self, action: str) -> str:
        """The address of the task of the action."""
        wanted = (Task.case_id == UUID(self.case[-36:])) & (Task.action == action)
        with self.app.app_context():
            return f"{self.case}/tasks/{db.session.scalars(select(Task.id).where(wanted)).one()}"

    def does(self, who: str, action: str, kind: str = "done", **said: str) -> str:
        """Somebody does the task; its address."""
        url, client = self.task(action), self.at(who)
        client.send(
            client.get(url), f"/report/{kind}", **{f"{kind}-{name}": one for name, one in said.items()}
        )
        return url

    def holds(self) -> None:
        """The history holds, and everything that it binds."""
        with self.app.app_context():
            assert not [*breaches(), *proof.faults()]

    def row(self) -> Case:
        """The case's row."""
        with self.app.app_context():
            return db.session.query(Case).one()


@pytest.fixture
def report(app: Flask, school: School) -> Scene:
    """A case that was just opened."""
    return Scene(app, school, "report")


@pytest.fixture
def analysis(app: Flask, school: School) -> Scene:
    """A case for which a hand-over can be asked."""
    scene = Scene(app, school, "analysis")
    for form in ("in_depth_evaluation", "authority_report"):
        sign_online(scene.at("health_team"), scene.case, form)
    return scene


def asked(scene: Scene, who: str = "health_team") -> str:
    """Somebody asks for the hand-over; the address of the request."""
    client = scene.at(who)
    client.send(client.get(f"{scene.case}/advance/hand_over"), summary="Klart.", reason="Vi når inte längre.")
    with scene.app.app_context():
        newest = select(Approval.id).order_by(Approval.requested_at.desc()).limit(1)
        return f"{scene.case}/approvals/{db.session.scalars(newest).one()}"


def test_a_request_is_withdrawn_by_who_made_it_and_by_nobody_else(analysis: Scene) -> None:
    request = asked(analysis)
    for other in ("counsellor", "rector"):
        client = analysis.at(other)
        client.post(f"{request}/withdraw", client.tokens(), 403)
        assert not [one for one in client.get(request).main.all("form") if "withdraw" in str(one.attributes)]
    team = analysis.at("health_team")
    team.send(team.get(request), "/withdraw")
    assert "Tillbakadragen" in team.get(request).main.text
    assert analysis.row().waiting_code == "ready"
    rector = analysis.at("rector")
    sent = {**rector.tokens(), "decision": "approve", "revision": str(analysis.row().revision)}
    rector.post(request, sent, 409)
    team.post(f"{request}/withdraw", team.tokens(), 409)
    assert asked(analysis) != request
    analysis.holds()


def test_a_draft_is_put_away_and_fetched_again_with_what_stood_in_it(report: Scene) -> None:
    mentor = report.at("mentor")
    fill_in(mentor, report.case, "student_guardian_checklist")
    with report.app.app_context():
        answers = db.session.query(Submission).one().answers
    draft = mentor.redirected(f"{report.case}/forms/new/student_guardian_checklist")
    page = mentor.get(mentor.get(draft).main.link("Lägg undan utkastet"))
    forms = mentor.send(page)
    mentor.get(draft, 404)
    fetched = mentor.send(mentor.get(forms), "/restore")
    with report.app.app_context():
        row = db.session.get_one(Submission, UUID(fetched[-36:]))
        assert (row.status, row.answers) == ("draft", answers)
    mentor.post(f"{draft}/restore", mentor.tokens(), 409)
    assert "/restore" not in mentor.get(f"{report.case}/forms").answer.text
    report.holds()


def test_a_draft_is_not_fetched_when_somebody_has_begun_anew(report: Scene) -> None:
    mentor = report.at("mentor")
    fill_in(mentor, report.case, "student_guardian_checklist")
    draft = mentor.redirected(f"{report.case}/forms/new/student_guardian_checklist")
    mentor.send(mentor.get(f"{draft}/discard"))
    sign_online(mentor, report.case, "student_guardian_checklist")
    assert "/restore" not in mentor.get(f"{report.case}/forms").answer.text
    mentor.post(f"{draft}/restore", mentor.tokens(), 409)


@pytest.mark.parametrize(("who", "status"), [("health_team", 403), ("stranger", 404)])
def test_a_draft_is_put_away_and_fetched_only_by_who_writes_in_it(
    report: Scene, who: str, status: int
) -> None:
    mentor, other = report.at("mentor"), report.at(who)
    fill_in(mentor, report.case, "student_guardian_checklist")
    draft = mentor.redirected(f"{report.case}/forms/new/student_guardian_checklist")
    other.get(f"{draft}/discard", status)
    other.post(f"{draft}/discard", other.tokens(), status)
    mentor.send(mentor.get(f"{draft}/discard"))
    other.post(f"{draft}/restore", other.tokens(), status)
    mentor.post(f"{draft}/restore", mentor.tokens(), 303)


def test_a_signed_form_is_not_put_away(report: Scene) -> None:
    mentor = report.at("mentor")
    signed = sign_online(mentor, report.case, "student_guardian_checklist")
    mentor.post(f"{signed}/discard", mentor.tokens(), 409)


def test_a_task_marked_by_mistake_is_opened_again_and_keeps_what_was_said(report: Scene) -> None:
    task = report.does("mentor", "contact_home", outcome="reached", note="Ringde pappa.")
    mentor = report.at("mentor")
    page = mentor.get(mentor.get(task).main.link("Öppna uppgiften igen"))
    mentor.send(page, status=422, reason=" ")
    assert mentor.send(page, **WHY) == task
    text = mentor.get(task).main.text
    assert "Återtaget" in text
    assert "Ringde pappa." in text
    assert WHY["reason"] in text
    report.does("mentor", "contact_home", outcome="reached", note="Ringde mamma.")
    with report.app.app_context():
        assert db.session.query(Milestone).count() == 2
    report.holds()


def test_what_is_taken_back_no_longer_counts_for_the_gate(app: Flask, school: School) -> None:
    scene = Scene(app, school, "compulsory_school_monitoring")
    task = scene.does("administration", "acceptance", "taken", outcome="accepted", note="Vi tar emot.")
    berit = scene.at("administration")
    assessment = f"{scene.case}/forms/new/compulsory_school_assessment"
    berit.get(assessment)
    berit.send(berit.get(f"{task}/reopen"), **WHY)
    berit.get(assessment, 409)
    scene.does("administration", "acceptance", "taken", outcome="accepted", note="Nu på riktigt.")
    berit.get(assessment)
    scene.holds()


def test_a_task_on_which_something_rests_stays_done(app: Flask, school: School) -> None:
    scene = Scene(app, school, "compulsory_school_monitoring")
    task = scene.does("administration", "acceptance", "taken", outcome="accepted", note="Vi tar emot.")
    scene.does("administration", "talk_with_rector", outcome="reached", note="Kort samtal.")
    berit = scene.at("administration")
    answer = berit.post(f"{task}/reopen", {**berit.tokens(), **WHY}, 409)
    assert "på grund av den här uppgiften" in answer.text
    assert "Öppna uppgiften igen" not in berit.get(task).main.text


def test_a_task_of_an_earlier_step_stays_done(report: Scene) -> None:
    task = report.does("mentor", "contact_home", outcome="reached", note="Ringde pappa.")
    mentor, team = report.at("mentor"), report.at("health_team")
    sign_online(mentor, report.case, "student_guardian_checklist")
    team.send(team.get(f"{report.case}/advance/start_mapping"))
    mentor.post(f"{task}/reopen", {**mentor.tokens(), **WHY}, 409)


def test_a_task_that_was_not_needed_after_all_is_needed_again(report: Scene) -> None:
    mentor, task = report.at("mentor"), report.task("contact_home")
    mentor.send(mentor.get(task), "/waive", **{"waive-reason": "Hemmet ringde själva."})
    mentor.send(mentor.get(f"{task}/reopen"), **WHY)
    report.does("mentor", "contact_home", outcome="reached", note="Ringde pappa.")
    report.holds()


@pytest.mark.parametrize(("who", "status"), [("health_team", 403), ("rector", 403), ("stranger", 404)])
def test_a_task_is_opened_again_only_by_those_whose_it_is(report: Scene, who: str, status: int) -> None:
    task = report.does("mentor", "contact_home", outcome="reached", note="Ringde pappa.")
    other, mentor = report.at(who), report.at("mentor")
    other.post(f"{task}/reopen", {**other.tokens(), **WHY}, status)
    if status == 403:
        assert "Öppna uppgiften igen" not in other.get(task).main.text
    mentor.post(f"{task}/reopen", {**mentor.tokens(), **WHY}, 303)


def test_a_consent_noted_by_mistake_says_so_and_holds_no_longer(report: Scene) -> None:
    team, mentor = report.at("health_team"), report.at("mentor")
    given = {"given_by": "Karl Exempelsson", "given_on": "2026-11-20", "scope": "SIP-mötet"}
    listed = team.send(team.get(f"{report.case}/consents/new/share_with_partners"), **given)
    mistake = team.get(listed).main.link("Registrerat av misstag")
    mentor.post(mistake, {**mentor.tokens(), **WHY}, 403)
    team.send(team.get(mistake), status=422, reason=" ")
    team.send(team.get(mistake), **WHY)
    text = team.get(listed).main.text
    assert WHY["reason"] in text
    assert "Inget samtycke gäller" in text
    team.post(mistake, {**team.tokens(), **WHY}, 409)
    report.holds()


def test_what_cannot_be_undone_is_said_before(analysis: Scene) -> None:
    team, rector = analysis.at("health_team"), analysis.at("rector")
    assert "dra tillbaka begäran" in team.get(f"{analysis.case}/advance/hand_over").main.text
    assert "kan inte ångras" in rector.get(asked(analysis)).main.text
    signing = fill_in(team, analysis.case, "closing_evaluation", do="finalise")
    assert "kan inte ångras" in team.get(signing).main.text
