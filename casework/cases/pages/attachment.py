"""The pages of attachments: the list of a case, those of one form, and one of them with its versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import url_for

from casework.access.policy import Confidentiality
from casework.attachments.models import AttachmentVersion, ConcernAttachment
from casework.attachments.queries import Held
from casework.cases.attachments import form_of
from casework.cases.facts import Situation
from casework.cases.pages.reading import Version, class_note
from casework.cases.pages.words import Speech
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.web.dates import moment
from casework.web.sizes import size_text
from casework.web.text import gettext, ngettext

Names = dict[UUID, str]
Kept = AttachmentVersion | ConcernAttachment


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment as lists show it."""

    title: str
    url: str
    about: str
    added: str
    class_note: str
    place: str
    note: str


@dataclass(frozen=True)
class RemovedRow:
    """An attachment that was there once."""

    title: str
    removed: str
    reason: str


def attachment_rows(
    situation: Situation,
    speech: Speech,
    shown: Sequence[Held],
    names: Names,
    *,
    signed: frozenset[UUID] | None = None,
    signed_at: datetime | None = None,
) -> list[AttachmentRow]:
    """A row for each attachment that is there, newest first.

    Beside a signed form `signed` are the versions signed with it, and `signed_at` is when that was.
    """
    there = [one for one in shown if not one.attachment.removed_at]
    there.sort(key=lambda one: one.newest.added_at, reverse=True)
    return [replace(_row(situation, speech, one, names), note=_note(one, signed, signed_at)) for one in there]


def removed_rows(shown: Sequence[Held], names: Names) -> list[RemovedRow]:
    """A row for each attachment that has been removed, with who did it and why."""
    rows = []
    for one in shown:
        attachment = one.attachment
        if attachment.removed_at and attachment.removed_by_id:
            who = names.get(attachment.removed_by_id, "")
            removed = gettext("Removed %(moment)s, %(name)s", moment=moment(attachment.removed_at), name=who)
            rows.append(RemovedRow(one.newest.title, removed, attachment.removal_reason))
    return rows


def _row(situation: Situation, speech: Speech, held: Held, names: Names) -> AttachmentRow:
    newest, form = held.newest, form_of(situation, held)
    return AttachmentRow(
        title=newest.title,
        url=url_for("cases.attachment", case_id=situation.case.id, version_id=newest.id),
        about=about_file(newest),
        added=_added(newest, names),
        class_note=class_note(held.attachment.confidentiality),
        place=speech.form(form) if form else "",
        note="",
    )


def _note(held: Held, signed: frozenset[UUID] | None, signed_at: datetime | None) -> str:
    """What is special: a newer version, or that it was not signed with the form it stands beside."""
    if signed is not None and held.newest.id not in signed:
        if signed_at and held.newest.added_at < signed_at:
            return gettext("Not with this version")
        is_newer = any(version.id in signed for version in held.versions)
        return gettext("A newer version than the one signed") if is_newer else gettext("Added after signing")
    return gettext("Version %(number)s", number=held.newest.number) if held.newest.number > 1 else ""


def about_file(version: Kept) -> str:
    """What kind of file it is and how large: "PDF, 3 pages, 240 kB"."""
    kinds = {
        "pdf": gettext("PDF"),
        "jpg": gettext("Picture"),
        "png": gettext("Picture"),
        "docx": gettext("Word document"),
        "odt": gettext("OpenDocument"),
        "txt": gettext("Text"),
    }
    pages = [ngettext("%(num)d page", "%(num)d pages", version.pages)] if version.kind == "pdf" else []
    return ", ".join((kinds[version.kind], *pages, size_text(version.size)))


def _added(version: AttachmentVersion, names: Names) -> str:
    who = names.get(version.added_by_id, "")
    return gettext("%(moment)s, %(name)s", moment=moment(version.added_at), name=who)


