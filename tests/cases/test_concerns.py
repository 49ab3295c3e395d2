"""Whoever works with a student reports a worry, and sees their own report and that it is taken up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, text

from casework.cases import concerns, proof
from casework.cases.concern_models import Concern
from casework.cases.facts import situation_of
from casework.cases.models import Case
from casework.cases.pages.readings import readings
from casework.catalog import catalog
from casework.clock import now, school_date
from casework.extensions import db
from casework.forms.answers import settled
from casework.people import protecting
from casework.people.models import Student, Unit, User
from casework.people.queries import person
from casework.records.contributions import Page as Sending
from casework.records.models import Submission
from tests.clients import Client, client_as, filled
from tests.factories import School, make_case, make_group, work
from tests.filling import EVERYTHING, asked, on_page
from tests.pages import Page

FORM = "concern_report"
SEEN = "Låg mönster-Berta i korridoren."
TITLE = "Orosanmälan till socialtjänsten"


def who(user: UUID) -> Any:
    return person(db.session.get_one(User, user), school_date(now()))


def report(app: Flask, school: School, author: str = "subject_teacher", seen: str = SEEN) -> str:
    """The address of a report that the author has signed."""
    with work(app):
        form, by = catalog().forms[FORM], who(getattr(school, author))
        answers = asked(form.in_language("sv"), {"what_seen": seen})
        about, sent = concerns.About(school.student, form), Sending(school.student)
        row = concerns.save_draft(about, answers, page=sent, actor=by, now=now())
        whole = settled(form.in_language("sv"), answers, EVERYTHING)
        said: dict[str, Any] = {"seen": str(row.revision), "role": by.grants[0].role, "now": now()}
        concerns.sign(row, whole, **said, actor=by)
        return f"/students/{school.student}/concerns/{row.id}"


def open_case(app: Flask, school: School, stage: str = "mapping") -> UUID:
    with work(app):
        return make_case(student=db.session.get_one(Student, school.student), stage=stage).id


def fill_in(client: Client, school: School, do: str, seen: str = SEEN) -> str:
    """Finds the form on the student's page, fills it in and presses the button; where that leads."""
    page = client.get(client.get(f"/students/{school.student}").main.link("Gör en orosanmälan"))
    with client.app.app_context():
        form = catalog().forms[FORM].in_language("sv")
    leads: str = client.send(page, do=do, **on_page(form, asked(form, {"what_seen": seen})))
    return leads


def test_a_teacher_reports_without_a_case_and_the_team_opens_one_with_it(app: Flask, school: School) -> None:
    teacher, team = client_as(app, school.subject_teacher), client_as(app, school.counsellor)
    signing = fill_in(teacher, school, "finalise")
    assert SEEN in teacher.get(signing).main.text
    own = teacher.send(teacher.get(signing))
    assert "Ingen har tagit hand om den än" in teacher.get(own).main.text
    assert SEEN in teacher.get(own).main.text
    report_at = team.get("/").main.link(f"{TITLE}: Alva Exempelsson")
    assert SEEN in team.get(report_at).main.text
    page = team.get(team.get(report_at).main.link("Öppna ärende med den"))
    case = team.send(page, stage="report", reason="Anmälan.")
    assert TITLE in team.get(f"{case}/forms").main.text
    assert "kom till ärendet" in team.get(f"{case}/history").main.text
    told = teacher.get(own).main.text
    assert "Sofia Demogren har tagit hand om den" in told
    assert TITLE in teacher.get(f"/students/{school.student}").main.one("section", id="concerns").text
    teacher.get(case, 403)
    teacher.get(report_at, 403)
    assert TITLE not in team.get("/").main.text


def test_in_an_open_case_it_lies_at_once_and_counts_as_signed_by_its_author(
    app: Flask, school: School
) -> None:
    case_id = open_case(app, school)
    address = report(app, school)
    with app.app_context():
        case = db.session.get_one(Case, case_id)
        facts = situation_of(case, who(school.rector), now()).facts
        (found,) = [one for one in facts.forms if one.form == FORM]
        assert (found.by, found.role) == (str(school.subject_teacher), "subject_teacher")
        assert found.answers["acute"] == asked(catalog().forms[FORM].in_language("sv"))["acute"]
        assert list(proof.faults()) == []
    team = client_as(app, school.health_team)
    page = team.get(address)
    assert SEEN in team.get(page.main.link("Formuläret i ärendet")).main.text
    team.send(page, f"{address}/take-up")
    assert "har tagit hand om den" in team.get(address).main.text
    team.post(f"{address}/take-up", team.tokens(), 409)


