"""The files of a report of concern: reading and saving one; attaching and taking away while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, url_for
from werkzeug.wrappers import Response as Answered

from casework import clock
from casework.access.policy import readable
from casework.attachments import files
from casework.attachments.kinds import PICTURE, TYPES
from casework.attachments.models import ConcernAttachment
from casework.cases import concern_files as actions
from casework.cases.attachment_forms import AttachForm
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
from casework.cases.forms import ConfirmForm
from casework.cases.pages import attachment as words
from casework.cases.pages import concern_files as page
from casework.cases.views import blueprint
from casework.cases.views.attaching import Upload, upload
from casework.cases.views.attachments import CLOSED
from casework.cases.views.concern_paper import AT, CORRECTING, concern_paper, url_of
from casework.errors import NotHere
from casework.people.noted import noted_student
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires, takes_file
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

TAKE_AWAY = "/students/<uuid:student_id>/concerns/begun/<uuid:begun_id>/files/<uuid:concern_file_id>/remove"
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
    def report_url(self) -> str:
        """Where the report is read."""
        view = "cases.own_concern" if self.is_own else "cases.concern"
        return url_for(view, student_id=self.found.student.id, concern_id=self.found.row.id)


def _read(student_id: UUID, concern_id: UUID) -> tuple[Reported, bool]:
    """The report, and whether it is the reader's own; NotHere (noted) for others."""
    for own in (own_report, own_draft):
        try:
            return own(student_id, concern_id, person()), True
        except NotHere:
            continue
    noted_student(student_id, DECIDE)
    return report_for(student_id, concern_id, person()), False


def _shown(student_id: UUID, concern_id: UUID, file_id: UUID) -> Shown:
    found, is_own = _read(student_id, concern_id)
    if found.row.state == "draft":
        noted_student(student_id, WRITE)
    classes = written_in(person(), found) if is_own else readable(person(), found.place)
    known = {one.file_id: one for one in actions.files_of(concern_id, classes)}
    if file_id not in known:
        raise NotHere
    shows([found.shown], classes=[known[file_id].confidentiality])
    return Shown(found, known[file_id], is_own)


@blueprint.get(FILE)
@requires("own:read")
def concern_file(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> str:
    """What the file is, and pictures of it."""
    shown = _shown(student_id, concern_id, concern_file_id)
    one, row = shown.file, shown.found.row
    gone = actions.removed_in_case([one.file_id])
    named = page.named(one, row)
    return render_template(
        "attachments/show.html",
        about=shown.found.student.name,
        heading=one.title,
        facts=page.file_facts(one, shown.found.by),
        removed=page.removed_rows([one], gone),
        file_url=None if gone else url_for("cases.saved_concern_file", **named),
        remove_url=_take_away_url(shown),
        pictures=[] if gone else page.file_pictures(one, row),
        preview_note=words.preview_note(one),
        up=_up(shown),
    )


@blueprint.get(f"{FILE}/file")
@requires("own:read")
def saved_concern_file(student_id: UUID, concern_id: UUID, concern_file_id: UUID) -> Response:
    """The file, to be saved under a name that tells nothing."""
    one = _there(student_id, concern_id, concern_file_id)
    answer = make_response(files.read(one.file_id, one.sha256))
    answer.mimetype = TYPES[one.kind]
    answer.headers.set("Content-Disposition", "attachment", filename=page.file_name(one))
    answer.headers["Content-Security-Policy"] = CLOSED
    return answer


@blueprint.get(f"{FILE}/pages/<int:number>")
@requires("own:read")
def concern_file_page(student_id: UUID, concern_id: UUID, concern_file_id: UUID, number: int) -> Response:
    """A picture of a page, painted by this program."""
    one = _there(student_id, concern_id, concern_file_id)
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
    shown = _shown(student_id, begun_id, concern_file_id)
    if not (shown.is_own and shown.is_draft):
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
    up = shown.file.title, url_for("cases.concern_file", **page.named(shown.file, shown.found.row))
    lead = gettext("What you have signed before keeps its files.")
    return act_page(form, heading, gettext("Take away"), up, lead=lead)


@blueprint.route(f"{AT}/attach", methods=["GET", "POST"])
@blueprint.route(f"{CORRECTING}/attach", methods=["GET", "POST"], endpoint="attach_to_correction")
@requires(WRITE)
@takes_file
def attach_to_concern(
    student_id: UUID, report_form: str = "", concern_id: UUID | None = None
) -> str | Answered | tuple[str, int]:
    """Attaches a file to a part of the report that is being written; the part gives it its class."""
    paper = concern_paper(student_id, concern_id or report_form)
    if paper.row is None:
        raise NotHere
    row_id, places = paper.row.id, words.form_places(paper.form, paper.context)
    form = AttachForm(places, question=gettext("Which part does it belong to?"))
    back = url_of(paper, anchor="attachments")

    def act(arrived: files.Arrived) -> str:
        section = str(form.place.data) if form.place else places[0][0]
        classes = {one.id: one.confidentiality for one in paper.form.sections}
        said = (section, classes[section], form.title.data or "", arrived)
        actions.attach_to_report(locked_report(student_id, row_id), *said, now=paper.now)
        return back

    title, name = paper.form.title, paper.student.student.name
    return upload(Upload(gettext("Attach a file"), name, title, (title, back)), form, act)


def _take_away_url(shown: Shown) -> str | None:
    if not shown.is_draft:
        return None
    return url_for(
        "cases.remove_concern_file",
        student_id=shown.found.student.id,
        begun_id=shown.found.row.id,
        concern_file_id=shown.file.file_id,
    )


def _there(student_id: UUID, concern_id: UUID, file_id: UUID) -> ConcernAttachment:
    """The file, where no case has removed it; else NotHere."""
    one = _shown(student_id, concern_id, file_id).file
    if actions.removed_in_case([one.file_id]):
        raise NotHere
    return one


def _up(shown: Shown) -> tuple[str, str]:
    """The report, or the page on which it is written."""
    row = shown.found.row
    if not shown.is_draft:
        return gettext("Report"), shown.report_url
    named = row.corrects_id or row.form
    return gettext("Report"), url_of(concern_paper(row.student_id, named), anchor="attachments")
