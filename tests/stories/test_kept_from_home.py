"""What is kept from somebody at home is on no paper that is printed for them; the staff read it as before."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest

from casework.extensions import db
from casework.history.events import What
from casework.history.queries import events_of
from casework.people.models import Guardian, Guardianship
from casework.people.protection_models import Withholding
from tests.clients import Client
from tests.factories import work
from tests.stories.journey import Journey

FORM, FIELD = "student_guardian_checklist", "s_own_explanation"
SECRET, PLAIN = "Vågar inte gå hem efter skolan.", "Tio förmiddagar."
WHY = "Eleven har bett om det och kan ta skada."


@pytest.fixture
def home(journey: Journey) -> Journey:
    """Alva's case with a signed talk, and one more guardian; both may be told."""
    with work(journey.app):
        other = Guardian(name="Ines Exempelsson", phone="070-174 06 07")
        db.session.add(other)
        db.session.flush()
        db.session.add(Guardianship(student_id=journey.school.student, guardian_id=other.id))
    journey.begins_in("report")
    journey.has_signed(journey.mentor, FORM, absence_summary=PLAIN, s_own_explanation=SECRET)
    return journey


def bonds(journey: Journey) -> dict[str, str]:
    """Given name → how an address names them."""
    with journey.app.app_context():
        rows = (
            db.session.query(Guardian.name, Guardianship.id)
            .join(Guardianship, Guardianship.guardian_id == Guardian.id)
            .filter(Guardianship.student_id == journey.school.student)
        )
        return {name.split()[0]: str(bond) for name, bond in rows.all()}


def withholds(journey: Journey, who: Client, *fields: str) -> str:
    """Keeps the answers from Karl; answers the page that lists them."""
    url = f"/students/{journey.school.student}/home/{bonds(journey)['Karl']}/withheld"
    kept: str = who.send(who.get(f"{url}/new/{FORM}"), fields=list(fields), reason=WHY)
    return kept


def signed(journey: Journey) -> str:
    """The address of the signed talk."""
    return journey.mentor.get(f"{journey.case}/forms").main.link(journey.title(FORM))


def sheet(journey: Journey, who: Client, reader: str) -> str:
    """The words of the paper itself."""
    found: str = who.get(f"{signed(journey)}/print?reader={reader}").main.one("article").text
    return found


def test_a_kept_answer_is_on_the_paper_of_everybody_but_whom_it_is_kept_from(home: Journey) -> None:
    karl, ines = bonds(home)["Karl"], bonds(home)["Ines"]
    assert SECRET in sheet(home, home.mentor, karl)
    withholds(home, home.mentor, FIELD)
    told = {reader: sheet(home, home.mentor, reader) for reader in ("staff", ines, karl, "home")}
    assert [reader for reader, text in told.items() if SECRET in text] == ["staff", ines]
    assert all(PLAIN in text for text in told.values())
    assert SECRET in home.mentor.get(signed(home)).text


def test_only_who_prints_is_told_that_something_is_left_out(home: Journey) -> None:
    karl, ines = bonds(home)["Karl"], bonds(home)["Ines"]
    withholds(home, home.mentor, FIELD)
    label = "Hur förklarar du själv frånvaron?"
    page = home.mentor.get(f"{signed(home)}/print?reader={karl}")
    assert home.say("The paper does not say that anything is missing.") in page.text
    note = page.main.one("div", class_="note")
    assert "screen-only" in note.attributes["class"]
    assert label in note.text
    assert label not in page.main.one("article").text
    assert WHY not in page.text
    assert not home.mentor.get(f"{signed(home)}/print?reader={ines}").main.all("div", class_="note")


def test_it_is_kept_no_longer_when_somebody_says_why(home: Journey) -> None:
    karl = bonds(home)["Karl"]
    listed = withholds(home, home.mentor, FIELD, "s_wish")
    page = home.rector.get(listed)
    assert WHY in page.main.text
    end = page.main.link(home.say("Keep it no longer"))
    home.rector.send(home.rector.get(end), reason=" ", status=422)
    home.rector.send(home.rector.get(end), reason="Eleven vill berätta själv.")
    home.rector.get(end, 404)
    with home.app.app_context():
        ended, still = db.session.query(Withholding).order_by(Withholding.field).all()
        told = [event.kind for event in events_of(home.school.student)]
    assert (ended.field, ended.decided_by_id, ended.lifted_by_id) == (
        FIELD,
        home.school.mentor,
        home.school.rector,
    )
    assert still.lifted_at is None
    assert told[:2] == [What.HOME_WITHHELD_NO_LONGER, What.HOME_WITHHELD]
    assert SECRET in sheet(home, home.mentor, karl)


