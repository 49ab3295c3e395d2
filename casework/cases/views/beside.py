"""What is attached to the form on the desk, for the pages on which it is written, signed and read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import url_for

from casework.attachments.queries import signed_with
from casework.cases.attachments import held_in, may_attach
from casework.cases.pages.attachment import AttachmentRow, attachment_rows, who_acted
from casework.cases.views.paper import Paper
from casework.cases.work import first_version
from casework.people import queries as people


@dataclass(frozen=True)
class Attached:
    """The form's attachments, and where more are attached by whoever may."""

    rows: list[AttachmentRow]
    attach_url: str | None = None


def attached_to(paper: Paper) -> Attached:
    """The attachments of the form that the reader may know of."""
    if paper.draft is None:
        return Attached([])
    situation = paper.desk.situation
    first = first_version(situation, paper.draft)
    shown = [
        one for one in held_in(situation, paper.desk.readable) if one.attachment.submission_id == first.id
    ]
    signed = signed_with(paper.draft.id) if paper.draft.finalised_at and shown else None
    rows = attachment_rows(
        situation,
        paper.desk.speech,
        shown,
        people.names_of(who_acted(shown)),
        signed=signed,
        signed_at=paper.draft.finalised_at,
    )
    may = may_attach(situation, paper.definition.id)
    url = url_for("cases.attach_to_form", case_id=paper.case_id, submission_id=paper.draft.id)
    return Attached([replace(row, place="") for row in rows], url if may else None)