def test_who_does_not_read_the_class_neither_sees_nor_opens_it_and_it_waits_on(
    app: Flask, school: School
) -> None:
    address = report(app, school)
    mentor = client_as(app, school.mentor)
    mentor.get(address, 404)
    mentor.get(f"{address}/own", 404)
    assert TITLE not in mentor.get("/").main.text
    assert TITLE not in mentor.get(f"/students/{school.student}").main.text
    case = mentor.send(
        mentor.get(f"/students/{school.student}/open"), stage="report", reason="Mycket frånvaro."
    )
    assert SEEN not in mentor.get(case).text
    with app.app_context():
        row = db.session.scalars(select(Concern)).one()
        assert (row.state, row.submission_id is None) == ("new", False)
        mentor.get(f"{case}/forms/{row.submission_id}", 404)
    assert TITLE in client_as(app, school.nurse).get("/").main.text


def test_nothing_is_needed_needs_a_reason_that_the_author_does_not_see(app: Flask, school: School) -> None:
    address = report(app, school)
    rector, teacher = client_as(app, school.rector), client_as(app, school.subject_teacher)
    page = rector.get(rector.get(address).main.link("Inget behövs"))
    rector.send(page, status=422, reason=" ")
    rector.send(page, reason="Hemmet har ringt om det här.")
    assert "Hemmet har ringt" in rector.get(address).main.text
    assert "har tagit hand om den" in teacher.get(f"{address}/own").main.text
    assert "Hemmet har ringt" not in teacher.get(f"{address}/own").text
    rector.post(f"{address}/take-up", rector.tokens(), 409)
    case_id = open_case(app, school)
    with app.app_context():
        wanted = select(Submission).where(Submission.case_id == case_id, Submission.form == FORM)
        assert db.session.scalars(wanted).all() == []
        assert list(proof.faults()) == []


def test_two_who_write_have_each_their_own_draft(app: Flask, school: School) -> None:
    teacher, mentor = client_as(app, school.subject_teacher), client_as(app, school.mentor)
    fill_in(teacher, school, "save")
    page = mentor.get(f"/students/{school.student}/concerns/new/{FORM}")
    assert SEEN not in page.text
    sent = {**filled(page.form()), "what_seen": "Annat"}
    kept = mentor.raw.post(f"/students/{school.student}/concerns/new/{FORM}/keep", data=sent)
    assert "what_seen" in kept.json["kept"]
    with app.app_context():
        found = {one.author_id: one.answers["what_seen"] for one in db.session.scalars(select(Concern))}
    assert found == {school.subject_teacher: SEEN, school.mentor: "Annat"}
    teacher.send(teacher.get(f"/students/{school.student}/concerns/new/{FORM}/discard"))
    with app.app_context():
        assert db.session.scalars(select(Concern.author_id)).all() == [school.mentor]


def test_a_second_window_of_the_author_loses_nothing(app: Flask, school: School) -> None:
    teacher, at = client_as(app, school.subject_teacher), f"/students/{school.student}/concerns/new/{FORM}"
    first, second = teacher.get(at), teacher.get(at)
    teacher.send(first, do="save", what_seen="Ena fönstret")
    again: Page = teacher.send(second, do="save", status=409, what_seen="Andra fönstret")
    assert "Ena fönstret" in again.main.text
    assert "Andra fönstret" in again.main.text


def test_what_is_missing_is_said_and_kept_and_nothing_is_signed(app: Flask, school: School) -> None:
    teacher, at = client_as(app, school.subject_teacher), f"/students/{school.student}/concerns/new/{FORM}"
    page = teacher.get(teacher.send(teacher.get(at), do="finalise", what_seen=SEEN))
    assert SEEN in page.main.text
    assert "att rätta till" in page.main.text
    assert teacher.raw.get(f"{at}/sign").status_code == 302
    with app.app_context():
        assert db.session.scalars(select(Concern.state)).all() == ["draft"]


