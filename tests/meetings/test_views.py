"""A meeting in a browser, from the task to the minutes that each gets; and a team's week."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from casework import clock
from casework.cases import proof
from casework.cases.models import CaseWaiting
from casework.cases.moves import locked_case
from casework.cases.work import begin_form
from casework.catalog import catalog
from casework.demo.story import Story
from casework.extensions import db
from casework.meetings import agenda
from casework.meetings.models import AgendaPoint, Invited, Meeting, Shared
from casework.meetings.proof import faults
from casework.people.models import Group, Student, Unit
from casework.tasks.models import Task
from tests.cases.test_query_counts import MOST, reads
from tests.clients import client_as
from tests.factories import NOW, make_case, make_student, work
from tests.meetings.conftest import OUTSIDE, Around
from tests.plans.planning import PLAN, a_row, decides


def this_week() -> date:
    return agenda.monday(clock.school_date(clock.now()))


def rows(around: Around, kind: type) -> list:
    with around.app.app_context():
        return list(db.session.scalars(select(kind)))


def test_a_task_leads_to_the_call_and_what_is_booked_is_called_off(around: Around, browser_of) -> None:
    team = browser_of(around.school.health_team)
    with work(around.app):
        around.consent()
        task = around.task()
    url = team.get(f"/cases/{around.case_id}/tasks/{task.id}").main.link("Kalla till mötet")
    page = team.get(url)
    said = {"outside-0-name": "Disa Utanverk", "outside-0-email": "disa", "sharing": "consent"}
    page = team.send(page, url, 422, **said)
    assert "Skriv hela e-postadressen" in page.main.text
    shown = team.get(team.send(page, url, **{"outside-0-email": "disa@exempel.test"}))
    assert "Disa Utanverk" in shown.main.text
    (booked,) = rows(around, Meeting)
    assert {one.party for one in rows(around, Invited)} == {"staff", "student", "guardian", "outside"}
    here = f"{around.url}/{booked.id}"
    assert team.redirected(url) == here  # there is one already
    counts = [reads(team, one) for one in (around.url, here, f"{here}/change")]
    team.send(team.get(f"{here}/cancel"), f"{here}/cancel", reason="Sjukdom")
    assert "Inställt: ”Sjukdom”" in team.get(here).main.text
    assert max(*counts, reads(team, url)) <= MOST


def test_from_what_was_held_to_the_minutes_that_each_gets(around: Around, browser_of) -> None:
    team = browser_of(around.school.health_team)
    with work(around.app):
        around.consent()
        meeting = around.call(OUTSIDE, sharing="consent")  # some days ago
    here = f"{around.url}/{meeting.id}"
    page = team.get(f"{here}/held")
    wanted = {"decided-0-title": "Ring busskortet", "decided-0-who": "mentor"}
    day = (clock.now() + timedelta(days=14)).date().isoformat()
    page = team.send(page, f"{here}/held", 422, **{"decided-0-due_on": day}, next_day=day)
    assert "både dag och tid" in page.main.text
    assert "Skriv vad som ska göras" in page.main.text
    shown = team.get(team.send(page, f"{here}/held", **wanted, next_day=day, next_time="10:00"))
    assert "Anteckningar från nätverksmöte" in shown.main.text
    assert len(rows(around, Meeting)) == 2
    assert [one.title for one in rows(around, Task) if one.by_hand] == ["Ring busskortet"]
    with work(around.app):
        story = Story(db.session.get_one(Student, around.school.student), today=clock.now())
        vars(story)["_case_id"] = around.case_id
        story.signs("hanna", "network_meeting_notes")
    page = team.get(f"{here}/share")
    person = {one.party: str(one.id) for one in rows(around, Invited) if one.meeting_id == meeting.id}
    parts = [one.attributes["value"] for one in page.main.all("input", name="parts")]
    health = next(one for one in parts if one.endswith(" agency_status"))
    team.send(page, f"{here}/share", 422, people=[person["outside"]], parts=[health])
    team.send(page, f"{here}/share", people=[person["outside"], person["guardian"]], parts=parts[-1:])
    assert len(rows(around, Shared)) == 2
    paper = f"{here}/minutes/{person['outside']}"
    assert "Nuläge per verksamhet" not in team.get(paper).main.text
    with work(around.app):
        around.withdraw()
    team.get(paper, 422)
    assert "Disa Utanverk" in team.get(here).main.text  # what was passed on stays told
    team.get(f"{here}/minutes/{person['guardian']}")
    with around.app.app_context():
        assert list(faults()) == []


def test_what_was_written_stays_on_the_page_that_is_refused(around: Around, browser_of) -> None:
    team = browser_of(around.school.health_team)
    with work(around.app):
        meeting = around.call()  # some days ago, and nobody has consented
    here = f"{around.url}/{meeting.id}/held"
    said = {"decided-0-title": "Ring busskortet", "decided-0-who": "mentor"}
    page = team.send(team.get(here), here, 409, **said)
    assert "Inget samtycke gäller nu" in page.main.one("div", class_="ds-error-summary").text
    assert page.main.one("input", id="decided-0-title").attributes["value"] == "Ring busskortet"
    with work(around.app):
        around.consent()
    team.send(page, here)
    assert [one.title for one in rows(around, Task) if one.by_hand] == ["Ring busskortet"]


def test_a_case_that_is_closed_does_not_stop_the_week(app, school, browser_of) -> None:
    with work(app):
        case = make_case(student=db.session.get_one(Student, school.student), stage="mapping").id
    team = browser_of(school.health_team)
    week = team.get(team.send(team.get(f"/cases/{case}/agenda/new"), "/agenda/new"))
    with work(app):
        locked_case(case).closed_at = clock.now()
    page = team.get(week.main.link("Börja"))
    assert not page.main.all("textarea")
    assert [one.text for one in page.form().all("button")] == ["Klart"]
    assert "1 av 1 genomgångna" in team.get(team.send(page)).main.text
    with work(app):
        locked_case(case).annulled_at = clock.now()
    assert "Alva" not in team.get("/meetings/agenda").main.text


def test_a_team_walks_through_its_week_and_each_note_lands_in_one_case(app, school, browser_of) -> None:
    with work(app):
        cases = [make_case(student=db.session.get_one(Student, school.student), stage="mapping").id]
        unit, group = (db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group))
        for name in ("Bo", "Cia"):
            student = make_student(unit=unit, group=group, given=name, family="Listström")
            cases.append(make_case(student=student, stage="mapping").id)
            db.session.add(CaseWaiting(case_id=cases[-1], role="student_health_team"))
    team = browser_of(school.health_team)
    put = team.get(f"/cases/{cases[0]}/agenda/new")
    week = team.get(team.send(put, "/agenda/new"))
    few = reads(team, "/meetings/agenda")
    filled = team.get(team.send(week, "/agenda/fill"))
    why = dict(zip(cases, ("put", "waits", "waits"), strict=True))
    assert {one.case_id: one.why for one in _points(app)} == why
    assert reads(team, "/meetings/agenda") == few <= MOST
    url = filled.main.link("Börja")
    seen = []
    for n in range(3):
        page = team.get(url)
        seen.append(page.heading)
        assert reads(team, url) <= MOST
        url = team.send(page, "", text=f"Sagt om {n}", go="moved" if n == 1 else "done")
    assert len(set(seen)) == 3
    assert url.startswith("/meetings/agenda")
    assert "3 av 3 genomgångna" in team.get(url).main.text
    for n, point in enumerate(_in_order(app, school)):
        text = team.get(f"/cases/{point.case_id}/notes").main.text
        assert [f"Sagt om {k}" in text for k in range(3)] == [k == n for k in range(3)]
        assert "Sagt om" not in client_as(app, school.mentor).get(f"/cases/{point.case_id}/notes").main.text
    assert len([one for one in _points(app) if one.week_on > this_week()]) == 1
    client_as(app, school.mentor).get("/meetings/agenda", 403)


def _points(app) -> list[AgendaPoint]:
    with app.app_context():
        return list(db.session.scalars(select(AgendaPoint)))


def _in_order(app, school) -> list[AgendaPoint]:
    this = [one for one in _points(app) if one.week_on == this_week()]
    with app.app_context():
        names = dict(db.session.execute(select(Student.id, Student.search_name)).all())
        return sorted(this, key=lambda one: (one.put_at, names[locked_case(one.case_id).student_id]))


def test_a_measure_that_a_meeting_decides_stands_in_the_plan_and_in_its_next_version(
    around: Around, browser_of
) -> None:
    school, app = around.school, around.app
    with work(app):
        signed = decides(school, around.case_id, a_row())
        around.consent()
        meeting = around.call()
    here = f"{around.url}/{meeting.id}"
    team, mentor = browser_of(school.health_team), browser_of(school.mentor)
    team.get(f"{here}/measures/new", 409)  # it has not been held
    team.send(team.get(f"{here}/held"), f"{here}/held")
    page = team.get(team.get(here).main.link("Lägg till en åtgärd i planen"))
    said = {"what": "Bussen hämtar vid dörren", "responsible": str(school.mentor)}
    team.send(page, "", 422, **said, follow_up="2020-01-01")
    team.send(page, **said, follow_up="2099-01-09")
    assert "Lägg till en åtgärd" not in mentor.get(here).main.text
    mentor.get(f"{here}/measures/new", 403)
    shown = mentor.get(mentor.get(here).main.link("Bussen hämtar")).main
    assert "Tillagd vid ett möte" in shown.text
    assert shown.link("Till mötet").endswith(here)
    assert "beslutades vid ett möte" in team.get(f"/cases/{around.case_id}/history").main.text
    assert reads(team, here) <= MOST
    with work(app):
        draft = begin_form(
            locked_case(around.case_id),
            catalog().forms[PLAN],
            actor=around.who("health_team"),
            now=NOW,
            corrects=signed,
        )
        assert [one["what"] for one in draft.answers["measures"]] == [
            "Möter vid dörren",
            "Bussen hämtar vid dörren",
        ]
        assert draft.answers["measures"][1]["follow_up"] == "2099-01-09"
    with app.app_context():
        assert list(proof.faults()) == []
