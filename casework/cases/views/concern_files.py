"""The files of a report of concern: reading and saving one, taking one away while it is written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as Answered

from casework import clock
from casework.access.classes import Confidentiality
from casework.access.policy import readable
from casework.attachments import files
from casework.attachments.kinds import PICTURE, TYPES
from casework.attachments.models import ConcernAttachment
from casework.cases import concern_files as actions
from casework.cases.concern_finding import (
    DECIDE,
    WRITE,
    Reported,
    locked_report,
    own_draft,
    own_report,
    report_for,
    written_in,
)
from casework.cases.pages import attachment as words
from casework.cases.pages import concern_files as page
from casework.cases.views import blueprint
from casework.cases.views.attachments import CLOSED
from casework.cases.views.concern_paper import concern_paper, url_of
from casework.errors import NotHere
from casework.people.noted import noted_student
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

TAKE_AWAY = "/students/<uuid:student_id>/concerns/begun/<uuid:begun_id>/files/<uuid:concern_file_id>/remove"
OWN_FILE = "/students/<uuid:student_id>/concerns/<uuid:concern_id>/own/files/<uuid:concern_file_id>"
FILE = "/students/<uuid:student_id>/concerns/<uuid:concern_id>/files/<uuid:concern_file_id>"


@dataclass(frozen=True)
class Shown:
    """One file of one report in front of its author, or of who takes such reports up."""

    found: Reported
    file: ConcernAttachment
    is_own: bool

    @property
    def is_draft(self) -> bool:
        """Whether the report is still being written."""
        return self.found.row.state == "draft"

    @property
    def view(self) -> str:
        """The view on which the reader reads it."""
        return "own_concern_file" if self.is_own else "concern_file"

    @property
    def report_url(self) -> str:
        """Where the report is read."""
        view = "cases.own_concern" if self.is_own else "cases.concern"
        return url_for(view, student_id=self.found.student.id, concern_id=self.found.row.id)


def _own(student_id: UUID, concern_id: UUID, file_id: UUID) -> Shown:
    """A file of what the reader has signed or is writing; NotHere (noted) for others."""
    try:
        found = own_report(student_id, concern_id, person())
    except NotHere:
        noted_student(student_id, WRITE)
        found = own_draft(student_id, concern_id, person())
    return _shown(found, file_id, written_in(person(), found), is_own=True)


def _received(student_id: UUID, concern_id: UUID, file_id: UUID) -> Shown:
    """A file of a signed report, for who takes such reports up; NotHere (noted) for others."""
    noted_student(student_id, DECIDE)
    found = report_for(student_id, concern_id, person())
    return _shown(found, file_id, readable(person(), found.place), is_own=False)


def _shown(found: Reported, file_id: UUID, classes: Collection[Confidentiality], *, is_own: bool) -> Shown:
    known = {one.file_id: one for one in actions.files_of(found.row.id, classes)}
    if file_id not in known:
        raise NotHere
    shows([found.shown], classes=[known[file_id].confidentiality])
    return Shown(found, known[file_id], is_own)


@blueprint.get(OWN_FILE)
@requires("own:read")
def own_concern_file(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> str:
    """What a file of one's own is, and pictures of it."""
    return _page(_own(student_id, concern_id, concern_file_id))


@blueprint.get(f"{OWN_FILE}/file")
@requires("own:read")
def own_concern_file_saved(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> Response:
    """The same, to be saved."""
    return _saved(_own(student_id, concern_id, concern_file_id))


@blueprint.get(f"{OWN_FILE}/pages/<int:number>")
@requires("own:read")
def own_concern_file_page(student_id: UUID, concern_id: UUID, concern_file_id: UUID, number: int) -> Response:
    """A picture of a page of it."""
    return _picture(_own(student_id, concern_id, concern_file_id), number)


@blueprint.get(FILE)
@requires(DECIDE)
def concern_file(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> str:
    """What a file of a report is, and pictures of it."""
    return _page(_received(student_id, concern_id, concern_file_id))


@blueprint.get(f"{FILE}/file")
@requires(DECIDE)
def concern_file_saved(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> Response:
    """The same, to be saved."""
    return _saved(_received(student_id, concern_id, concern_file_id))


@blueprint.get(f"{FILE}/pages/<int:number>")
@requires(DECIDE)
def concern_file_page(student_id: UUID, concern_id: UUID, concern_file_id: UUID, number: int) -> Response:
    """A picture of a page of it."""
    return _picture(_received(student_id, concern_id, concern_file_id), number)


def _page(shown: Shown) -> str:
    one, row = shown.file, shown.found.row
    gone = actions.removed_in_case([one.file_id])
    return render_template(
        "attachments/show.html",
        about=shown.found.student.name,
        heading=one.title,
        facts=page.file_facts(one, shown.found.by),
        removed=page.removed_rows([one], gone),
        file_url=None if gone else url_for(f"cases.{shown.view}_saved", **page.named(one, row)),
        remove_url=_take_away_url(shown),
        pictures=[] if gone else page.file_pictures(one, row, shown.view),
        preview_note=words.preview_note(one),
        up=_up(shown),
    )


def _saved(shown: Shown) -> Response:
    """The file under a name that tells nothing; NotHere where the case has removed it."""
    one = _there(shown)
    answer = make_response(files.read(one.file_id, one.sha256))
    answer.mimetype = TYPES[one.kind]
    answer.headers.set("Content-Disposition", "attachment", filename=page.file_name(one))
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


def _picture(shown: Shown, number: int) -> Response:
    """A picture of a page, painted by this program."""
    one = _there(shown)
    if not 1 <= number <= len(one.previews):
        raise NotHere
    answer = make_response(files.read(one.file_id, one.previews[number - 1], number))
    answer.mimetype = PICTURE
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


@blueprint.route(TAKE_AWAY, methods=["GET", "POST"])
@requires(WRITE)
def remove_concern_file(
    student_id: UUID, begun_id: UUID, concern_file_id: UUID
) -> Answered | tuple[str, int]:
    """Takes a file away from what the author has not signed."""
    shown = _own(student_id, begun_id, concern_file_id)
    if not shown.is_draft:
        raise NotHere
    form, gone = ConfirmForm(), list[UUID]()
    if form.validate_on_submit():

        def act() -> str:
            row = locked_report(student_id, begun_id)
            gone.extend(actions.take_away(row, concern_file_id, now=clock.now()))
            return _up(shown)[1]

        answer = once(act)
        files.forget(gone)
        return answer
    heading = gettext("Take “%(title)s” away?", title=shown.file.title)
    up = shown.file.title, url_for("cases.own_concern_file", **page.named(shown.file, shown.found.row))
    lead = gettext("What you have signed before keeps its files.")
    return act_page(form, heading, gettext("Take away"), up, lead=lead)


def _take_away_url(shown: Shown) -> str | None:
    if not shown.is_draft:
        return None
    return url_for(
        "cases.remove_concern_file",
        student_id=shown.found.student.id,
        begun_id=shown.found.row.id,
        concern_file_id=shown.file.file_id,
    )


def _there(shown: Shown) -> ConcernAttachment:
    """The file, where no case has removed it; else NotHere."""
    if actions.removed_in_case([shown.file.file_id]):
        raise NotHere
    return shown.file


def _up(shown: Shown) -> tuple[str, str]:
    """The report, or the page on which it is written."""
    row = shown.found.row
    if not shown.is_draft:
        return gettext("Report"), shown.report_url
    named = row.corrects_id or row.form
    return gettext("Report"), url_of(concern_paper(row.student_id, named), anchor="attachments")
