"""Attaching a file to a case or a form, a newer version of it, removing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import Confidentiality
from casework.attachments import files
from casework.attachments.files import Arrived
from casework.attachments.queries import is_signed
from casework.cases import attachments as actions
from casework.cases.attachment_forms import AttachForm, RemoveForm
from casework.cases.attachments import (
    Target,
    demand_attacher,
    demand_remover,
    demand_replacer,
    newest_held,
)
from casework.cases.moves import locked_case
from casework.cases.pages import attachment as page
from casework.cases.views import blueprint
from casework.cases.views.desk import at_desk
from casework.cases.views.paper import begun_paper
from casework.cases.work import first_version
from casework.errors import CaseworkError, NotAcceptable, NotHere
from casework.web.doors import requires, takes_file
from casework.web.once import once
from casework.web.problem_words import UNUSABLE
from casework.web.problems import show_again
from casework.web.text import gettext

Act = Callable[[Arrived], str]
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Upload:
    """What stands on the page where a file is chosen: about whom, to what it is attached, the way back."""

    heading: str
    about: str
    lead: str
    up: tuple[str, str]


@blueprint.route("/cases/<uuid:case_id>/attach", methods=["GET", "POST"])
@requires("case:change")
@takes_file
def attach(case_id: UUID) -> Answer:
    """Attaches a file to the case."""
    desk = at_desk(case_id, "case:change")
    demand_attacher(desk.situation, "")
    places = page.case_places(desk.readable)
    form = AttachForm(places, question=gettext("Who may read it?"))

    def act(arrived: Arrived) -> str:
        target = Target(_class_of(places, form))
        actions.attach_file(
            locked_case(case_id), target, form.title.data or "", arrived, actor=desk.reader, now=desk.now
        )
        return url_for("cases.attachments", case_id=case_id)

    up = (page.list_title(desk.row.student.name), url_for("cases.attachments", case_id=case_id))
    return upload(Upload(gettext("Attach a file"), desk.row.student.name, "", up), form, act)


@blueprint.route("/cases/<uuid:case_id>/forms/<uuid:submission_id>/attach", methods=["GET", "POST"])
@requires("case:change")
@takes_file
def attach_to_form(case_id: UUID, submission_id: UUID) -> Answer:
    """Attaches a file to a part of the form, whose class it gets."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_signed_or_own()
    demand_attacher(paper.desk.situation, paper.definition.id)
    places = page.form_places(paper.form, paper.context)
    form = AttachForm(places, question=gettext("Which part does it belong to?"))
    shown = paper.draft
    if shown is None:
        raise NotHere

    def act(arrived: Arrived) -> str:
        section = form.place.data if form.place else places[0][0]
        classes = {one.id: one.confidentiality for one in paper.form.sections}
        target = Target(classes[section], first_version(paper.desk.situation, shown), section)
        actions.attach_file(
            locked_case(case_id), target, form.title.data or "", arrived, actor=paper.actor, now=paper.now
        )
        return form_url

    form_url = url_for("cases.form", case_id=case_id, submission_id=submission_id, _anchor="attachments")
    name, up = paper.desk.row.student.name, (paper.form.title, form_url)
    return upload(Upload(gettext("Attach a file"), name, paper.form.title, up), form, act)


@blueprint.route("/cases/<uuid:case_id>/attachments/<uuid:version_id>/replace", methods=["GET", "POST"])
@requires("case:change")
@takes_file
def replace_attachment(case_id: UUID, version_id: UUID) -> Answer:
    """A newer version; the older ones stay readable."""
    desk = at_desk(case_id, "case:change")
    held = newest_held(desk.situation, version_id, desk.readable)
    demand_replacer(desk.situation, held)
    form = AttachForm((), question="", title=held.newest.title)

    def act(arrived: Arrived) -> str:
        version = actions.replace_file(
            locked_case(case_id), version_id, form.title.data or "", arrived, actor=desk.reader, now=desk.now
        )
        return url_for("cases.attachment", case_id=case_id, version_id=version.id)

    up = (held.newest.title, url_for("cases.attachment", case_id=case_id, version_id=version_id))
    lead = gettext("It takes the place of the one before in lists. The older ones can still be read.")
    return upload(Upload(gettext("A newer version"), desk.row.student.name, lead, up), form, act)


@blueprint.route("/cases/<uuid:case_id>/attachments/<uuid:version_id>/remove", methods=["GET", "POST"])
@requires("case:change")
def remove_attachment(case_id: UUID, version_id: UUID) -> Answer:
    """Removes the attachment for good, with a reason."""
    desk = at_desk(case_id, "case:change")
    held = newest_held(desk.situation, version_id, desk.readable)
    demand_remover(desk.situation, held, desk.reader)
    form = RemoveForm()
    if form.validate_on_submit():
        gone: list[UUID] = []

        def act() -> str:
            case, reason = locked_case(case_id), form.reason.data or ""
            gone.extend(actions.remove_file(case, version_id, reason, actor=desk.reader, now=desk.now))
            return url_for("cases.attachments", case_id=case_id)

        answer = once(act)
        files.forget(gone)
        return answer
    shown = render_template(
        "attachments/remove.html",
        heading=gettext("Remove “%(title)s”?", title=held.newest.title),
        effects=_removal_effects(is_signed(held.attachment.id)),
        form=form,
        action=request.path,
        up=(held.newest.title, url_for("cases.attachment", case_id=case_id, version_id=version_id)),
    )
    return shown, 422 if form.errors else 200


def _removal_effects(was_signed: bool) -> list[str]:
    lines = [
        gettext("The file and its earlier versions are deleted for good."),
        gettext("The title, who attached it, and your reason can still be read."),
    ]
    if was_signed:
        lines.append(gettext("It was signed with the form. The signature holds, and says that it was there."))
    return lines


def upload(about: Upload, form: AttachForm, act: Act) -> Answer:
    """The page with the form; when it is sent, the file is looked at, and then kept with its row."""

    def shown() -> str:
        return render_template("attachments/attach.html", **vars(about), form=form, action=request.path)

    def again(error: CaseworkError) -> str | None:
        if not (isinstance(error, NotAcceptable) and error.code.startswith(("file_", "form_", "case_"))):
            return None
        form.file.errors = [str(UNUSABLE[error.code])]
        return shown()

    show_again(again)
    if form.validate_on_submit():
        with files.received(form.file.data.stream) as arrived:
            answer = once(lambda: act(arrived))
        flash(gettext("The file is attached."))
        return answer
    return shown(), 422 if form.errors else 200


def _class_of(places: Sequence[tuple[Confidentiality, str]], form: AttachForm) -> Confidentiality:
    """The class that was chosen, or the only one there is."""
    return next(one for one, _ in places if not form.place or one == form.place.data)
