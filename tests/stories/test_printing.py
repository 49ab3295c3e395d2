"""A form on paper: for whom it may be printed, in which words, and that every print is noted."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from casework.access.models import Reading
from casework.extensions import db
from casework.records.models import Submission
from tests.clients import Client
from tests.filling import fill_in
from tests.pages import Page
from tests.stories.journey import Journey

CHECKLIST, SOCIAL, EVALUATION = "student_guardian_checklist", "school_social_mapping", "closing_evaluation"
WELLBEING = "Sover oroligt sedan flytten i somras."
SUMMARY = "Trivs i bildsalen."


def on_paper(who: Client, address: str, **wish: str) -> str:
    """The text of the sheet."""
    asked = "&".join(f"{key}={value}" for key, value in wish.items())
    page: Page = who.get(f"{address}/print?{asked}")
    found: str = page.main.one("article", class_="sheet").text
    return found


@pytest.fixture
def reported(journey: Journey) -> Journey:
    """A case that has just been opened."""
    journey.begins_in("report")
    return journey


def test_an_empty_form_is_printed_without_being_begun(reported: Journey) -> None:
    empty = f"{reported.case}/forms/new/{CHECKLIST}"
    told = on_paper(reported.mentor, empty)
    assert "Ekbackaskolan" in told
    assert "Alva Exempelsson, 8B" in told
    assert "Om nej:" in told
    assert "dokumentförstöringen" in told
    assert "Mycket dåligt" in told
    reported.mentor.get(empty)  # still new: printing has begun nothing


def test_the_language_of_the_paper_is_not_that_of_the_page(reported: Journey) -> None:
    empty = f"{reported.case}/forms/new/{CHECKLIST}"
    norwegian, english = (on_paper(reported.mentor, empty, language=one) for one in ("nb", "en"))
    assert "Hvis nei:" in norwegian
    assert "Hvordan trives du på skolen?" in norwegian
    assert "If no:" in english
    page = reported.mentor.get(f"{empty}/print?language=nb")
    reported.tells(page, "Språk på papperet")
    assert page.main.one("article").attributes["lang"] == "nb"
    assert "Om nej:" in on_paper(reported.mentor, empty, language="xx")


def test_the_home_reads_no_guidance_that_is_written_for_the_staff(reported: Journey) -> None:
    empty = f"{reported.case}/forms/new/{CHECKLIST}"
    guidance = "Skriv av från skolans frånvarosystem"
    assert guidance not in on_paper(reported.mentor, empty, reader="home")
    assert guidance in on_paper(reported.mentor, empty)


def test_a_draft_is_printed_with_what_is_written_for_who_may_write_in_it(reported: Journey) -> None:
    new = f"{reported.case}/forms/new/{CHECKLIST}"
    page = reported.mentor.get(new)
    reported.mentor.send(page, do="save", absence_summary="Tio förmiddagar.", agrees_with_figures="yes")
    draft = reported.mentor.redirected(new)
    told = on_paper(reported.mentor, draft)
    assert "Tio förmiddagar." in told
    assert "Om nej:" not in told  # the figures are right, so nobody is asked what is wrong with them
    assert reported.mentor.redirected(f"{new}/print?language=nb") == f"{draft}/print?language=nb&reader="
    reported.rector.get(f"{draft}/print", 403)


def test_a_signed_form_is_printed_with_who_signed_it(reported: Journey) -> None:
    signed = reported.signs(reported.mentor, CHECKLIST, absence_summary="Tio förmiddagar.")
    told = on_paper(reported.rector, signed)
    assert "Tio förmiddagar." in told
    assert "Karin Mallsjö, mentor" in told
    assert "Det här är en kopia." in told
    assert "Signed by" in on_paper(reported.rector, signed, language="en")


def test_what_is_for_the_health_team_is_printed_for_them_and_never_for_the_home(journey: Journey) -> None:
    journey.begins_in("mapping")
    signed = journey.signs(journey.counsellor, SOCIAL, wellbeing=WELLBEING, c2_summary=SUMMARY)
    for who in (journey.counsellor, journey.mentor):
        for wish in ("home", "staff"):
            told = on_paper(who, signed, reader=wish)
            may_read = who is journey.counsellor and wish == "staff"
            assert (SUMMARY in told, WELLBEING in told) == (True, may_read)


def test_who_may_not_read_the_case_finds_no_paper_either(reported: Journey) -> None:
    reported.stranger.get(f"{reported.case}/forms/new/{CHECKLIST}/print", 404)
    signed = reported.signs(reported.mentor, CHECKLIST)
    reported.stranger.get(f"{signed}/print", 404)
    reported.mentor.get(f"{signed}/print")


def test_every_print_is_a_reading_of_its_own(reported: Journey) -> None:
    signed = reported.signs(reported.mentor, CHECKLIST)
    before = readings(reported)
    reported.rector.get(f"{signed}/print")
    assert readings(reported) == before + 1


def readings(journey: Journey) -> int:
    """How many prints of signed forms and drafts the log knows."""
    with journey.app.app_context():
        prints = select(func.count()).select_from(Reading).where(Reading.page == "cases.print_form")
        return db.session.scalar(prints) or 0


def test_signing_says_what_does_not_come_along(reported: Journey) -> None:
    text = "Två lektioner räknades dubbelt."
    fill_in(
        reported.mentor, reported.case, CHECKLIST, {"agrees_with_figures": "no", "figures_corrections": text}
    )
    draft = reported.mentor.redirected(f"{reported.case}/forms/new/{CHECKLIST}")
    signing = reported.mentor.get(f"{draft}/sign")
    reported.tells(signing, text)
    assert not signing.main.all("section", class_="left-out")
    reported.mentor.send(reported.mentor.get(draft), do="save", agrees_with_figures="yes")
    signing = reported.mentor.get(f"{draft}/sign")
    assert text in signing.main.one("section", class_="left-out").text
    reported.mentor.send(signing)
    with reported.app.app_context():
        kept = db.session.get_one(Submission, UUID(draft.rsplit("/", 1)[-1])).answers
    assert "figures_corrections" not in kept
    assert text not in reported.mentor.get(draft).text