def test_a_decision_names_questions_and_a_reason_and_is_taken_once(home: Journey) -> None:
    url = f"/students/{home.school.student}/home/{bonds(home)['Karl']}/withheld/new/{FORM}"
    first, second = home.mentor.get(url), home.mentor.get(url)
    home.mentor.send(first, reason=WHY, status=422)
    home.mentor.send(first, fields=[FIELD], status=422)
    home.mentor.send(first, fields=[FIELD], reason=WHY)
    home.mentor.send(second, fields=[FIELD], reason=WHY, status=422)
    home.mentor.get(url.replace(FORM, "concern_report"), 404)  # nothing in it is for the home
    home.teacher.get(url, 403)
    home.stranger.get(url, 404)


def informs(journey: Journey, bond: str, *, yes: bool) -> None:
    """Decides whether the person may be told about the case."""
    with work(journey.app):
        row = db.session.query(Guardianship).filter(Guardianship.guardian_id.is_not(None)).all()
        for one in row:
            if str(one.id) == bond:
                one.may_be_informed, one.reason = yes, WHY


def papers(journey: Journey) -> list[str]:
    """Every paper that can be made for somebody at home."""
    return [
        f"{signed(journey)}/print",
        f"{journey.case}/print",
        f"/students/{journey.school.student}/readings.pdf",
    ]


def test_nothing_is_printed_for_who_may_not_be_told_with_the_reason(home: Journey) -> None:
    karl, ines = bonds(home)["Karl"], bonds(home)["Ines"]
    informs(home, karl, yes=False)
    for url in papers(home):
        page = home.rector.get(f"{url}?reader={karl}", 409)
        assert WHY in page.main.text
        assert PLAIN not in page.text
        assert home.rector.raw.get(f"{url}?reader={ines}").status_code == 200
    career = home.somebody("career_counsellor", name="Siv Yrkesvik")
    assert WHY not in career.get(f"{home.case}/print?reader={karl}", 409).text
    informs(home, karl, yes=True)
    assert home.rector.raw.get(f"{home.case}/print?reader={karl}").status_code == 200


def test_a_paper_is_for_somebody_of_the_students_own_home(home: Journey) -> None:
    for url in papers(home):
        assert home.rector.raw.get(f"{url}?reader={home.school.student}").status_code == 404
        assert home.rector.raw.get(f"{url}?reader=nonsense").status_code == 200


def test_the_case_on_paper_for_the_home_holds_no_word_of_colleagues(home: Journey) -> None:
    note = "Ines ringde och var orolig."
    page = home.mentor.get(f"{home.case}/notes/new")
    home.mentor.send(page, text=note)
    for reader, is_staff in (("staff", True), (bonds(home)["Karl"], False), ("home", False)):
        found = home.mentor.get(f"{home.case}/print?reader={reader}")
        assert home.title(FORM) in found.main.text
        assert (note in found.text, "070-174 06 07" in found.text) == (is_staff, is_staff)


def test_who_has_read_is_told_to_the_home_without_what_was_decided_about_it(home: Journey) -> None:
    withholds(home, home.mentor, FIELD)
    told = {}
    for reader in ("staff", bonds(home)["Karl"]):
        answer = home.rector.raw.get(f"/students/{home.school.student}/readings.pdf?reader={reader}")
        with pypdfium2.PdfDocument(BytesIO(answer.data)) as document:
            told[reader == "staff"] = " ".join(
                " ".join(one.get_textpage().get_text_bounded().split()) for one in document
            )
    words = home.say("Went through what those at home may")
    assert (words in told[True], words in told[False]) == (True, False)
    assert home.say("Read about the student") in told[False]
    assert "Karin" not in told[False]
