"""The routine as a page and as PDF: for everybody who is signed in, in their language, and tagged."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask

from casework.cases.models import Case
from casework.catalog import product
from casework.cli.definitions import in_words
from casework.engine.workflow import load_workflow
from casework.routines.plain import plain
from casework.routines.setting import pdf
from casework.routines.speaker import speaker
from casework.routines.writing import write
from casework.web.languages import NAMES
from tests.clients import Client, client_as
from tests.factories import School
from tests.publishing.conftest import published, send_file
from tests.versions.texts import CALLED, second

PAGE, PAPER = "/routines/five-step", "/routines/five-step/routine.pdf"


@pytest.fixture
def karin(app: Flask, school: School) -> Client:
    """The mentor's browser."""
    return client_as(app, school.mentor)


def test_a_member_of_staff_reads_the_routine(karin: Client) -> None:
    page = karin.get(PAGE)
    assert page.heading == "Stegvis arbete för ökad skolnärvaro"
    assert "Steg 2. Initial kartläggning och anpassning" in page.text
    assert "Mentor fyller i ”Initial kartläggning” tillsammans med eleven och vårdnadshavarna." in page.text
    assert page.link("Ladda ner som PDF") == PAPER
    assert "Utskrivet av" not in page.text  # nothing about a student stands here, so no print-out says so


@pytest.mark.parametrize("address", [PAGE, PAPER])
def test_nobody_reads_it_without_signing_in(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 303


@pytest.mark.parametrize("address", ["/routines/none", "/routines/none/routine.pdf"])
def test_a_routine_that_is_not_there_is_missing(karin: Client, address: str) -> None:
    karin.get(address, status=404)


def test_the_pdf_is_tagged_titled_and_says_what_the_page_says(karin: Client) -> None:
    answer = karin.raw.get(PAPER)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=five-step-sv.pdf"
    assert b"pdfuaid:part" in answer.data
    with pypdfium2.PdfDocument(BytesIO(answer.data)) as document:
        assert document.get_metadata_value("Title") == "Stegvis arbete för ökad skolnärvaro"
        assert document.is_tagged()
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "Steg 5. Skolpliktsbevakning" in text
    assert "Vem som är vem, och vad orden betyder" in text


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", sorted(product().workflows))
def test_every_routine_is_written_in_every_language(name: str, language: str) -> None:
    found = product()
    with in_words(language):
        routine = write(speaker(found.workflows[name], found, language))
        text = plain(routine)
        assert pdf(routine).startswith(b"%PDF-")
    model = found.workflows[name].in_language(language)
    titles = [model.title, *(one.title for one in (*model.stages, *model.transitions, *model.prevention))]
    titles += [action.title for _, action in model.actions()]
    flat = " ".join(text.split())
    assert [title for title in titles if title not in flat] == []


def test_text_of_a_model_is_never_markup() -> None:
    found = product()
    with in_words("sv"):
        routine = write(speaker(found.workflows["five-step"], found, "sv"))
        sharp = replace(routine, title='#panic("x") $ [ = *')
        with pypdfium2.PdfDocument(BytesIO(pdf(sharp))) as document:
            assert document.get_metadata_value("Title") == '#panic("x") $ [ = *'


def test_what_is_published_is_what_everybody_reads(karin: Client, berit: Client) -> None:
    assert "Ring hem en gång till" not in karin.get(PAGE).main.text
    sha = published(berit, second())
    page = karin.get(PAGE)
    assert "Ring hem en gång till" in page.main.text
    versions = page.main.one("section", id="versions")
    assert [one.text.strip() for one in versions.all("th", scope="row")] == ["Version 2", "Version 1"]
    assert "Öppna ärenden" not in versions.text
    (earlier,) = [one for one in versions.all("a") if one.text == "Version 1"]
    first = karin.get(earlier.attributes["href"])
    assert "Ring hem en gång till" not in first.main.text
    assert sha not in first.link("Ladda ner som PDF")


def test_a_draft_is_read_by_those_who_look_after_routines(karin: Client, berit: Client) -> None:
    sha = str(send_file(berit, second())).rsplit("/", 1)[-1]
    karin.get(f"{PAGE}?version={sha}", 404)
    karin.get(f"{PAPER}?version={sha}", 404)
    assert "Ring hem en gång till" in berit.get(f"{PAGE}?version={sha}").main.text
    assert "Version 2" not in karin.get(PAGE).main.one("section", id="versions").text


def test_the_cases_on_each_version_are_counted_and_any_two_are_compared(
    app: Flask, school: School, berit: Client, per: Client, case: Case, sha: str
) -> None:
    versions = per.get(PAGE).main.one("section", id="versions")
    rows = [[cell.text.strip() for cell in row.all("td")][-1] for row in versions.all("tr")[1:]]
    assert rows == ["0", "1"]
    options = [one.attributes["value"] for one in versions.one("select", id="compare-old").all("option")]
    assert len(options) == 2
    assert options[0] == sha
    page = per.get(f"/publishing/compare?old={options[1]}&new={options[0]}")
    assert any(CALLED in one.text for one in page.main.all("tr", class_="added"))
    assert CALLED in per.get(f"/publishing/compare?old={options[0]}&new={options[1]}").main.text


def test_a_version_that_only_cases_run_on_is_listed_read_and_compared(
    app: Flask, per: Client, case: Case
) -> None:
    kept = app.extensions["casework_catalog"]
    newer = load_workflow(second(), "five-step.yaml", is_own=True)
    app.extensions["casework_catalog"] = replace(kept, workflows={**kept.workflows, "five-step": newer})
    try:
        versions = per.get(PAGE).main.one("section", id="versions")
        assert [one.text.strip() for one in versions.all("th", scope="row")] == ["Version 2", "Version 1"]
        old = kept.workflows["five-step"].sha
        assert "en tidigare fil" in per.get(f"/publishing/versions/{old}").main.text
        per.get(f"{PAGE}?version={old}")
        page = per.get(f"/publishing/compare?old={old}&new={newer.sha}")
        assert any(CALLED in one.text for one in page.main.all("tr", class_="added"))
    finally:
        app.extensions["casework_catalog"] = kept
