"""What is attached to a form: whose it is, and what the signature under the form says of it."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from casework.attachments.models import AttachmentVersion, SignedAttachment
from casework.extensions import db
from tests.attachments.samples import pdf
from tests.attachments.sending import TITLE, attach
from tests.clients import Client
from tests.stories.journey import Journey
from tests.stories.test_attachments import holds, in_list
from tests.stories.test_forms import draft_of

CHECKLIST, INVESTIGATION = "student_guardian_checklist", "absence_investigation"


def attach_first(who: Client, form: str, content: bytes | None = None, **fields: Any) -> None:
    """Attaches a file to the first part of the form that the reader sees."""
    choices = who.get(f"{form}/attach").form("attach").all("input", name="place")
    first = {"place": choices[0].attributes["value"]} if choices else {}
    attach(who, f"{form}/attach", content, **first, **fields)


def test_what_is_attached_to_a_form_has_the_class_of_its_part(journey: Journey) -> None:
    journey.begins_in("investigation")
    draft = draft_of(journey, journey.nurse, INVESTIGATION)
    page = journey.nurse.get(f"{draft}/attach")
    parts = {one.attributes["value"] for one in page.form().all("input", name="place")}
    medical = next(part for part in parts if "health" in part or "medical" in part)
    attach(journey.nurse, f"{draft}/attach", title="Kanarie hälsa", place=medical)
    journey.tells(journey.nurse.get(draft), "Kanarie hälsa")
    shown = journey.nurse.get(in_list(journey, journey.nurse)["Kanarie hälsa"])
    assert shown.main.one("dl", class_="facts").all("a")[0].attributes["href"] == draft
    for who in (journey.mentor, journey.counsellor):
        assert "Kanarie hälsa" not in who.get(f"{journey.case}/attachments").text
    assert attach(journey.counsellor, f"{draft}/attach", place=medical, status=422)


def test_what_is_attached_to_an_unsigned_form_is_for_those_who_write_in_it(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST)
    attach_first(journey.mentor, draft)
    assert TITLE in in_list(journey, journey.mentor)
    others = [who for who in (journey.counsellor, journey.rector) if TITLE not in in_list(journey, who)]
    journey.signs(journey.mentor, CHECKLIST)
    assert others
    assert all(TITLE in in_list(journey, who) for who in others)


def test_a_signature_binds_what_was_attached_and_the_page_says_what_came_after(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST)
    attach_first(journey.mentor, draft, pdf(3), title="Före")
    journey.signs(journey.mentor, CHECKLIST)
    attach_first(journey.mentor, draft, title="Efter")
    with journey.app.app_context():
        signed = db.session.scalars(
            select(AttachmentVersion).join(
                SignedAttachment, SignedAttachment.version_id == AttachmentVersion.id
            )
        ).all()
        assert [(one.title, one.sha256) for one in signed] == [("Före", hashlib.sha256(pdf(3)).hexdigest())]
    rows = journey.mentor.get(draft).main.one("section", id="attachments").all("tr")
    assert {row.all("a")[0].text: "Tillagd efter signeringen" in row.text for row in rows[1:]} == {
        "Före": False,
        "Efter": True,
    }
    assert holds(journey)


def test_a_correction_has_the_attachments_of_what_it_corrects(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST)
    attach_first(journey.mentor, draft, title="Först")
    signed = journey.signs(journey.mentor, CHECKLIST)
    corrected = journey.mentor.post(f"{signed}/correct", journey.mentor.tokens())
    attach_first(journey.mentor, corrected, title="Sedan")
    section = journey.mentor.get(corrected).main.one("section", id="attachments")
    assert {"Först", "Sedan"} <= {one.text for one in section.all("a")}
    again = journey.signs(journey.mentor, CHECKLIST)
    assert "efter signeringen" not in journey.mentor.get(again).main.one("section", id="attachments").text
    assert "efter signeringen" in journey.mentor.get(signed).main.one("section", id="attachments").text
    assert holds(journey)
