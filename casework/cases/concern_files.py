"""Files with a report of concern: attached and taken away in the draft, signed with it, laid in its case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from casework.attachments.files import Arrived, keep
from casework.attachments.models import Attachment, AttachmentVersion, ConcernAttachment, SignedAttachment
from casework.cases.concern_models import Concern
from casework.cases.signed import attachment_content
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db, file_limits
from casework.records.models import Submission


def files_of(concern_id: UUID, classes: Collection[str] | None = None) -> Sequence[ConcernAttachment]:
    """The files of the report, of these classes where such are named, in the order in which they came."""
    wanted = select(ConcernAttachment).where(ConcernAttachment.concern_id == concern_id)
    if classes is not None:
        wanted = wanted.where(ConcernAttachment.confidentiality.in_(classes))
    return db.session.scalars(wanted.order_by(ConcernAttachment.added_at, ConcernAttachment.file_id)).all()


def removed_in_case(file_ids: Collection[UUID]) -> Mapping[UUID, Attachment]:
    """Those of the files that have been removed from the case in which they lie, and how."""
    rows = db.session.execute(
        select(AttachmentVersion.id, Attachment)
        .join(Attachment, Attachment.id == AttachmentVersion.attachment_id)
        .where(AttachmentVersion.id.in_(file_ids), Attachment.removed_at.is_not(None))
    )
    return {row[0]: row[1] for row in rows}


def attach_to_report(
    row: Concern, section: str, confidentiality: str, title: str, arrived: Arrived, *, now: datetime
) -> None:
    """Attaches the file to the draft. Raises Conflict where it is signed, NotAcceptable where it is full."""
    _demand_draft(row)
    there, limits = files_of(row.id), file_limits()
    if len(there) >= limits.per_form:
        raise NotAcceptable("form_full")
    if sum(one.size for one in there) + arrived.size > limits.bytes_per_case:
        raise NotAcceptable("case_full")
    db.session.add(
        ConcernAttachment(
            concern_id=row.id,
            file_id=arrived.id,
            section=section,
            confidentiality=confidentiality,
            title=title.strip(),
            kind=arrived.kind,
            pages=arrived.pages,
            size=arrived.size,
            sha256=arrived.sha256,
            previews=list(arrived.previews),
            added_at=now,
        )
    )
    row.saved_at = now  # a last look that was opened before does not show the file: it is another revision
    db.session.flush()
    keep(arrived)


def take_away(row: Concern, file_id: UUID, *, now: datetime) -> list[UUID]:
    """Takes the file away from the draft; which files the caller forgets when that is committed."""
    _demand_draft(row)
    row.saved_at = now
    return _let_go(row, [file_id])


def let_all_go(row: Concern) -> list[UUID]:
    """The same for all files of a draft that is thrown away."""
    return _let_go(row, [one.file_id for one in files_of(row.id)])


def begin_with_files_of(old: Concern, row: Concern) -> None:
    """A correction begins with the files of what it corrects."""
    for one in files_of(old.id):
        values = {column.key: getattr(one, column.key) for column in ConcernAttachment.__table__.columns}
        db.session.add(ConcernAttachment(**{**values, "concern_id": row.id}))
    db.session.flush()


def lay_files(
    files: Sequence[ConcernAttachment], received: Submission, first: Submission
) -> dict[str, dict[str, str]]:
    """Attaches the report's files to the form that it has become; what its event says of them.

    `first` is the form's first version. A file that lies in an earlier case already stays there.
    """
    lying = db.session.execute(
        select(AttachmentVersion.id, Attachment.case_id)
        .join(Attachment, Attachment.id == AttachmentVersion.attachment_id)
        .where(AttachmentVersion.id.in_([one.file_id for one in files]))
    )
    there = {row[0]: row[1] for row in lying}
    new = {str(one.file_id): _attached(one, received, first) for one in files if one.file_id not in there}
    signed = [one for one in files if there.get(one.file_id, received.case_id) == received.case_id]
    db.session.add_all(SignedAttachment(submission_id=received.id, version_id=one.file_id) for one in signed)
    db.session.flush()
    return {"attachments": {str(one.file_id): one.sha256 for one in signed}, "files": new}


def _attached(one: ConcernAttachment, received: Submission, first: Submission) -> str:
    """The file as an attachment of the form, added by who wrote the report; the hash of that."""
    attachment = Attachment(
        case_id=received.case_id,
        submission_id=first.id,
        section=one.section,
        confidentiality=one.confidentiality,
        removal_reason="",
    )
    db.session.add(attachment)
    db.session.flush()
    version = AttachmentVersion(
        id=one.file_id,
        attachment_id=attachment.id,
        number=1,
        title=one.title,
        kind=one.kind,
        pages=one.pages,
        size=one.size,
        sha256=one.sha256,
        previews=one.previews,
        added_at=one.added_at,
        added_by_id=received.started_by_id,
    )
    db.session.add(version)
    db.session.flush()
    return attachment_content(attachment, version)


def _let_go(row: Concern, file_ids: Sequence[UUID]) -> list[UUID]:
    mine = (ConcernAttachment.concern_id == row.id, ConcernAttachment.file_id.in_(file_ids))
    db.session.execute(delete(ConcernAttachment).where(*mine))
    held = select(ConcernAttachment.file_id).where(ConcernAttachment.file_id.in_(file_ids))
    kept = set(db.session.scalars(held))
    return [one for one in file_ids if one not in kept]


def _demand_draft(row: Concern) -> None:
    if row.state != "draft":
        raise Conflict("form_locked")
