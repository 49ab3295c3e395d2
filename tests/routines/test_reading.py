"""The routine as a page and as PDF: for everybody who is signed in, in their language, and tagged."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask

from casework.catalog import product
from casework.cli.definitions import in_words
from casework.routines.plain import plain
from casework.routines.setting import pdf
from casework.routines.speaker import speaker
from casework.routines.writing import write
from casework.web.languages import NAMES
from tests.clients import Client, client_as
from tests.factories import School

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
