"""Tables of attachments: what is attached where, its versions, and which versions a form was signed with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casework.database import Base, Identified


class Attachment(Identified, Base):
    """Something attached to a case, or to a form (by its first version), with the class of who may know.

    What `is_sent` is a letter as it left the house: nothing takes its place. What `is_received` stands in the
    register as having come in. Neither is removed.
    """

    __tablename__ = "attachment"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    submission_id: Mapped[UUID | None] = mapped_column(ForeignKey("submission.id"), index=True)
    section: Mapped[str] = mapped_column(String(60), default="")
    confidentiality: Mapped[str] = mapped_column(String(20))
    is_sent: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_received: Mapped[bool] = mapped_column(default=False, server_default=false())
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    removal_reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def stays(self) -> bool:
        """Whether nobody removes it."""
        return self.is_sent or self.is_received


class AttachmentVersion(Identified, Base):
    """One version of it: the title that a person gave, and of the file what is needed to know it again."""

    __tablename__ = "attachment_version"
    __table_args__ = (UniqueConstraint("attachment_id", "number"),)

    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    previews: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class SignedAttachment(Base):
    """A version that was there when the form was signed, and so was signed with it."""

    __tablename__ = "signed_attachment"
    __table_args__ = (Index("ix_signed_attachment_version_id", "version_id"),)

    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("attachment_version.id"), primary_key=True)


class ConcernAttachment(Base):
    """A file with one version of a report of concern; those that are there when it is signed stay with it.

    A correction begins with rows of its own about the same files. In a case the file is a version of an
    attachment under the same id.
    """

    __tablename__ = "concern_attachment"
    __table_args__ = (Index("ix_concern_attachment_file_id", "file_id"),)

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(60))
    confidentiality: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    previews: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime]
