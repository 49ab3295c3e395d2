"""The attachments of a case: the list, one of them with its versions and its preview, the file to save."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, url_for

from casework.attachments import files
from casework.attachments.kinds import PICTURE, TYPES
from casework.attachments.models import AttachmentVersion
from casework.attachments.queries import Held
from casework.cases.attachments import held_in, held_with, may_attach, may_remove, may_replace
from casework.cases.pages import attachment as page
from casework.cases.pages.extract import extract_rows
from casework.cases.views import blueprint
from casework.cases.views.desk import Desk, at_desk
from casework.errors import NotHere
from casework.people import queries as people
from casework.web.doors import requires

# A file is saved, never shown; should a browser show it all the same, nothing in it runs or loads anything.
CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Shown:
    """One version of one attachment in front of one reader."""

    desk: Desk
    held: Held
    version: AttachmentVersion

    @property
    def is_there(self) -> bool:
        """Whether its files have not been removed."""
        return self.held.attachment.removed_at is None

    @property
    def is_newest(self) -> bool:
        """Whether it is the version that counts, and not removed."""
        return self.is_there and self.held.newest.id == self.version.id


@blueprint.get("/cases/<uuid:case_id>/attachments")
@requires("case:read")
def attachments(case_id: UUID) -> str:
    """The attachments of the case and of its forms that the reader may know of."""
    desk = at_desk(case_id)
    shown = held_in(desk.situation, desk.readable)
    names = people.names_of(page.who_acted(shown))
    may = may_attach(desk.situation, "")
    return render_template(
        "attachments/index.html",
        identity=desk.identity("attachments"),
        rows=page.attachment_rows(desk.situation, desk.speech, shown, names),
        removed=page.removed_rows(shown, names),
        extracts=extract_rows(case_id, desk.speech, desk.readable),
        attach_url=url_for("cases.attach", case_id=case_id) if may else None,
    )


@blueprint.get("/cases/<uuid:case_id>/attachments/<uuid:version_id>")
@requires("case:read")
def attachment(case_id: UUID, version_id: UUID) -> str:
    """One version: what it is, pictures of it, the others; and what the reader may do with it."""
    shown = _shown(case_id, version_id)
    desk, held, version = shown.desk, shown.held, shown.version
    situation = desk.situation

    def at(view: str, version_id: UUID = version_id) -> str:
        return url_for(f"cases.{view}", case_id=case_id, version_id=version_id)

    names = people.names_of(page.who_acted([held]))
    may_change = shown.is_newest and may_replace(situation, held)
    may_go = shown.is_newest and may_remove(situation, held, desk.reader)
    return render_template(
        "attachments/show.html",
        about=desk.row.student.name,
        heading=version.title,
        facts=page.attachment_facts(situation, desk.speech, held, version, names),
        removed=page.removed_rows([held], names),
        newest_url=None if shown.is_newest else at("attachment", held.newest.id),
        file_url=at("attached_file") if shown.is_there else None,
        replace_url=at("replace_attachment") if may_change else None,
        received_url=url_for("letters.enter_received", case_id=case_id, version_id=version_id)
        if may_change and not held.attachment.submission_id
        else None,
        remove_url=at("remove_attachment") if may_go else None,
        pictures=page.preview_pictures(case_id, version) if shown.is_there else [],
        preview_note=page.preview_note(version),
        versions=page.attachment_versions(case_id, held, version, names),
        up=(page.list_title(desk.row.student.name), url_for("cases.attachments", case_id=case_id)),
    )


@blueprint.get("/cases/<uuid:case_id>/attachments/<uuid:version_id>/file")
@requires("case:read")
def attached_file(case_id: UUID, version_id: UUID) -> Response:
    """The file, to be saved under a name that tells nothing."""
    shown = _there(case_id, version_id)
    version = shown.version
    answer = make_response(files.read(version.id, version.sha256))
    answer.mimetype = TYPES[version.kind]
    name = page.download_name(shown.desk.row.case.number, version)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


@blueprint.get("/cases/<uuid:case_id>/attachments/<uuid:version_id>/pages/<int:number>")
@requires("case:read")
def attachment_page(case_id: UUID, version_id: UUID, number: int) -> Response:
    """A picture of a page, painted by this program: the only thing about a file that a browser shows."""
    version = _there(case_id, version_id).version
    if not 1 <= number <= len(version.previews):
        raise NotHere
    answer = make_response(files.read(version.id, version.previews[number - 1], number))
    answer.mimetype = PICTURE
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


def _shown(case_id: UUID, version_id: UUID) -> Shown:
    """The version on the desk; NotHere where it is not for the reader."""
    desk = at_desk(case_id)
    held = held_with(desk.situation, version_id, desk.readable)
    return Shown(desk, held, next(one for one in held.versions if one.id == version_id))


def _there(case_id: UUID, version_id: UUID) -> Shown:
    """The same, where its files have not been removed; else NotHere."""
    shown = _shown(case_id, version_id)
    if not shown.is_there:
        raise NotHere
    return shown
