"""Reads attachments: those of a case that somebody may know of, with all their versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from casework.access.policy import Confidentiality
from casework.attachments.models import Attachment, AttachmentVersion, SignedAttachment
from casework.extensions import db


@dataclass(frozen=True)
class Held:
    """An attachment with its versions, oldest first."""

    attachment: Attachment
    versions: tuple[AttachmentVersion, ...]

    @property
    def newest(self) -> AttachmentVersion:
        """The version that counts."""
        return self.versions[-1]


def attachments_of(case_id: UUID, readable: Collection[Confidentiality]) -> Sequence[Held]:
    """The attachments of the case and its forms of the classes that the reader may see, oldest first."""
    rows = db.session.execute(
        select(Attachment, AttachmentVersion)
        .join(AttachmentVersion, AttachmentVersion.attachment_id == Attachment.id)
        .where(Attachment.case_id == case_id, Attachment.confidentiality.in_(readable))
        .order_by(AttachmentVersion.added_at, AttachmentVersion.id)
    )
    found: dict[UUID, tuple[Attachment, list[AttachmentVersion]]] = {}
    for attachment, version in rows:
        found.setdefault(attachment.id, (attachment, []))[1].append(version)
    return [Held(one, tuple(sorted(has, key=lambda each: each.number))) for one, has in found.values()]


def signed_with(submission_id: UUID) -> frozenset[UUID]:
    """The versions that were there when the form was signed."""
    signed = select(SignedAttachment.version_id).where(SignedAttachment.submission_id == submission_id)
    return frozenset(db.session.scalars(signed))


def is_signed(attachment_id: UUID) -> bool:
    """Whether a version of it was signed with a form."""
    signed = select(SignedAttachment).join(
        AttachmentVersion, AttachmentVersion.id == SignedAttachment.version_id
    )
    return (
        db.session.scalars(signed.where(AttachmentVersion.attachment_id == attachment_id)).first() is not None
    )
