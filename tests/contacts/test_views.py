"""Calling and logging in a browser: the tasks it does, who can be chosen, who reads what was said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from casework.contacts.models import LoggedContact
from casework.contacts.proof import faults
from casework.extensions import db
from casework.history.models import Event
from casework.people.models import Guardian, Guardianship, Student
from casework.tasks.student_models import StudentReport, StudentTask
from tests.clients import Client
from tests.factories import make_case, work
from tests.signals.places import Attending


def calls(app) -> list[StudentTask]:
    """The tasks to call home, oldest first."""
    with app.app_context():
        rows = select(StudentTask).where(StudentTask.action == "call_home_first").order_by(StudentTask.on)
        return list(db.session.scalars(rows))


def contacts(app) -> list[LoggedContact]:
    with app.app_context():
        return list(db.session.scalars(select(LoggedContact).order_by(LoggedContact.written_at)))


def address(here: Attending, task: StudentTask) -> str:
    return f"/students/{here.student}/tasks/{task.id}/contact"


def log(client: Client, url: str, status: int = 303, **said: object):
    return client.send(client.get(url), url, status, **said)


def test_an_attempt_leaves_the_tasks_open_and_says_when_one_tries_again(app, here, browser_of) -> None:
    mentor, url = browser_of(here.school.mentor), address(here, calls(app)[0])
    page = mentor.get(url)
    assert page.main.one("a", href="tel:0701740605").text == "070-174 06 05"
    led_to = mentor.send(page, url, outcome="not_reached")
    assert [task.status for task in calls(app)] == ["open", "open"]
    with app.app_context():
        kinds = db.session.scalars(select(StudentReport.kind)).all()
    assert kinds == ["tried", "tried"]
    (row,) = contacts(app)
    assert row.next_on is not None
    assert row.next_on.weekday() < 5
    assert "Fick inte tag på" in mentor.get(led_to.partition("#")[0]).main.text
    assert "Nästa försök" in mentor.get(url).main.text
    assert [task.next_try_on for task in calls(app)] == [row.next_on] * 2
    assert mentor.get("/").main.text.count("Nästa försök") == 2, "on the page where one sees what waits"
    edit = f"/students/{here.student}/contacts/{row.id}/correct"
    mentor.send(mentor.get(edit), edit, next_on="2026-12-24")
    assert {str(task.next_try_on) for task in calls(app)} == {"2026-12-24"}


def test_reaching_the_home_does_every_ticked_task_of_the_same_kind(app, here, browser_of) -> None:
    mentor, (first, second) = browser_of(here.school.mentor), calls(app)
    url = address(here, first)
    page = mentor.get(url)
    ticked = [one.attributes["value"] for one in page.main.all("input", name="tasks", checked="")]
    assert ticked == [str(first.id), str(second.id)]
    mentor.send(page, url, outcome="reached", note="Mamma ringer i morgon.")
    assert [task.status for task in calls(app)] == ["done", "done"]
    (row,) = contacts(app)
    assert (row.party, row.outcome, row.tasks) == ("guardian", "reached", ticked)
    with app.app_context():
        kinds = db.session.scalars(select(Event.kind)).all()
        assert kinds.count("contact:logged") == 1
        assert kinds.count("student:task_reported") == 2
        assert list(faults()) == []
    assert mentor.redirected(url).endswith(f"/tasks/{first.id}")
    mentor.post(url, {**mentor.tokens(), "outcome": "reached"}, 409)


def test_what_asks_for_an_agreement_is_done_by_writing_it_down(app, here, browser_of) -> None:
    mentor, url = browser_of(here.school.mentor), f"/students/{here.student}/contacts/new"
    with app.app_context():
        wanted = select(StudentTask).where(StudentTask.action == "agree_reporting")
        agree = db.session.scalars(wanted).one()
    said = {"outcome": "reached", "tasks": [str(agree.id)]}
    assert "kom överens" in log(mentor, url, 422, **said).main.text
    log(mentor, url, **said, agreement="Vi ringer varje morgon.")
    with app.app_context():
        assert db.session.get_one(StudentTask, agree.id).status == "done"
    assert [task.status for task in calls(app)] == ["open", "open"]
    log(mentor, url, 422, outcome="agreed")
    log(mentor, url, outcome="reached")


def test_nobody_is_called_whom_the_school_may_not_contact(app, here, browser_of) -> None:
    with work(app):
        bond = db.session.scalars(select(Guardianship)).first()
        student = db.session.get_one(Student, here.student)
        other = Guardian(name="Elsa Exempelsson", phone="070-174 06 99")
        db.session.add(other)
        db.session.flush()
        kept = Guardianship(student_id=student.id, guardian_id=other.id, may_be_contacted=False)
        db.session.add(kept)
        db.session.flush()
        kept_id, bond_id = str(kept.id), str(bond.id)
    mentor, url = browser_of(here.school.mentor), f"/students/{here.student}/contacts/new"
    page = mentor.get(url)
    assert "Elsa Exempelsson" in page.main.text
    assert "06 99" not in page.main.text
    values = [one.attributes["value"] for one in page.main.all("input", name="party")]
    assert kept_id not in values
    mentor.send(page, url, 422, outcome="reached", party=kept_id)
    mentor.send(page, url, 422, outcome="reached", party="other")
    assert contacts(app) == []
    mentor.send(page, url, outcome="reached", party=bond_id)
    mentor.send(mentor.get(url), url, outcome="reached", party="other", party_name="Mormor Exempelsson")
    assert [(one.party, one.party_name) for one in contacts(app)] == [
        ("guardian", ""),
        ("other", "Mormor Exempelsson"),
    ]


def test_from_the_birthday_on_it_is_the_student_who_is_called(app, here, browser_of) -> None:
    with work(app):
        db.session.get_one(Student, here.student).birth_date = date(2000, 1, 1)
    mentor, url = browser_of(here.school.mentor), f"/students/{here.student}/contacts/new"
    page = mentor.get(url)
    assert [one.attributes["value"] for one in page.main.all("input", name="party")] == ["student", "other"]
    assert not page.main.all("a", href="tel:0701740605")
    log(mentor, url, outcome="reached")
    assert contacts(app)[0].party == "student"


def test_what_was_said_is_read_by_its_class_and_by_who_wrote_it(app, here, browser_of) -> None:
    url, read = f"/students/{here.student}/contacts/new", f"/students/{here.student}/contacts"
    counsellor, teacher = browser_of(here.school.counsellor), browser_of(here.school.subject_teacher)
    mentor = browser_of(here.school.mentor)
    said = {"outcome": "reached", "confidentiality": "student_health", "note": "Om sömnen."}
    log(counsellor, url, party="student", **said)
    log(teacher, url, outcome="reached", note="Om idrotten.")
    texts = [one.get(read).main.text for one in (counsellor, mentor, teacher)]
    assert ["Om sömnen." in text for text in texts] == [True, False, False]
    assert ["Om idrotten." in text for text in texts] == [True, True, True]
    log(mentor, url, outcome="reached", note="Om bussen.")
    assert "Om bussen." not in teacher.get(read).main.text
    browser_of(here.school.stranger).get(read, 404)


def test_a_mistake_is_put_right_by_who_made_it_and_both_can_be_read(app, here, browser_of) -> None:
    url, mentor = f"/students/{here.student}/contacts/new", browser_of(here.school.mentor)
    log(mentor, url, outcome="reached", note="Ringde Karl.")
    (first,) = contacts(app)
    correct = f"/students/{here.student}/contacts/{first.id}/correct"
    log(mentor, correct, outcome="message_left", note="Ringde Karls svarare.")
    text = mentor.get(f"/students/{here.student}/contacts").main.text
    assert "Ringde Karl." in text
    assert "Ringde Karls svarare." in text
    browser_of(here.school.health_team).get(correct, 404)
    log(mentor, correct, 409, outcome="reached")
    with app.app_context():
        assert list(faults()) == []


def test_a_contact_in_a_case_stands_in_its_log_and_its_history(app, school, browser_of) -> None:
    with work(app):
        case_id = make_case(student=db.session.get_one(Student, school.student)).id
    mentor, url = browser_of(school.mentor), f"/cases/{case_id}/contacts/new"
    led_to = log(mentor, url, outcome="message_left", party="student")
    assert led_to.startswith(f"/cases/{case_id}/contacts#")
    assert "Lämnade meddelande" in mentor.get(f"/cases/{case_id}/contacts").main.text
    assert "Kontakt antecknad" in mentor.get(f"/cases/{case_id}/history").main.text
    assert contacts(app)[0].case_id == case_id
    with app.app_context():
        assert list(faults()) == []
        db.session.add(LoggedContact(**_unsaid(contacts(app)[0])))
        db.session.flush()
        assert len(list(faults())) == 1
        db.session.rollback()


def _unsaid(row: LoggedContact) -> dict[str, object]:
    """The same once more, without an event."""
    return {
        column.name: getattr(row, column.name)
        for column in LoggedContact.__table__.columns
        if column.name != "id"
    }


def test_the_log_is_filtered_by_person(app, here, browser_of) -> None:
    url, mentor = f"/students/{here.student}/contacts/new", browser_of(here.school.mentor)
    log(mentor, url, outcome="reached", party="student", note="Med eleven.", direction="in")
    log(mentor, url, outcome="reached", note="Med hemmet.")
    page = mentor.get(f"/students/{here.student}/contacts?with=student")
    assert "Med eleven." in page.main.text
    assert "Med hemmet." not in page.main.text
    assert "Med hemmet." in mentor.get(f"/students/{here.student}/contacts?with=x").main.text
