"""Attaches without a browser, by the program's own actions; inside a unit of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attachments.files import received
from casework.attachments.models import AttachmentVersion
from casework.cases.attachments import Target, attach_file
from casework.cases.moves import locked_case
from casework.extensions import db
from casework.records.models import Submission
from tests.factories import NOW

TITLE = "Brev från hemmet"
TO_SCHOOL = Target("school")


def attach_to(
    case_id: UUID,
    content: bytes,
    target: Target = TO_SCHOOL,
    *,
    actor: Person,
    now: datetime,
    title: str = TITLE,
) -> AttachmentVersion:
    """The file with its row and its event."""
    with received(BytesIO(content)) as arrived:
        return attach_file(locked_case(case_id), target, title, arrived, actor=actor, now=now)


def attach_canaries(case_id: UUID, nurse: Person, canary: Callable[[str], str]) -> dict[str, UUID]:
    """Files of each class and one on a form of hers, canaries in title and content; their ids."""
    form = (Submission.case_id == case_id) & (Submission.form == "absence_investigation")
    signed = db.session.scalars(select(Submission).where(form)).all()
    found, on_form = {}, (Target("medical", one) for one in signed)
    for target in (TO_SCHOOL, Target("student_health"), Target("medical"), *on_form):
        title, content = canary(target.confidentiality), canary(target.confidentiality).encode()
        found[title] = attach_to(case_id, content, target, actor=nurse, now=NOW, title=title).id
    return found
