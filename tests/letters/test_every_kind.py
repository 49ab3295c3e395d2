"""Every kind of letter that is shipped, on paper: tagged, in its language, with what was signed."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID, uuid4

import pypdfium2
import pytest
from flask import Flask

from casework.cases.facts import situation_of
from casework.cases.work import stay_of
from casework.catalog import catalog, product
from casework.extensions import db
from casework.forms.answers import settled
from casework.forms.base import Field
from casework.letter_kinds import LetterKind, LetterPart
from casework.people.models import Student, User
from casework.people.queries import person
from casework.records import actions as records
from tests.clients import client_as
from tests.factories import NOW, School, make_case, work
from tests.filling import EVERYTHING, asked
from tests.pages import Page
from tests.printing.test_setting import language_of, tags_of, words_of

FORMS = ("authority_report", "network_meeting_notes", "concern_report", "certificate_request")
NAMES = ("Title", "Subject", "Keywords", "Author")


@pytest.fixture
def case(app: Flask, school: School) -> UUID:
    """A case in which every form that a letter carries has been signed, whatever its routine asks for."""
    with work(app):
        found = make_case(student=db.session.get_one(Student, school.student), stage="analysis")
        by = person(db.session.get_one(User, school.health_team), NOW.date())
        stay = stay_of(situation_of(found, by, NOW))
        for name in FORMS:
            form = catalog().forms[name]
            draft = records.begin_form(stay, form, actor=by, now=NOW)
            answers = settled(form.in_language("sv"), asked(form.in_language("sv")), EVERYTHING)
            records.finalise_form(draft, answers, stay, role="student_health_team", actor=by, now=NOW)
        return found.id


def test_each_is_a_tagged_document_in_its_language(app: Flask, school: School, case: UUID) -> None:
    team = client_as(app, school.health_team)
    kinds = {
        name: kind for name, kind in product().letters.items() if not kind.in_language("sv").is_of_meeting
    }
    for name, kind in kinds.items():
        page = team.get(f"/cases/{case}/letters/new/{name}")
        for language in ("sv", "nb"):
            url = team.send(page, **_said(page), language=language, once=str(uuid4()))
            content = team.raw.get(f"{url}/letter.pdf").data
            _is_whole(content, kind.in_language(language), f"{name} in {language}")


def _said(page: Page) -> dict[str, str]:
    """To the first whom it can go to, by a name where one is asked for."""
    to = page.main.all("input", name="recipient")[0].attributes["value"]
    asks_name = page.main.all("input", name="name")
    return {"recipient": to, "address": "Gatan 1"} | ({"name": "Nämnden"} if asks_name else {})


def _is_whole(content: bytes, kind: LetterKind, which: str) -> None:
    assert language_of(content) == kind.language, which
    assert {"Document", "H1", "P"} <= set(tags_of(content)), which
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        assert document.is_tagged(), which
        # Only the kind: what the file tells of itself stands in lists and tabs of whoever opens it.
        assert [document.get_metadata_value(one) for one in NAMES] == [kind.title, "", "", ""], which
    assert b"pdfuaid:part" in content, which
    words = " ".join(words_of(content).split())
    assert "Alva Exempelsson" in words or kind.confidentiality == "open", which
    assert "{" not in words, which
    for part in kind.parts:
        asks = [field.label.rstrip("?:") for field in _fields(kind, part)]
        assert sum(one in words for one in asks) * 2 >= len(asks), f"{which}: {part.id} says little"
        assert not part.title or words.count(f"{part.title} ") <= 1, f"{which}: {part.title} stands twice"


def _fields(kind: LetterKind, part: LetterPart) -> list[Field]:
    """The questions whose answers stand in the part."""
    if part.answers is None:
        return []
    form, chosen = product().forms[part.answers.form].in_language(kind.language), part.answers.fields
    return [one for one in form.all_fields() if not chosen or one.id in chosen]
