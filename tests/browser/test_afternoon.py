"""A team's and a principal's afternoon: twenty cases, a consent withdrawn in the middle, a report sent."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from casework import clock
from casework.cases.act_models import Note
from casework.cases.models import Case, CaseWaiting
from casework.demo.story import Story
from casework.extensions import db
from casework.meetings.models import Meeting
from casework.people.models import Student, Unit
from tests.browser import paper
from tests.browser.conftest import SitDown
from tests.browser.counting import Counting
from tests.browser.site import Site
from tests.browser.visitor import PHONE, WIDE, WINDOWS
from tests.factories import make_group, make_student, make_unit, make_user, work

pytestmark = pytest.mark.browser
CASES = 20
SEND = "main form button.ds-button"


@pytest.fixture(scope="module")
def agenda(site: Site) -> str:
    """Where the team of a school of its own goes through the twenty cases that wait for it."""
    with work(site.place.app):
        authority = db.session.scalars(select(Unit).where(Unit.kind == "authority")).first()
        unit = make_unit(name="Björkskolan", parent=authority)
        group = make_group(unit=unit, name="7T")
        make_user(unit=unit, group=group, name="Majken Eftermiddal")
        make_user(role="student_health_team", unit=unit, name="Tora Teamlund")
        for number in range(CASES):
            student = make_student(unit=unit, group=group, given="Nio", family=f"Punkt{chr(97 + number)}sson")
            story = Story(student, today=clock.now())
            story.opens("majken", "report", "Borta fyra måndagar.")
            db.session.add(CaseWaiting(case_id=story._case_id, role="student_health_team"))
    return "/meetings/agenda"


@pytest.mark.long
def test_twenty_cases_in_one_sitting_each_with_its_own_note(
    site: Site, sit_down: SitDown, agenda: str
) -> None:
    phone = Counting(sit_down("tora", width=PHONE))
    phone.begin(agenda)
    phone.opens("main form[action$='/fill'] button")
    phone.visitor.fits()
    phone.opens("main .page-head a.ds-button")
    said = [_goes_through(phone, number) for number in range(CASES // 2)]
    desk = Counting(sit_down("tora", width=WIDE))
    desk.begin(agenda)
    desk.visitor.sees("10 av 20 genomgångna")
    desk.opens("main .page-head a.ds-button")
    said += [_goes_through(desk, number) for number in range(CASES // 2, CASES)]
    desk.visitor.sees("20 av 20 genomgångna")
    with site.place.app.app_context():
        rows = db.session.execute(select(Note.case_id, Note.text).where(Note.text.like("Sagt om punkt%")))
        assert sorted((str(case), text) for case, text in rows) == sorted(said)
    assert len({case for case, _ in said}) == CASES
    told = f"taps and fields: {phone.count} and {desk.count}"
    assert phone.count + desk.count <= 2 * CASES + 3, told


def _goes_through(team: Counting, number: int) -> tuple[str, str]:
    """Looks at the point and at its case, writes what was said, and goes on; in which case, and what."""
    page, text = team.visitor.page, f"Sagt om punkt {number}."
    name = page.locator("h1").inner_text().partition(",")[0]
    to_case = page.get_by_role("link", name="Till ärendet")
    case = (to_case.get_attribute("href") or "").removeprefix("/cases/")
    if number % (CASES // 2) == 0:
        team.visitor.fits()
        team.visitor.follow(to_case)
        team.visitor.sees(name)
        team.visitor.back()
    team.writes("#text", text)
    team.opens("main form button[value=done]")
    return case, text


@pytest.mark.long
def test_two_at_one_point_lose_no_word(site: Site, sit_down: SitDown) -> None:
    case = site.case_in("report")
    sofia, leila = Counting(sit_down("sofia", width=PHONE)), sit_down("leila", looks=False)
    sofia.begin(f"{case}/meetings")
    sofia.opens("main a[href$='/agenda/new']")
    sofia.taps(sofia.visitor.page.locator("main [name=week]").nth(1))
    sofia.opens(SEND)
    point = f"main th a[href^='{case}/agenda/']"
    leila.go(sofia.visitor.path)
    leila.follow(point)
    sofia.opens(point)
    sofia.writes("#text", "Sofias ord.")
    leila.page.locator("#text").fill("Leilas ord.")
    leila.follow("main form button[value=done]")
    sofia.opens("main form button[value=moved]")
    told = sofia.visitor.page.locator(".flash")
    expect(told).to_have_text("Den punkten var redan genomgången. Din anteckning finns i ärendet.")
    leila.go(f"{case}/notes")
    leila.sees("Sofias ord.")
    leila.sees("Leilas ord.")
    assert sofia.count <= 6


@pytest.mark.long
@pytest.mark.parametrize("width", WINDOWS)
def test_a_consent_is_withdrawn_in_the_middle_of_a_meeting(site: Site, sit_down: SitDown, width: int) -> None:
    case, sofia = site.case_in("analysis"), Counting(sit_down("sofia", width=width))
    counts, page = {"consent": _consents(sofia, case)}, sofia.visitor.page
    student = page.title().split(" – ")[1]
    counts["call"] = _calls(sofia, case)
    here = sofia.visitor.path
    letter = page.locator("main a[href*='/letters/']").last.get_attribute("href") or ""
    sofia.visitor.go(letter)
    expect(page.locator("[name=own_text]")).to_have_value(re.compile(student))
    with work(site.place.app):
        row = db.session.get_one(Meeting, UUID(here[-36:]))
        row.starts_at = clock.now() - timedelta(minutes=10)  # it has begun
    sofia.begin(f"{case}/consents")
    sofia.opens("main a[href$='/withdraw']")
    sofia.opens(SEND)
    counts["withdraw"] = sofia.count
    sofia.visitor.go(here)
    sofia.visitor.fits()
    sofia.visitor.sees("Inget mer lämnas till de externa")
    sofia.visitor.sees("Fortsätt mötet utan dem")
    sofia.visitor.sees("Skickas inte: samtycket gäller inte längre")
    sofia.visitor.go(letter)
    expect(page.locator("[name=own_text]")).not_to_have_value(re.compile(student.partition(" ")[2]))
    counts["held"] = _ends(sofia, here)
    paper.sign(sofia.visitor, case, "network_meeting_notes")
    counts["passed on"] = _passes_on(sofia, here)
    assert counts == {"consent": 5, "call": 6, "withdraw": 2, "held": 4, "passed on": 4}


def _consents(sofia: Counting, case: str) -> int:
    sofia.begin(case)
    sofia.opens("main .subnav a[href$='/consents']")
    sofia.opens("main a[href*='/consents/new/']")
    sofia.visitor.fits()
    sofia.writes("#given_by", "Mamma")
    sofia.writes("#scope", "SIP-mötet: frånvaron och planen")
    sofia.opens(SEND)
    return sofia.count


def _calls(sofia: Counting, case: str) -> int:
    sofia.begin(case)
    sofia.opens("main .subnav a[href$='/meetings']")
    sofia.opens(sofia.visitor.page.locator("main a").filter(has_text="SIP"))
    sofia.visitor.fits()
    sofia.writes("#place", "Rum 12")
    sofia.writes("#outside-0-name", "Disa Utanverk")
    sofia.writes("#outside-0-email", "disa@exempel.test")
    sofia.opens(SEND)
    return sofia.count


def _ends(sofia: Counting, here: str) -> int:
    """The rest of the meeting is noted, with what the school decided by itself."""
    sofia.begin(here)
    sofia.opens("main a[href$='/held']")
    sofia.visitor.fits()
    sofia.taps("label:has-text('Disa Utanverk')")
    sofia.writes("#decided-0-title", "Ring hemmet i morgon")
    sofia.opens(SEND)
    sofia.visitor.sees("Hållet")
    return sofia.count


def _passes_on(sofia: Counting, here: str) -> int:
    """The home gets a part; those from outside cannot be chosen, and the page says why."""
    sofia.begin(here)
    sofia.opens("main a[href$='/share']")
    sofia.visitor.fits()
    sofia.visitor.sees("De externa får inget")
    assert sofia.visitor.page.locator("label:has-text('Disa')").count() == 0
    sofia.taps("label:has-text('Karl')")
    sofia.taps(sofia.visitor.page.locator("main [name=parts]").last)
    sofia.opens(SEND)
    sofia.visitor.sees("Utlämnat")
    return sofia.count


@pytest.mark.long
@pytest.mark.parametrize("width", WINDOWS)
def test_a_principal_sends_a_report_to_the_authority(site: Site, sit_down: SitDown, width: int) -> None:
    case, number = site.case_in("analysis"), f"BUN 2026/9{width}"
    with work(site.place.app):
        row = db.session.get_one(Case, UUID(case[-36:]))
        story = Story(db.session.get_one(Student, row.student_id), today=clock.now())
        vars(story)["_case_id"] = row.id
        story.signs("hanna", "authority_report")
    per = Counting(sit_down("per", width=width))
    per.begin(case)
    per.opens("main .subnav a[href$='/letters']")
    per.visitor.fits()
    per.opens("main a[href$='/letters/new/authority_report']")
    per.visitor.fits()
    per.chooses("recipient", "school_authority")
    per.writes("#name", "Barn- och utbildningsförvaltningen")
    per.opens(SEND)
    per.visitor.fits()
    letter = per.visitor.path
    per.opens("main a[href$='/send']")
    per.chooses("way", "internal_mail")
    per.writes("#number", number)
    per.opens(SEND)
    counted, page = per.count, per.visitor.page
    answer = page.request.get(f"{letter}/letter.pdf")
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")
    per.visitor.go("/register/")
    per.visitor.fits()
    expect(page.locator("main tr").filter(has_text=number)).to_contain_text("Anmälan till huvudmannen")
    per.visitor.go(case)
    per.visitor.sees("Brev skickat: Anmälan till huvudmannen om frånvaro")
    assert counted == 9
