"""What is decided about a version that has been sent in: publishing it, ending it, putting it away."""

from __future__ import annotations

from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from casework.clock import now, school_date
from casework.errors import NotHere
from casework.publishing.forms import EndForm, PublishForm
from casework.publishing.pages import versions as page
from casework.publishing.views import blueprint
from casework.publishing.views.versions import log
from casework.versions import actions, queries
from casework.versions.models import Publication
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]


@blueprint.route("/publishing/drafts/<uuid:publication_id>/publish", methods=["GET", "POST"])
@requires("routine:administer")
def publish(publication_id: UUID) -> Answer:
    """Asks for the days and the reason, then lets cases be opened on the draft."""
    row, form = _publication(publication_id), PublishForm(school_date(now()))
    if form.validate_on_submit():

        def act() -> str:
            draft = _publication(publication_id)
            actions.publish(draft, form.days, form.reason.data or "", actor=person(), now=now())
            log("version:published", draft, since=str(draft.valid_from))
            return url_for("publishing.version", sha=draft.sha)

        return once(act)
    lead = gettext(
        "From that day new cases are opened on this version. Cases that are open stay on theirs until "
        "somebody lets them go on with this one."
    )
    return _act_page(row, form, gettext("Publish this version?"), lead, gettext("Publish"))


@blueprint.route("/publishing/drafts/<uuid:publication_id>/end", methods=["GET", "POST"])
@requires("routine:administer")
def end(publication_id: UUID) -> Answer:
    """Asks for the last day, then lets no case be opened on the version after it."""
    row, today = _publication(publication_id), school_date(now())
    if row.status != "published":
        raise NotHere
    form = EndForm(row, today)
    if form.validate_on_submit():

        def act() -> str:
            ended = _publication(publication_id)
            actions.end(ended, form.day, now=now())
            log("version:ended", ended, until=str(ended.valid_until))
            return url_for("publishing.version", sha=ended.sha)

        return once(act)
    return _act_page(row, form, gettext("End this version?"), page.after_it(row, today), gettext("End it"))


@blueprint.route("/publishing/drafts/<uuid:publication_id>/withdraw", methods=["GET", "POST"])
@requires("routine:administer")
def withdraw(publication_id: UUID) -> Answer:
    """Puts a draft away, or a version whose first day has not come."""
    row, form = _publication(publication_id), ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            withdrawn = _publication(publication_id)
            actions.withdraw(withdrawn, actor=person(), now=now())
            log("version:withdrawn", withdrawn)
            flash(gettext("The version has been withdrawn."))
            return url_for("publishing.index")

        return once(act)
    lead = gettext(
        "No case has been opened on it. Cases that have gone on with it stay on it. The same file can be "
        "uploaded again."
    )
    return _act_page(row, form, gettext("Withdraw this version?"), lead, gettext("Withdraw it"))


def _act_page(
    row: Publication, form: PublishForm | EndForm | ConfirmForm, heading: str, lead: str, label: str
) -> tuple[str, int]:
    title = queries.model_of(row.sha).in_language(language()).title
    back = gettext("%(title)s, version %(number)s", title=title, number=row.version)
    return act_page(form, heading, label, (back, url_for("publishing.version", sha=row.sha)), lead=lead)


def _publication(publication_id: UUID) -> Publication:
    row = queries.publication(publication_id)
    if row is None or row.status == "withdrawn":
        raise NotHere
    return row