def who_acted(shown: Sequence[Held]) -> list[UUID | None]:
    """Whose names the rows need."""
    added = [version.added_by_id for one in shown for version in one.versions]
    return [*added, *(one.attachment.removed_by_id for one in shown)]


def attachment_facts(
    situation: Situation, speech: Speech, held: Held, version: AttachmentVersion, names: Names
) -> list[tuple[str, str, str | None]]:
    """What stands under the title: what the file is, who added it when, where it belongs, who may read it."""
    form = form_of(situation, held)
    belongs = speech.form(form) if form else gettext("The case")
    facts: list[tuple[str, str, str | None]] = [
        (gettext("File"), about_file(version), None),
        (gettext("Added"), _added(version, names), None),
        (gettext("Belongs to"), belongs, _form_url(situation, form) if form else None),
        (gettext("May be read by"), readers(held.attachment.confidentiality), None),
    ]
    if len(held.versions) > 1:
        facts.append((gettext("Version"), str(version.number), None))
    return facts


def _form_url(situation: Situation, form: str) -> str:
    """The form as it was last signed, which everybody who reads it may see; else its draft."""
    versions = [one for one in situation.submissions if one.form == form]
    signed = [one for one in versions if one.finalised_at]
    return url_for("cases.form", case_id=situation.case.id, submission_id=(signed or versions)[-1].id)


def attachment_versions(case_id: UUID, held: Held, shown: AttachmentVersion, names: Names) -> list[Version]:
    """The versions, newest first; none where there is only one."""
    found = held.versions if len(held.versions) > 1 else ()
    return [
        Version(
            text=gettext("Version %(number)s", number=one.number),
            url=url_for("cases.attachment", case_id=case_id, version_id=one.id),
            when=moment(one.added_at),
            who=names.get(one.added_by_id, ""),
            current=one.id == shown.id,
        )
        for one in reversed(found)
    ]


def preview_pictures(case_id: UUID, version: AttachmentVersion) -> list[tuple[str, str]]:
    """The address of each picture, and what stands for it where it is not seen."""
    return [
        (
            url_for("cases.attachment_page", case_id=case_id, version_id=version.id, number=number),
            gettext("Preview of page %(number)s of the attachment", number=number)
            if version.kind == "pdf"
            else gettext("Preview of the attachment"),
        )
        for number in range(1, len(version.previews) + 1)
    ]


def preview_note(version: Kept) -> str:
    """What the pictures leave out."""
    shown = len(version.previews)
    if not shown:
        return gettext("There is no preview of this kind of file. Download it to read it.")
    if version.kind != "pdf" or shown >= version.pages:
        return ""
    return ngettext(
        "The first page is shown here. Download the file to read the rest.",
        "The first %(num)d pages are shown here. Download the file to read the rest.",
        shown,
    )


def download_name(number: int, version: AttachmentVersion) -> str:
    """The name under which it is saved: the case's number and a few signs of its own."""
    word = gettext("attachment")
    return f"{word}-{number}-{version.id.hex[:4]}.{version.kind}"


def list_title(name: str) -> str:
    """What the list is called in the link back to it."""
    return gettext("Documents, %(name)s", name=name)


def case_places(classes: Collection[Confidentiality]) -> list[tuple[Confidentiality, str]]:
    """The classes that somebody who may read these may give to an attachment of the case."""
    order: tuple[Confidentiality, ...] = ("school", "student_health", "medical")
    return [(one, readers(one)) for one in order if one in classes]


def readers(confidentiality: str) -> str:
    """Who may read what has the class."""
    named = {
        "student_health": gettext("Student health and the principal"),
        "medical": gettext("The school nurse"),
    }
    return named.get(confidentiality, gettext("All in the case"))


def form_places(form: Form, context: FormContext) -> list[tuple[str, str]]:
    """The parts of the form that the reader sees, each with who reads it."""
    places = []
    for section in readable_sections(form, context):
        note = class_note(section.confidentiality)
        places.append((section.id, f"{section.title} ({note})" if note else section.title))
    return places
