"""Compares the kept files with their rows: what is missing, changed, or still there after its removal."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from casework.attachments.files import name_of, names, take_away
from casework.attachments.models import Attachment, AttachmentVersion, ConcernAttachment
from casework.extensions import db, files_folder

ON_ITS_WAY = timedelta(hours=1)  # so long a file may lie there before the commit that names it


def file_faults() -> Iterator[str]:
    """Every file that is not as its row says; told by id, not by title."""
    yield from _faults_of_reports()
    rows = db.session.execute(
        select(AttachmentVersion, Attachment.removed_at)
        .join(Attachment, Attachment.id == AttachmentVersion.attachment_id)
        .order_by(AttachmentVersion.added_at)
    )
    for version, removed_at in rows:
        hashes = dict(enumerate((version.sha256, *version.previews)))
        for number, sha in hashes.items():
            fault = _fault(name_of(version.id, number), "" if removed_at else sha)
            if fault:
                yield f"file {name_of(version.id, number)}: {fault}"


def _faults_of_reports() -> Iterator[str]:
    """The same for files of reports of concern that lie in no case."""
    hashes: dict[str, str] = {}
    for one in db.session.scalars(_in_no_case().order_by(ConcernAttachment.added_at)):
        each = enumerate((one.sha256, *one.previews))
        hashes |= {name_of(one.file_id, number): sha for number, sha in each}
    for name, sha in hashes.items():
        if fault := _fault(name, sha):
            yield f"file {name}: {fault}"


def _in_no_case() -> Select[ConcernAttachment]:
    return select(ConcernAttachment).where(ConcernAttachment.file_id.not_in(select(AttachmentVersion.id)))


def strays(now: datetime) -> list[str]:
    """The names of files that no row wants: left by a commit that failed, or by a machine that stopped."""
    wanted = db.session.scalars(
        select(AttachmentVersion)
        .join(Attachment, Attachment.id == AttachmentVersion.attachment_id)
        .where(Attachment.removed_at.is_(None))
    )
    files = [(one.id, one.previews) for one in wanted]
    files += [(one.file_id, one.previews) for one in db.session.scalars(_in_no_case())]
    known = {name_of(file_id, number) for file_id, shown in files for number in range(len(shown) + 1)}
    return sorted(name for name, at in names().items() if name not in known and now - at > ON_ITS_WAY)


def tidy(now: datetime) -> int:
    """Takes away what no row wants; answers how many."""
    found = strays(now)
    for name in found:
        take_away(name)
    return len(found)


def _fault(name: str, sha256: str) -> str:
    """What is wrong with the file that ought to have the hash; none is wanted where that is empty."""
    path = files_folder() / name
    if not sha256:
        return "is still there after its removal" if path.exists() else ""
    try:
        with path.open("rb") as content:
            return "" if hashlib.file_digest(content, "sha256").hexdigest() == sha256 else "is changed"
    except OSError:
        return "is missing"
