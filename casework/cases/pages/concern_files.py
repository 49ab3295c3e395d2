"""The files of a report of concern: the list beside it, and one of them with its preview."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for

from casework.attachments.models import Attachment, ConcernAttachment
from casework.cases.concern_files import files_of, removed_in_case
from casework.cases.concern_models import Concern
from casework.cases.pages.attachment import AttachmentRow, RemovedRow, about_file, readers
from casework.cases.pages.reading import class_note
from casework.people import queries as people
from casework.web.dates import moment
from casework.web.text import gettext


def file_rows(
    row: Concern, classes: Collection[str], view: str
) -> tuple[list[AttachmentRow], list[RemovedRow]]:
    """A row for each file of the report that the reader may know of, and for each that the case removed.

    `view` is where the reader reads them.
    """
    files = files_of(row.id, classes)
    gone = removed_in_case([one.file_id for one in files]) if row.submission_id or row.corrects_id else {}
    rows = [_row(one, row, view) for one in files if one.file_id not in gone]
    return rows, removed_rows([one for one in files if one.file_id in gone], gone)


def removed_rows(files: Sequence[ConcernAttachment], gone: Mapping[UUID, Attachment]) -> list[RemovedRow]:
    """What was removed from the case, when and by whom; why, is read there."""
    found = [(one, gone[one.file_id]) for one in files if one.file_id in gone]
    names = people.names_of(by.removed_by_id for _, by in found) if found else {}
    return [
        RemovedRow(
            one.title,
            gettext(
                "Removed %(moment)s, %(name)s",
                moment=moment(by.removed_at) if by.removed_at else "",
                name=names.get(by.removed_by_id, "") if by.removed_by_id else "",
            ),
            "",
        )
        for one, by in found
    ]


def _row(one: ConcernAttachment, row: Concern, view: str) -> AttachmentRow:
    return AttachmentRow(
        title=one.title,
        url=url_for(f"cases.{view}", **named(one, row)),
        about=about_file(one),
        added=moment(one.added_at),
        class_note=class_note(one.confidentiality),
        place="",
        note="",
    )


def named(one: ConcernAttachment, row: Concern) -> dict[str, Any]:
    """What addresses of the file name."""
    return {"student_id": row.student_id, "concern_id": row.id, "concern_file_id": one.file_id}


def file_facts(one: ConcernAttachment, by: str) -> list[tuple[str, str, str | None]]:
    """What stands under the title."""
    added = gettext("%(moment)s, %(name)s", moment=moment(one.added_at), name=by)
    return [
        (gettext("File"), about_file(one), None),
        (gettext("Added"), added, None),
        (gettext("May be read by"), readers(one.confidentiality), None),
    ]


def file_pictures(one: ConcernAttachment, row: Concern, view: str) -> list[tuple[str, str]]:
    """The address of each picture, and what stands for it where it is not seen."""
    return [
        (
            url_for(f"cases.{view}_page", **named(one, row), number=number),
            gettext("Preview of page %(number)s of the attachment", number=number)
            if one.kind == "pdf"
            else gettext("Preview of the attachment"),
        )
        for number in range(1, len(one.previews) + 1)
    ]


def file_name(one: ConcernAttachment) -> str:
    """The name under which it is saved: it tells nothing."""
    return f"{gettext('attachment')}-{one.file_id.hex[:4]}.{one.kind}"
