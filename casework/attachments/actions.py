"""Attaches files, adds versions, removes; notes which of them a form is signed with.

The rows only: the caller gives the file its place, as the last thing before the commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Person
from casework.attachments.files import Arrived
from casework.attachments.models import Attachment, AttachmentVersion, SignedAttachment
from casework.attachments.queries import Held
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db, file_limits


def demand_place(others: Sequence[Held], submission_id: UUID | None) -> None:
    """Raises NotAcceptable where the form or the case has as many as it may.

    Counted is what the actor may know of, here and below: a full case tells of nothing that is hidden.
    """
    limits = file_limits()
    there = [one.attachment for one in others if not one.attachment.removed_at]
    if submission_id and sum(one.submission_id == submission_id for one in there) >= limits.per_form:
        raise NotAcceptable("form_full")
    if len(there) >= limits.per_case:
        raise NotAcceptable("case_full")


def demand_room(others: Sequence[Held], arrived: Arrived) -> None:
    """Raises NotAcceptable where the case's files would become too large together, older versions too."""
    there = [one for one in others if not one.attachment.removed_at]
    kept = sum(version.size for one in there for version in one.versions)
    if kept + arrived.size > file_limits().bytes_per_case:
        raise NotAcceptable("case_full")


def attach(attachment: Attachment, title: str, arrived: Arrived, *, actor: Person, now: datetime) -> Held:
    """The attachment with its first version."""
    db.session.add(attachment)
    db.session.flush()
    return Held(attachment, (_version(attachment, 1, title, arrived, actor=actor, now=now),))


def add_version(
    held: Held, title: str, arrived: Arrived, *, actor: Person, now: datetime
) -> AttachmentVersion:
    """A newer version of what is attached."""
    demand_there(held)
    return _version(held.attachment, held.newest.number + 1, title, arrived, actor=actor, now=now)


def remove(held: Held, reason: str, *, actor: Person, now: datetime) -> None:
    """Notes that it is removed and why; the caller takes the files away when that is committed."""
    demand_there(held)
    if not reason.strip():
        raise NotAcceptable("reason_missing")
    attachment = held.attachment
    attachment.removed_at, attachment.removed_by_id = now, actor.id
    attachment.removal_reason = reason.strip()
    db.session.flush()


def sign(submission_id: UUID, first_id: UUID) -> Mapping[str, str]:
    """Notes that what is attached to the form now is signed with it; each version with the hash of its file.

    `first_id` is the form's first version, to which its attachments belong.
    """
    rows = db.session.scalars(
        select(AttachmentVersion)
        .join(Attachment, Attachment.id == AttachmentVersion.attachment_id)
        .where(Attachment.submission_id == first_id, Attachment.removed_at.is_(None))
        .order_by(AttachmentVersion.number)
    )
    newest = {row.attachment_id: row for row in rows}
    for version in newest.values():
        db.session.add(SignedAttachment(submission_id=submission_id, version_id=version.id))
    db.session.flush()
    return {str(version.id): version.sha256 for version in newest.values()}


def demand_there(held: Held) -> None:
    """Raises Conflict where it has been removed."""
    if held.attachment.removed_at:
        raise Conflict("attachment_replaced", case_id=str(held.attachment.case_id))


def _version(
    attachment: Attachment, number: int, title: str, arrived: Arrived, *, actor: Person, now: datetime
) -> AttachmentVersion:
    version = AttachmentVersion(
        id=arrived.id,
        attachment_id=attachment.id,
        number=number,
        title=title.strip(),
        kind=arrived.kind,
        pages=arrived.pages,
        size=arrived.size,
        sha256=arrived.sha256,
        previews=list(arrived.previews),
        added_at=now,
        added_by_id=actor.id,
    )
    db.session.add(version)
    db.session.flush()
    return version