@pytest.mark.parametrize("forbid", ["protected", "conflict", "nothing"])
def test_what_forbids_wins(app: Flask, school: School, forbid: str) -> None:
    address = report(app, school)
    with work(app):
        student, at, rector = db.session.get_one(Student, school.student), now(), who(school.rector)
        if forbid == "protected":
            protecting.protect(student, "x", (), school_date(at), actor=rector, now=at)
        for name in ("subject_teacher", "health_team") if forbid == "conflict" else ():
            protecting.state_conflict(student, getattr(school, name), actor=rector, now=at)
    status = 200 if forbid == "nothing" else 404
    teacher, team = client_as(app, school.subject_teacher), client_as(app, school.health_team)
    teacher.get(f"{address}/own", status)
    teacher.get(f"/students/{school.student}/concerns/new/{FORM}", status)
    team.get(address, status)
    assert (TITLE in team.get("/").text) == (forbid == "nothing")
    assert (TITLE in teacher.get("/signed").text) == (forbid == "nothing")


def test_who_no_longer_works_with_the_student_reads_what_they_reported(app: Flask, school: School) -> None:
    address = report(app, school)
    with work(app):
        student = db.session.get_one(Student, school.student)
        student.group_id = make_group(unit=db.session.get_one(Unit, school.unit), name="9A").id
    teacher = client_as(app, school.subject_teacher)
    teacher.get(f"/students/{school.student}", 404)
    assert SEEN in teacher.get(teacher.get("/signed").main.link(TITLE)).main.text
    client_as(app, school.other_mentor).get(f"{address}/own", 404)
    assert TITLE not in client_as(app, school.other_mentor).get("/signed").main.text


def test_a_report_is_found_under_its_own_student_only(app: Flask, school: School) -> None:
    address = report(app, school).replace(str(school.student), str(school.elsewhere))
    client_as(app, school.subject_teacher).get(f"{address}/own", 404)
    client_as(app, school.rector).get(address, 404)


def test_a_routine_without_such_a_form_offers_none(app: Flask, school: School) -> None:
    teacher = client_as(app, school.subject_teacher)
    teacher.get(f"/students/{school.student}/concerns/new/initial_mapping", 404)
    with work(app):
        db.session.get_one(Unit, school.unit).workflow = "no-such"
    assert "orolig" not in teacher.get(f"/students/{school.student}").main.text


TAMPERINGS = {
    "update concern set replaced_at = signed_at": "replaced report",
    "update concern set number = 2, corrects_id = id": "is changed",
    "update concern set answers = '{}'": "is changed",
    "update concern set author_id = decided_by_id": "is changed",
    "update concern set reason = 'x'": "is changed",
    "update concern set state = 'taken_up'": "is changed",
    "update concern set state = 'draft'": "is missing",
    "update concern set state = 'new', decided_at = null, decided_by_id = null, reason = ''": "is missing",
    "delete from concern": "is missing",
}


def test_what_is_signed_and_decided_is_bound(app: Flask, school: School) -> None:
    report(app, school)
    with work(app):
        row = db.session.scalars(select(Concern)).one()
        concerns.dismiss(row, "Inget", actor=who(school.rector), now=now())
    with app.app_context():
        assert list(proof.faults()) == []
        for tampering, told in TAMPERINGS.items():
            db.session.execute(text(tampering))
            assert any("report" in one and told in one for one in proof.faults()), tampering
            db.session.rollback()


def test_every_reading_is_noted_with_its_class_and_the_home_is_not_told(app: Flask, school: School) -> None:
    address = report(app, school)
    client_as(app, school.health_team).get(address)
    client_as(app, school.subject_teacher).get(f"{address}/own")
    rector = client_as(app, school.rector)
    told = rector.get(f"/students/{school.student}/readings").main.text
    assert "Läste eller tog hand om en orosanmälan" in told
    assert told.count("elevhälsan skriver") == 2
    with app.app_context():
        lines = readings(school.student, limit=20, is_for_home=True).lines
    assert len(lines) > 2
    assert not [one for one in lines if "orosanmälan" in one.what]
