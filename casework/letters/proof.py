"""What the history binds of letters and of documents that came in, and whether each is as its event says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from casework.database import UNREADABLE
from casework.extensions import db
from casework.history.binding import Contents, row_faults
from casework.history.chain import content
from casework.history.events import What
from casework.history.queries import bound
from casework.letters.models import Letter, ReceivedDocument

LETTER, RECEIPT, END, DOCUMENT = "letter", "letter's receipt", "letter's end", "received document"
ODD_END = "end of a letter that stands as sent"  # which no event binds
BINDS: Mapping[str, tuple[str, str]] = {
    What.LETTER_SENT: (LETTER, "letter"),
    What.LETTER_RECEIVED: (RECEIPT, "letter"),
    What.LETTER_TAKEN_BACK: (END, "letter"),
    What.DOCUMENT_RECEIVED: (DOCUMENT, "document"),
}


def letter_content(row: Letter) -> str:
    """What was sent to whom, as which file, how, when and by whom; of an invitation, also who is called."""
    called = {"meeting_person": row.meeting_person_id} if row.meeting_person_id else {}
    return content(
        **called,
        case=row.case_id,
        unit=row.unit_id,
        task=row.task_id or row.student_task_id,
        kind=row.kind,
        title=row.title,
        language=row.language,
        confidentiality=row.confidentiality,
        recipient_kind=row.recipient_kind,
        guardianship=row.guardianship_id,
        recipient=row.recipient,
        address=row.address,
        left_out=row.left_out,
        own_text=row.own_text,
        way=row.way,
        sent_on=row.sent_on,
        number=row.number,
        file=row.file_id,
        sha256=row.sha256,
        milestone=row.milestone_id,
        sent_at=row.sent_at,
        sent_by=row.sent_by_id,
        role=row.role,
    )


def receipt_content(row: Letter) -> str:
    """When and how the letter reached who it was for, and who noted it."""
    return content(
        received_on=row.received_on,
        received_how=row.received_how,
        received_at=row.received_at,
        received_by=row.received_by_id,
    )


def end_content(row: Letter) -> str:
    """Who took the letter back, when and why."""
    return content(
        taken_back_at=row.taken_back_at, taken_back_by=row.taken_back_by_id, reason=row.taken_back_reason
    )


def document_content(row: ReceivedDocument) -> str:
    """Which document came in from whom, when, under which number, and who noted it."""
    return content(
        case=row.case_id,
        unit=row.unit_id,
        attachment=row.attachment_id,
        received_on=row.received_on,
        sender=row.sender,
        number=row.number,
        registered_at=row.registered_at,
        registered_by=row.registered_by_id,
        role=row.role,
    )


def faults() -> Iterator[str]:
    """Every letter and document that is missing, changed or without its event; told by id.

    Whether a letter is taken back stands in it twice; both say the same.
    """
    try:
        yield from row_faults(bound(BINDS), kept())
    except UNREADABLE as error:
        yield f"letters cannot be read: {type(error).__name__}"


def kept() -> Contents:
    """What there is of them, with the hashes of what they say now; drafts are bound by nothing."""
    found: Contents = {}
    for row in db.session.scalars(select(Letter).where(Letter.status != "draft")):
        found[LETTER, str(row.id)] = letter_content(row)
        if row.received_at:
            found[RECEIPT, str(row.id)] = receipt_content(row)
        if row.taken_back_at or row.status == "taken_back":
            found[END if row.status == "taken_back" else ODD_END, str(row.id)] = end_content(row)
    documents = db.session.scalars(select(ReceivedDocument))
    return found | {(DOCUMENT, str(row.id)): document_content(row) for row in documents}
